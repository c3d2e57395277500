using System.Globalization;
using System.Text;

namespace HepingReport.Search;

/// <summary>
/// Text as a search compares it: NFKC, full and half width, case, accents and traditional forms made one (folding.txt), white space and
/// invisible characters left out. What is folded is compared character for character, so that a search finds what a substring search finds.
/// </summary>
public static class Folding
{
    private const char AsItIs = '\0';
    private const char SeveralOrNone = '\uFFFF';

    // Most characters become one other or stay; one lookup tells. The rest are few.
    private static readonly char[] one = new char[char.MaxValue + 1];
    private static readonly Dictionary<int, string> several = [];

    static Folding()
    {
        using var table = new StreamReader(typeof(Folding).Assembly.GetManifestResourceStream("folding.txt")!);
        while (table.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var character = int.Parse(line.AsSpan(0, space), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var folded = line[(space + 1)..];
            if (character <= char.MaxValue)
            {
                one[character] = folded.Length == 1 ? folded[0] : SeveralOrNone;
            }

            if (character > char.MaxValue || folded.Length != 1)
            {
                several[character] = folded;
            }
        }

        // Half a surrogate pair is no character.
        for (var half = 0xD800; half <= 0xDFFF; half++)
        {
            one[half] = SeveralOrNone;
        }
    }

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        AppendTo(folded, text);
        return folded.ToString();
    }

    internal static void AppendTo(StringBuilder folded, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var (characters, length) = At(text, at);
            folded.Append(characters.Span);
            at += length;
        }
    }

    /// <summary>What the character at <paramref name="at"/> is compared as, and how many UTF-16 units it takes.</summary>
    internal static (ReadOnlyMemory<char> Folded, int Length) At(string text, int at)
    {
        var folded = one[text[at]];
        if (folded == AsItIs)
        {
            return (text.AsMemory(at, 1), 1);
        }

        if (folded != SeveralOrNone)
        {
            return (one.AsMemory(text[at], 1), 1);
        }

        if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
        {
            return (several.TryGetValue(char.ConvertToUtf32(text[at], text[at + 1]), out var other) ? other.AsMemory() : text.AsMemory(at, 2), 2);
        }

        return (several.GetValueOrDefault(text[at], "").AsMemory(), 1);
    }
}

/// <summary>A text folded, with the way back to where each character came from.</summary>
public sealed class FoldedText
{
    private readonly string original;
    private readonly int[] origins;

    private FoldedText(string original, string text, int[] origins) => (this.original, Text, this.origins) = (original, text, origins);

    public string Text { get; }

    public static FoldedText Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        var origins = new List<int>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (characters, length) = Folding.At(text, at);
            folded.Append(characters.Span);
            for (var character = 0; character < characters.Length; character++)
            {
                origins.Add(at);
            }

            at += length;
        }

        return new FoldedText(text, folded.ToString(), [.. origins]);
    }

    /// <summary>The run of the original that became <paramref name="length"/> characters from <paramref name="start"/>: whole characters, with their accents.</summary>
    public TextRun Original(int start, int length)
    {
        var from = origins[start];
        var to = origins[start + length - 1];
        to += char.IsHighSurrogate(original[to]) && to + 1 < original.Length ? 2 : 1;
        while (to < original.Length && original[to] is >= '\u0300' and <= '\u036F')
        {
            to++;
        }

        return new TextRun(from, to - from);
    }
}

/// <summary>A run of a text, in UTF-16 units.</summary>
public readonly record struct TextRun(int Start, int Length)
{
    public int End => Start + Length;
}
