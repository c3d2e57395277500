using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HepingReport.Search;

namespace HepingReport.Web.Tests;

public class SearchTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task The_number_of_hits_stands_in_the_title_and_the_heading()
    {
        var page = await site.PageAsync(Links.SearchFor("停车"));
        var total = site.Content.Search.Find(SearchQuery.Parse("停车")).Total;

        Assert.Equal($"“停车”找到{total}处", page.QuerySelector("h1")!.TextContent);
        Assert.StartsWith($"“停车”找到{total}处", page.Title, StringComparison.Ordinal);
        Assert.Equal(total, page.QuerySelectorAll(".results li").Length);
    }

    [Fact]
    public async Task Each_hit_of_the_report_opens_at_its_paragraph_with_the_words_marked_there()
    {
        var page = await site.PageAsync(Links.SearchFor("养老 机构"));
        var addresses = page.QuerySelectorAll(".results a").Select(link => link.GetAttribute("href")!).Where(address => address.StartsWith("/report/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(addresses);
        foreach (var address in addresses)
        {
            var paragraph = (await site.PageAsync(address)).GetElementById(address[(address.IndexOf('#', StringComparison.Ordinal) + 1)..])!;
            Assert.Equal(["养老", "机构"], paragraph.QuerySelectorAll("mark").SelectMany(mark => mark.TextContent.Chunk(2)).Select(word => new string(word)).Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Marked_words_are_still_the_reports_own()
    {
        var plain = ReportText.ParagraphsOf(await site.PageAsync("/report/review-2017/economy"));

        foreach (var words in new[] { "的", "实现区级财政收入53.5亿元", "850亿元，同比", "质量效益得到新提升。坚持" })
        {
            Assert.Equal(plain, ReportText.ParagraphsOf(await site.PageAsync(Links.WithWords("/report/review-2017/economy", words))));
        }
    }

    [Theory]
    [InlineData("质量效益得到新提升。坚持高质量")]
    [InlineData("财政收入53.5亿元")]
    [InlineData("“五高”产业")]
    public async Task Words_across_other_marks_are_marked_whole(string words)
    {
        var page = await site.PageAsync(Links.WithWords("/report/review-2017/economy", words));

        Assert.Equal(words, string.Concat(page.QuerySelectorAll(".para mark").Select(mark => mark.TextContent)));
    }

    [Fact]
    public async Task Notes_and_headings_are_marked_too()
    {
        Assert.Contains("居家养老", Assert.Single((await site.PageAsync(Links.WithWords("/glossary/10", "居家养老"))).QuerySelectorAll(".definition mark")).TextContent, StringComparison.Ordinal);
        Assert.Equal("高端高质", Assert.Single((await site.PageAsync(Links.WithWords("/report/review-2017/economy", "高端高质"))).QuerySelectorAll("h1 mark")).TextContent);
    }

    [Fact]
    public async Task A_resident_word_says_what_else_was_looked_for_and_leads_back_to_itself()
    {
        var page = await site.PageAsync(Links.SearchFor("敬老院"));
        var also = page.QuerySelector(".also")!;

        Assert.Contains("另含：“养老机构”", also.TextContent, StringComparison.Ordinal);
        var exact = await site.PageAsync(also.QuerySelector("a")!.GetAttribute("href")!);
        Assert.Equal("没有找到“敬老院”", exact.QuerySelector("h1")!.TextContent);
        Assert.Contains(exact.QuerySelectorAll("a"), link => link.GetAttribute("href") == Links.SearchFor("敬老院"));
    }

    [Fact]
    public async Task Where_nothing_is_found_topics_and_other_words_are_offered()
    {
        var page = await site.PageAsync(Links.SearchFor("停车怎么收费"));

        Assert.Equal("没有找到“停车怎么收费”", page.QuerySelector("h1")!.TextContent);
        Assert.Contains(page.QuerySelectorAll(".chip"), chip => chip.TextContent == "停车");
        Assert.All(site.Content.Topics, topic => Assert.Contains(page.QuerySelectorAll(".chip"), chip => chip.GetAttribute("href") == Links.Topic(topic)));
    }

    [Fact]
    public async Task More_than_twenty_hits_are_turned_like_pages()
    {
        var seen = new List<string>();
        for (var address = Links.SearchFor("建设"); address is not null;)
        {
            var page = await site.PageAsync(address);
            seen.AddRange(page.QuerySelectorAll(".results a").Select(link => link.GetAttribute("href")!));
            address = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(site.Content.Search.Find(site.Content.Search.Understand("建设")).Hits.Select(hit => hit.Address), seen);
    }

    [Fact]
    public async Task The_care_view_is_offered_first_and_opens()
    {
        var page = await site.PageAsync(Links.SearchFor("长辈版"));

        Assert.Equal("/?view=care", page.QuerySelector(".results a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Every_page_has_one_search_box_to_which_the_second_skip_link_leads()
    {
        foreach (var address in new[] { "/", "/search", "/report/review-2017/economy", "/errors-nowhere", "/?view=care", "/report/full?view=care" })
        {
            var page = await site.PageAsync(address);
            Assert.Equal("#search", page.QuerySelectorAll("body > .skip")[1].GetAttribute("href"));
            Assert.Equal("input", Assert.Single(page.QuerySelectorAll("#search")).LocalName);
        }
    }

    public static TheoryData<string> HostileQueries =>
    [
        "养老\" OR 1=1 --", "NEAR(养老 停车, 5)", "\"养老\" AND NOT \"停车\"", "养* ^老 -停车 +x:y {a} [b]", "%", "_", "%%%___", "\0", "养\0老", "\uD800", "\uDC00x\uD800", "'; DROP TABLE Indicators; --",
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "&amp;&lt;", "{{7*7}}", "../../etc/passwd", "\r\nSet-Cookie: a=b", "👩‍👩‍👧‍👦🏳️‍🌈", "\u202E养老\u200F\u2066", "ﷺﷺﷺ", "e" + new string('\u0301', 150), new string('养', 400),
    ];

    [Theory]
    [MemberData(nameof(HostileQueries))]
    public async Task Hostile_words_are_shown_as_words(string words)
    {
        // Also what no address should hold: half a pair goes out as UTF-8 that is none.
        var query = string.Concat(words.EnumerateRunes().Select(rune => rune == System.Text.Rune.ReplacementChar ? "%ED%A0%80" : Uri.EscapeDataString(rune.ToString())));
        foreach (var address in new[] { $"/search?q={query}", $"/api/v1/search?q={query}", $"/report/review-2017/economy?q={query}", $"/glossary/2?q={query}", $"/search?q={query}&page=-5", $"/search?q={query}&page=99999999999&exact=maybe" })
        {
            using var response = await site.Reader().GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("Set-Cookie"));
            if (response.Content.Headers.ContentType?.MediaType == "text/html")
            {
                var page = await TestSite.ParseAsync(response);
                Assert.DoesNotContain(page.QuerySelectorAll("main script, main img, [onerror]"), element => element.GetAttribute("type") != "application/ld+json");
            }
        }
    }

    [Fact]
    public async Task Ten_thousand_characters_are_refused_or_cut_but_break_nothing()
    {
        using var response = await site.Reader().GetAsync($"/search?q={new string('a', 10_000)}");

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.RequestUriTooLong);
    }

    [Fact]
    public async Task The_API_gives_hits_twenty_at_a_time_unless_asked_and_counts_them_all()
    {
        using var response = await site.Reader().GetAsync("/api/v1/search?q=建设");
        var hits = await response.Content.ReadFromJsonAsync<JsonElement[]>();
        var all = await site.Reader().GetFromJsonAsync<JsonElement[]>("/api/v1/search?q=建设&pageSize=500");

        Assert.Equal(20, hits!.Length);
        Assert.Equal(all!.Length.ToString(), Assert.Single(response.Headers.GetValues("X-Total-Count")));
        Assert.Equal(all.Take(20).Select(hit => hit.GetProperty("url").GetString()), hits.Select(hit => hit.GetProperty("url").GetString()));
        var paragraph = all.First(hit => hit.GetProperty("kind").GetString() == "paragraph");
        Assert.All(["title", "chapter", "section", "paragraph", "url", "snippet"], name => Assert.Equal(JsonValueKind.String, paragraph.GetProperty(name).ValueKind));
        var mark = paragraph.GetProperty("marks")[0];
        Assert.Equal("建设", paragraph.GetProperty("snippet").GetString()!.Substring(mark.GetProperty("start").GetInt32(), mark.GetProperty("length").GetInt32()));
    }

    [Theory]
    [InlineData("/api/v1/search?q=养老&pageSize=501")]
    [InlineData("/api/v1/search?q=养老&page=0")]
    [InlineData("/api/v1/search?q=养老&page=x")]
    public async Task The_API_says_which_part_of_a_question_is_wrong(string address)
    {
        using var response = await site.Reader().GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("可以写", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_in_a_hand_edited_section_is_found_after_the_edit()
    {
        using var own = TestSite.OnACopyOfTheContent();
        await own.PageAsync("/");
        var file = Path.Combine(own.ContentPath, "topics.yml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("summary: 新增就业、", "summary: 找活路、新增就业、", StringComparison.Ordinal));
        await EventuallyAsync(async () => (await own.PageAsync(Links.SearchFor("找活路"))).QuerySelector(".results") is not null);

        Assert.Equal("“找活路”找到1处", (await own.PageAsync(Links.SearchFor("找活路"))).QuerySelector("h1")!.TextContent);
    }
}
