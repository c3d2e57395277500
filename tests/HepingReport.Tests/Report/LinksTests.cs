using HepingReport.Content;
using static HepingReport.Tests.ReportBuilder;

namespace HepingReport.Tests;

public sealed class LinksTests
{
    [Theory]
    [InlineData("report", "opening", "/report/opening")]
    [InlineData("report", "closing", "/report/closing")]
    [InlineData("review-2017", "chapter", "/report/review-2017")]
    [InlineData("review-2017", "economy", "/report/review-2017/economy")]
    [InlineData("review-2017", "closing", "/report/review-2017/closing")]
    public void A_section_has_its_address(string chapter, string section, string address) =>
        Assert.Equal(address, Links.Section(Section(chapter, section)));

    [Fact]
    public void Everything_that_can_be_linked_has_its_address()
    {
        var report = TestContent.SmallSnapshot.Report;

        Assert.Equal("/report/last-year", Links.Chapter(report.Chapters[0]));
        Assert.Equal("/report/last-year#last-year-lead", Links.Paragraph(report.FindParagraph("last-year-lead")!));
        Assert.Equal("/report/last-year/road#road-lamps", Links.Paragraph(report.FindParagraph("road-lamps")!));
        Assert.Equal("/report/opening#greeting", Links.Paragraph(report.FindParagraph("greeting")!));
        Assert.Equal("/glossary/18", Links.Note(18));
        Assert.Equal("/indicators/trees-2018", Links.Indicator(TestContent.SmallSnapshot.Indicators.Find("trees-2018")!));
        Assert.Equal("/topics/trees", Links.Topic(TestContent.SmallSnapshot.Topics[0]));
        Assert.Equal("/legal", Links.StandingPage("legal"));
    }

    [Fact]
    public void The_pages_are_these_in_the_order_of_the_site_map() =>
        Assert.Equal(
            [
                "/", "/search", "/report", "/report/full", "/indicators", "/compare", "/topics", "/places", "/glossary", "/downloads", "/changes", "/fidelity", "/feedback", "/feedback/status", "/sitemap", "/reading",
                "/report/opening", "/report/last-year", "/report/last-year/road", "/report/last-year/trees", "/report/last-year/closing", "/report/this-year", "/report/closing",
                "/glossary/1", "/glossary/2", "/glossary/street-lamp", "/topics/trees", "/indicators/road-2017", "/indicators/trees-2017", "/indicators/trees-2018",
                "/legal", "/about", "/help", "/accessibility",
            ],
            TestContent.SmallSnapshot.PageAddresses);

    [Fact]
    public void Every_address_of_the_real_site_is_lower_case_and_stands_once()
    {
        var addresses = TestContent.RealSnapshot.PageAddresses.ToList();

        Assert.All(addresses, address => Assert.Matches("^/([a-z0-9-]+(/[a-z0-9-]+)*)?$", address));
        Assert.Equal(addresses.Distinct(), addresses);
    }

    [Fact]
    public void A_redirect_with_a_fragment_gives_its_paragraph_a_former_id()
    {
        var snapshot = TestContent.SmallSnapshot;

        Assert.Equal(["old-lamps"], snapshot.Report.FindParagraph("road-lamps")!.Paragraph.FormerIds);
        Assert.All(snapshot.Report.Paragraphs.Where(paragraph => paragraph.Id != "road-lamps"), paragraph => Assert.Empty(paragraph.FormerIds));
        Assert.Equal("/report/last-year/road", snapshot.Redirects["/report/old-road"]);
        Assert.Equal("/report/last-year/road#road-lamps", snapshot.Redirects["/report/last-year/road#old-lamps"]);
    }

    [Fact]
    public void A_paragraph_that_kept_its_id_when_its_page_moved_carries_it_once()
    {
        var content = TestContent.Small.Edit("redirects.yml", "/report/last-year/road#old-lamps", "/report/old-road#road-lamps").Edit("ids.txt", "old-lamps 17\n", "")
            .Edit("redirects.yml", "- { from: /report/old-road, ", "- { from: /report/old-road#road-paving, to: /report/last-year/road#road-lamps }\n- { from: /report/old-road#a, to: /report/last-year/road#road-lamps }\n- { from: /report/older-road#a, to: /report/last-year/road#road-lamps }\n- { from: /report/old-road, ");

        var snapshot = ContentLoader.Load(content).Snapshot!;

        Assert.Equal(["a"], snapshot.Report.FindParagraph("road-lamps")!.Paragraph.FormerIds);
    }

    [Theory]
    [InlineData("road-lamps", "第一章（一）第2段", "/report/last-year/road#road-lamps")]
    [InlineData("last-year-lead", "第一章导语第1段", "/report/last-year#last-year-lead")]
    [InlineData("last-year-end", "第一章本章结语第1段", "/report/last-year/closing#last-year-end")]
    [InlineData("greeting", "开场第1段", "/report/opening#greeting")]
    [InlineData("note-2", "附注2", "/glossary/2")]
    [InlineData("notes", "附注的标题", "/glossary")]
    [InlineData("this-year", "第二章导语", "/report/this-year")]
    [InlineData("last-year/trees", "第一章（二）", "/report/last-year/trees")]
    public void A_place_of_a_correction_or_doubt_is_named_and_found(string place, string name, string address) =>
        Assert.Equal((name, address), TestContent.SmallSnapshot.Locate(place));

    [Fact]
    public void The_report_is_found_by_its_keys()
    {
        ContentSnapshot snapshot = TestContent.SmallSnapshot;

        Assert.Equal("修路，方便出行", snapshot.Report.FindSection("last-year/road")!.Title);
        Assert.Equal("今年的事", snapshot.Report.FindChapter("this-year")!.Title);
        Assert.Equal("成活率", snapshot.Report.FindNote(2)!.Term);
        Assert.Equal("树", snapshot.FindTopic("trees")!.Name);
        Assert.Equal("使用帮助", snapshot.FindPage("help")!.Title);
        Assert.Null(snapshot.Report.FindSection("last-year/gone"));
        Assert.Null(snapshot.Report.FindParagraph("gone"));
        Assert.Null(snapshot.Report.FindNote(3));
        Assert.Null(snapshot.FindTopic("gone"));
        Assert.Null(snapshot.FindPage("gone"));
    }
}
