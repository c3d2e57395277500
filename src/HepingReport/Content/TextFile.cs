using System.Text;

namespace HepingReport.Content;

/// <summary>A content file as text: UTF-8, line feeds only.</summary>
internal sealed class TextFile
{
    private readonly int[] lineStarts;

    public TextFile(string path, string text)
    {
        Path = path;
        Text = text;
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        lineStarts = [.. starts];
    }

    public string Path { get; }

    public string Text { get; }

    public ContentPlace Start => new(Path, 1, 1);

    public ContentPlace PlaceAt(int offset)
    {
        var line = Array.BinarySearch(lineStarts, offset);
        if (line < 0)
        {
            line = ~line - 1;
        }

        return new ContentPlace(Path, line + 1, offset - lineStarts[line] + 1);
    }

    /// <summary>The place, or the end of its line: what YAML joins from several lines is counted along the first.</summary>
    public ContentPlace OnItsLine(ContentPlace place)
    {
        var start = lineStarts[place.Line - 1];
        var end = Text.IndexOf('\n', start);
        return place with { Column = Math.Min(place.Column, (end < 0 ? Text.Length : end) - start + 1) };
    }

    /// <summary>Reads bytes as strict UTF-8. Says what is wrong, and where, instead of showing replacement characters to a reader.</summary>
    /// <param name="keepBytes">The published source keeps its line ends as they are.</param>
    public static TextFile? Decode(string path, ReadOnlySpan<byte> bytes, bool keepBytes, List<ContentProblem> problems)
    {
        if (bytes.IsEmpty || (bytes.Length == 3 && bytes.StartsWith(Encoding.UTF8.Preamble)))
        {
            problems.Add(ContentProblems.FileEmpty(path));
            return null;
        }

        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            problems.Add(ContentProblems.FileEncoding(new ContentPlace(path, 1, 1), "UTF-16"));
            return null;
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            problems.Add(ContentProblems.FileByteOrderMark(path));
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            if (text.Contains('\0'))
            {
                problems.Add(ContentProblems.FileEncoding(new TextFile(path, text).PlaceAt(text.IndexOf('\0')), "UTF-16"));
                return null;
            }

            return new TextFile(path, keepBytes ? text : text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        }
        catch (DecoderFallbackException fault)
        {
            var readable = Encoding.UTF8.GetString(bytes[..Math.Max(0, fault.Index)]).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            problems.Add(ContentProblems.FileEncoding(new TextFile(path, readable).PlaceAt(readable.Length), "GB18030"));
            return null;
        }
    }
}
