using System.Text.RegularExpressions;

namespace HepingReport.Editing.Forms;

/// <summary>What somebody can pick as a quote from a paragraph, so that nothing need be copied by hand.</summary>
public static partial class QuotedPieces
{
    /// <summary>Whole sentences with their marks.</summary>
    public static IReadOnlyList<string> Sentences(string paragraph) => [.. Sentence().Matches(paragraph).Select(match => match.Value.Trim()).Where(piece => piece.Length > 0)];

    /// <summary>The stretches between marks, without them.</summary>
    public static IReadOnlyList<string> Clauses(string paragraph) => [.. paragraph.Split('，', '。', '；', '：').Select(piece => piece.Trim()).Where(piece => piece.Length > 0)];

    [GeneratedRegex(@"[^。！？]+[。！？]?”?")]
    private static partial Regex Sentence();
}
