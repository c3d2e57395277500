using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using HepingReport.Search;

namespace HepingReport.Markdown;

/// <summary>
/// The report's words as HTML. Whatever is not the report's own — markers of notes, terms, corrections and doubts, pinyin, the paragraph's link —
/// carries <c>data-aid</c>, so that copying, reading aloud and checks can tell the report from its aids.
/// </summary>
public static class ReportHtml
{
    /// <summary>Leaves letters with tone marks as they are; the other encoder writes half of them as numbers.</summary>
    private static readonly HtmlEncoder Readable = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>One paragraph, <c>class="para"</c> and its id, without white space of our own.</summary>
    /// <param name="sectionName">Heard, not seen, before the paragraph's number, so that its link has a name of its own on any page. The link leads to the ways to cite and send it.</param>
    /// <param name="wanted">The words a reader came for; they are marked.</param>
    public static string Paragraph(Paragraph paragraph, string sectionName, SearchQuery? wanted = null)
    {
        var hits = wanted?.RunsIn(paragraph.Text) ?? [];
        var html = new StringBuilder();
        html.Append("<p class=\"para\" id=\"").Append(paragraph.Id).Append("\">");
        foreach (var former in paragraph.FormerIds)
        {
            html.Append("<span data-aid id=\"").Append(WebUtility.HtmlEncode(former)).Append("\"></span>");
        }

        if (paragraph.LeadLength > 0)
        {
            html.Append("<strong class=\"lead\">");
            AppendWords(html, paragraph.Text, 0, paragraph.LeadLength, paragraph.Marks, hits);
            html.Append("</strong>");
        }

        AppendWords(html, paragraph.Text, paragraph.LeadLength, paragraph.Text.Length, paragraph.Marks, hits);
        html.Append("<a class=\"permalink\" data-aid data-share href=\"").Append(Links.Share(paragraph)).Append("\"><span class=\"visually-hidden\">")
            .Append(WebUtility.HtmlEncode(sectionName)).Append("</span>第").Append(paragraph.Number).Append("段<span class=\"visually-hidden\">：引用、分享、纠错</span></a></p>");
        return html.ToString();
    }

    /// <summary>The note's words after its term, with its marks.</summary>
    public static string NoteDefinition(Note note, SearchQuery? wanted = null)
    {
        var html = new StringBuilder();
        AppendWords(html, note.Text, note.Text.Length - note.Definition.Length, note.Text.Length, note.Marks, wanted?.RunsIn(note.Text) ?? []);
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
    public static string Clauses(string heading, SearchQuery? wanted = null)
    {
        var html = new StringBuilder();
        var hits = wanted?.RunsIn(heading) ?? [];
        for (var start = 0; start < heading.Length;)
        {
            var length = heading.AsSpan(start).IndexOfAny('，', '、') + 1;
            var end = length == 0 ? heading.Length : start + length;
            html.Append("<span class=\"clause\">");
            AppendMarked(html, heading, start, end, hits);
            html.Append("</span>");
            start = end;
        }

        return html.ToString();
    }

    /// <summary>A text with the words a reader came for marked.</summary>
    public static string Marked(string text, SearchQuery? wanted) => Marked(text, wanted?.RunsIn(text) ?? []);

    /// <summary>A text with runs of it marked.</summary>
    public static string Marked(string text, IReadOnlyList<TextRun> runs)
    {
        var html = new StringBuilder();
        AppendMarked(html, text, 0, text.Length, runs);
        return html.ToString();
    }

    /// <summary>A quote with the number it states marked.</summary>
    public static string QuoteOf(Indicator indicator)
    {
        var text = indicator.Place.Paragraph.Text;
        var start = text.IndexOf(indicator.Quote, StringComparison.Ordinal);
        var end = start + indicator.Quote.Length;
        return Marked(indicator.Quote, [new TextRun(indicator.Start - start, Math.Min(indicator.Length, end - indicator.Start))]);
    }

    /// <summary>
    /// The words from <paramref name="start"/> to <paramref name="end"/>: numbers and words with a reading within their elements, each other
    /// mark's marker right after the words it is about, or after the element they end in.
    /// </summary>
    private static void AppendWords(StringBuilder html, string text, int start, int end, IReadOnlyList<Mark> marks, IReadOnlyList<TextRun> hits)
    {
        var elements = marks.Where(mark => HasElement(mark) && mark.Start >= start && mark.End <= end).ToList();
        var markers = marks
            .Where(mark => !HasElement(mark) && mark.End > start && mark.End <= end)
            .Select(mark => (Mark: mark, At: elements.Find(element => element.Start < mark.End && mark.End < element.End)?.End ?? mark.End))
            .ToList();
        foreach (var cut in elements.Select(element => element.Start).Concat(elements.Select(element => element.End)).Concat(markers.Select(marker => marker.At)).Append(end).Distinct().Order())
        {
            AppendMarked(html, text, start, cut, hits);
            start = cut;
            switch (elements.Find(element => element.End == cut))
            {
                case FigureMark:
                    html.Append("</span>");
                    break;
                case PronunciationMark { Pinyin: var pinyin }:
                    html.Append("<rp data-aid>（</rp><rt data-aid lang=\"zh-Latn-pinyin\">").Append(Readable.Encode(pinyin)).Append("</rt><rp data-aid>）</rp></ruby>");
                    break;
            }

            foreach (var (mark, _) in markers.Where(marker => marker.At == cut))
            {
                AppendMarker(html, text, mark);
            }

            switch (elements.Find(element => element.Start == cut))
            {
                case FigureMark figure:
                    html.Append("<span class=\"fig\" data-indicator=\"").AppendJoin(' ', figure.Indicators).Append("\">");
                    break;
                case PronunciationMark:
                    html.Append("<ruby>");
                    break;
            }
        }
    }

    private static void AppendMarked(StringBuilder html, string text, int start, int end, IReadOnlyList<TextRun> runs)
    {
        foreach (var run in runs)
        {
            var from = Math.Max(run.Start, start);
            var to = Math.Min(run.End, end);
            if (from < to)
            {
                html.Append(WebUtility.HtmlEncode(text[start..from])).Append("<mark>").Append(WebUtility.HtmlEncode(text[from..to])).Append("</mark>");
                start = to;
            }
        }

        html.Append(WebUtility.HtmlEncode(text[start..end]));
    }

    /// <summary>Marks whose words stand within an element; the others put a marker behind their words.</summary>
    private static bool HasElement(Mark mark) => mark is FigureMark or PronunciationMark;

    private static void AppendMarker(StringBuilder html, string text, Mark mark)
    {
        switch (mark)
        {
            case NoteReference note:
                html.Append($"<a class=\"mark\" data-aid data-explain role=\"doc-noteref\" id=\"{Anchors.Reference(note)}\" href=\"#{Anchors.Note(note.Note)}\">注{note.Note}</a>");
                break;
            case TermReference term:
                html.Append($"<a class=\"mark mark--term\" data-aid data-explain=\"本站注释\" id=\"{Anchors.Reference(term)}\" href=\"#{Anchors.Term(term.Term)}\">释<span class=\"visually-hidden\">：")
                    .Append(WebUtility.HtmlEncode(text.Substring(mark.Start, mark.Length))).Append("</span></a>");
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
    private static readonly string[] OfThePage = ["main", "title", "status", "contents", "contents-title", "notes-title", "editorial-title", "terms-title", "keypoints-title", "sections-title", "on-page-title", "read-aloud-title", "search"];
    private static readonly string[] Prefixes = ["note-", "ref-", "correction-", "doubt-", "term-", "chart-"];

    /// <summary>Where a page with the report's text has its controls for reading aloud; other pages may use the id.</summary>
    public const string ReadAloud = "read-aloud";

    /// <summary>Ids that a page gives its own elements; content must not use them.</summary>
    public static bool IsReserved(string id) => OfThePage.Contains(id) || Prefixes.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal));

    public static string Note(int number) => $"note-{number}";

    public static string Reference(NoteReference reference) => $"ref-{reference.Note}-{reference.Occurrence}";

    public static string Term(Term term) => $"term-{term.Id}";

    public static string Reference(TermReference reference) => $"ref-{Term(reference.Term)}-{reference.Occurrence}";

    public static string Correction(Correction correction) => $"correction-{correction.Number}";

    public static string Reference(Correction correction) => $"ref-correction-{correction.Number}";

    public static string Doubt(Doubt doubt) => $"doubt-{doubt.Number}";

    public static string Reference(Doubt doubt) => $"ref-doubt-{doubt.Number}";
}
