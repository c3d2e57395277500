using System.Net;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>/changes and /feed.xml.</summary>
public sealed class ChangesTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task Every_registered_correction_is_told_with_its_place_its_change_its_kind_its_reason_and_its_day()
    {
        var page = await site.PageAsync(Links.Changes);

        Assert.Equal(["2026年11月24日"], page.QuerySelectorAll("main h2").Select(day => day.TextContent));
        var told = page.QuerySelectorAll(".register li").Select(change => (
            change.QuerySelector("a")!.GetAttribute("href"), change.QuerySelector(".register__kind")!.TextContent, change.QuerySelector("p:last-child")!.TextContent)).ToList();
        Assert.Equal(site.Content.Corrections.Select(correction => ((string?)site.Content.Locate(correction.Place).Address, correction.Kind.Name(), correction.Reason)), told);
    }

    [Fact]
    public async Task What_went_and_what_came_is_said_by_element_by_colour_and_in_words()
    {
        var change = (await site.PageAsync(Links.Changes)).QuerySelectorAll(".change").First(change => change.TextContent.Contains("全面实施", StringComparison.Ordinal));

        Assert.Equal("全面实施（加上：，）行政审批", change.TextContent);
        Assert.Equal("（加上：，）", change.QuerySelector("ins")!.TextContent);
        Assert.Equal(["（加上：", "）"], change.QuerySelectorAll("ins .visually-hidden").Select(words => words.TextContent));
    }

    [Fact]
    public async Task The_feed_is_Atom_with_everything_that_Atom_asks_for()
    {
        using var response = await site.Reader().GetAsync(Links.Feed);
        var feed = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;

        Assert.Equal("application/atom+xml; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.Equal("天津市和平区人民政府", feed.Element(Atom + "author")!.Element(Atom + "name")!.Value);
        Assert.Equal(Absolute(Links.Feed), LinkOf(feed, "self"));
        Assert.Equal(Absolute(Links.Changes), LinkOf(feed, "alternate"));
        var entries = feed.Elements(Atom + "entry").ToList();
        Assert.Equal(site.Content.Corrections.Count, entries.Count);
        foreach (var element in entries.Prepend(feed))
        {
            Assert.NotEmpty(element.Element(Atom + "title")!.Value);
            Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", element.Element(Atom + "id")!.Value);
            Assert.Equal("2026-11-24T00:00:00+08:00", element.Element(Atom + "updated")!.Value);
            Assert.StartsWith(Absolute("/"), LinkOf(element, "alternate"));
        }

        Assert.Equal(entries.Count + 1, entries.Prepend(feed).Select(element => element.Element(Atom + "id")!.Value).Distinct().Count());
        var content = entries[1].Element(Atom + "content")!;
        Assert.Equal("html", content.Attribute("type")!.Value);
        Assert.Equal("<p>全面实施<ins><span>（加上：</span>，<span>）</span></ins>行政审批</p><p>两个分句之间脱逗号。</p>", content.Value);
    }

    [Fact]
    public async Task The_ids_are_the_same_at_every_address()
    {
        using var other = new TestSite().With("Site:Url", "https://report.example.cn");

        Assert.Equal(await IdsAsync(site), await IdsAsync(other));
        Assert.Contains("href=\"https://report.example.cn/feed.xml\"", await other.Reader().GetStringAsync(Links.Feed));
    }

    [Fact]
    public async Task Whoever_has_the_feed_already_gets_304()
    {
        using var first = await site.Reader().GetAsync(Links.Feed);
        using var again = new HttpRequestMessage(HttpMethod.Get, Links.Feed);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var response = await site.Reader().SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Home_and_the_change_log_name_the_feed_and_no_section_does()
    {
        foreach (var (address, count) in new[] { (Links.Home, 1), (Links.Changes, 1), ("/report/review-2017/economy", 0) })
        {
            Assert.Equal(count, (await site.PageAsync(address)).QuerySelectorAll($"link[rel=alternate][type='application/atom+xml'][href='{Links.Feed}']").Length);
        }
    }

    [Fact]
    public async Task An_edit_on_disk_is_told_after_the_swap_and_after_a_restart_and_its_words_are_text()
    {
        var data = Directory.CreateTempSubdirectory("heping-data-");
        try
        {
            string feed;
            using (var first = TestSite.OnACopyOfTheContent().With("Data:Path", data.FullName))
            {
                await first.PageAsync("/");
                await EditAsync(first, "报告的开头：", "报告的<script>alert(1)</script>开头：");
                Assert.Equal("修改提要", (await first.PageAsync(Links.Changes)).QuerySelector(".register__kind")!.TextContent);
                feed = await first.Reader().GetStringAsync(Links.Feed);
            }

            Assert.Contains("&amp;lt;script&amp;gt;", feed);

            using var second = TestSite.OnACopyOfTheContent().With("Data:Path", data.FullName);
            var summary = Path.Combine(second.ContentPath, "report/opening.md");
            await File.WriteAllTextAsync(summary, (await File.ReadAllTextAsync(summary)).Replace("报告的开头：", "报告的起头：", StringComparison.Ordinal));
            var page = await second.PageAsync(Links.Changes);

            Assert.Empty(page.QuerySelectorAll("main script"));
            var changes = page.QuerySelectorAll(".change").Select(change => change.TextContent).ToList();
            Assert.Contains("起", changes[0]);
            Assert.Contains("（加上：<script>alert(1)</script>）", changes[1]);
            Assert.Equal(site.Content.Corrections.Count + 2, changes.Count);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_reason_that_holds_markup_is_shown_as_text()
    {
        using var edited = TestSite.OnACopyOfTheContent();
        var corrections = Path.Combine(edited.ContentPath, "corrections.yml");
        await File.WriteAllTextAsync(corrections, (await File.ReadAllTextAsync(corrections)).Replace("reason: 段末脱句号。", "reason: 段末脱句号<img src=x onerror=alert(1)>。", StringComparison.Ordinal));

        var page = await edited.PageAsync(Links.Changes);
        var feed = XDocument.Parse(await edited.Reader().GetStringAsync(Links.Feed));

        Assert.Empty(page.QuerySelectorAll("main img"));
        Assert.Contains("段末脱句号<img src=x onerror=alert(1)>。", page.QuerySelector("main")!.TextContent);
        Assert.Contains(feed.Descendants(Atom + "content"), content => content.Value.EndsWith("<p>段末脱句号&lt;img src=x onerror=alert(1)&gt;。</p>", StringComparison.Ordinal));
    }

    private static async Task EditAsync(TestSite site, string words, string changed)
    {
        var file = Path.Combine(site.ContentPath, "report/opening.md");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(words, changed, StringComparison.Ordinal));
        await EventuallyAsync(() => site.Content.Report.Opening.Summary!.Contains(changed, StringComparison.Ordinal));
    }

    private static async Task<List<string>> IdsAsync(TestSite site) =>
        [.. XDocument.Parse(await site.Reader().GetStringAsync(Links.Feed)).Descendants(Atom + "id").Select(id => id.Value)];

    private string Absolute(string path) => site.Services.GetRequiredService<SiteAddress>().Absolute(path);

    private static string LinkOf(XElement element, string relation) =>
        element.Elements(Atom + "link").Single(link => link.Attribute("rel")!.Value == relation).Attribute("href")!.Value;
}
