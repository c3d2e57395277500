using HepingReport.Storage;
using HepingReport.Web.Delivery;
using HepingReport.Web.Operations;

namespace HepingReport.Web.Content;

/// <summary>Opens portal.db at start and looks after it while the site runs; who needs it sooner waits.</summary>
public sealed class PortalKeeper(PortalStore store, FirstPages pages, TimeProvider time, ILogger<PortalKeeper> log) : SteadyService(time, log)
{
    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        await pages.WaitAsync(stoppingToken);
        await store.KeepAsync(stoppingToken);
    }
}
