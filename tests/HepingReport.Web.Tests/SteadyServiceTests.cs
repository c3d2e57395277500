using HepingReport.Web.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>A fault that nobody foresaw, in the work beside the readers', ends neither that work nor the site.</summary>
public sealed class SteadyServiceTests
{
    [Fact]
    public async Task Work_that_fails_begins_again()
    {
        using var work = new FailingTwice(new NoMinute(), NullLogger.Instance);

        await work.StartAsync(CancellationToken.None);
        await work.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((3, 2), (work.Begun, work.Faults));
    }

    [Fact]
    public async Task Work_that_is_asked_to_stop_does_not_begin_again()
    {
        using var work = new FailingTwice(TimeProvider.System, NullLogger.Instance);

        await work.StartAsync(CancellationToken.None);
        await Eventually.EventuallyAsync(() => work.Begun == 1);
        await work.StopAsync(CancellationToken.None);

        Assert.Equal(1, work.Begun);
    }

    [Fact]
    public void All_work_beside_the_readers_is_of_this_kind()
    {
        using var site = new TestSite();

        var work = site.Services.GetServices<IHostedService>().OfType<BackgroundService>().Where(service => service.GetType().FullName!.StartsWith("HepingReport", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(work);
        Assert.All(work, service => Assert.IsAssignableFrom<SteadyService>(service));
    }

    private sealed class FailingTwice(TimeProvider time, ILogger log) : SteadyService(time, log)
    {
        public int Begun { get; private set; }

        protected override Task WorkAsync(CancellationToken stoppingToken) => ++Begun < 3 ? throw new InvalidOperationException("Nobody foresaw this.") : Task.CompletedTask;
    }

    /// <summary>Does not wait a minute.</summary>
    private sealed class NoMinute : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromMinutes(1) ? TimeSpan.Zero : dueTime, period);
    }
}
