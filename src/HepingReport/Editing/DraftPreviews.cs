using HepingReport.Content;
using HepingReport.Storage;

namespace HepingReport.Editing;

/// <summary>The whole content as it would be with one person's open drafts.</summary>
/// <param name="Asked">The draft whose link was followed.</param>
/// <param name="Load">Its <see cref="ContentLoad.Draft"/> is what can be shown.</param>
public sealed record DraftPreview(Draft Asked, IReadOnlyList<Draft> Drafts, ContentLoad Load)
{
    public IReadOnlyList<ContentProblem> Errors { get; } = [.. Load.Problems.Where(problem => problem.Level == ProblemLevel.Error)];
}

/// <summary>What staff look at before it is public. The last few are kept, so that not each page of a preview checks all content anew.</summary>
public sealed class DraftPreviews(DraftDesk desk, Publication publication)
{
    internal const int Most = 8;

    private readonly Lock turn = new();
    private readonly List<ContentLoad> last = [];

    /// <returns>Null where there is no such draft, or the folder cannot be read.</returns>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public async Task<DraftPreview?> FindAsync(Guid id, CancellationToken cancellation)
    {
        if (await desk.FindWithOthersAsync(id, cancellation) is not { } drafts || (await publication.ReadAsync(cancellation)).Source is not { } published)
        {
            return null;
        }

        var source = ContentCheck.SourceOf(published, drafts.Open.Select(draft => KeyValuePair.Create(draft.Path, draft.Text)));
        return new DraftPreview(drafts.Asked, drafts.Open, Known(source.Hash) ?? Keep(ContentLoader.Load(source)));
    }

    private ContentLoad? Known(string hash)
    {
        lock (turn)
        {
            return last.Find(load => load.Source.Hash == hash);
        }
    }

    private ContentLoad Keep(ContentLoad load)
    {
        lock (turn)
        {
            last.Add(load);
            last.RemoveRange(0, Math.Max(0, last.Count - Most));
        }

        return load;
    }
}
