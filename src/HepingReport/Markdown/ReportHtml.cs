using System.Net;
using System.Text;

namespace HepingReport.Markdown;

/// <summary>
/// The report's words as HTML. Whatever is not the report's own — note markers, correction and doubt marks, the paragraph's link —
/// carries <c>data-aid</c>, so that copying, reading aloud and checks can tell the report from its aids.
/// </summary>
public static class ReportHtml
{
    /// <summary>One paragraph, <c>class="para"</c> and its id, without white space of our own.</summary>
    /// <param name="sectionName">Heard, not seen, before the paragraph's number, so that its link has a name of its own on any page.</param>
    public static string Paragraph(Paragraph paragraph, string sectionName)
    {
        var html = new StringBuilder();
        html.Append("<p class=\"para\" id=\"").Append(paragraph.Id).Append("\">");
        foreach (var former in paragraph.FormerIds)
        {
            html.Append("<span data-aid id=\"").Append(WebUtility.HtmlEncode(former)).Append("\"></span>");
        }

        if (paragraph.LeadLength > 0)
        {
            html.Append("<strong class=\"lead\">");
            AppendWords(html, paragraph.Text, 0, paragraph.LeadLength, paragraph.Marks);
            html.Append("</strong>");
        }

        AppendWords(html, paragraph.Text, paragraph.LeadLength, paragraph.Text.Length, paragraph.Marks);
        html.Append("<a class=\"permalink\" data-aid data-copy-link href=\"#").Append(paragraph.Id).Append("\"><span class=\"visually-hidden\">")
            .Append(WebUtility.HtmlEncode(sectionName)).Append("</span>第").Append(paragraph.Number).Append("段</a></p>");
        return html.ToString();
    }

    /// <summary>The note's words after its term, with its marks.</summary>
    public static string NoteDefinition(Note note)
    {
        var html = new StringBuilder();
        AppendWords(html, note.Text, note.Text.Length - note.Definition.Length, note.Text.Length, note.Marks);
        return html.ToString();
    }

    /// <summary>The markers of a note's marks that end before its definition: its number and term.</summary>
    public static string NoteTermMarkers(Note note)
    {
        var html = new StringBuilder();
        foreach (var mark in note.Marks.Where(mark => mark.End <= note.Text.Length - note.Definition.Length))
        {
            AppendMarker(html, note.Text, mark);
        }

        return html.ToString();
    }

    /// <summary>A heading that breaks only between its clauses.</summary>
    public static string Clauses(string heading)
    {
        var html = new StringBuilder();
        for (var start = 0; start < heading.Length;)
        {
            var length = heading.AsSpan(start).IndexOfAny('，', '、') + 1;
            var end = length == 0 ? heading.Length : start + length;
            html.Append("<span class=\"clause\">").Append(WebUtility.HtmlEncode(heading[start..end])).Append("</span>");
            start = end;
        }

        return html.ToString();
    }

    /// <summary>The words from <paramref name="start"/> to <paramref name="end"/>, each mark's marker right after the words it is about.</summary>
    private static void AppendWords(StringBuilder html, string text, int start, int end, IReadOnlyList<Mark> marks)
    {
        // Two marks may end at the same word: each is judged by where these words began, not by how far they are written.
        var from = start;
        foreach (var mark in marks.Where(mark => mark.End > from && mark.End <= end))
        {
            html.Append(WebUtility.HtmlEncode(text[start..mark.End]));
            AppendMarker(html, text, mark);
            start = mark.End;
        }

        html.Append(WebUtility.HtmlEncode(text[start..end]));
    }

    private static void AppendMarker(StringBuilder html, string text, Mark mark)
    {
        switch (mark)
        {
            case NoteReference note:
                html.Append($"<a class=\"mark\" data-aid data-explain role=\"doc-noteref\" id=\"{Anchors.Reference(note)}\" href=\"#{Anchors.Note(note.Note)}\">注{note.Note}</a>");
                break;
            case CorrectionMark { Correction: var correction }:
                html.Append($"<a class=\"mark\" data-aid data-explain id=\"{Anchors.Reference(correction)}\" href=\"#{Anchors.Correction(correction)}\">更正{correction.Number}</a>");
                break;
            case DoubtMark { Doubt: var doubt }:
                html.Append($"<a class=\"mark mark--doubt\" data-aid data-explain id=\"{Anchors.Reference(doubt)}\" href=\"#{Anchors.Doubt(doubt)}\">原文如此<span class=\"visually-hidden\">：")
                    .Append(WebUtility.HtmlEncode(text.Substring(mark.Start, mark.Length))).Append("</span></a>");
                break;
        }
    }
}

/// <summary>The ids by which marks and their explanations find each other on a page.</summary>
public static class Anchors
{
    public static string Note(int number) => $"note-{number}";

    public static string Reference(NoteReference reference) => $"ref-{reference.Note}-{reference.Occurrence}";

    public static string Correction(Correction correction) => $"correction-{correction.Number}";

    public static string Reference(Correction correction) => $"ref-correction-{correction.Number}";

    public static string Doubt(Doubt doubt) => $"doubt-{doubt.Number}";

    public static string Reference(Doubt doubt) => $"ref-doubt-{doubt.Number}";
}
