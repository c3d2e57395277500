using HepingReport.Storage;

namespace HepingReport.Web.Content;

/// <summary>Opens portal.db at start and looks after it while the site runs.</summary>
public sealed class PortalKeeper(PortalStore store) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => store.KeepAsync(stoppingToken), stoppingToken);
}
