using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Web.Content;

/// <summary>The content folder before there is a running site: a publishing that was broken off is finished first.</summary>
public static class WholeContent
{
    public static async Task<ContentLoad> LoadAsync(SiteOptions options, CancellationToken cancellation)
    {
        if (options.Primary is not null)
        {
            // The primary finishes what it has begun.
            return await ContentFolder.LoadAsync(options.ContentPath, cancellation);
        }

        using var store = new PortalStore(options.DataPath, TimeProvider.System, NullLogger<PortalStore>.Instance);
        var publication = new Publication(options.ContentPath, options.DataPath, store, TimeProvider.System, NullLogger<Publication>.Instance);

        // What stands in the way is a problem of the content then.
        await publication.RecoverAsync(cancellation);
        return await publication.LoadAsync(cancellation);
    }
}
