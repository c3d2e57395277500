using System.Globalization;
using System.Text;
using System.Xml.Linq;
using HepingReport.Content;

namespace HepingReport.Web.Endpoints;

/// <summary>Files for machines and for checking: site map, robots, and the texts of the fidelity page.</summary>
public static class SiteFiles
{
    private const string PlainText = "text/plain; charset=utf-8";

    public static void MapSiteFiles(this WebApplication app)
    {
        app.MapGet(Links.SiteMapXml, (ContentSnapshot content, SiteAddress address) =>
            Results.Text(SiteMap(content, address), "application/xml; charset=utf-8"));

        app.MapGet(Links.Robots, (SiteAddress address) =>
            Results.Text($"User-agent: *\nDisallow: /reading\nDisallow: /*?view=\nSitemap: {address.Absolute(Links.SiteMapXml)}\n", PlainText));

        app.MapGet(Links.SourceText, (ContentSnapshot content) => Results.Bytes(content.Fidelity.SourceFile, PlainText));
        app.MapGet(Links.RestoredText, (ContentSnapshot content) => Results.Text(content.Fidelity.Restored, PlainText));
        app.MapGet(Links.PrintedText, (ContentSnapshot content) => Results.Text(content.Fidelity.Printed, PlainText));
    }

    private static string SiteMap(ContentSnapshot content, SiteAddress address)
    {
        XNamespace ns = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var issued = content.Report.IssueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var reportPages = content.Report.Sections.Select(Links.Section).ToHashSet();
        var urls = content.PageAddresses.Where(path => path != Links.ReadingSettings).Select(path => new XElement(
            ns + "url",
            new XElement(ns + "loc", address.Absolute(path)),
            reportPages.Contains(path) ? new XElement(ns + "lastmod", issued) : null));
        return new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").Append(new XElement(ns + "urlset", urls)).Append('\n').ToString();
    }
}
