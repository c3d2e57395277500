using System.Globalization;
using System.Text.Json;
using HepingReport.Content;
using HepingReport.Staff;
using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HepingReport.Editing;

/// <summary>What became of a publishing.</summary>
/// <param name="Revision">Null unless it is public and recorded.</param>
/// <param name="Problem">Why not, or what is still to be done.</param>
/// <param name="Conflicts">Files that changed under their drafts.</param>
/// <param name="Check">Where it came that far.</param>
public sealed record PublicationResult(Revision? Revision, EditingProblem? Problem = null, IReadOnlyList<DraftConflict>? Conflicts = null, ContentCheck? Check = null);

/// <summary>A draft whose published file is another one by now.</summary>
public sealed record DraftConflict(string Path, string Base, string Mine, string Theirs)
{
    public ThreeWay Merge => ThreeWay.Of(Path, Base, Mine, Theirs);
}

/// <summary>
/// Turns drafts into content files. A set of files is published as one: after a kill at any moment the next look finds the journal, and all files are
/// new and their revision is recorded, or all are as they were. Readers are never given what lies in the folder in between.
/// </summary>
/// <remarks>
/// The order: portal.db's write lock, new bytes beside each file, the journal, each file renamed, the revision committed, the journal removed.
/// One publishing at a time, by a lock in the data folder that all programs on it respect.
/// </remarks>
public sealed class Publication(string contentPath, string dataPath, PortalStore store, TimeProvider time, ILogger<Publication> log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(10);

    private readonly string journalPath = Path.Combine(dataPath, PublishingJournal.FileName);
    private string? lastTrouble;

    /// <summary>Whether a publishing has begun that nobody has finished: one under way, or one that was broken off.</summary>
    public bool IsUnfinished => File.Exists(journalPath);

    /// <summary>
    /// Reads and checks the folder when it holds a whole set. One that was broken off is finished before; where that is not possible now,
    /// there is no snapshot but the problem, and readers keep what they have.
    /// </summary>
    public async Task<ContentLoad> LoadAsync(CancellationToken cancellation)
    {
        var (source, problem) = await ReadAsync(cancellation);
        return source is not null ? ContentLoader.Load(source)
            : new ContentLoad(null, [problem!.Code == EditingProblems.FolderAway ? ContentProblems.FolderMissing(contentPath) : ContentProblems.PublishingUnfinished(journalPath, problem.Message)], ContentSource.Of([]));
    }

    /// <summary>Finishes what was broken off, and clears away what was prepared for nothing.</summary>
    /// <returns>What stands in the way; null where nothing is left to do.</returns>
    public async Task<EditingProblem?> RecoverAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(dataPath))
        {
            return null;
        }

        try
        {
            using var turn = await TakeTurnAsync(cancellation);
            if (turn is null)
            {
                return EditingProblems.PublishingBusy;
            }

            if (await FinishAsync() is { } problem)
            {
                return problem;
            }

            DurableFile.Discard(journalPath);
            foreach (var leftover in Directory.EnumerateFiles(contentPath, "*" + DurableFile.TemporarySuffix, SearchOption.AllDirectories))
            {
                File.Delete(leftover);
            }

            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return IsUnfinished ? EditingProblems.Unfinished(fault.Message) : null;
        }
    }

    /// <summary>Publishes approved drafts as one set, one revision.</summary>
    /// <param name="seen">What the person was told would become public; what has changed since is refused.</param>
    public async Task<PublicationResult> PublishAsync(IReadOnlyCollection<DraftVersion> seen, StaffMember by, CancellationToken cancellation)
    {
        if (!by.IsPublisher)
        {
            return new PublicationResult(null, EditingProblems.PublishersOnly);
        }

        try
        {
            Directory.CreateDirectory(dataPath);
            using var turn = await TakeTurnAsync(cancellation);
            if (turn is null)
            {
                return new PublicationResult(null, EditingProblems.PublishingBusy);
            }

            return await FinishAsync() is { } problem ? new PublicationResult(null, problem) : await PublishInTurnAsync([.. seen.Distinct()], by, cancellation);
        }
        catch (PortalAwayException fault)
        {
            return new PublicationResult(null, EditingProblems.StoreAway(fault));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new PublicationResult(null, EditingProblems.NotWritten(fault));
        }
    }

    /// <summary>Keeps every publishing out until it is disposed of; one that was broken off is finished before, if it can be.</summary>
    /// <returns>Null where another one keeps the turn too long.</returns>
    public async Task<IDisposable?> HoldAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(dataPath);
        var turn = await TakeTurnAsync(cancellation);
        if (turn is not null)
        {
            await FinishAsync();
        }

        return turn;
    }

    /// <summary>Records as a revision what was written into the folder past this site, if the folder is still what readers have.</summary>
    /// <param name="contentHash">That of the readers' snapshot.</param>
    /// <returns>Whether the history agrees with the folder now.</returns>
    public async Task<bool> RecordHandEditsAsync(string contentHash, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(dataPath);
            using var turn = await TakeTurnAsync(cancellation);
            if (turn is null || IsUnfinished)
            {
                return false;
            }

            var source = await ContentSource.ReadAsync(contentPath, cancellation);
            if (source.Hash != contentHash)
            {
                return false;
            }

            await RecordAsync(source, cancellation);
            lastTrouble = null;
            return true;
        }
        catch (Exception fault) when (fault is PortalAwayException or IOException or UnauthorizedAccessException)
        {
            LogOnce("Edits made in the folder are not recorded yet", fault);
            return false;
        }
    }

    /// <summary>The folder at a moment at which no set is half written.</summary>
    internal async Task<(ContentSource? Source, EditingProblem? Problem)> ReadAsync(CancellationToken cancellation)
    {
        FileStream? turn = null;
        try
        {
            if (Directory.Exists(dataPath) && (turn = await TakeTurnAsync(cancellation)) is null)
            {
                return (null, EditingProblems.PublishingBusy);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Nobody can publish by way of a data folder that cannot be written. A journal that stands there all the same cannot be removed.
            LogOnce("There is no publishing lock", fault);
            if (IsUnfinished)
            {
                return (null, EditingProblems.Unfinished(fault.Message));
            }
        }

        using (turn)
        {
            if (await FinishAsync() is { } problem && problem != EditingProblems.Unrecorded)
            {
                return (null, problem);
            }

            try
            {
                return (await ContentSource.ReadAsync(contentPath, cancellation), null);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The folder itself is gone or closed to us; single files are reported by name.
                return (null, EditingProblems.FolderUnreadable(fault.Message));
            }
        }
    }

    private async Task<PublicationResult> PublishInTurnAsync(DraftVersion[] seen, StaffMember by, CancellationToken cancellation)
    {
        var ids = seen.Select(draft => draft.Id).ToArray();
        var drafts = await store.ReadAsync(db => db.Drafts.AsNoTracking().Where(draft => ids.Contains(draft.Id)).OrderBy(draft => draft.Path).ToListAsync(cancellation), cancellation);
        if (ProblemWith(drafts, seen) is { } problem)
        {
            return new PublicationResult(null, problem);
        }

        ContentSource source;
        try
        {
            source = await ContentSource.ReadAsync(contentPath, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new PublicationResult(null, EditingProblems.FolderUnreadable(fault.Message));
        }

        var conflicts = drafts.Where(draft => !draft.IsBasedOn(source))
            .Select(draft => new DraftConflict(draft.Path, draft.BaseText, draft.Text, ContentCheck.TextOf(source.Find(draft.Path)) ?? "")).ToList();
        if (conflicts.Count > 0)
        {
            return new PublicationResult(null, EditingProblems.Conflicts, conflicts);
        }

        var check = ContentCheck.Of(source, drafts);
        if (!check.MayBePublished)
        {
            return new PublicationResult(null, EditingProblems.HasErrors(check.Errors.Count()), Check: check);
        }

        await RecordAsync(source, cancellation);
        var journal = new PublishingJournal(
            Guid.NewGuid(), drafts.TrueForAll(draft => draft.RestoresRevision is not null) ? RevisionKind.Restore : RevisionKind.Edit,
            Names(drafts.Select(draft => draft.Owner)), Names(drafts.Select(draft => draft.ApprovedBy!)), by.Name, time.GetUtcNow(),
            string.Join('\n', drafts.Select(draft => draft.Note).Where(note => !string.IsNullOrWhiteSpace(note)).Distinct()), check.Summary, check.Load.Source.Hash,
            [.. drafts.Select(DraftVersion.Of)], [.. drafts.Select(draft => new JournalFile(draft.Path, draft.BaseText, draft.Text))], by.Address);
        try
        {
            return await WriteAsync(journal) with { Check = check };
        }
        catch (ChangedMeanwhileException)
        {
            // A draft was saved, or a file written by hand, after it was read for the check: now that is seen.
            return await PublishInTurnAsync(seen, by, cancellation);
        }
    }

    private static EditingProblem? ProblemWith(List<Draft> drafts, DraftVersion[] seen)
    {
        if (drafts.Count == 0 || drafts.Count < seen.Length)
        {
            return EditingProblems.NotFound;
        }

        return drafts.Find(draft => !draft.IsOpen) is { } closed ? EditingProblems.WrongState("发布", closed.State)
            : drafts.Find(draft => !draft.IsApproved) is { } waiting ? EditingProblems.NotApproved(waiting.Path)
            : drafts.Exists(draft => !seen.Contains(DraftVersion.Of(draft))) ? EditingProblems.Changed
            : drafts.CountBy(draft => draft.Path).FirstOrDefault(path => path.Value > 1) is { Key: { } twice } ? EditingProblems.TwoDrafts(twice)
            : drafts.Exists(draft => !draft.HasChanges) ? EditingProblems.NothingChanged
            : null;
    }

    /// <summary>From here on nobody can break it off by going away: it is done or taken back.</summary>
    private async Task<PublicationResult> WriteAsync(PublishingJournal journal)
    {
        Revision? revision;
        try
        {
            // The transaction takes portal.db's write lock first: what is locked, closed or read-only is found before a file is touched.
            revision = await store.WriteAsync(
                async db =>
                {
                    var added = await AddRevisionAsync(db, journal);
                    await db.SaveChangesAsync();
                    await WriteFilesAsync(journal);
                    return added;
                },
                CancellationToken.None);
            RemoveJournal();
        }
        catch (FilesNotWrittenException fault)
        {
            return new PublicationResult(null, await TakeBackAsync(journal) ?? EditingProblems.NotWritten(fault.InnerException!));
        }
        catch (ChangedMeanwhileException)
        {
            await TakeBackAsync(journal);
            throw;
        }
        catch (PortalAwayException) when (IsUnfinished)
        {
            // The files are new; only the row's commit failed, or seemed to.
            if (await FinishAsync() is { } problem)
            {
                return new PublicationResult(null, problem);
            }

            revision = await store.ReadAsync(db => db.Revisions.AsNoTracking().Include(row => row.Files).SingleOrDefaultAsync(row => row.Id == journal.Id), CancellationToken.None);
        }

        log.LogInformation("Published {Files} as revision {Number}", string.Join(", ", journal.Files.Select(file => file.Path)), revision?.Number);
        return new PublicationResult(revision);
    }

    private async Task WriteFilesAsync(PublishingJournal journal)
    {
        try
        {
            foreach (var file in journal.Files)
            {
                if (await HashOnDiskAsync(file.Path) != file.BeforeHash)
                {
                    throw new ChangedMeanwhileException();
                }

                await DurableFile.PrepareAsync(OnDisk(file.Path), Bytes(file.After));
            }

            await DurableFile.PutAsync(journalPath, journal.ToBytes());
            foreach (var file in journal.Files)
            {
                DurableFile.Commit(OnDisk(file.Path));
            }

            foreach (var file in journal.Files.DistinctBy(file => Path.GetDirectoryName(file.Path)))
            {
                DurableFile.SyncFolderOf(OnDisk(file.Path));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // In a form that the store does not take for its own fault.
            throw new FilesNotWrittenException(fault);
        }
    }

    /// <summary>Finishes the publishing whose journal stands. Only in turn.</summary>
    /// <returns>What stands in the way; null where nothing is left to do.</returns>
    private async Task<EditingProblem?> FinishAsync()
    {
        if (!IsUnfinished)
        {
            return null;
        }

        try
        {
            var journal = PublishingJournal.Read(await File.ReadAllBytesAsync(journalPath));
            if (journal is null)
            {
                // It is renamed into place when it is whole. So this is a damage of the disk, and there is nothing to go by.
                var aside = Path.Combine(dataPath, $"publishing-damaged-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}.json");
                File.Move(journalPath, aside, overwrite: true);
                log.LogError("The publishing journal is damaged and is set aside as {File}; compare the content files with the last revision", aside);
                return null;
            }

            return await FinishAsync(journal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            LogOnce("A publishing was broken off and cannot be finished now", fault);
            return EditingProblems.Unfinished(fault.Message);
        }
    }

    private async Task<EditingProblem?> FinishAsync(PublishingJournal journal)
    {
        var isRecorded = await IsRecordedAsync(journal);
        if (isRecorded == true)
        {
            // The row comes after the last file.
            RemoveJournal();
            return null;
        }

        var hashes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var file in journal.Files)
        {
            hashes[file.Path] = await HashOnDiskAsync(file.Path);
        }

        if (journal.Files.Any(file => hashes[file.Path] != file.BeforeHash && hashes[file.Path] != file.AfterHash))
        {
            // Somebody has written one of the files since. Theirs stays, so the set cannot become new: it becomes old.
            if (isRecorded is null && journal.Files.All(file => hashes[file.Path] != file.BeforeHash))
            {
                return EditingProblems.Unfinished("portal.db 打不开");
            }

            return await TakeBackAsync(journal);
        }

        foreach (var file in journal.Files.Where(file => hashes[file.Path] != file.AfterHash))
        {
            await DurableFile.PutAsync(OnDisk(file.Path), Bytes(file.After));
        }

        try
        {
            await store.WriteAsync(
                async db =>
                {
                    await AddRevisionAsync(db, journal);
                    return true;
                },
                CancellationToken.None);
        }
        catch (PortalAwayException fault)
        {
            LogOnce("A publishing is not recorded yet", fault);
            return EditingProblems.Unrecorded;
        }

        RemoveJournal();
        log.LogWarning("A publishing that was broken off is finished: {Files}", string.Join(", ", journal.Files.Select(file => file.Path)));
        return null;
    }

    /// <summary>Every file that is new already becomes old again.</summary>
    private async Task<EditingProblem?> TakeBackAsync(PublishingJournal journal)
    {
        try
        {
            foreach (var file in IsUnfinished ? journal.Files : [])
            {
                if (await HashOnDiskAsync(file.Path) == file.AfterHash)
                {
                    await DurableFile.PutAsync(OnDisk(file.Path), Bytes(file.Before));
                }
            }

            // Should it come back after a power cut, the set would become new.
            File.Delete(journalPath);
            DurableFile.SyncFolderOf(journalPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogOnce("A publishing stopped half-way and cannot be taken back now", fault);
            return EditingProblems.Unfinished(fault.Message);
        }

        foreach (var prepared in journal.Files.Select(file => OnDisk(file.Path)).Append(journalPath))
        {
            try
            {
                DurableFile.Discard(prepared);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("What was prepared for {File} stays until the next start: {Reason}", prepared, fault.Message);
            }
        }

        return null;
    }

    /// <summary>The row of the revision, and the drafts it makes public.</summary>
    private async Task<Revision> AddRevisionAsync(PortalDb db, PublishingJournal journal)
    {
        var revision = Revision.Of(
            journal.Id, journal.Kind, journal.By, journal.ApprovedBy, journal.PublishedBy, journal.At, journal.Note, journal.Check, journal.ContentHash,
            journal.Files.Select(file => new RevisionFile { Path = file.Path, BeforeHash = file.BeforeHash, Before = file.Before, AfterHash = file.AfterHash, After = file.After }));
        db.Revisions.Add(revision);
        await db.SaveChangesAsync();
        AuditEntry.Record(db, journal.At, new Actor(journal.PublishedBy, journal.Address), AuditAction.Published, string.Create(CultureInfo.InvariantCulture, $"第{revision.Number}次：{Names(journal.Files.Select(file => file.Path))}"));

        foreach (var entry in journal.Drafts)
        {
            if (await db.Drafts.SingleOrDefaultAsync(draft => draft.Id == entry.Id && draft.Version == entry.Version) is { } draft)
            {
                draft.MarkPublished(revision);
            }
            else if (!IsUnfinished)
            {
                throw new ChangedMeanwhileException();
            }

            // Saved anew after a kill it stays a draft, on a base that has passed.
        }

        return revision;
    }

    /// <summary>Makes the history agree with the folder.</summary>
    private async Task RecordAsync(ContentSource source, CancellationToken cancellation)
    {
        // Asked first without the write lock: mostly there is nothing to write.
        if (HandEdits(source, await store.ReadAsync(db => db.LatestFilesAsync(withTexts: false, cancellation), cancellation)).Count == 0)
        {
            return;
        }

        await store.WriteAsync(
            async db =>
            {
                var latest = await db.LatestFilesAsync(withTexts: true, cancellation);
                var kind = latest.Count == 0 ? RevisionKind.Beginning : RevisionKind.HandEdit;
                db.Revisions.Add(Revision.Of(Guid.NewGuid(), kind, "", "", "", time.GetUtcNow(), "", "", source.Hash, HandEdits(source, latest)));
                return true;
            },
            cancellation);
    }

    /// <returns>Null where portal.db cannot be had.</returns>
    private async Task<bool?> IsRecordedAsync(PublishingJournal journal)
    {
        try
        {
            return await store.OpenAsync(CancellationToken.None) ? await store.ReadAsync(db => db.Revisions.AnyAsync(revision => revision.Id == journal.Id), CancellationToken.None) : null;
        }
        catch (PortalAwayException)
        {
            return null;
        }
    }

    private static List<RevisionFile> HandEdits(ContentSource source, IReadOnlyDictionary<string, RevisionFile> latest)
    {
        var found = source.Files.Where(file => file.Fault == FileFault.None).Select(file => (file.Path, Hash: Draft.HashOf(file.Bytes.Span), Text: ContentCheck.TextOf(file))).ToList();
        var gone = latest.Values.Where(file => file.AfterHash is not null && source.Find(file.Path) is null);
        return
        [
            .. found.Where(file => latest.GetValueOrDefault(file.Path)?.AfterHash != file.Hash).Select(file => Changed(latest, file.Path, file.Hash, file.Text)),
            .. gone.Select(file => Changed(latest, file.Path, null, null)),
        ];
    }

    private static RevisionFile Changed(IReadOnlyDictionary<string, RevisionFile> latest, string path, string? hash, string? text) =>
        new() { Path = path, BeforeHash = latest.GetValueOrDefault(path)?.AfterHash, Before = latest.GetValueOrDefault(path)?.After, AfterHash = hash, After = text };

    private async Task<string?> HashOnDiskAsync(string path)
    {
        try
        {
            return Draft.HashOf(await File.ReadAllBytesAsync(OnDisk(path)));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>After its revision is in portal.db.</summary>
    private void RemoveJournal()
    {
        try
        {
            File.Delete(journalPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next look finds the row, and tries again.
            log.LogWarning("The publishing journal cannot be removed: {Reason}", fault.Message);
        }
    }

    /// <returns>Null where another one keeps the turn too long.</returns>
    private async Task<FileStream?> TakeTurnAsync(CancellationToken cancellation)
    {
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < LongestWait;)
        {
            try
            {
                // Opened for reading so that who may only read can wait for others, too; the lock ends with the process.
                return new FileStream(Path.Combine(dataPath, "publishing.lock"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.None);
            }
            catch (IOException fault) when (fault is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(Path.Combine(dataPath, "publishing.lock")))
            {
                await Task.Delay(BetweenTries, time, cancellation);
            }
        }

        return null;
    }

    /// <summary>What is tried again every few seconds is said once.</summary>
    private void LogOnce(string what, Exception fault)
    {
        var trouble = $"{what}: {fault.GetBaseException().Message}";
        if (trouble != lastTrouble)
        {
            lastTrouble = trouble;
            log.LogError("{Trouble}", trouble);
        }
    }

    private string OnDisk(string path) => Path.Combine(contentPath, path);

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string Names(IEnumerable<string> names) => string.Join('、', names.Distinct());

    private sealed class FilesNotWrittenException(Exception cause) : Exception("The files were not written.", cause);

    private sealed class ChangedMeanwhileException : Exception;
}
