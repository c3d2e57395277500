using System.Net;
using System.Text;
using HepingReport.Content;
using HepingReport.Files;
using HepingReport.Web.Content;
using HepingReport.Web.Reading;
using Microsoft.AspNetCore.StaticAssets;

namespace HepingReport.Web.Export;

/// <summary>The public site as files: each address is asked of the running site, once for each view, and its answer becomes a file.</summary>
public sealed class StaticSite(WebApplication site, ContentSnapshot content, SiteOptions options)
{
    private static readonly IReadOnlyList<bool> BothViews = [false, true];

    private readonly StaticAddresses addresses = new(content, options.Live);

    public LinkCheck Check { get; } = new();

    /// <summary>Files of the whole report that could not be made.</summary>
    public IReadOnlyList<ReportFormat> Missing { get; private set; } = [];

    public async Task WriteAsync(ExportFolder folder, CancellationToken cancellation)
    {
        await WaitForFilesAsync(cancellation);
        var files = All().ToList();
        var tables = Tables();
        await folder.PlanAsync(files.Select(file => file.Path).Concat(tables.Keys), cancellation);

        // Pages last: whoever reads while it is written finds what a page needs.
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Urls.First()) };
        foreach (var group in files.GroupBy(file => file.IsPage).OrderBy(group => group.Key))
        {
            await Parallel.ForEachAsync(group, cancellation, async (file, cancel) =>
            {
                var bytes = file.Made ?? await FetchAsync(client, file, cancel);
                Check.Add(file.Path, Path.GetExtension(file.Path) is ".html" or ".css" or ".webmanifest" || file.IsSpeech ? Encoding.UTF8.GetString(bytes) : null);
                await folder.PutAsync(file.Path, bytes, cancel);
            });
        }

        foreach (var (path, table) in tables)
        {
            await folder.PutAsync(path, Encoding.UTF8.GetBytes(table), cancellation);
        }

        await folder.FinishAsync(cancellation);
    }

    private async Task WaitForFilesAsync(CancellationToken cancellation)
    {
        var keeper = site.Services.GetRequiredService<FileKeeper>();
        while (ReportFormat.All.Any(format => keeper.Of(format, content) is { InTheMaking: true }))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }

        Missing = [.. ReportFormat.All.Where(format => keeper.Of(format, content).File is null)];
    }

    private IEnumerable<StaticFile> All()
    {
        var recordings = site.Services.GetRequiredService<RecordingKeeper>();
        var files = Links.Files.Append(Links.Robots)
            .Except(Missing.Select(Links.ReportFile))
            .Concat(content.Report.Sections.Where(section => recordings.Of(section) is not null).Select(Links.Recording))
            .Concat(Assets())
            .Select(address => new StaticFile(address[1..], address))
            .Concat(addresses.ApiAnswers.Select(address => new StaticFile($"{address[1..]}.json", address)));
        var bothViews = BothViews.SelectMany(care => content.Report.Sections.Select(Links.Speech)
            .Select(address => new StaticFile($"{At(address, care)[1..]}.json", address) { IsSpeech = true, IsCare = care })
            .Concat(addresses.Pages.Select(page => new StaticFile(StaticAddresses.FileOfPage(At(page, care)), page) { IsPage = true, IsCare = care })));
        return files.Concat(bothViews)
            .Concat(addresses.Moved.Select(moved => Leading(moved.From, moved.To, "这一页搬家了", $"<link rel=\"canonical\" href=\"{WebUtility.HtmlEncode(new Uri(options.Url!, moved.To).AbsoluteUri)}\">")))
            .Concat(addresses.HandedOver.Select(handed => Leading(handed.From, handed.To, "请到这里继续", "<meta name=\"robots\" content=\"noindex\">")));
    }

    private static string At(string address, bool care) => care ? Links.InCare(address) : address;

    /// <summary>A page that does nothing but lead on.</summary>
    private static StaticFile Leading(string from, string to, string words, string head)
    {
        var address = WebUtility.HtmlEncode(to);
        return new StaticFile(StaticAddresses.FileOfPage(from), from)
        {
            IsPage = true,
            Made = Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{words}</title>\n{head}\n<meta http-equiv=\"refresh\" content=\"0; url={address}\">\n</head>\n<body>\n<main id=\"main\"><h1>{words}</h1><p><a href=\"{address}\">打开</a></p></main>\n</body>\n</html>\n"),
        };
    }

    /// <summary>For nginx, which then answers 301 and 302 by itself.</summary>
    private Dictionary<string, string> Tables() => new()
    {
        [$"{ExportFolder.OwnFolder}/moved.map"] = Table(addresses.Moved),

        // With the sign that a query may be put behind.
        [$"{ExportFolder.OwnFolder}/live.map"] = Table(addresses.HandedOver.Select(handed => (handed.From, handed.To + (handed.To.Contains('?', StringComparison.Ordinal) ? "&" : "?")))),
    };

    private static string Table(IEnumerable<(string From, string To)> rows) => string.Concat(rows.Select(row => $"\"{row.From}\" \"{row.To}\";\n"));

    /// <summary>The site's own files, by their lasting addresses and by those with a fingerprint; what only staff see is left out.</summary>
    private IEnumerable<string> Assets() => ((IEndpointRouteBuilder)site).DataSources.SelectMany(source => source.Endpoints)
        .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()).OfType<StaticAssetDescriptor>()
        .Select(asset => asset.Route).Where(route => !route.StartsWith("staff.", StringComparison.Ordinal) && !route.EndsWith(".br", StringComparison.Ordinal) && !route.EndsWith(".gz", StringComparison.Ordinal))
        .Distinct().Select(route => "/" + route);

    private async Task<byte[]> FetchAsync(HttpClient client, StaticFile file, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
        request.Headers.Add("Cookie", $"{ReadingPreferences.CookieName}=view={(file.IsCare ? ReadingPreferences.Care : ReadingPreferences.Standard)}");
        using var answer = await client.SendAsync(request, cancellation);
        if (answer.StatusCode != (file.Address == StaticAddresses.NotFound ? HttpStatusCode.NotFound : HttpStatusCode.OK))
        {
            throw new ExportRefusedException($"{file.Address} 没有取到，网站答的是 {(int)answer.StatusCode}。已经写好的留着，再导出一次会接着写；仍然这样时，请看日志。");
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return file.IsPage ? Encoding.UTF8.GetBytes(addresses.Page(Encoding.UTF8.GetString(bytes), file.Address, file.IsCare))
            : file.IsSpeech ? Encoding.UTF8.GetBytes(addresses.Speech(Encoding.UTF8.GetString(bytes), file.IsCare))
            : file.Address == Links.Manifest ? Encoding.UTF8.GetBytes(StaticAddresses.Manifest(Encoding.UTF8.GetString(bytes)))
            : bytes;
    }

    /// <param name="Path">Where it stands in the export.</param>
    /// <param name="Address">Where the site has it.</param>
    private sealed record StaticFile(string Path, string Address)
    {
        public bool IsPage { get; init; }

        public bool IsSpeech { get; init; }

        public bool IsCare { get; init; }

        /// <summary>What is not asked of the site.</summary>
        public byte[]? Made { get; init; }
    }
}
