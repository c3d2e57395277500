namespace HepingReport.Content;

/// <summary>
/// The snapshot that all readers share. A new one replaces it in one assignment, or not at all: content with errors leaves the last good
/// snapshot in place and is remembered as the reason why the site is behind its files.
/// </summary>
public sealed class CurrentContent(ContentSnapshot first)
{
    private volatile State state = new(first, []);

    public ContentSnapshot Snapshot => state.Snapshot;

    /// <summary>What is wrong with the files as they now are; empty when the snapshot is up to date.</summary>
    public IReadOnlyList<ContentProblem> Faults => state.Faults;

    public bool IsStale => state.Faults.Count > 0;

    /// <summary>Raised after a new snapshot has taken its place.</summary>
    public event Action? Replaced;

    /// <summary>Takes over what was loaded. One writer at a time (the watcher); readers never wait.</summary>
    public void Offer(ContentLoad load)
    {
        if (load.Snapshot is { } snapshot)
        {
            state = new State(snapshot, []);
            Replaced?.Invoke();
        }
        else
        {
            state = state with { Faults = load.Problems };
        }
    }

    private sealed record State(ContentSnapshot Snapshot, IReadOnlyList<ContentProblem> Faults);
}
