using HepingReport.Storage;
using HepingReport.Web.Delivery;

namespace HepingReport.Web.Content;

/// <summary>Opens portal.db at start and looks after it while the site runs; who needs it sooner waits.</summary>
public sealed class PortalKeeper(PortalStore store, FirstPages pages) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await pages.WaitAsync(stoppingToken);
        await store.KeepAsync(stoppingToken);
    }
}
