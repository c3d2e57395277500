using System.Globalization;
using System.Text;
using System.Xml.Linq;
using HepingReport.Content;

namespace HepingReport.Web.Endpoints;

/// <summary>Files for machines and for checking: site map, robots, and the texts of the fidelity page.</summary>
public static class SiteFiles
{
    /// <summary>The picture a card shows where somebody sends a page on. No fingerprint: cards outlive releases.</summary>
    public const string Card = "/card.png";

    private const string PlainText = "text/plain; charset=utf-8";

    public static void MapSiteFiles(this WebApplication app)
    {
        app.MapGet(Links.SiteMapXml, (ContentSnapshot content, SiteAddress address) =>
            Results.Text(SiteMap(content, address), "application/xml; charset=utf-8"));

        app.MapGet(Links.Robots, (SiteAddress address) =>
            Results.Text($"User-agent: *\nDisallow: /reading\nDisallow: /feedback/\nDisallow: /feedback?\nDisallow: /staff\nDisallow: /*?view=\nSitemap: {address.Absolute(Links.SiteMapXml)}\n", PlainText));

        app.MapGet(Links.Manifest, (ContentSnapshot content) => Results.Json(Manifest(content), contentType: "application/manifest+json"));

        app.MapGet(Links.SourceText, (ContentSnapshot content) => Results.Bytes(content.Fidelity.SourceFile, PlainText));
        app.MapGet(Links.RestoredText, (ContentSnapshot content) => Results.Text(content.Fidelity.Restored, PlainText));
        app.MapGet(Links.PrintedText, (ContentSnapshot content) => Results.Text(content.Fidelity.Printed, PlainText));
    }

    /// <summary>For putting the site on a home screen, with the care view as an entry of its own.</summary>
    private static object Manifest(ContentSnapshot content) => new
    {
        id = Links.Home,
        name = content.Site.Name,
        short_name = "和平区报告",
        description = content.Site.Description,
        lang = "zh-CN",
        start_url = Links.Home,
        scope = Links.Home,
        display = "minimal-ui",
        icons = new[]
        {
            new { src = "/icon.svg", sizes = "any", type = "image/svg+xml" },
            new { src = "/icon-192.png", sizes = "192x192", type = "image/png" },
            new { src = "/icon-512.png", sizes = "512x512", type = "image/png" },
        },
        shortcuts = new[]
        {
            new { name = "关怀版", url = Links.CareHome, description = "大字、大按钮、一栏" },
            new { name = "目录", url = Links.Outline, description = "报告的各章各节" },
        },
    };

    private static string SiteMap(ContentSnapshot content, SiteAddress address)
    {
        XNamespace ns = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var issued = content.Report.IssueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var reportPages = content.Report.Sections.Select(Links.Section).ToHashSet();
        var urls = content.PageAddresses.Where(path => !Links.Unlisted.Contains(path)).Select(path => new XElement(
            ns + "url",
            new XElement(ns + "loc", address.Absolute(path)),
            reportPages.Contains(path) ? new XElement(ns + "lastmod", issued) : null));
        return new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").Append(new XElement(ns + "urlset", urls)).Append('\n').ToString();
    }
}
