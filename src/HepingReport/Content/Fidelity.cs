using System.Security.Cryptography;
using System.Text;

namespace HepingReport.Content;

/// <summary>
/// The proof that the site prints the published text: what the source is, by what rule and corrections the two differ,
/// and the way back from one to the other.
/// </summary>
public sealed class Fidelity
{
    private readonly IReadOnlyList<ReportBlock> blocks;

    internal Fidelity(PublishedText published, IReadOnlyList<ReportBlock> blocks, IReadOnlyList<Correction> corrections)
    {
        this.blocks = blocks;
        SourceFile = published.Bytes;
        SourceSha256 = published.FileSha256;
        FirstLine = published.FirstLine;
        LastLine = published.FirstLine + published.Text.Count(c => c == '\n');
        Published = published.Text;
        Printed = string.Concat(blocks.Select(block => block.TextWithBreak));
        Restored = string.Concat(blocks.Select(block => Restore(block, corrections)));
        Punctuation = [.. PunctuationRule.Marks.Select(CountOf)];
    }

    /// <summary>The source file, byte for byte as it was published.</summary>
    public ReadOnlyMemory<byte> SourceFile { get; }

    public string SourceSha256 { get; }

    /// <summary>The first and last line of the source file that are the report's text.</summary>
    public int FirstLine { get; }

    public int LastLine { get; }

    /// <summary>Those lines of the source.</summary>
    public string Published { get; }

    public string PublishedSha256 => Sha256(Published);

    /// <summary>The same text as the site prints it: headings, paragraphs and notes, an empty line between them.</summary>
    public string Printed { get; }

    public string PrintedSha256 => Sha256(Printed);

    /// <summary>The printed text with rule and corrections applied backwards. Equal to <see cref="Published"/>, or the content is not published.</summary>
    public string Restored { get; }

    public string RestoredSha256 => Sha256(Restored);

    /// <summary>How often the punctuation rule applies.</summary>
    public IReadOnlyList<PunctuationCount> Punctuation { get; }

    /// <summary>Headings, paragraphs and notes that were compared.</summary>
    public int BlockCount => blocks.Count;

    /// <summary>SHA-256 of a text's UTF-8 form in lower-case hexadecimal.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static string Restore(ReportBlock block, IEnumerable<Correction> corrections)
    {
        var text = PunctuationRule.Reverse(block.TextWithBreak);
        foreach (var correction in corrections.Where(correction => correction.Place == block.Place))
        {
            text = text.Replace(PunctuationRule.Reverse(correction.Corrected), PunctuationRule.Reverse(correction.Source), StringComparison.Ordinal);
        }

        return text;
    }

    private PunctuationCount CountOf((char Published, char Printed) mark)
    {
        var notes = Published.IndexOf("\n附注", StringComparison.Ordinal);
        var body = notes < 0 ? Published.Length : notes;
        var inBody = Published.AsSpan(0, body).Count(mark.Published);
        return new PunctuationCount(mark.Published, mark.Printed, inBody, Published.AsSpan(body).Count(mark.Published));
    }
}

/// <summary>One mark of the punctuation rule with its counts in the report's body and in its notes.</summary>
public sealed record PunctuationCount(char Published, char Printed, int InBody, int InNotes);

/// <summary>One heading, paragraph or note as the content files have it.</summary>
/// <param name="Place">The name by which corrections find it.</param>
/// <param name="Break">The line feeds between it and the block before.</param>
/// <param name="CanBeMarked">Paragraphs and notes can; headings cannot.</param>
internal sealed record ReportBlock(string Place, string Text, TextOrigin Origin, string Break, bool CanBeMarked)
{
    public const string BetweenBlocks = "\n\n";

    public string TextWithBreak => Break + Text;
}
