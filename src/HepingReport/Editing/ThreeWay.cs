using HepingReport.Changes;

namespace HepingReport.Editing;

/// <summary>Who changed a part since the text that both started from.</summary>
public enum ChangedBy
{
    Nobody,
    Mine,
    Theirs,

    /// <summary>Both did the same.</summary>
    Both,

    /// <summary>Both, and not the same: somebody has to decide.</summary>
    Conflict,
}

/// <summary>One part of a file in its three texts; null where it does not stand.</summary>
public sealed record ThreeWayPart(string Key, ChangedBy By, string? Base, string? Mine, string? Theirs)
{
    /// <summary>For a conflict: both changes in one text, where they touch no common character; for a person to look at, never taken by itself.</summary>
    public string? Suggestion { get; } = By == ChangedBy.Conflict && Base is not null && Mine is not null && Theirs is not null ? Suggest(Base, Mine, Theirs) : null;

    /// <summary>Null where the part goes. In a conflict mine stands until somebody decides.</summary>
    internal string? Merged => By is ChangedBy.Theirs ? Theirs : Mine;

    private static string? Suggest(string @base, string mine, string theirs)
    {
        var edits = EditsOf(@base, mine).Union(EditsOf(@base, theirs)).OrderBy(edit => edit.Start).ThenBy(edit => edit.End).ToList();
        if (edits.Zip(edits.Skip(1)).Any(pair => pair.Second.Start <= pair.First.End))
        {
            return null;
        }

        return edits.AsEnumerable().Reverse().Aggregate(@base, (text, edit) => text[..edit.Start] + edit.Words + text[edit.End..]);
    }

    private static IEnumerable<(int Start, int End, string Words)> EditsOf(string @base, string other)
    {
        var (start, at, words) = (0, 0, "");
        foreach (var run in TextDifference.Between(@base, other))
        {
            if (run.Kind == RunKind.Kept)
            {
                if (at > start || words.Length > 0)
                {
                    yield return (start, at, words);
                }

                at += run.Text.Length;
                (start, words) = (at, "");
            }
            else if (run.Kind == RunKind.Removed)
            {
                at += run.Text.Length;
            }
            else
            {
                words += run.Text;
            }
        }

        if (at > start || words.Length > 0)
        {
            yield return (start, at, words);
        }
    }
}

/// <summary>
/// Two texts that grew from one: what each changed, part by part, and both in one text where they changed different parts.
/// Where both changed the same part in different ways nothing is decided by itself: two good edits of one sentence can make a wrong one.
/// </summary>
/// <param name="OrderConflict">Both moved parts, and not in the same way; mine stands.</param>
public sealed record ThreeWay(string Path, IReadOnlyList<ThreeWayPart> Parts, bool OrderConflict, string End)
{
    private IReadOnlyDictionary<string, string?> gaps = new Dictionary<string, string?>();

    public IEnumerable<ThreeWayPart> Conflicts => Parts.Where(part => part.By == ChangedBy.Conflict);

    public bool IsClean => !OrderConflict && !Conflicts.Any();

    /// <summary>Both sides in one text; mine where they are in conflict.</summary>
    public string Merged => Resolve(new Dictionary<string, string?>());

    public static ThreeWay Of(string path, string @base, string mine, string theirs)
    {
        var started = FileText.Of(path, @base);
        var my = FileText.Of(path, mine).KeyedLike(started);
        var their = FileText.Of(path, theirs).KeyedLike(started);

        var iMoved = FileDifference.MovedKeys(started.Parts, my.Parts).Count > 0;
        var theyMoved = FileDifference.MovedKeys(started.Parts, their.Parts).Count > 0;
        var (first, second) = iMoved ? (my, their) : (their, my);
        var order = first.Parts.Select(part => part.Key).ToList();
        foreach (var (i, part) in second.Parts.Index())
        {
            if (!order.Contains(part.Key))
            {
                order.Insert(i == 0 ? 0 : order.IndexOf(second.Parts[i - 1].Key) + 1, part.Key);
            }
        }

        var merged = order.Select(key => Decide(key, started.Find(key)?.Text, my.Find(key)?.Text, their.Find(key)?.Text)).ToList();
        return new ThreeWay(path, merged, iMoved && theyMoved && FileDifference.MovedKeys(my.Parts, their.Parts).Count > 0, Either(started.End, my.End, their.End) ?? my.End)
        {
            gaps = order.ToDictionary(key => key, key => Either(started.Find(key)?.Gap, my.Find(key)?.Gap, their.Find(key)?.Gap), StringComparer.Ordinal),
        };
    }

    /// <summary>The whole file as somebody decided; null while a part is left of those asked about.</summary>
    public string? Resolve(IEnumerable<ThreeWayPart> asked, IReadOnlyCollection<MergeDecision> decisions)
    {
        var decided = asked.Select(part => (part.Key, Part: part, Decision: decisions.FirstOrDefault(decision => decision.Decides(part)))).ToList();
        return decided.Exists(part => part.Decision is null) ? null : Resolve(decided.ToDictionary(part => part.Key, part => part.Decision!.TextFor(part.Part)));
    }

    /// <summary>The whole file, with what somebody decided for parts in conflict, or for others; null takes a part out.</summary>
    public string Resolve(IReadOnlyDictionary<string, string?> decisions)
    {
        var parts = Parts
            .Select(part => (part.Key, Text: decisions.TryGetValue(part.Key, out var decided) ? decided : part.Merged))
            .Where(part => part.Text is not null)
            .Select(part => new FilePart(part.Key, part.Text!, gaps.GetValueOrDefault(part.Key)));
        return new FileText(Path, [.. parts], End).ToString();
    }

    private static ThreeWayPart Decide(string key, string? @base, string? mine, string? theirs) => new(
        key,
        mine == @base && theirs == @base ? ChangedBy.Nobody
            : mine == theirs ? ChangedBy.Both
            : theirs == @base ? ChangedBy.Mine
            : mine == @base ? ChangedBy.Theirs
            : ChangedBy.Conflict,
        @base,
        mine,
        theirs);

    private static string? Either(string? @base, string? mine, string? theirs) => mine is null || mine == @base ? theirs ?? mine : mine;
}
