using HepingReport.Content;
using HepingReport.Web.Operations;
using HepingReport.Web.Reading;

namespace HepingReport.Web.Delivery;

/// <summary>
/// Renders each page in default settings before its snapshot is shown, so that no reader waits for it, and after that compresses the pages as
/// small as they go, one after the other.
/// </summary>
public sealed class PageWarmer(SiteOptions options, CurrentContent current, PageCache cache, FirstPages firstPages, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<PageWarmer> log) : SteadyService(time, log)
{
    /// <summary>A publication waits no longer than this for warm pages; what is left is rendered after it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(600);

    private static readonly (string Settings, ReadingVisit Visit)[] Defaults =
    [
        (PageCache.FirstVisit, ReadingVisit.First),
        (ReadingPreferences.CareView.ToCookie(), ReadingVisit.Of(ReadingPreferences.CareView)),
    ];

    private static readonly (string Settings, ReadingVisit Visit) Chosen = (ReadingPreferences.Default.ToCookie(), ReadingVisit.Of(ReadingPreferences.Default));

    /// <summary>To be waited for before the snapshot takes its place.</summary>
    public async Task PrepareAsync(ContentSnapshot next, CancellationToken cancellation)
    {
        if (!options.Delivery.IsWarm)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Patience, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var edition = cache.Prepare(next);
        try
        {
            await WarmAsync(edition, Defaults, Environment.ProcessorCount, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Log.LogInformation("Not every page of content {Hash} was warm after {Milliseconds} ms; the rest follows", next.Hash, Patience.TotalMilliseconds);
        }
    }

    /// <summary>The page that was not waited for any longer is still made of what the site gives up after this.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await cache.SettledAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        // Before that there is no site to ask for pages; and the first reader is not to wait for all of them.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var start = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        if (!options.Delivery.IsWarm)
        {
            firstPages.AreReady();
            return;
        }

        using var woken = new SemaphoreSlim(0);
        void Wake() => woken.Release();
        current.Replaced += Wake;
        try
        {
            while (true)
            {
                var edition = cache.Now;
                await WarmAsync(edition, Defaults, 1, stoppingToken);
                firstPages.AreReady();
                await WarmAsync(edition, [Chosen], 1, stoppingToken);
                edition.Earlier = null;
                await CompressAsync(edition, stoppingToken);
                await woken.WaitAsync(stoppingToken);
            }
        }
        finally
        {
            current.Replaced -= Wake;
        }
    }

    private Task WarmAsync(PageCache.Edition edition, IEnumerable<(string Settings, ReadingVisit Visit)> choices, int atOnce, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            choices.SelectMany(choice => edition.Addresses.Select(path => (Path: path, Choice: choice))),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
            async (page, cancellation) =>
            {
                if (edition.IsPassing || cache.Find(edition, page.Path, page.Choice.Settings) is not null)
                {
                    return;
                }

                try
                {
                    await cache.RenderAsync(edition, page.Path, page.Choice.Visit).WaitAsync(cancellation);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // A page that cannot be rendered is its reader's error page, and no reason to keep the others from being ready.
                    Log.LogError(fault, "Rendering {Path} ahead failed", page.Path);
                }
            });

    private async Task CompressAsync(PageCache.Edition edition, CancellationToken cancellation)
    {
        foreach (var path in edition.Addresses)
        {
            foreach (var (settings, _) in (IEnumerable<(string Settings, ReadingVisit Visit)>)[.. Defaults, Chosen])
            {
                cancellation.ThrowIfCancellationRequested();
                if (edition.IsPassing)
                {
                    return;
                }

                if (cache.Find(edition, path, settings) is { IsBest: false } page)
                {
                    page.CompressBest();
                    await Task.Yield();
                }
            }
        }
    }
}
