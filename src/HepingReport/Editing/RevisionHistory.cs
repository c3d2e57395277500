using HepingReport.Changes;
using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Editing;

/// <summary>A revision as it stands in a list, without its texts.</summary>
public sealed record RevisionSummary(int Number, RevisionKind Kind, string By, string ApprovedBy, string PublishedBy, DateTimeOffset At, string Note, string Check, IReadOnlyList<string> Paths);

/// <summary>What the content files were at each publishing, and who changed them.</summary>
/// <exception cref="PortalAwayException">From every question: portal.db cannot be had now.</exception>
public sealed class RevisionHistory(PortalStore store)
{
    /// <summary>Newest first.</summary>
    /// <param name="path">Only those that touched this file.</param>
    /// <param name="before">Only those with a lower number: the next page.</param>
    public Task<List<RevisionSummary>> ListAsync(string? path, int? before, int most, CancellationToken cancellation) => store.ReadAsync(
        db => db.Revisions.AsNoTracking()
            .Where(revision => before == null || revision.Number < before)
            .Where(revision => path == null || revision.Files.Any(file => file.Path == path))
            .OrderByDescending(revision => revision.Number)
            .Take(most)
            .Select(revision => new RevisionSummary(revision.Number, revision.Kind, revision.By, revision.ApprovedBy, revision.PublishedBy, revision.At, revision.Note, revision.Check, revision.Files.OrderBy(file => file.Path).Select(file => file.Path).ToList()))
            .ToListAsync(cancellation),
        cancellation);

    public Task<Revision?> FindAsync(int number, CancellationToken cancellation) => store.ReadAsync(
        db => db.Revisions.AsNoTracking().Include(revision => revision.Files.OrderBy(file => file.Path)).SingleOrDefaultAsync(revision => revision.Number == number, cancellation), cancellation);

    /// <summary>The publishing that made the content what it is now, where the last revision did.</summary>
    public Task<ChangeCause?> CauseOfAsync(string contentHash, CancellationToken cancellation) => store.ReadAsync(
        async db => await db.Revisions.AsNoTracking().OrderByDescending(revision => revision.Number).Select(revision => new { revision.ContentHash, revision.At, revision.Note }).FirstOrDefaultAsync(cancellation) is { } last && last.ContentHash == contentHash
            ? new ChangeCause(last.At, last.Note.Length == 0 ? null : last.Note)
            : null,
        cancellation);

    /// <summary>A file as it was after this revision, whichever revision changed it last; null where it was not there.</summary>
    public Task<string?> TextAtAsync(string path, int number, CancellationToken cancellation) => store.ReadAsync(
        db => db.RevisionFiles.AsNoTracking().Where(file => file.Path == path && file.RevisionNumber <= number).OrderByDescending(file => file.RevisionNumber).Select(file => file.After).FirstOrDefaultAsync(cancellation), cancellation);

    /// <summary>How a file changed from one revision to any other, earlier or later.</summary>
    public async Task<FileDifference?> CompareAsync(string path, int from, int to, CancellationToken cancellation)
    {
        var (before, after) = (await TextAtAsync(path, from, cancellation), await TextAtAsync(path, to, cancellation));
        return before is null && after is null ? null : FileDifference.Between(path, before ?? "", after ?? "");
    }
}
