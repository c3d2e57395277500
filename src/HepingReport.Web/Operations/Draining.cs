namespace HepingReport.Web.Operations;

/// <summary>
/// Between the wish to stop and the end: <c>/health/ready</c> says no, requests are still taken, so that a balancer has time to look and send
/// its readers elsewhere. Then the server takes no more, and finishes those it has.
/// </summary>
public sealed class Draining(OperationsOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Draining> log) : IHostedLifecycleService
{
    /// <summary>What a running request may take at most; then it is broken off.</summary>
    public static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host that is stopped without a signal would say so only afterwards.
        lifetime.StopApplication();
        if (options.Drain > TimeSpan.Zero)
        {
            log.LogInformation("Draining: requests are taken for another {Seconds} s", options.Drain.TotalSeconds);
            await Task.Delay(options.Drain, time, cancellationToken);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
