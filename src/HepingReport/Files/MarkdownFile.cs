using System.Text;
using System.Text.RegularExpressions;

namespace HepingReport.Files;

/// <summary>The report as Markdown, its notes as footnotes.</summary>
internal static partial class MarkdownFile
{
    /// <summary>Characters that Markdown might take for its own, wherever they stand.</summary>
    private const string Special = "\\`*_[]<>&#|~!";

    public static byte[] Write(Edition edition)
    {
        var report = edition.Report;
        List<string> blocks = [$"# {Escape(report.Title)}", Escape(edition.Byline)];
        foreach (var section in report.Sections)
        {
            if (section.IsLead)
            {
                blocks.Add($"## {Escape(report.ChapterOf(section)!.Heading)}");
            }
            else if (section.Number is not null)
            {
                blocks.Add($"### {Escape(section.Heading)}");
            }

            blocks.AddRange(section.Paragraphs.Select(paragraph => Words(Piece.Of(paragraph), edition)));
        }

        if (report.Notes.Count > 0)
        {
            blocks.Add($"## {Edition.NotesHeading}");
            blocks.AddRange(report.Notes.Select(note => $"[^{note.Number}]: {Words(Piece.Of(note).Select((piece, i) => i == 0 ? piece with { Words = piece.Words[$"{note.Number}.".Length..] } : piece), edition)}"));
        }

        if (edition.Remarks is { Count: > 0 } remarks)
        {
            blocks.Add($"## {Edition.RemarksHeading}");
            blocks.Add(Edition.RemarksLead);
            blocks.AddRange(remarks.Select(remark => $"[^{remark.Label}]: {Escape(remark.Line)}"));
        }

        blocks.Add("---");
        blocks.Add(Escape(edition.Imprint));
        return Encoding.UTF8.GetBytes(string.Join("\n\n", blocks) + "\n");
    }

    private static string Words(IEnumerable<Piece> pieces, Edition edition)
    {
        var markdown = new StringBuilder();
        foreach (var piece in pieces)
        {
            // Bold must not end with punctuation before a word: most programs would then show the asterisks.
            var bold = piece.IsLead ? piece.Words.TrimEnd([.. piece.Words.Where(char.IsPunctuation)]) : "";
            markdown.Append(bold.Length > 0 ? $"**{Escape(bold)}**" : "").Append(Escape(piece.Words[bold.Length..]));
            foreach (var mark in piece.Marks)
            {
                markdown.Append($"[^{(mark is NoteReference note ? $"{note.Note}" : SiteRemark.Of(mark, edition.Content)!.Label)}]");
            }
        }

        return markdown.ToString();
    }

    private static string Escape(string words)
    {
        var escaped = new StringBuilder();
        foreach (var c in words.ReplaceLineEndings("↵"))
        {
            escaped.Append(Special.Contains(c) ? "\\" : "").Append(c);
        }

        return ListMarker().Replace(escaped.ToString(), "$1\\$2");
    }

    /// <summary>What would begin a list or a heading at the start of a line.</summary>
    [GeneratedRegex(@"^(\d*)([-+=.)])")]
    private static partial Regex ListMarker();
}
