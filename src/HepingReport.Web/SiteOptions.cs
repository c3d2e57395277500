namespace HepingReport.Web;

/// <summary>What whoever runs the site may set (appsettings.json, environment, command line).</summary>
/// <param name="ContentPath">Content:Path. The content folder; else <c>content</c> beside the program, else that of the checkout.</param>
/// <param name="DataPath">Data:Path. Where the site keeps what it makes; else <c>data</c> beside the content folder.</param>
/// <param name="Url">Site:Url. The public address for canonical links; else the address the server listens on. Never the Host header.</param>
/// <param name="ErrorReportUrl">Site:ErrorReportUrl. 我为政府网站找错; <c>{url}</c> stands for the page's address.</param>
/// <param name="PollInterval">Content:PollSeconds. How often the folder is looked at where the file system sends no events.</param>
public sealed record SiteOptions(string ContentPath, string DataPath, Uri? Url, string? ErrorReportUrl, TimeSpan PollInterval)
{
    public static SiteOptions From(IConfiguration configuration)
    {
        var content = configuration["Content:Path"] is { Length: > 0 } given ? Path.GetFullPath(given) : DefaultContentPath();
        var data = configuration["Data:Path"] is { Length: > 0 } path ? Path.GetFullPath(path) : Path.Combine(Path.GetDirectoryName(content)!, "data");
        var url = Uri.TryCreate(configuration["Site:Url"], UriKind.Absolute, out var address) ? address : null;
        return new SiteOptions(content, data, url, configuration["Site:ErrorReportUrl"], TimeSpan.FromSeconds(configuration.GetValue("Content:PollSeconds", 2.0)));
    }

    private static string DefaultContentPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var content = Path.Combine(folder.FullName, "content");
            if (File.Exists(Path.Combine(content, "report", "report.yml")))
            {
                return content;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "content");
    }
}
