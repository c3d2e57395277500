using HepingReport.Content;
using HepingReport.Files;
using HepingReport.Web.Delivery;
using HepingReport.Web.Operations;

namespace HepingReport.Web.Content;

/// <summary>
/// Keeps the files of the whole report in line with the readers' snapshot: makes them after each edit, in the background, and never offers those of
/// an earlier text.
/// </summary>
public sealed class FileKeeper(SiteOptions options, CurrentContent current, FirstPages pages, TimeProvider time, ILogger<FileKeeper> log) : SteadyService(time, log)
{
    /// <summary>How often files that `files` made meanwhile are looked for, and one that failed is tried again.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>How long a download waits for its file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FileFolder folder = new(options.DataPath, PdfPrinter.Find(options.Browser));
    private volatile State state = new("", [], InTheMaking: true);

    /// <summary>Whether PDF is made here at all.</summary>
    public bool CanPrint => folder.CanPrint;

    /// <summary>Another one when other files can be had.</summary>
    public object Version => state;

    /// <summary>The file, or why there is none.</summary>
    public (KeptFile? File, bool InTheMaking) Of(ReportFormat format, ContentSnapshot content)
    {
        var now = state;
        return now.ContentHash != content.Hash ? (null, true) : (now.Files.FirstOrDefault(file => file.Format == format), now.InTheMaking);
    }

    /// <summary>The file of what readers have now. Just after an edit it is waited for; a PDF, which takes long, is not.</summary>
    public async Task<KeptFile?> FindAsync(ReportFormat format, CancellationToken cancellation)
    {
        for (var end = Time.GetUtcNow() + Patience; ;)
        {
            var seen = state;
            var (file, inTheMaking) = Of(format, current.Snapshot);
            var left = end - Time.GetUtcNow();
            if (file is not null || !inTheMaking || format == ReportFormat.Pdf || left <= TimeSpan.Zero)
            {
                return file;
            }

            await Task.WhenAny(seen.Replaced.Task, Task.Delay(left, Time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Files of an earlier run are there for the first reader.
        await LookAsync(new Edition(current.Snapshot, options.Url), inTheMaking: true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var woken = new SemaphoreSlim(0);
        void Wake() => woken.Release();
        current.Replaced += Wake;
        try
        {
            await pages.WaitAsync(stoppingToken);
            if (!CanPrint && options.Browser is null)
            {
                Log.LogWarning("No PDF is made: no Chromium was found on the PATH. Install it, or name one in Files:Browser; see docs/operations.md");
            }

            while (true)
            {
                await KeepAsync(stoppingToken);
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(woken.WaitAsync(wait.Token), Task.Delay(Interval, Time, wait.Token));
                await wait.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            current.Replaced -= Wake;
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        var edition = new Edition(current.Snapshot, options.Url);
        var complete = true;

        // The PDF, which takes seconds, comes last, and readers need not wait for it to have the others.
        foreach (var format in ReportFormat.All.OrderBy(format => format == ReportFormat.Pdf))
        {
            if (current.Snapshot != edition.Content)
            {
                // Nobody is offered files of an earlier text.
                break;
            }

            if (format == ReportFormat.Pdf)
            {
                await LookAsync(edition, inTheMaking: true, cancellation);
            }

            complete &= await MakeAsync(format, edition, cancellation);
        }

        await LookAsync(edition, inTheMaking: false, cancellation);
        if (complete)
        {
            DeleteOld(edition);
        }
    }

    private async Task<bool> MakeAsync(ReportFormat format, Edition edition, CancellationToken cancellation)
    {
        if (format == ReportFormat.Pdf && !CanPrint)
        {
            return true;
        }

        var outcome = await folder.MakeAsync(format, edition, cancellation);
        if (outcome.Fault is { } fault)
        {
            Log.LogError("{File} was not made and is tried again in {Minutes} minutes: {Fault}", format.FileName, Interval.TotalMinutes, fault);
        }
        else if (outcome.Made)
        {
            Log.LogInformation("{File} is made of content {Hash}", format.FileName, edition.Content.Hash);
        }

        return outcome.Fault is null;
    }

    private async Task LookAsync(Edition edition, bool inTheMaking, CancellationToken cancellation)
    {
        try
        {
            var earlier = state;
            state = new State(edition.Content.Hash, await folder.FindAsync(edition, cancellation), inTheMaking);
            earlier.Replaced.SetResult();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.LogWarning(fault, "Looking for the files of the report failed; those known stay");
        }
    }

    private void DeleteOld(Edition edition)
    {
        try
        {
            folder.DeleteOld(edition);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.LogWarning(fault, "Files of an earlier content could not be deleted");
        }
    }

    private sealed record State(string ContentHash, IReadOnlyList<KeptFile> Files, bool InTheMaking)
    {
        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
