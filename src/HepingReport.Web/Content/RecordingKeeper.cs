using System.Collections.Frozen;
using HepingReport.Content;
using HepingReport.Speech;
using HepingReport.Web.Operations;

namespace HepingReport.Web.Content;

/// <summary>Knows which sections have a recording: looks after each edit, and every minute for those made or put there meanwhile.</summary>
public sealed class RecordingKeeper(SiteOptions options, CurrentContent current, TimeProvider time, ILogger<RecordingKeeper> log) : SteadyService(time, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private volatile FrozenDictionary<string, RecordingFile> recordings = FrozenDictionary<string, RecordingFile>.Empty;

    /// <summary>Changes when recordings come, change or go, which they do without an edit; empty while there are none.</summary>
    public string Version { get; private set; } = "";

    public RecordingFile? Of(Section section) => recordings.GetValueOrDefault(section.Key);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first reader, so that no page is without its recording for the first minute.
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var woken = new SemaphoreSlim(0);
        void Wake() => woken.Release();
        current.Replaced += Wake;
        try
        {
            while (true)
            {
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(woken.WaitAsync(wait.Token), Task.Delay(Interval, Time, wait.Token));
                await wait.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
                await LookAsync(stoppingToken);
            }
        }
        finally
        {
            current.Replaced -= Wake;
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var found = await RecordingFolder.FindAllAsync(options.ContentPath, options.DataPath, current.Snapshot, cancellation);
            recordings = found;
            Version = found.Count == 0 ? "" : $"-{found.Count}-{found.Values.Max(file => file.WrittenAt.Ticks):x}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.LogWarning(fault, "Looking for recordings failed; those known stay");
        }
    }
}
