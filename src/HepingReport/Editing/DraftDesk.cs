using System.Globalization;
using HepingReport.Content;
using HepingReport.Editing.Forms;
using HepingReport.Staff;
using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Editing;

/// <summary>What became of a verb on a draft. Never an exception for what people and disks do.</summary>
/// <param name="Draft">As it is now; null where there is none that this person may see.</param>
/// <param name="Problem">Why nothing was done.</param>
/// <param name="Conflict">For a save that came too late: all three texts.</param>
public sealed record DraftResult(Draft? Draft, EditingProblem? Problem = null, DraftConflict? Conflict = null)
{
    public bool IsDone => Problem is null;
}

/// <summary>A draft among the others that its owner has open.</summary>
/// <param name="Asked">The one that was named; it may be closed.</param>
/// <param name="Open">All of its owner's that are open.</param>
public sealed record OwnersDrafts(Draft Asked, IReadOnlyList<Draft> Open);

/// <summary>Where drafts are opened, saved, judged and found again.</summary>
/// <param name="mayApproveOwn">Staff:MayApproveOwn.</param>
/// <param name="largestText">Bytes; no larger file could be published.</param>
public sealed class DraftDesk(PortalStore store, Publication publication, TimeProvider time, bool mayApproveOwn = false, int largestText = ContentSource.LargestFile)
{
    /// <summary>The person's open draft of this file; a new one from the published text where there is none.</summary>
    public Task<DraftResult> OpenAsync(string path, StaffMember by, CancellationToken cancellation) => StartAsync(
        path, by, AuditAction.DraftOpened, (_, published, open) => Task.FromResult(new DraftResult(open ?? Draft.Start(path, published, by, time.GetUtcNow()))), cancellation);

    /// <summary>A new draft with the text that the file had after a revision; it is checked and published like any other.</summary>
    public Task<DraftResult> RestoreAsync(string path, int number, StaffMember by, CancellationToken cancellation) => StartAsync(
        path,
        by,
        AuditAction.DraftRestored,
        async (db, published, open) =>
        {
            var revision = await db.Revisions.AsNoTracking().SingleOrDefaultAsync(revision => revision.Number == number, cancellation);
            var text = await db.RevisionFiles.Where(file => file.Path == path && file.RevisionNumber <= number).OrderByDescending(file => file.RevisionNumber).Select(file => file.After).FirstOrDefaultAsync(cancellation);
            return revision is null || text is null ? new DraftResult(null, EditingProblems.RevisionUnknown)
                : open is { HasChanges: true } ? new DraftResult(open, EditingProblems.AlreadyOpen)
                : Draft.Normalise(text) == Draft.Normalise(published) ? new DraftResult(null, EditingProblems.NothingChanged)
                : new DraftResult(open?.BringBack(revision, text, time.GetUtcNow()) ?? Draft.Restoring(revision, path, text, published, by, time.GetUtcNow()));
        },
        cancellation);

    /// <summary>Every file of a revision as it was before it, each in a draft; stops at the first that cannot be.</summary>
    public async Task<DraftResult> RestoreAllBeforeAsync(Revision revision, StaffMember by, CancellationToken cancellation)
    {
        var result = new DraftResult(null, EditingProblems.RevisionUnknown);
        foreach (var file in revision.Files.Where(file => file.Before is not null))
        {
            result = await RestoreAsync(file.Path, revision.Number - 1, by, cancellation);
            if (!result.IsDone)
            {
                return result;
            }
        }

        return result;
    }

    public async Task<DraftResult> FindAsync(Guid id, StaffMember by, CancellationToken cancellation)
    {
        try
        {
            var draft = await store.ReadAsync(db => db.Drafts.AsNoTracking().Include(draft => draft.Comments).SingleOrDefaultAsync(draft => draft.Id == id, cancellation), cancellation);
            return draft is null ? new DraftResult(null, EditingProblems.NotFound) : draft.MayBeReadBy(by) ? new DraftResult(draft) : new DraftResult(null, EditingProblems.NotYours);
        }
        catch (PortalAwayException fault)
        {
            return new DraftResult(null, EditingProblems.StoreAway(fault));
        }
    }

    /// <summary>Open drafts, those changed last first; all of them for a publisher, else the person's own.</summary>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public Task<List<Draft>> ListAsync(StaffMember by, CancellationToken cancellation) => store.ReadAsync(
        db => db.Drafts.AsNoTracking().Include(draft => draft.Comments).Where(draft => draft.State < DraftState.Published && (by.IsPublisher || draft.Owner == by.Name)).OrderByDescending(draft => draft.UpdatedAt).ToListAsync(cancellation), cancellation);

    /// <summary>The person's drafts that were published or given up, the last first: their texts stay.</summary>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public Task<List<Draft>> ClosedAsync(StaffMember by, int most, CancellationToken cancellation) => store.ReadAsync(
        db => db.Drafts.AsNoTracking().Where(draft => draft.State >= DraftState.Published && draft.Owner == by.Name).OrderByDescending(draft => draft.UpdatedAt).Take(most).ToListAsync(cancellation), cancellation);

    /// <summary>What would become public if it were published now.</summary>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public async Task<PublicationPlan> PlanAsync(CancellationToken cancellation)
    {
        var approved = await store.ReadAsync(db => db.Drafts.AsNoTracking().Where(draft => draft.State == DraftState.Submitted && draft.ApprovedBy != null).OrderBy(draft => draft.ApprovedAt).ToListAsync(cancellation), cancellation);
        var (source, problem) = await publication.ReadAsync(cancellation);
        return source is null ? new PublicationPlan([], approved, null, problem) : PublicationPlan.Of(source, approved);
    }

    /// <summary>The person's own open drafts, those changed last first.</summary>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public Task<List<Draft>> MineAsync(StaffMember by, CancellationToken cancellation) => store.ReadAsync(
        db => db.Drafts.AsNoTracking().Where(draft => draft.State < DraftState.Published && draft.Owner == by.Name).OrderByDescending(draft => draft.UpdatedAt).ToListAsync(cancellation), cancellation);

    /// <summary>The files that can be edited; none where the folder cannot be read now.</summary>
    public async Task<IReadOnlyList<string>> PathsAsync(CancellationToken cancellation) =>
        (await publication.ReadAsync(cancellation)).Source is { } source ? [.. ContentCheck.EditablePaths(source)] : [];

    /// <summary>This draft, and all open drafts of the same person: for anybody of the staff who was given the link to a preview.</summary>
    /// <returns>Null where there is no such draft.</returns>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public Task<OwnersDrafts?> FindWithOthersAsync(Guid id, CancellationToken cancellation) => store.ReadAsync(
        async db => await db.Drafts.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id, cancellation) is not { } asked ? null
            : new OwnersDrafts(asked, await db.Drafts.AsNoTracking().Where(draft => draft.Owner == asked.Owner && draft.State < DraftState.Published).OrderBy(draft => draft.Path).ToListAsync(cancellation)),
        cancellation);

    /// <summary>Who else has this file open, and since when it lies as it is. There are no locks.</summary>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public Task<Dictionary<string, DateTimeOffset>> OthersAsync(string path, StaffMember by, CancellationToken cancellation) => store.ReadAsync(
        db => db.Drafts.Where(draft => draft.Path == path && draft.State < DraftState.Published && draft.Owner != by.Name).ToDictionaryAsync(draft => draft.Owner, draft => draft.UpdatedAt, cancellation), cancellation);

    /// <summary>The texts that came too late, newest first.</summary>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public Task<List<DraftCopy>> CopiesAsync(Guid id, StaffMember by, CancellationToken cancellation) => store.ReadAsync(
        db => db.DraftCopies.AsNoTracking().Where(copy => copy.DraftId == id && db.Drafts.Any(draft => draft.Id == id && (by.IsPublisher || draft.Owner == by.Name))).OrderByDescending(copy => copy.At).ToListAsync(cancellation), cancellation);

    /// <summary>The copy that was kept of this very text.</summary>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public async Task<DraftCopy?> CopyOfAsync(Guid id, string text, StaffMember by, CancellationToken cancellation)
    {
        var hash = Draft.HashOf(Draft.Normalise(text));
        return (await CopiesAsync(id, by, cancellation)).Find(copy => copy.TextHash == hash);
    }

    /// <summary>Keeps the text. One that comes too late overwrites nothing and is kept as a copy.</summary>
    public Task<DraftResult> SaveAsync(Guid id, StaffMember by, string text, int version, CancellationToken cancellation) =>
        KeepAsync(id, by, text, draft => draft.Save(by, text, version, time.GetUtcNow()), cancellation);

    /// <summary>Keeps what the person made of their draft and the published text that has changed under it.</summary>
    public async Task<DraftResult> MergeAsync(Guid id, StaffMember by, string merged, string publishedHash, int version, CancellationToken cancellation)
    {
        var found = await FindAsync(id, by, cancellation);
        if (found.Draft is not { } mine)
        {
            return found;
        }

        var (published, problem) = await PublishedAsync(mine.Path, cancellation);
        return problem is not null ? new DraftResult(mine, problem)
            : Draft.HashOf(published!) != publishedHash ? new DraftResult(mine, EditingProblems.Conflicts, new DraftConflict(mine.Path, mine.BaseText, merged, published!))
            : await KeepAsync(id, by, merged, draft => draft.Merge(by, published!, merged, version, time.GetUtcNow()), cancellation, AuditAction.DraftMerged);
    }

    /// <summary>The draft beside the published text, where that is no longer the one it started from; a hand edit in the folder counts as theirs.</summary>
    public async Task<DraftResult> CompareWithPublishedAsync(Guid id, StaffMember by, CancellationToken cancellation)
    {
        var found = await FindAsync(id, by, cancellation);
        if (found.Draft is not { } draft)
        {
            return found;
        }

        var (published, problem) = await PublishedAsync(draft.Path, cancellation);
        return problem is not null ? new DraftResult(draft, problem)
            : Draft.HashOf(published!) == draft.BaseHash ? found
            : new DraftResult(draft, EditingProblems.Conflicts, new DraftConflict(draft.Path, draft.BaseText, draft.Text, published!));
    }

    /// <summary>Checks drafts together with each other and with the published rest.</summary>
    /// <returns>Null where the folder cannot be read.</returns>
    public async Task<ContentCheck?> CheckAsync(IEnumerable<Draft> drafts, CancellationToken cancellation) =>
        (await publication.ReadAsync(cancellation)).Source is { } source ? ContentCheck.Of(source, drafts) : null;

    /// <summary>The text of the person's draft with a departure from the source undone.</summary>
    /// <param name="name">That of the <see cref="Departure"/>; the text stays as it is where there is none of it.</param>
    /// <exception cref="PortalAwayException">portal.db cannot be had now.</exception>
    public async Task<string> UndoAsync(string name, Draft draft, string text, StaffMember by, CancellationToken cancellation)
    {
        var others = (await MineAsync(by, cancellation)).Where(other => other.Path != draft.Path).Select(other => KeyValuePair.Create(other.Path, other.Text));
        var source = (await publication.ReadAsync(cancellation)).Source;
        var departure = source is null ? null : ContentCheck.Of(source, others.Append(KeyValuePair.Create(draft.Path, text))).Load.Departures.FirstOrDefault(departure => departure.Name == name);
        return departure is null ? text : FileForm.Of(draft.Path, text).WithPartAt(departure.Place, draft.BaseText);
    }

    /// <summary>
    /// Says why the official text of the person's draft departs from the source: an entry in their draft of the register, and in their drafts of
    /// the files that quote the words.
    /// </summary>
    /// <param name="name">That of the <see cref="Departure"/>.</param>
    /// <returns>What stands in the way; null where it is done.</returns>
    public async Task<EditingProblem?> ExplainAsync(string name, Amendment amendment, StaffMember by, CancellationToken cancellation)
    {
        if (amendment.Missing is { } missing)
        {
            return EditingProblems.Missing(missing);
        }

        try
        {
            var check = await CheckAsync(await MineAsync(by, cancellation), cancellation);
            if (check?.Load.Departures.FirstOrDefault(departure => departure.Name == name) is not { } departure)
            {
                return EditingProblems.NothingToExplain;
            }

            if (amendment.Explain(departure, check.Load.Source) is not { } files)
            {
                return EditingProblems.TouchesCorrection;
            }

            foreach (var (path, text) in files)
            {
                var opened = await OpenAsync(path, by, cancellation);
                var saved = opened.Draft is { } draft ? await SaveAsync(draft.Id, by, text, draft.Version, cancellation) : opened;
                if (saved.Problem is { } problem)
                {
                    return problem;
                }
            }

            return null;
        }
        catch (PortalAwayException fault)
        {
            return EditingProblems.StoreAway(fault);
        }
    }

    public Task<DraftResult> SubmitAsync(Guid id, StaffMember by, string note, int version, CancellationToken cancellation) =>
        ChangeAsync(id, by, AuditAction.DraftSubmitted, draft => draft.Submit(by, note, version, time.GetUtcNow()), cancellation);

    public Task<DraftResult> WithdrawAsync(Guid id, StaffMember by, CancellationToken cancellation) =>
        ChangeAsync(id, by, AuditAction.DraftWithdrawn, draft => draft.Withdraw(by, time.GetUtcNow()), cancellation);

    public Task<DraftResult> ApproveAsync(Guid id, StaffMember by, int version, CancellationToken cancellation) =>
        ChangeAsync(id, by, AuditAction.DraftApproved, draft => draft.Approve(by, version, mayApproveOwn, time.GetUtcNow()), cancellation);

    public Task<DraftResult> ReturnAsync(Guid id, StaffMember by, string reason, CancellationToken cancellation) =>
        ChangeAsync(id, by, AuditAction.DraftReturned, draft => draft.Return(by, reason, time.GetUtcNow()), cancellation);

    public Task<DraftResult> DiscardAsync(Guid id, StaffMember by, CancellationToken cancellation) =>
        ChangeAsync(id, by, AuditAction.DraftDiscarded, draft => draft.Discard(by, time.GetUtcNow()), cancellation);

    public Task<DraftResult> CommentAsync(Guid id, StaffMember by, string? part, string quote, string text, CancellationToken cancellation) =>
        ChangeAsync(id, by, AuditAction.DraftCommented, draft => draft.Comment(by, part, quote, text, time.GetUtcNow()), cancellation);

    /// <summary>Submits what belongs together as one change: all of it, or nothing.</summary>
    public Task<EditingProblem?> SubmitAsync(IReadOnlyCollection<DraftVersion> seen, StaffMember by, string note, CancellationToken cancellation) =>
        seen.Count > 0 && string.IsNullOrWhiteSpace(note)
            ? Task.FromResult<EditingProblem?>(EditingProblems.NoteMissing)
            : ChangeAsync(seen, by, AuditAction.DraftSubmitted, (draft, version) => draft.Submit(by, note, version, time.GetUtcNow()), cancellation);

    /// <summary>Approves all of it, or nothing.</summary>
    public Task<EditingProblem?> ApproveAsync(IReadOnlyCollection<DraftVersion> seen, StaffMember by, CancellationToken cancellation) =>
        ChangeAsync(seen, by, AuditAction.DraftApproved, (draft, version) => draft.Approve(by, version, mayApproveOwn, time.GetUtcNow()), cancellation);

    /// <summary>Returns all of it, or nothing.</summary>
    public Task<EditingProblem?> ReturnAsync(IReadOnlyCollection<DraftVersion> seen, StaffMember by, string reason, CancellationToken cancellation) =>
        ChangeAsync(seen, by, AuditAction.DraftReturned, (draft, version) => by.IsPublisher && draft.Version != version ? EditingProblems.Changed : draft.Return(by, reason, time.GetUtcNow()), cancellation);

    private async Task<(string? Text, EditingProblem? Problem)> PublishedAsync(string path, CancellationToken cancellation)
    {
        var (source, problem) = await publication.ReadAsync(cancellation);
        return source is null ? (null, problem)
            : ContentCheck.Editable(source, path) is not { } file ? (null, EditingProblems.FileUnknown)
            : ContentCheck.TextOf(file) is { } text ? (text, null)
            : (null, EditingProblems.FileUnreadable);
    }

    private async Task<DraftResult> StartAsync(string path, StaffMember by, AuditAction action, Func<PortalDb, string, Draft?, Task<DraftResult>> start, CancellationToken cancellation)
    {
        var (published, problem) = await PublishedAsync(path, cancellation);
        if (problem is not null)
        {
            return new DraftResult(null, problem);
        }

        return await WriteAsync(
            async db =>
            {
                var open = await db.Drafts.Include(draft => draft.Comments).SingleOrDefaultAsync(draft => draft.Owner == by.Name && draft.Path == path && draft.State < DraftState.Published, cancellation);
                if (open is { HasChanges: false } && open.BaseHash != Draft.HashOf(published!))
                {
                    open.StartAgain(published!, time.GetUtcNow());
                }

                var result = await start(db, published!, open);
                if (result.IsDone && open is null)
                {
                    db.Drafts.Add(result.Draft!);
                }

                if (result.IsDone && (open is null || action == AuditAction.DraftRestored))
                {
                    AuditEntry.Record(db, time.GetUtcNow(), by.Actor, action, result.Draft!.RestoresRevision is { } number ? string.Create(CultureInfo.InvariantCulture, $"{path}：第{number}次") : path);
                }

                return result;
            },
            cancellation);
    }

    private async Task<DraftResult> KeepAsync(Guid id, StaffMember by, string text, Func<Draft, EditingProblem?> save, CancellationToken cancellation, AuditAction? action = null)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(text) is var length && length > largestText)
        {
            return new DraftResult(null, EditingProblems.TooLarge(length, largestText));
        }

        return await WriteAsync(
            async db =>
            {
                if (await db.Drafts.Include(draft => draft.Comments).SingleOrDefaultAsync(draft => draft.Id == id, cancellation) is not { } draft)
                {
                    return new DraftResult(null, EditingProblems.NotFound);
                }

                var problem = save(draft);
                if (problem is null || draft.Owner != by.Name)
                {
                    if (problem is null && action is not null)
                    {
                        AuditEntry.Record(db, time.GetUtcNow(), by.Actor, action, draft.Path);
                    }

                    return new DraftResult(draft.MayBeReadBy(by) ? draft : null, problem);
                }

                var mine = Draft.Normalise(text);
                var hash = Draft.HashOf(mine);
                if (mine != draft.Text && !await db.DraftCopies.AnyAsync(copy => copy.DraftId == id && copy.TextHash == hash, cancellation))
                {
                    db.DraftCopies.Add(new DraftCopy { Id = Guid.NewGuid(), DraftId = id, TextHash = hash, Text = mine, At = time.GetUtcNow() });
                }

                return new DraftResult(draft, problem, new DraftConflict(draft.Path, draft.BaseText, mine, draft.Text));
            },
            cancellation);
    }

    private Task<DraftResult> ChangeAsync(Guid id, StaffMember by, AuditAction action, Func<Draft, EditingProblem?> change, CancellationToken cancellation) => WriteAsync(
        async db =>
        {
            if (await db.Drafts.Include(draft => draft.Comments).SingleOrDefaultAsync(draft => draft.Id == id, cancellation) is not { } draft)
            {
                return new DraftResult(null, EditingProblems.NotFound);
            }

            var problem = change(draft);
            if (problem is null)
            {
                AuditEntry.Record(db, time.GetUtcNow(), by.Actor, action, draft.Path);
            }

            return new DraftResult(draft.MayBeReadBy(by) ? draft : null, draft.MayBeReadBy(by) ? problem : EditingProblems.NotYours);
        },
        cancellation);

    private async Task<EditingProblem?> ChangeAsync(IReadOnlyCollection<DraftVersion> seen, StaffMember by, AuditAction action, Func<Draft, int, EditingProblem?> change, CancellationToken cancellation)
    {
        if (seen.Count == 0)
        {
            return EditingProblems.NothingChosen;
        }

        var result = await WriteAsync(
            async db =>
            {
                var ids = seen.Select(draft => draft.Id).ToList();
                var drafts = await db.Drafts.Where(draft => ids.Contains(draft.Id)).OrderBy(draft => draft.Path).ToListAsync(cancellation);
                var problem = drafts.Count < seen.Count || drafts.Exists(draft => !draft.MayBeReadBy(by)) ? EditingProblems.NotFound
                    : drafts.Select(draft => change(draft, seen.First(version => version.Id == draft.Id).Version)).FirstOrDefault(fault => fault is not null);
                if (problem is not null)
                {
                    // What the first ones took is not kept.
                    db.ChangeTracker.Clear();
                    return new DraftResult(null, problem);
                }

                AuditEntry.Record(db, time.GetUtcNow(), by.Actor, action, string.Join('、', drafts.Select(draft => draft.Path)));
                return new DraftResult(null);
            },
            cancellation);
        return result.Problem;
    }

    private async Task<DraftResult> WriteAsync(Func<PortalDb, Task<DraftResult>> change, CancellationToken cancellation)
    {
        try
        {
            return await store.WriteAsync(change, cancellation);
        }
        catch (PortalAwayException fault)
        {
            return new DraftResult(null, EditingProblems.StoreAway(fault));
        }
    }
}
