using HepingReport.Web.Security;

namespace HepingReport.Web.Preview;

/// <summary>The site's own styles as they are on paper, for a screen.</summary>
public static class PrintStyles
{
    /// <summary>On a screen: a sheet of A4 without its margins, and the way back.</summary>
    private const string Sheet = "@media screen { @layer print { [data-view] body { max-inline-size: 158mm; margin: 10mm auto; padding-inline: 4vw; } .preview-bar .actions { display: flex; } } }";

    public static void MapPrintStyles(this WebApplication app)
    {
        var styles = new Lazy<Task<string>>(() => ReadAsync(app.Environment));
        app.MapGet(Links.StaffPrintStyles, async () => Results.Text(await styles.Value, "text/css; charset=utf-8"))
            .RequireAuthorization(StaffAuthentication.Editor).ExcludeFromDescription();
    }

    private static async Task<string> ReadAsync(IWebHostEnvironment environment)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo("site.css").CreateReadStream());
        return (await reader.ReadToEndAsync()).Replace("@media screen", "@media not all", StringComparison.Ordinal).Replace("@media print", "@media all", StringComparison.Ordinal) + Sheet;
    }
}
