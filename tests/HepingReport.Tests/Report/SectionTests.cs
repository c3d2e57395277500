using static HepingReport.Tests.ReportBuilder;

namespace HepingReport.Tests;

public sealed class SectionTests
{
    [Fact]
    public void Characters_are_counted_without_white_space()
    {
        var section = Section(paragraphs: [Paragraph("路 修\u3000好\n了。"), Paragraph("“PM2.5”", id: "air")]);

        Assert.Equal(5 + 7, section.CharacterCount);
    }

    [Fact]
    public void A_section_without_paragraphs_has_no_characters_and_still_takes_a_minute()
    {
        Assert.Equal(0, Section().CharacterCount);
        Assert.Equal(1, Section().ReadingMinutes);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(449, 1)]
    [InlineData(451, 2)]
    [InlineData(3000, 10)]
    public void Reading_takes_a_minute_for_three_hundred_characters(int characters, int minutes) =>
        Assert.Equal(minutes, Section(paragraphs: Paragraph(new string('字', characters))).ReadingMinutes);

    [Fact]
    public void The_text_of_a_section_is_its_paragraphs_line_by_line() =>
        Assert.Equal("路修好了。\n灯亮了。", Section(paragraphs: [Paragraph("路修好了。"), Paragraph("灯亮了。", id: "lamps")]).Text);

    [Fact]
    public void The_characters_of_all_sections_are_those_of_the_paragraphs_in_the_source()
    {
        var report = TestContent.RealSnapshot.Report;
        var published = TestContent.RealSnapshot.Fidelity.Published;
        var headings = report.Chapters.Sum(chapter => chapter.Heading.Length) + report.Sections.Where(section => section.Number is not null).Sum(section => section.Heading.Length);
        var body = published[..published.IndexOf("\n附注", StringComparison.Ordinal)].Count(c => !char.IsWhiteSpace(c));

        // Seven characters of the body are corrections: six marks of punctuation and one quotation mark.
        Assert.Equal(body - headings + 7, report.CharacterCount);
    }
}
