using HepingReport.Content;
using HepingReport.Storage;
using HepingReport.Web.Delivery;
using HepingReport.Web.Operations;

namespace HepingReport.Web.Content;

/// <summary>Keeps report.db in line with the readers' snapshot while the site runs; until it is, readers are answered from memory.</summary>
public sealed class StoreKeeper(ReportStore store, CurrentContent current, FirstPages pages, TimeProvider time, ILogger<StoreKeeper> log) : SteadyService(time, log)
{
    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        await pages.WaitAsync(stoppingToken);
        await store.KeepAsync(current, stoppingToken);
    }
}
