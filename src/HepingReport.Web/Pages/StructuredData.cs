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
        return Script(data);
    }

    /// <summary>The figures as a data set, with the files it can be had in.</summary>
    public static IHtmlContent OfData(SitePage page, SiteAddress address) => Script(new Dictionary<string, object>
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Dataset",
        ["name"] = $"{page.Report.Title}：2017年指标和2018年目标",
        ["description"] = "报告里的每一个数据，带单位、限定词、原话和出处。",
        ["inLanguage"] = "zh-CN",
        ["creator"] = new Dictionary<string, object> { ["@type"] = "GovernmentOrganization", ["name"] = page.Snapshot.Site.Organiser },
        ["url"] = address.Absolute(Links.Indicators),
        ["distribution"] = new[] { ("text/csv", Links.IndicatorsCsv), ("application/json", Links.IndicatorsJson) }
            .Select(file => new Dictionary<string, object> { ["@type"] = "DataDownload", ["encodingFormat"] = file.Item1, ["contentUrl"] = address.Absolute(file.Item2) }),
    });

    private static HtmlString Script(Dictionary<string, object> data) =>
        new($"<script type=\"application/ld+json\">{JsonSerializer.Serialize(data, Readable)}</script>");
}
