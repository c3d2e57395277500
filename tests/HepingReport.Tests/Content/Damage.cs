using System.Text;
using HepingReport.Content;

namespace HepingReport.Tests;

/// <summary>Content with one file damaged, the same every time for the same seed.</summary>
internal sealed class Damage(ContentSource good, int seed)
{
    private static readonly string[] Snippets =
    [
        "*", "**", "_", "`", "[", "]", "](", "![", "<", ">", "<b>", "<!--", "&amp;", "\\", "#", "{#", "}", "{#x-y}", "|", "- ", "1. ", "> ", "    ", "\t", "---\n", "\n", "\n\n", "```\n", "~~~\n", "[a]: b\n",
        ":", ": ", "'", "\"", "\"\\", "{", "}", "[]", ",", "?", "? ", "!", "!!str ", "&a ", "*a", "<<: *a", "%", "@", "|\n", ">\n", "...\n", "#", " #", "~", "null", "\r\n", "\r", "\0", "\u0085", "\u2028", "\u00A0", "\u200B", "\uFEFF", "\U0001F600", "，", "。", "”", "1",
    ];

    private readonly Random random = new(seed);
    private readonly RawFile[] files = [.. good.Files];

    public (ContentSource Content, string What) Next()
    {
        var file = files[random.Next(files.Length)];
        var bytes = file.Bytes.ToArray();
        var kind = random.Next(14);
        return (kind switch
        {
            0 => good.With(file.Path, Flip(bytes)),
            1 => good.With(file.Path, bytes[..random.Next(bytes.Length)]),
            2 => good.With(file.Path, bytes[random.Next(bytes.Length)..]),
            3 => good.With(file.Path, OnLines(bytes, (lines, i, j) => (lines[i], lines[j]) = (lines[j], lines[i]))),
            4 => good.With(file.Path, OnLines(bytes, (lines, i, _) => lines.RemoveAt(i))),
            5 => good.With(file.Path, OnLines(bytes, (lines, i, j) => lines.Insert(i, lines[j]))),
            6 or 7 or 8 => good.With(file.Path, Insert(bytes, Snippets[random.Next(Snippets.Length)])),
            9 => good.With(file.Path, Insert(bytes, Nested())),
            10 => good.With(file.Path, Insert(bytes, "&a [" + string.Concat(Enumerable.Repeat("*a, ", random.Next(1, 9))) + "]")),
            11 => good.With(file.Path, Cut(bytes)),
            12 => good.Without(file.Path),
            _ => good.With(file.Path, files[random.Next(files.Length)].Bytes.ToArray()),
        }, $"{file.Path}, kind {kind}");
    }

    private byte[] Flip(byte[] bytes)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        }

        return bytes;
    }

    private byte[] Insert(byte[] bytes, string snippet)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetBytes(text.Insert(random.Next(text.Length + 1), snippet));
    }

    private byte[] Cut(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var start = random.Next(text.Length);
        return Encoding.UTF8.GetBytes(text.Remove(start, random.Next(1, Math.Min(40, text.Length - start) + 1)));
    }

    private string Nested()
    {
        var unit = new[] { "[", "![", "*", "**", "> ", "- ", "{", "(", "`", "<a>", "?" }[random.Next(11)];
        return string.Concat(Enumerable.Repeat(unit, random.Next(3) switch { 0 => 10, 1 => 300, _ => 10_000 }));
    }

    private byte[] OnLines(byte[] bytes, Action<List<string>, int, int> change)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n').ToList();
        change(lines, random.Next(lines.Count), random.Next(lines.Count));
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
