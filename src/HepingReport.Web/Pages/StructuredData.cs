using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace HepingReport.Web.Pages;

/// <summary>The page for machines, as schema.org has it. The serializer escapes what could end the element.</summary>
public static class StructuredData
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static IHtmlContent Of(SitePage page, string canonical)
    {
        var site = page.Snapshot.Site;
        var data = new Dictionary<string, object>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Report",
            ["name"] = page.Head.ArticleTitle ?? page.Report.Title,
            ["inLanguage"] = "zh-CN",
            ["datePublished"] = page.Report.IssueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["author"] = new Dictionary<string, object> { ["@type"] = "GovernmentOrganization", ["name"] = site.Organiser },
            ["publisher"] = new Dictionary<string, object> { ["@type"] = "GovernmentOrganization", ["name"] = site.Organiser },
            ["url"] = canonical,
        };
        return new HtmlString($"<script type=\"application/ld+json\">{JsonSerializer.Serialize(data, Readable)}</script>");
    }
}
