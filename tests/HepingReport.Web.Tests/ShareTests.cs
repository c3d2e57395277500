using System.Buffers.Binary;
using System.Net;
using HepingReport.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

public sealed class ShareTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Care = "reading=view=care&size=1&theme=auto";

    private IEnumerable<(string Page, SharedPlace Place)> Places =>
    [
        .. site.Content.Report.Sections.Select(section => (Links.Share(section), SharedPlace.Of(section, site.Content))),
        .. site.Content.Report.Paragraphs.Select(paragraph => (Links.Share(paragraph), SharedPlace.Of(site.Content.Report.FindParagraph(paragraph.Id)!, site.Content))),
    ];

    [Fact]
    public async Task Every_paragraph_and_section_has_a_page_with_its_words_link_reference_ways_to_send_it_and_the_way_back()
    {
        Assert.Equal(Links.SharePages(site.Content.Report), Places.Select(place => place.Page));
        foreach (var (address, place) in Places)
        {
            var page = await site.PageAsync(address);

            Assert.Equal($"引用与分享：{place.Name}", page.QuerySelector("h1")!.TextContent);
            Assert.Equal(place.Quote, page.QuerySelector("main blockquote")?.TextContent);
            Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
            Assert.Equal($"回到{place.Name}", page.QuerySelector($"main > p a[href='{place.Address}']")!.TextContent);

            var url = Absolute(place.Address);
            var (before, after) = place.Reference(url);
            Assert.Equal([url, $"{before}引用日期{after}"], page.QuerySelectorAll("[data-ways] .citation").Select(words => words.TextContent));
            var weibo = page.QuerySelector("[data-ways] a[rel='external noopener']")!;
            Assert.Equal(place.Weibo(url), weibo.GetAttribute("href"));
            Assert.EndsWith("（站外）", weibo.TextContent);
            Assert.NotNull(page.QuerySelector($"[data-ways] a[href='{place.Feedback}']"));
            Assert.EndsWith(url, page.QuerySelector("[data-ways] details[open] svg")!.GetAttribute("aria-label"));
            Assert.Equal(url, page.QuerySelector(".scan__address")!.TextContent);
        }
    }

    [Fact]
    public async Task From_care_view_links_and_codes_lead_to_care_view_and_the_reference_to_the_address_of_all()
    {
        foreach (var (address, place) in Places.Where(place => place.Page.EndsWith("economy-reform", StringComparison.Ordinal) || place.Page.EndsWith("/economy", StringComparison.Ordinal)))
        {
            var page = await site.PageAsync(address, Care);

            var url = Absolute(place.CareAddress);
            Assert.Equal(url, page.QuerySelector("[data-copy='复制链接']")!.TextContent);
            Assert.EndsWith(url, page.QuerySelector("main svg")!.GetAttribute("aria-label"));
            Assert.Equal(place.Weibo(url), page.QuerySelector("a[rel='external noopener']")!.GetAttribute("href"));
            Assert.EndsWith(Absolute(place.Address) + ".", page.QuerySelector("[data-copy='复制引用']")!.TextContent);
        }
    }

    [Fact]
    public async Task They_are_not_for_search_engines()
    {
        var listed = await site.Reader().GetStringAsync(Links.SiteMapXml);

        Assert.DoesNotContain("/share/", listed);
        Assert.Empty(Places.Select(place => place.Page).Intersect(site.Content.PageAddresses));
    }

    [Fact]
    public async Task Addresses_are_those_of_the_configured_site_and_never_of_the_host_header()
    {
        using var configured = new TestSite().With("Site:Url", "https://report.example.cn");
        foreach (var address in new[] { "/share/economy-reform", "/share/review-2017/economy", "/indicators/gdp-2017" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Host = "evil.example";
            using var response = await configured.Reader().SendAsync(request);
            var page = await TestSite.ParseAsync(response);

            Assert.DoesNotContain("evil.example", page.Source.Text);
            Assert.All(page.QuerySelectorAll(".citation"), words => Assert.Contains("https://report.example.cn/", words.TextContent));
            Assert.Equal("https://report.example.cn/card.png", page.QuerySelector("meta[property='og:image']")!.GetAttribute("content"));
        }
    }

    [Theory]
    [InlineData("/share")]
    [InlineData("/share/nothing")]
    [InlineData("/share/review-2017")]
    [InlineData("/share/review-2017/nothing")]
    [InlineData("/share/review-2017/economy/more")]
    public async Task What_is_no_place_of_the_report_is_not_found(string address)
    {
        using var response = await site.Reader().GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_section_leads_to_its_own_page_and_a_figure_to_that_of_its_paragraph()
    {
        foreach (var section in site.Content.Report.Sections)
        {
            var link = (await site.PageAsync(Links.Section(section))).QuerySelector($".report-text a[href='{Links.Share(section)}']")!;
            Assert.Equal("引用与分享本节", link.TextContent);
            Assert.NotNull(link.Closest("[data-aid]"));
        }

        var figure = site.Content.Indicators.Find("gdp-2017")!;
        var page = await site.PageAsync(Links.Indicator(figure));
        Assert.NotNull(page.QuerySelector($"main a[href='{Links.Share(figure.Place.Paragraph)}']"));
        Assert.NotNull(page.QuerySelector($"main a[href='{Links.FeedbackFrom(Links.Indicator(figure))}']"));
    }

    [Fact]
    public async Task Every_page_has_a_card_with_a_title_that_stands_alone_and_a_picture_with_its_words()
    {
        foreach (var address in site.Content.PageAddresses.Concat(Links.SharePages(site.Content.Report)))
        {
            var page = await site.PageAsync(address);
            string? Card(string property) => page.QuerySelector($"meta[property='og:{property}']")?.GetAttribute("content");

            Assert.Contains("政府工作报告", Card("title"));
            Assert.NotEmpty(Card("description")!);
            Assert.Equal((Absolute("/card.png"), "1200", "630", "天津市和平区2018年政府工作报告"), (Card("image"), Card("image:width"), Card("image:height"), Card("image:alt")));
        }

        var picture = await site.Reader().GetByteArrayAsync("/card.png");
        Assert.Equal((1200, 630), (BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20))));
        Assert.True(picture.Length < 100 * 1024, $"{picture.Length} bytes");
    }

    private string Absolute(string path) => site.Services.GetRequiredService<SiteAddress>().Absolute(path);
}
