using Microsoft.AspNetCore.Components;

namespace HepingReport.Web.Pages;

/// <summary>Addresses of the site's own files where no tag helper writes them.</summary>
public static class Assets
{
    /// <summary>The file's address with its fingerprint.</summary>
    public static string Of(HttpContext context, string file) =>
        "/" + (context.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>()?[file] ?? file);
}
