namespace HepingReport.Web.Operations;

/// <summary>
/// Work beside the readers' that outlives its own faults: one that nobody foresaw is logged, and the work begins again a minute later. The framework
/// alone would stop the whole site.
/// </summary>
public abstract class SteadyService(TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private int faults;

    /// <summary>How often the work failed since the start.</summary>
    public int Faults => faults;

    protected TimeProvider Time => time;

    protected ILogger Log => log;

    /// <summary>The work, from its beginning; when this returns, it is done.</summary>
    protected abstract Task WorkAsync(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await WorkAsync(stoppingToken);
                return;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Interlocked.Increment(ref faults);
                log.LogError(fault, "{Service} failed and begins again in {Seconds} seconds; readers have their pages meanwhile", GetType().Name, Pause.TotalSeconds);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }
}
