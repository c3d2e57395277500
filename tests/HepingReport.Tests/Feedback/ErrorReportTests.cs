using System.Security.Cryptography;
using HepingReport.Feedback;

namespace HepingReport.Tests.Feedback;

public sealed class ErrorReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("  　两头的空白　\n", "两头的空白")]
    [InlineData("a\0b\u001b[31mc\u0007\u009b", "ab[31mc")]
    [InlineData("🀄 \u202eabc", "🀄 \u202eabc")]
    [InlineData("　\t\r\n", "")]
    [InlineData(null, "")]
    public void What_is_typed_stays_but_for_what_no_reader_sees(string? typed, string kept) => Assert.Equal(kept, TypedText.Clean(typed));

    /// <summary>Not as an attribute: in metadata half a pair would be gone already.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_what_cannot_be_read() => Assert.Equal("\ufffda\ufffd", TypedText.Clean("\udc04a\ud83c"));

    [Fact]
    public void Until_it_is_answered_it_can_be_withdrawn_at_any_time_and_then_its_words_are_gone()
    {
        var report = Report();
        Assert.True(report.CanBeWithdrawn(Noon.AddYears(1), TenMinutes));

        report.Withdraw(Noon.AddYears(1));

        Assert.Equal((ErrorReportState.Withdrawn, "", null, null), (report.State, report.Text, report.Contact, report.Answer));
        Assert.Equal(Noon.AddYears(1), report.WithdrawnAt);
        Assert.Equal(Noon.AddYears(1), report.ContactDeletedAt);
        Assert.False(report.CanBeWithdrawn(Noon.AddYears(1), TenMinutes));
        Assert.Throws<InvalidOperationException>(() => report.AnswerWith("太晚了", Noon.AddYears(1)));
    }

    [Fact]
    public void Answered_it_can_be_withdrawn_for_ten_minutes_from_its_coming()
    {
        var report = Report();
        report.AnswerWith("已经改好", Noon.AddMinutes(1));

        Assert.True(report.CanBeWithdrawn(Noon.AddMinutes(10).AddTicks(-1), TenMinutes));
        Assert.False(report.CanBeWithdrawn(Noon.AddMinutes(10), TenMinutes));

        report.Withdraw(Noon.AddMinutes(9));
        Assert.Equal(("", null), (report.Text, report.Answer));
    }

    [Fact]
    public void A_link_fills_in_the_paragraph_and_the_words_that_stand_in_it_and_no_others()
    {
        var content = TestContent.RealSnapshot;
        var paragraph = content.Report.FindParagraph("economy-quality")!.Paragraph;

        var whole = ReportedPlace.Of(content, paragraph.Id, null, null)!;
        Assert.Equal(("第一章（一）第1段", "/report/review-2017/economy#economy-quality", paragraph.Text), (whole.Name, whole.Address, whole.Quote));
        Assert.Equal("预计实现地区生产总值850亿元", ReportedPlace.Of(content, paragraph.Id, "预计实现地区生产总值850亿元", null)!.Quote);
        Assert.Equal(paragraph.Text, ReportedPlace.Of(content, paragraph.Id, "没有这句话", null)!.Quote);
        Assert.Null(ReportedPlace.Of(content, "no-such-paragraph", "x", null));
    }

    [Theory]
    [InlineData("/report/review-2017/economy", "第一章（一）")]
    [InlineData("/indicators/gdp-2017", "指标：地区生产总值")]
    [InlineData("/legal#cookies", "法律声明")]
    [InlineData("/search?q=%E5%81%9C%E8%BD%A6", "本站的一页")]
    [InlineData("//evil.example/", null)]
    [InlineData("/\\evil.example", null)]
    [InlineData("https://evil.example/", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("/a\r\nSet-Cookie: x=1", null)]
    [InlineData("", null)]
    public void A_page_is_one_of_this_site_or_none(string from, string? name) =>
        Assert.Equal(name, ReportedPlace.Of(TestContent.RealSnapshot, null, null, from)?.Name);

    [Fact]
    public void The_same_form_with_other_words_is_another_report()
    {
        var once = new Submission("key", null, ProblemKind.Typo, "说明", "电话").Fingerprint;

        Assert.Equal(once, new Submission("key", null, ProblemKind.Typo, "说明", "电话").Fingerprint);
        Assert.NotEqual(once, new Submission("key", null, ProblemKind.Typo, "别的", "电话").Fingerprint);
        Assert.NotEqual(once, new Submission("key", null, ProblemKind.Number, "说明", "电话").Fingerprint);
        Assert.NotEqual(once, new Submission("key", null, ProblemKind.Typo, "说明", null).Fingerprint);
        Assert.NotEqual(once, new Submission("other", null, ProblemKind.Typo, "说明", "电话").Fingerprint);
    }

    private static ErrorReport Report()
    {
        using var random = RandomNumberGenerator.Create();
        return ErrorReport.Of(new Submission("key", null, ProblemKind.Typo, "少了一个字", "022-12345678"), Receipt.Draw(random), Noon);
    }
}
