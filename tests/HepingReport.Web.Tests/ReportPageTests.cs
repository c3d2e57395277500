using System.IO.Compression;
using System.Net;
using HepingReport.Content;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

public sealed class ReportPageTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Care = "reading=view=care&size=6&theme=dark";

    [Fact]
    public async Task Section_pages_in_order_full_page_and_care_view_are_one_text_and_it_is_the_contents()
    {
        var report = site.Content.Report;
        var expected = report.Paragraphs.Select(paragraph => paragraph.Text).ToList();
        List<string> standard = [], care = [];
        foreach (var section in report.Sections)
        {
            standard.AddRange(ReportText.ParagraphsOf(await site.PageAsync(Links.Section(section))));
            care.AddRange(ReportText.ParagraphsOf(await site.PageAsync(Links.Section(section), Care)));
        }

        Assert.Equal(57, expected.Count);
        Assert.Equal(expected, standard);
        Assert.Equal(expected, care);
        Assert.Equal(expected, ReportText.ParagraphsOf(await site.PageAsync(Links.FullReport)));
        Assert.Equal(expected, ReportText.ParagraphsOf(await site.PageAsync(Links.FullReport, Care)));
    }

    [Fact]
    public async Task A_section_of_a_report_with_many_chapters_names_those_around_it_and_leads_to_all()
    {
        using var large = new TestSite();
        var real = large.Content;
        var chapters = Enumerable.Range(0, 100)
            .Select(number => new Chapter($"x{number}", $"{number}、", "一章", new Section { ChapterId = $"x{number}", Id = "chapter", Title = "导语", Paragraphs = [] }, [], null)).ToList();
        var report = new Report(real.Report.Title, real.Report.IssueDate, real.Report.Issuer, real.Report.Opening, chapters, real.Report.Closing, []);

        // The figures are those of another text: what is made of both fails in the background, and the page is there.
        var content = new ContentSnapshot
        {
            Hash = "large",
            Site = real.Site,
            Report = report,
            Fidelity = real.Fidelity,
            Corrections = [],
            Doubts = [],
            Terms = [],
            Topics = [],
            Indicators = real.Indicators,
            Search = real.Search,
            KeyFigures = [],
            Pages = [],
            Redirects = real.Redirects,
        };
        large.Services.GetRequiredService<CurrentContent>().Offer(new ContentLoad(content, [], ContentSource.Of(new Dictionary<string, string>())));

        var page = await large.PageAsync(Links.Section(chapters[50].Lead));
        var contents = page.GetElementById("contents")!;

        Assert.Equal([report.Opening, .. chapters[38..63].Select(chapter => chapter.Lead), report.Closing], contents.QuerySelectorAll("ol:not([data-follow]) > li > a").Select(link => report.Sections.First(section => Links.Section(section) == link.GetAttribute("href"))));
        Assert.Equal(Links.Outline, contents.QuerySelector("p a")!.GetAttribute("href"));
        Assert.Null(page.QuerySelector(".position"));
        Assert.Null((await site.PageAsync("/report/review-2017/economy")).QuerySelector("#contents p"));
    }

    [Fact]
    public async Task Every_paragraph_has_its_id_and_the_way_to_cite_it_and_every_note_its_page()
    {
        foreach (var section in site.Content.Report.Sections)
        {
            var page = await site.PageAsync(Links.Section(section));
            foreach (var paragraph in section.Paragraphs)
            {
                var element = page.GetElementById(paragraph.Id)!;
                Assert.Equal("para", element.ClassName);
                var link = element.QuerySelector(".permalink")!;
                Assert.Equal($"/share/{paragraph.Id}", link.GetAttribute("href"));
                Assert.Equal($"{site.Content.Report.NameOf(section)}第{paragraph.Number}段：引用、分享、纠错", link.TextContent);
            }
        }

        foreach (var note in site.Content.Report.Notes)
        {
            var page = await site.PageAsync(Links.Note(note.Number));
            Assert.Equal(note.Term, page.QuerySelector("h1")!.TextContent);
            Assert.Equal(note.Definition, ReportText.WordsOf(page.QuerySelector(".definition")!));
            Assert.NotEmpty(page.QuerySelectorAll("blockquote"));
        }
    }

    [Theory]
    [InlineData(Links.FullReport)]
    [InlineData("/report/review-2017/economy")]
    [InlineData("/report/review-2017/wellbeing")]
    [InlineData("/report/plan-2018/livelihood")]
    [InlineData("/report/plan-2018/safety")]
    public async Task Each_note_marker_leads_to_its_note_and_the_note_back_to_each_marker(string address)
    {
        var page = await site.PageAsync(address);
        var references = page.QuerySelectorAll("[role=doc-noteref]").Select(reference => (Id: reference.Id!, Target: reference.GetAttribute("href")!)).ToList();
        var back = page.QuerySelectorAll("[role=doc-backlink]").Select(link => (Target: link.GetAttribute("href")![1..], Note: "#" + link.Closest("li")!.Id)).ToList();

        Assert.NotEmpty(references);
        Assert.Equal(references.OrderBy(reference => reference.Id), back.Select(link => (link.Target, link.Note)).OrderBy(link => link.Target));
        Assert.True(address != Links.FullReport || references.Count == 22);
    }

    [Fact]
    public async Task Marks_say_where_the_text_departs_from_the_source_and_where_it_is_doubted()
    {
        var page = await site.PageAsync("/report/plan-2018/industry");

        var marks = page.QuerySelectorAll(".para .mark:not([role], .mark--term)").Select(mark => mark.TextContent).ToList();
        Assert.Equal(["原文如此：金融和平定位", "更正7", "更正8"], marks);
        Assert.Contains("两句之间脱句号。", page.GetElementById("correction-7")!.TextContent);
        Assert.Contains("句首疑有脱字。", page.GetElementById("doubt-3")!.TextContent);
    }

    [Fact]
    public async Task The_contents_list_marks_exactly_one_place_and_shows_the_topic_sentences_there()
    {
        foreach (var section in site.Content.Report.Sections)
        {
            var contents = (await site.PageAsync(Links.Section(section))).QuerySelector("nav[role=doc-toc]")!;

            var current = Assert.Single(contents.QuerySelectorAll("[aria-current]"));
            Assert.Equal(Links.Section(section), current.GetAttribute("href"));
            foreach (var paragraph in section.Paragraphs.Where(paragraph => paragraph.Lead is not null))
            {
                Assert.Contains(paragraph.Gist, contents.TextContent);
            }
        }
    }

    [Fact]
    public async Task Previous_and_next_run_through_the_whole_report()
    {
        var visited = new List<string>();
        for (string? address = "/report/opening"; address is not null;)
        {
            visited.Add(address);
            var page = await site.PageAsync(address);
            Assert.Equal(visited.Count == 1 ? null : visited[^2], page.QuerySelector("a[rel=prev]")?.GetAttribute("href"));
            address = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(site.Content.Report.Sections.Select(Links.Section), visited);
    }

    [Theory]
    [InlineData("/report/review-2017/chapter")]
    [InlineData("/report/report/opening")]
    [InlineData("/report/plan-2018/closing")]
    [InlineData("/report/nothing")]
    [InlineData("/glossary/0")]
    [InlineData("/glossary/19")]
    [InlineData("/topics/nothing")]
    [InlineData("/report/%2e%2e/%2e%2e/etc/passwd")]
    public async Task What_is_not_there_gets_a_page_that_helps(string address)
    {
        using var response = await site.Reader().GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var page = await TestSite.ParseAsync(response);
        Assert.Equal("没有找到这个页面", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("main a[href='/report']"));
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("reading=view=standard")]
    [InlineData("reading=view=care")]
    public async Task Pages_keep_their_weight(string? cookie)
    {
        foreach (var address in site.Content.PageAddresses.Where(address => address != Links.FullReport).Concat(Links.SharePages(site.Content.Report)))
        {
            var bytes = await BrotliBytesAsync(address, cookie);
            var budget = address == Links.Home ? 14 : 10;
            Assert.True(bytes <= budget * 1024, $"{address} weighs {bytes} bytes in brotli");
        }
    }

    [Fact]
    public async Task The_fidelity_page_lists_every_departure_with_its_place()
    {
        var page = await site.PageAsync(Links.Fidelity);
        var fidelity = site.Content.Fidelity;

        Assert.Equal(13, page.QuerySelectorAll("li[id^=correction-]").Length);
        Assert.Equal(8, page.QuerySelectorAll("li[id^=doubt-]").Length);
        Assert.Contains(fidelity.SourceSha256, page.Body!.TextContent);
        Assert.All(site.Content.Report.Sections, section => Assert.Contains(HepingReport.Content.Fidelity.Sha256(section.Text), page.Body!.TextContent));
        var rows = page.QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.QuerySelectorAll("td").Skip(1).Select(cell => cell.TextContent)));
        Assert.Equal(["482 8 490", "6 19 25", "10 2 12", "3 0 3", "17 0 17", "17 0 17"], rows);
    }

    [Fact]
    public async Task Anybody_can_check_the_text_against_the_source()
    {
        var source = await site.Reader().GetByteArrayAsync(Links.SourceText);
        var restored = await site.Reader().GetStringAsync(Links.RestoredText);

        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(TestSite.RealContent, "source", "report-2018.txt")), source);
        var lines = System.Text.Encoding.UTF8.GetString(source).Split('\n')[6..188];
        Assert.Equal(string.Join('\n', lines), restored);
    }

    private async Task<int> BrotliBytesAsync(string address, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept-Encoding", "br");
        request.Headers.Add("Cookie", cookie is null ? [] : [cookie]);
        using var response = await site.Reader().SendAsync(request);
        Assert.Equal("br", response.Content.Headers.ContentEncoding.Single());
        var bytes = await response.Content.ReadAsByteArrayAsync();
        using var readable = new StreamReader(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress));
        Assert.Contains("</html>", await readable.ReadToEndAsync());
        return bytes.Length;
    }
}
