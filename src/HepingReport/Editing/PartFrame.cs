namespace HepingReport.Editing;

/// <summary>What of a part only the file's form asks for: the name of its line, its id. People read and write what stands between.</summary>
public sealed record PartFrame(string Start, string End)
{
    public static PartFrame Of(string key, string text)
    {
        var id = key.Split('#')[0];
        var start = text.StartsWith(id + ":", StringComparison.Ordinal) ? text[..EndOfName(text, id.Length + 1)] : "";
        var rest = text[start.Length..];
        return new PartFrame(start, rest.EndsWith($"{{#{id}}}", StringComparison.Ordinal) ? rest[rest[..^(id.Length + 3)].TrimEnd().Length..] : "");
    }

    /// <summary>The part as people read it.</summary>
    public static string WordsOf(string key, string text)
    {
        var frame = Of(key, text);
        return text[frame.Start.Length..^frame.End.Length];
    }

    /// <summary>The part as it stands in the file.</summary>
    public string Around(string words) => words.StartsWith(Start, StringComparison.Ordinal) && words.EndsWith(End, StringComparison.Ordinal) ? words : Start + words + End;

    private static int EndOfName(string text, int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at < text.Length && text[at] == '\n' ? at + 1 : at;
    }
}
