using static HepingReport.Tests.ReportBuilder;

namespace HepingReport.Tests;

public sealed class ReportTests
{
    [Theory]
    [InlineData(1, "c0", "c0", 1)]
    [InlineData(25, "c24", "c0", 25)]
    [InlineData(1000, "c0", "c0", 25)]
    [InlineData(1000, "c500", "c488", 25)]
    [InlineData(1000, "c999", "c975", 25)]
    public void A_page_names_the_chapters_around_it_and_of_a_short_report_all(int count, string current, string first, int named)
    {
        var report = Report(count);
        var near = report.ChaptersNear(report.FindChapter(current)!.Lead);

        Assert.Equal(named, near.Count);
        Assert.Equal(report.Chapters.SkipWhile(chapter => chapter.Id != first).Take(named), near);
    }

    [Fact]
    public void Beside_the_opening_stand_the_first_chapters_and_beside_the_closing_the_last()
    {
        var report = Report(100);

        Assert.Equal(report.Chapters[0], report.ChaptersNear(report.Opening)[0]);
        Assert.Equal(report.Chapters[^1], report.ChaptersNear(report.Closing)[^1]);
    }

    private static Report Report(int chapters) => new(
        "报告", new DateOnly(2018, 2, 7), "区政府", Section("report", "opening"),
        [.. Enumerable.Range(0, chapters).Select(number => new Chapter($"c{number}", $"{number}、", "一章", Section($"c{number}", "chapter"), [], null))],
        Section("report", "closing"), []);
}
