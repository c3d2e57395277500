using HepingReport.Content;
using HepingReport.Storage;

namespace HepingReport.Web.Content;

/// <summary>Keeps report.db in line with the readers' snapshot while the site runs.</summary>
public sealed class StoreKeeper(ReportStore store, CurrentContent current) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => store.KeepAsync(current, stoppingToken);
}
