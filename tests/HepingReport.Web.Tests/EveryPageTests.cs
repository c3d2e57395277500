using System.Net;
using System.Xml.Linq;
using HepingReport.Web.Security;

namespace HepingReport.Web.Tests;

/// <summary>Sweeps over every address of the site map, so that they cover pages not yet written.</summary>
public sealed class EveryPageTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly string[] Views = ["standard", "care"];

    [Fact]
    public async Task The_site_map_lists_every_page_a_reader_can_visit()
    {
        var listed = await SiteMapAsync();

        Assert.Equal(site.Content.PageAddresses.Where(page => !Links.Unlisted.Contains(page)), listed);
        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.True(listed.Count >= 60, $"only {listed.Count} pages");
    }

    /// <summary>A page may move only with a redirect, so its address has to be in the ledger.</summary>
    [Fact]
    public async Task Every_address_of_the_report_stands_in_the_ledger()
    {
        var ledger = await File.ReadAllLinesAsync(Path.Combine(TestSite.RealContent, "ids.txt"));

        Assert.Equal([], site.Content.PageAddresses.Where(page => page is not (Links.Home or Links.SiteMap or Links.ReadingSettings)).Except(ledger));
    }

    [Fact]
    public async Task Every_page_answers_with_one_heading_its_language_and_a_title_of_its_own()
    {
        foreach (var view in Views)
        {
            var titles = new Dictionary<string, string>();
            foreach (var address in await PagesAsync())
            {
                using var response = await site.Reader().GetAsync($"{address}?view={view}");
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {response.StatusCode}");
                var page = await TestSite.ParseAsync(response);

                Assert.Equal("zh-CN", page.DocumentElement.GetAttribute("lang"));
                Assert.Equal(view, page.DocumentElement.GetAttribute("data-view"));
                Assert.True(page.QuerySelectorAll("h1").Length == 1, $"{address}: one h1 expected");
                Assert.Single(page.QuerySelectorAll("main"));
                Assert.True(titles.TryAdd(page.Title!, address), $"{address} and {titles.GetValueOrDefault(page.Title!)} share the title {page.Title}");
                Assert.EndsWith("政府工作报告", page.Title);
            }
        }
    }

    [Fact]
    public async Task Every_page_carries_the_security_headers_and_nothing_inline()
    {
        foreach (var address in (await PagesAsync()).Concat(Links.Unlisted).Append("/not-there").Append(Links.SiteMapXml))
        {
            using var response = await site.Reader().GetAsync(address);

            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Header(response, "Content-Security-Policy"));
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("same-origin", Header(response, "Referrer-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
            Assert.False(response.Headers.Contains("Server"));
            if (response.Content.Headers.ContentType?.MediaType == "text/html")
            {
                var page = await TestSite.ParseAsync(response);
                Assert.Empty(page.QuerySelectorAll("style, [style], [onclick], [onload], script:not([src]):not([type='application/ld+json'])"));
                Assert.DoesNotContain(page.QuerySelectorAll("[tabindex]"), element => int.Parse(element.GetAttribute("tabindex")!) > 0);
            }
        }
    }

    [Fact]
    public async Task Every_page_names_who_publishes_it_in_head_and_foot()
    {
        foreach (var address in await PagesAsync())
        {
            var page = await site.PageAsync(address);
            var foot = page.QuerySelector("footer")!.TextContent;
            foreach (var words in new[]
            {
                "主办单位：天津市和平区人民政府", "版权所有：天津市和平区人民政府", "津公网安备12010102000334号", "津ICP备05000681号", "网站标识码：1201010001",
                "违法和不良信息举报电话：022-23196661，举报邮箱：hpqzfb18@tj.gov.cn", "法律声明", "关于我们", "网站地图", "使用帮助", "无障碍声明", "微博", "微信", "我为政府网站找错",
            })
            {
                Assert.True(foot.Contains(words, StringComparison.Ordinal), $"{address}: no {words} in the foot");
            }

            var tools = page.QuerySelectorAll("header .tool").Select(tool => tool.TextContent.Trim());
            Assert.Equal(["网站无障碍", "关怀版"], tools);
        }
    }

    [Fact]
    public async Task Every_page_has_the_meta_tags_of_its_group_and_none_is_empty()
    {
        string[] siteTags = ["SiteName", "SiteDomain", "SiteIDCode"];
        string[] columnTags = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
        string[] articleTags = ["ArticleTitle", "PubDate", "ContentSource"];
        var reportPages = site.Content.Report.Sections.Select(Links.Section).Append(Links.FullReport).ToHashSet();

        foreach (var address in await SiteMapAsync())
        {
            var page = await site.PageAsync(address);
            var tags = page.QuerySelectorAll("meta[name]").Select(meta => (Name: meta.GetAttribute("name")!, Content: meta.GetAttribute("content")!)).ToList();
            Assert.All(tags, tag => Assert.False(string.IsNullOrWhiteSpace(tag.Content), $"{address}: {tag.Name} is empty"));
            Assert.Equal(tags.Count, tags.DistinctBy(tag => tag.Name).Count());

            var government = tags.Where(tag => siteTags.Concat(columnTags).Concat(articleTags).Contains(tag.Name)).Select(tag => tag.Name).ToList();
            if (address == Links.Home)
            {
                Assert.Equal(siteTags, government);
            }

            if (reportPages.Contains(address))
            {
                Assert.Equal([.. siteTags, .. columnTags, .. articleTags], government);
                Assert.Contains(("PubDate", "2018-02-07"), tags);
                Assert.Contains("\"@type\":\"Report\"", page.QuerySelector("script[type='application/ld+json']")!.TextContent);
            }
        }
    }

    [Fact]
    public async Task Every_link_inside_the_site_leads_to_a_page_and_every_fragment_to_an_element()
    {
        var pages = new Dictionary<string, HashSet<string>>();
        var links = new List<(string From, string To)>();
        var waiting = new Queue<string>(["/", .. Links.Unlisted, Links.Feedback, "/not-there"]);
        while (waiting.TryDequeue(out var address))
        {
            if (pages.ContainsKey(address))
            {
                continue;
            }

            using var response = await site.Reader().GetAsync(address);
            Assert.True(response.StatusCode == HttpStatusCode.OK || address == "/not-there", $"{address}: {response.StatusCode}, linked from {links.Find(link => link.To.StartsWith(address, StringComparison.Ordinal)).From}");
            var ids = pages[address] = [];
            if (response.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            var page = await TestSite.ParseAsync(response);
            var all = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
            ids.UnionWith(all);
            Assert.True(all.Count == ids.Count, $"{address}: an id stands twice: {all.GroupBy(id => id).FirstOrDefault(group => group.Count() > 1)?.Key}");

            foreach (var href in page.QuerySelectorAll("a[href], link[rel=stylesheet], link[rel=icon]").Select(link => link.GetAttribute("href")!))
            {
                var target = new Uri(new Uri("http://site" + address), href);
                if (target.Host == "site" && target.Scheme == "http")
                {
                    links.Add((address, target.PathAndQuery + target.Fragment));
                    waiting.Enqueue(target.AbsolutePath);
                }
            }
        }

        foreach (var (from, to) in links.Where(link => link.To.Contains('#')))
        {
            var target = new Uri("http://site" + to);
            Assert.True(pages[target.AbsolutePath].Contains(target.Fragment[1..]), $"{from} links to {to}: nothing has that id");
        }

        Assert.True(links.Count > 2000, $"only {links.Count} links were seen");
    }

    [Fact]
    public async Task Care_view_holds_on_every_page_and_there_is_one_way_back_in_the_same_place()
    {
        foreach (var address in (await PagesAsync()).Concat(Links.Unlisted).Append("/not-there"))
        {
            var page = await site.PageAsync(address, "reading=view=care&size=1&theme=auto");

            Assert.Equal("care", page.DocumentElement.GetAttribute("data-view"));
            var tools = page.QuerySelectorAll("header .tool").Select(tool => tool.TextContent.Trim());
            Assert.Equal(["返回首页", "网站无障碍", "返回标准版"], tools);
            Assert.Equal("目录", page.QuerySelector(".care-bar li:nth-child(2)")!.TextContent.Trim());
        }
    }

    [Fact]
    public async Task Links_of_one_name_lead_to_one_place_on_each_page()
    {
        foreach (var address in await PagesAsync())
        {
            var page = await site.PageAsync(address);
            var names = page.QuerySelectorAll("main a[href]").GroupBy(link => link.TextContent.Trim());
            foreach (var name in names)
            {
                var targets = name.Select(link => link.GetAttribute("href")).Distinct().ToList();
                Assert.True(targets.Count == 1 || name.Key is "返回正文", $"{address}: “{name.Key}” leads to {string.Join(" and ", targets)}");
            }
        }
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));

    /// <summary>What the site map lists, and the pages for citing and sending on, which it leaves out.</summary>
    private async Task<IEnumerable<string>> PagesAsync() => (await SiteMapAsync()).Concat(Links.SharePages(site.Content.Report));

    private async Task<List<string>> SiteMapAsync()
    {
        var xml = XDocument.Parse(await site.Reader().GetStringAsync(Links.SiteMapXml));
        XNamespace ns = "http://www.sitemaps.org/schemas/sitemap/0.9";
        return [.. xml.Descendants(ns + "loc").Select(loc => Uri.UnescapeDataString(new Uri(loc.Value).AbsolutePath))];
    }
}
