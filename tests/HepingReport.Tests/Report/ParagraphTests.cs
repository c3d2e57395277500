using static HepingReport.Tests.ReportBuilder;

namespace HepingReport.Tests;

public sealed class ParagraphTests
{
    [Theory]
    [InlineData("质量效益得到新提升。坚持高质量发展。", 10, "质量效益得到新提升")] // its topic sentence, without the full stop
    [InlineData("各位代表：", 0, "各位代表")]
    [InlineData("现在，我代表和平区人民政府，作工作报告。", 0, "现在")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一二三四，五。", 0, "一二三四五六七八九十一二三四五六七八九十一二三四")] // 24 characters up to the comma
    [InlineData("一二三四五六七八九十一二三四五六七八九十一二三四五，六。", 0, "一二三四五六七八九十一二三四五六七八九十")] // 25 are too many for a line
    [InlineData("没有标点", 0, "没有标点")]
    [InlineData("", 0, "")]
    public void The_gist_is_the_topic_sentence_or_the_first_words(string text, int leadLength, string gist) =>
        Assert.Equal(gist, Paragraph(text, leadLength).Gist);

    [Fact]
    public void Every_paragraph_of_the_report_has_a_gist_of_one_line() =>
        Assert.All(TestContent.RealSnapshot.Report.Paragraphs, paragraph =>
        {
            Assert.InRange(paragraph.Gist.Length, 2, 24);
            Assert.StartsWith(paragraph.Gist, paragraph.Text, StringComparison.Ordinal);
        });

    [Fact]
    public void A_paragraph_without_a_topic_sentence_has_no_lead()
    {
        Assert.Null(Paragraph("路修好了。").Lead);
        Assert.Equal("路修好了。", Paragraph("路修好了。用了砖。", leadLength: 5).Lead);
    }

    [Theory]
    [InlineData("甲。乙丙。丁。", "乙丙", "乙丙。")]
    [InlineData("甲。乙丙。丁。", "甲", "甲。")]
    [InlineData("甲。乙丙。丁。", "丙。丁", "乙丙。丁。")] // words that reach over a full stop
    [InlineData("甲。乙丙。丁。", "乙丙。", "乙丙。")]
    [InlineData("甲。乙丙", "丙", "乙丙")]
    [InlineData("。甲", "甲", "甲")]
    [InlineData("甲", "甲", "甲")]
    public void The_sentence_around_a_mark_goes_to_its_full_stop(string text, string words, string sentence) =>
        Assert.Equal(sentence, Paragraph(text).SentenceAround(NoteOn(text, words)));

    [Fact]
    public void The_sentence_around_every_note_reference_of_the_report_holds_its_words() =>
        Assert.All(TestContent.RealSnapshot.Report.Notes.SelectMany(note => note.Uses), use =>
        {
            var sentence = use.Paragraph.SentenceAround(use.Reference);
            Assert.Contains(use.Paragraph.Text.Substring(use.Reference.Start, use.Reference.Length), sentence, StringComparison.Ordinal);
            Assert.Contains(sentence, use.Paragraph.Text, StringComparison.Ordinal);
            Assert.EndsWith("。", sentence, StringComparison.Ordinal);
        });
}
