using System.Text;
using System.Text.RegularExpressions;
using HepingReport.Changes;

namespace HepingReport.Editing;

/// <summary>A part of a content file that staff think of as one thing: a paragraph, a line of the head with what belongs to it, an entry of a list.</summary>
/// <param name="Key">What stays the same when the words change: the id of a paragraph or entry, the name of a line of the head.</param>
/// <param name="Gap">The line end and empty lines after it; null for the last part of a file.</param>
public sealed record FilePart(string Key, string Text, string? Gap);

/// <summary>A content file cut into its parts; put together they give the file again.</summary>
/// <param name="End">What follows the last part.</param>
public sealed partial record FileText(string Path, IReadOnlyList<FilePart> Parts, string End)
{
    private const string Unkeyed = "~";
    private const double Alike = 0.5;

    private bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    public static FileText Of(string path, string text)
    {
        var parts = new List<FilePart>();
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, block) in Cut(path, text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')))
        {
            var words = block.TrimEnd('\n', ' ', '\t');
            var name = key ?? Unkeyed;
            var count = keys[name] = keys.GetValueOrDefault(name) + 1;
            parts.Add(new FilePart(key is null ? Unkeyed + count : count == 1 ? name : $"{name}#{count}", words, block[words.Length..]));
        }

        if (parts.Count == 0)
        {
            return new FileText(path, [], text);
        }

        var end = parts[^1].Gap!;
        parts[^1] = parts[^1] with { Gap = null };
        return new FileText(path, parts, end);
    }

    public FilePart? Find(string key) => Parts.FirstOrDefault(part => part.Key == key);

    /// <summary>The file as text. A part that was the last of its file and no longer is gets the gap that is usual here.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var gap = IsMarkdown ? "\n\n" : "\n";
        for (var i = 0; i < Parts.Count; i++)
        {
            gap = Parts[i].Gap ?? (IsMarkdown ? "\n\n" : gap);
            text.Append(Parts[i].Text).Append(i == Parts.Count - 1 ? End : gap);
        }

        return Parts.Count == 0 ? End : text.ToString();
    }

    /// <summary>The same file with the keys of <paramref name="earlier"/> for those parts without an id that are the same there, or much like one in the same place.</summary>
    public FileText KeyedLike(FileText earlier)
    {
        var free = earlier.Parts.Where(IsUnkeyed).ToList();
        var keys = Parts.Select(part => IsUnkeyed(part) ? null : part.Key).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] is null && free.FirstOrDefault(part => part.Text == Parts[i].Text) is { } same)
            {
                keys[i] = same.Key;
                free.Remove(same);
            }
        }

        var order = earlier.Parts.Select((part, i) => (part.Key, i)).ToDictionary(part => part.Key, part => part.i, StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] is null)
            {
                var after = keys[..i].Where(key => key is not null && order.ContainsKey(key)).Select(key => order[key!]).LastOrDefault(-1);
                var before = keys[(i + 1)..].Where(key => key is not null && order.ContainsKey(key)).Select(key => order[key!]).FirstOrDefault(int.MaxValue);
                var alike = free.Where(part => order[part.Key] > after && order[part.Key] < before)
                    .Select(part => (Part: part, Share: Likeness(part.Text, Parts[i].Text))).Where(pair => pair.Share >= Alike).OrderByDescending(pair => pair.Share).Select(pair => pair.Part).FirstOrDefault();
                keys[i] = alike?.Key ?? $"+{Parts[i].Text}";
                free.Remove(alike!);
            }
        }

        // Twice the same new text is two parts.
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return this with
        {
            Parts = [.. Parts.Select((part, i) => part with { Key = (seen[keys[i]!] = seen.GetValueOrDefault(keys[i]!) + 1) is > 1 and var count ? $"{keys[i]}#{count}" : keys[i]! })],
        };
    }

    private static bool IsUnkeyed(FilePart part) => part.Key.StartsWith(Unkeyed, StringComparison.Ordinal);

    private static double Likeness(string one, string other)
    {
        var kept = TextDifference.Between(one, other).Where(run => run.Kind == RunKind.Kept).Sum(run => run.Text.Length);
        return 2.0 * kept / Math.Max(1, one.Length + other.Length);
    }

    private static IEnumerable<(string? Key, string Block)> Cut(string path, string text) => System.IO.Path.GetExtension(path) switch
    {
        ".md" => CutMarkdown(text),
        ".yml" => CutBlocks(text, EntryStart(), text => EntryKey(text)),
        _ => CutBlocks(text, LineStart(), line => line.StartsWith('#') || line.Trim().Length == 0 ? null : line.Split(' ', '\n')[0]),
    };

    private static IEnumerable<(string?, string)> CutMarkdown(string text)
    {
        var body = 0;
        var end = text.StartsWith("---\n", StringComparison.Ordinal) ? text.IndexOf("\n---\n", StringComparison.Ordinal) : -1;
        if (end > 0)
        {
            foreach (var (key, block) in CutBlocks(text[..(end + 1)], EntryStart(), HeadKey))
            {
                yield return (key, block);
            }

            body = end + 1;
            var next = ParagraphStart().Match(text, body + 4);
            yield return ("---", text[body..(next.Success ? next.Index : text.Length)]);
            body = next.Success ? next.Index : text.Length;
        }

        foreach (var (key, block) in CutBlocks(text[body..], ParagraphStart(), block => ParagraphId().Match(block) is { Success: true } id ? id.Groups["id"].Value : null))
        {
            yield return (key, block);
        }
    }

    private static IEnumerable<(string?, string)> CutBlocks(string text, Regex start, Func<string, string?> keyOf)
    {
        var starts = start.Matches(text).Select(match => match.Index).Where(index => index > 0).Prepend(0).Append(text.Length).ToList();
        return starts.Zip(starts.Skip(1)).Where(span => span.Second > span.First).Select(span => (keyOf(text[span.First..span.Second]), text[span.First..span.Second]));
    }

    private static string? HeadKey(string block) => block.StartsWith("---", StringComparison.Ordinal) ? "---head" : EntryKey(block);

    private static string? EntryKey(string block)
    {
        if (block.StartsWith('#'))
        {
            return null;
        }

        // A list's entry goes by its id, a note by its number; a line of a mapping by its name.
        var key = block.StartsWith('-') ? EntryId().Match(block) : MappingKey().Match(block);
        return key.Success ? key.Groups["id"].Value : null;
    }

    // A line that begins at the margin, unless it is a comment that goes on.
    [GeneratedRegex(@"(?<=\A|\n)(?:(?=[^\s#])|(?<!(?:\A|\n)#[^\n]*\n)(?=#))")]
    private static partial Regex EntryStart();

    [GeneratedRegex(@"(?<=\A|\n)(?=[^\n])")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"(?<=\n[ \t]*\n)(?=[^\n])")]
    private static partial Regex ParagraphStart();

    [GeneratedRegex(@"\{#(?<id>[^{}]*)\}\s*$")]
    private static partial Regex ParagraphId();

    [GeneratedRegex(@"^- (?:\{ ?)?(?:id|number): *(?<id>[^\s,}]+)|\n  id: *(?<id>[^\s,}]+)")]
    private static partial Regex EntryId();

    [GeneratedRegex(@"^(?<id>[^:\n]+):")]
    private static partial Regex MappingKey();
}
