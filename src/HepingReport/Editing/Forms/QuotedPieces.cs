using System.Text.RegularExpressions;
using HepingReport.Content;

namespace HepingReport.Editing.Forms;

/// <summary>What somebody can pick as a quote from a paragraph, so that nothing need be copied by hand.</summary>
public static partial class QuotedPieces
{
    /// <summary>From the paragraph that is chosen beside the quote: sentences for a topic, shorter pieces for a figure.</summary>
    public static IReadOnlyList<string> For(FormField quote, FormEntry entry, string path, Report report)
    {
        var row = quote.Name[..^quote.Spec.Key.Length];
        var chosen = (entry.Find(row + "paragraph") ?? entry.Find(row + "place"))?.Value ?? "";
        var text = report.FindParagraph(chosen)?.Paragraph.Text ?? "";
        return path == ContentFiles.Topics ? Sentences(text) : Clauses(text);
    }

    /// <summary>Whole sentences with their marks.</summary>
    public static IReadOnlyList<string> Sentences(string paragraph) => [.. Sentence().Matches(paragraph).Select(match => match.Value.Trim()).Where(piece => piece.Length > 0)];

    /// <summary>The stretches between marks, without them.</summary>
    public static IReadOnlyList<string> Clauses(string paragraph) => [.. paragraph.Split('，', '。', '；', '：').Select(piece => piece.Trim()).Where(piece => piece.Length > 0)];

    [GeneratedRegex(@"[^。！？]+[。！？]?”?")]
    private static partial Regex Sentence();
}
