using HepingReport.Changes;

namespace HepingReport.Editing;

public enum PartChangeKind
{
    Kept,
    Changed,
    Added,
    Removed,
}

/// <summary>What became of one part of a file.</summary>
/// <param name="Key">See <see cref="FilePart.Key"/>.</param>
/// <param name="IsMoved">It stands elsewhere among the parts that stayed.</param>
/// <param name="Before">Null where it was added.</param>
/// <param name="After">Null where it was removed.</param>
public sealed record PartChange(string Key, PartChangeKind Kind, bool IsMoved, string? Before, string? After)
{
    /// <summary>By character.</summary>
    public IReadOnlyList<TextRun> Runs => TextDifference.Between(Before ?? "", After ?? "");

    /// <summary>The same as people read it: without the name of the line and the id, unless just these changed.</summary>
    public IReadOnlyList<TextRun> PlainRuns
    {
        get
        {
            var (before, after) = (PartFrame.WordsOf(Key, Before ?? ""), PartFrame.WordsOf(Key, After ?? ""));
            return TextDifference.AtLines(before == after && Before != After ? Runs : TextDifference.Between(before, after));
        }
    }

    /// <summary>Changed, but in no word.</summary>
    public bool IsOnlyPunctuation => Kind == PartChangeKind.Changed && TextDifference.IsOnlyPunctuation(Runs);
}

public static class PartWords
{
    public static string Name(this PartChange part) => part switch
    {
        { Kind: PartChangeKind.Added } => "新增",
        { Kind: PartChangeKind.Removed } => "删去",
        { Kind: PartChangeKind.Kept } => "移动了位置",
        _ => (part.IsOnlyPunctuation ? "只改标点" : "修改") + (part.IsMoved ? "，移动了位置" : ""),
    };
}

/// <summary>How one text of a content file became another, part by part, in the order of the later one.</summary>
public sealed record FileDifference(string Path, IReadOnlyList<PartChange> Parts)
{
    /// <summary>Without those that stayed as and where they were.</summary>
    public IEnumerable<PartChange> Changes => Parts.Where(part => part.Kind != PartChangeKind.Kept || part.IsMoved);

    public static FileDifference Between(string path, string before, string after)
    {
        var old = FileText.Of(path, before);
        var parts = FileText.Of(path, after).KeyedLike(old).Parts;
        var moved = MovedKeys(old.Parts, parts);
        var changes = parts.Select(part => old.Find(part.Key) is { } was
            ? new PartChange(part.Key, was.Text == part.Text ? PartChangeKind.Kept : PartChangeKind.Changed, moved.Contains(part.Key), was.Text, part.Text)
            : new PartChange(part.Key, PartChangeKind.Added, false, null, part.Text)).ToList();
        foreach (var (i, part) in old.Parts.Index())
        {
            if (!changes.Exists(change => change.Key == part.Key))
            {
                // Where it stood: behind what stood before it.
                var at = i == 0 ? 0 : changes.FindIndex(change => change.Key == old.Parts[i - 1].Key) + 1;
                changes.Insert(at, new PartChange(part.Key, PartChangeKind.Removed, false, part.Text, null));
            }
        }

        return new FileDifference(path, changes);
    }

    /// <summary>As few as possible: the longest run of parts in unchanged order stays.</summary>
    internal static HashSet<string> MovedKeys(IReadOnlyList<FilePart> before, IReadOnlyList<FilePart> after)
    {
        var places = before.Select((part, i) => (part.Key, i)).ToDictionary(part => part.Key, part => part.i, StringComparer.Ordinal);
        var common = after.Where(part => places.ContainsKey(part.Key)).Select(part => part.Key).ToList();
        var (length, previous) = (new int[common.Count], new int[common.Count]);
        var last = -1;
        for (var i = 0; i < common.Count; i++)
        {
            (length[i], previous[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (places[common[j]] < places[common[i]] && length[j] >= length[i])
                {
                    (length[i], previous[i]) = (length[j] + 1, j);
                }
            }

            last = last < 0 || length[i] > length[last] ? i : last;
        }

        var moved = common.ToHashSet(StringComparer.Ordinal);
        for (; last >= 0; last = previous[last])
        {
            moved.Remove(common[last]);
        }

        return moved;
    }
}
