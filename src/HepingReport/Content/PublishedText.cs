using System.Security.Cryptography;
using System.Text;

namespace HepingReport.Content;

/// <summary>The report's text as the district published it: a run of lines of the source file.</summary>
/// <param name="Bytes">The whole file, byte for byte.</param>
/// <param name="Text">The lines of the report, line feeds between them: the text that content is proven against.</param>
/// <param name="FirstLine">The file's line that <paramref name="Text"/> begins with, from 1.</param>
internal sealed record PublishedText(ReadOnlyMemory<byte> Bytes, string Text, int FirstLine)
{
    /// <summary>The published text cut before each block, so that the pieces joined are the text again.</summary>
    public IReadOnlyList<PublishedBlock> Blocks { get; } = Cut(Text, FirstLine);

    public string FileSha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    private static List<PublishedBlock> Cut(string text, int firstLine)
    {
        var blocks = new List<PublishedBlock>();
        var line = firstLine;
        var start = 0;
        var position = 0;
        foreach (var content in text.Split('\n'))
        {
            var end = position + content.Length;
            if (!string.IsNullOrWhiteSpace(content))
            {
                blocks.Add(new PublishedBlock(text[start..end], line));
                start = end;
            }

            position = end + 1;
            line++;
        }

        return blocks;
    }
}

/// <summary>One heading, paragraph or note of the source, with the line feeds before it.</summary>
internal sealed record PublishedBlock(string Text, int Line)
{
    public string Words => Text.TrimStart('\n');
}

/// <summary>
/// The one rule by which the site's punctuation differs from the source: a scraper had turned six full-width marks into half-width ones.
/// The source has none of the six in full width, so the rule can be applied backwards without loss.
/// </summary>
internal static class PunctuationRule
{
    public static readonly IReadOnlyList<(char Published, char Printed)> Marks = [(',', '，'), (':', '：'), (';', '；'), ('!', '！'), ('(', '（'), (')', '）')];

    public static string Apply(string published) => Map(published, Marks);

    public static string Reverse(string printed) => Map(printed, Marks.Select(mark => (mark.Printed, mark.Published)));

    private static string Map(string text, IEnumerable<(char From, char To)> marks)
    {
        var mapped = new StringBuilder(text);
        foreach (var (from, to) in marks)
        {
            mapped.Replace(from, to);
        }

        return mapped.ToString();
    }
}
