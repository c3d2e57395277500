using HepingReport.Changes;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Storage;
using HepingReport.Web.Delivery;
using HepingReport.Web.Operations;

namespace HepingReport.Web.Content;

/// <summary>
/// Follows the content folder: a good edit becomes the readers' snapshot, a bad one is reported and changes nothing.
/// File events wake it at once; where a file system sends none, it looks by itself every few seconds.
/// </summary>
public sealed class ContentWatcher(SiteOptions options, CurrentContent current, Publication publication, RevisionLog revisions, RevisionHistory history, PageWarmer pages, FirstPages firstPages, TimeProvider time, ILogger<ContentWatcher> log) : SteadyService(time, log)
{
    /// <summary>An editor saves in several steps; the folder has to be quiet this long.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly SemaphoreSlim looking = new(1);
    private string lastHash = current.Snapshot.Hash;
    private volatile bool isRecorded = true;

    public override void Dispose()
    {
        woken.Dispose();
        looking.Dispose();
        base.Dispose();
    }

    /// <summary>Looks at the folder now: what it holds when this is called, readers have when it returns, unless it has errors.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await looking.WaitAsync(cancellation);
        try
        {
            var load = options.IsReadOnly ? await ContentFolder.LoadAsync(options.ContentPath, cancellation) : await publication.LoadAsync(cancellation);
            if (load.Source.Hash != lastHash)
            {
                await OfferAsync(load, cancellation);
            }

            // After the swap: readers do not wait for the history.
            isRecorded = options.IsReadOnly || load.Source.Hash != current.Snapshot.Hash || await publication.RecordHandEditsAsync(load.Source.Hash, cancellation);
        }
        finally
        {
            looking.Release();
        }
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var events = WatchFolder();
        await firstPages.WaitAsync(stoppingToken);
        var stamp = "";
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = StampNow();
                if (now != stamp)
                {
                    await Task.Delay(Quiet, Time, stoppingToken);
                    if (now == StampNow())
                    {
                        stamp = now;
                        await LookAsync(stoppingToken);
                    }

                    continue;
                }

                await woken.WaitAsync(options.PollInterval, stoppingToken);
                if (options.IsReadOnly)
                {
                    await revisions.FollowAsync(stoppingToken);
                }
                else if (publication.IsUnfinished)
                {
                    stamp = "";
                }
                else if (!isRecorded)
                {
                    isRecorded = await publication.RecordHandEditsAsync(current.Snapshot.Hash, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever happens here, readers keep their snapshot, and the folder is looked at again.
                stamp = "";
                Log.LogError(fault, "Looking at the content folder failed");
                await Task.Delay(options.PollInterval, Time, stoppingToken);
            }
        }
    }

    private async Task OfferAsync(ContentLoad load, CancellationToken cancellation)
    {
        // Before the swap: whoever sees the new text finds it in the change log.
        if (options.IsReadOnly)
        {
            await revisions.FollowAsync(cancellation);
        }
        else if (load.Snapshot is { } changed)
        {
            await revisions.RecordAsync(changed, await CauseOfAsync(changed, cancellation), cancellation);
        }

        if (load.Snapshot is { } next)
        {
            await pages.PrepareAsync(next, cancellation);
        }

        current.Offer(load);
        lastHash = load.Source.Hash;
        foreach (var problem in load.Problems)
        {
            Log.Log(problem.Level == ProblemLevel.Error ? LogLevel.Error : LogLevel.Warning, "Content problem {Code} at {Place}: {Message}", problem.Code, problem.Place.ToString(), problem.Message);
        }

        if (load.Snapshot is { } snapshot)
        {
            Log.LogInformation("Content {Hash} is published", snapshot.Hash);
        }
        else
        {
            Log.LogError("Content has {ProblemCount} problems and is not published; readers keep {Hash}", load.Problems.Count, current.Snapshot.Hash);
        }
    }

    private async Task<ChangeCause?> CauseOfAsync(ContentSnapshot next, CancellationToken cancellation)
    {
        try
        {
            return await history.CauseOfAsync(next.Hash, cancellation);
        }
        catch (PortalAwayException)
        {
            // Readers do not wait for a reason.
            return null;
        }
    }

    private string StampNow()
    {
        try
        {
            return ContentSource.Stamp(options.ContentPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.GetType().Name;
        }
    }

    private FileSystemWatcher? WatchFolder()
    {
        try
        {
            var watcher = new FileSystemWatcher(options.ContentPath) { IncludeSubdirectories = true };
            watcher.Changed += Wake;
            watcher.Created += Wake;
            watcher.Deleted += Wake;
            watcher.Renamed += Wake;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException)
        {
            Log.LogWarning(fault, "No file events here; the content folder is looked at every {Seconds} seconds", options.PollInterval.TotalSeconds);
            return null;
        }
    }

    private void Wake(object sender, FileSystemEventArgs change)
    {
        if (woken.CurrentCount == 0)
        {
            try
            {
                woken.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two events at once: it is awake already.
            }
        }
    }
}
