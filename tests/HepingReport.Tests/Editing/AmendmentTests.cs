using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Editing.Forms;

namespace HepingReport.Tests.Editing;

/// <summary>A departure from the source, explained beside the text: what the site writes into the other files for the person.</summary>
public sealed class AmendmentTests
{
    private const string Governance = "report/review-2017/governance.md";
    private const string Economy = "report/review-2017/economy.md";
    private static readonly Amendment Punctuation = new("lost-punctuation", "三个并列的名词之间脱顿号。", "", "", "", new DateOnly(2026, 12, 1));
    private static readonly Amendment Issuers = new("issuer-amendment", "发布机关更正了预计数。", "关于更正政府工作报告的公告", "津和政告〔2018〕1号", "2018-03-01", new DateOnly(2026, 12, 1));

    [Fact]
    public void Lost_marks_are_registered_and_every_quote_of_the_words_follows_them()
    {
        var (source, departure) = Changed(Governance, "隔断房群租房日租房", "隔断房、群租房、日租房");
        var files = Punctuation.Explain(departure, source)!;

        Assert.Equal(["corrections.yml", "indicators.yml", "topics.yml"], files.Keys.Order());
        Assert.EndsWith("""

            - place: governance-safety
              source: 理隔断房群租房日租房1
              corrected: 理隔断房、群租房、日租房1
              kind: lost-punctuation
              reason: 三个并列的名词之间脱顿号。
              date: 2026-12-01

            """.ReplaceLineEndings("\n"), files["corrections.yml"]);
        Assert.Equal(2, files["topics.yml"].Split("治理隔断房、群租房、日租房1088间").Length - 1);
        Assert.Empty(ContentCheck.Of(source, files).Problems);
    }

    [Fact]
    public void A_changed_figure_is_held_back_until_its_indicator_says_the_same()
    {
        var (source, departure) = Changed(Economy, "地区生产总值850亿元", "地区生产总值851亿元");
        var files = Issuers.Explain(departure, source)!;
        var check = ContentCheck.Of(source, files);

        Assert.DoesNotContain(check.Errors, problem => problem.Code is "text-differs" or "words-not-once");
        Assert.Contains(check.In("indicators.yml"), problem => problem.Level == ProblemLevel.Error);
        Assert.False(check.MayBePublished);
    }

    [Theory]
    [InlineData("质量效益得到新提升。**坚持", "质量效益得到新提升**。坚持", false)]
    [InlineData("以质为帅、效速兼取", "以质为帅，效速兼取", true)]
    [InlineData("突出特色、厚植优势，经济保持", "突出特色，厚植优势、经济保持", true)]
    [InlineData("经济", "经济，", true)]
    public void Each_spot_is_widened_until_it_stands_once(string words, string changed, bool differs)
    {
        var text = TestContent.Real.TextOf(Economy);
        var at = text.IndexOf(words, text.IndexOf("**质量", StringComparison.Ordinal), StringComparison.Ordinal);
        var source = TestContent.Real.With(Economy, text[..at] + changed + text[(at + words.Length)..]);
        var departures = ContentLoader.Load(source).Departures;
        Assert.Equal(differs, departures.Count > 0);
        foreach (var departure in departures)
        {
            Assert.DoesNotContain(ContentCheck.Of(source, (Punctuation with { Kind = "issuer-amendment", NoticeTitle = "公告", NoticeNumber = "1号", NoticeDate = "2018-03-01" }).Explain(departure, source)!).Errors,
                problem => problem.Place.File == "corrections.yml" || problem.Code == "text-differs");
        }
    }

    [Fact]
    public void A_correction_whose_words_are_changed_again_is_replaced()
    {
        var (source, departure) = Changed(Economy, "更加精简高效。规范国资", "更加精简高效；规范国资");
        var files = Punctuation.Explain(departure, source)!;
        Assert.DoesNotContain("corrected: 精简高效。规范国资", files["corrections.yml"]);
        Assert.Empty(ContentCheck.Of(source, files).Errors);
    }

    [Fact]
    public void What_stands_in_the_middle_of_an_earlier_correction_is_not_registered_beside_it()
    {
        var source = TestContent.Real.Edit("report/review-2017/economy.md", "精简高效。规范国资平台举债行为", "精简高效。规范国资平台，举债行为");
        var departure = Assert.Single(ContentLoader.Load(source).Departures);
        var wide = source.Edit("corrections.yml", "source: 精简高效规范国资\n  corrected: 精简高效。规范国资\n", "source: 精简高效规范国资平台举债行为\n  corrected: 精简高效。规范国资平台，举债行为\n");
        Assert.Empty(ContentLoader.Load(wide).Departures);
        Assert.Null(Punctuation.Explain(departure, wide));
    }

    [Fact]
    public void A_second_change_of_a_paragraph_is_an_entry_of_its_own()
    {
        var (source, departure) = Changed(Economy, "严控债务风险", "严控，债务风险");
        var check = ContentCheck.Of(source, Punctuation.Explain(departure, source)!);
        Assert.DoesNotContain(check.Errors, problem => problem.Code == "text-differs" || problem.Place.File == "corrections.yml");
    }

    private static (ContentSource Source, Departure Departure) Changed(string path, string words, string changed)
    {
        var source = TestContent.Real.Edit(path, words, changed);
        return (source, Assert.Single(ContentLoader.Load(source).Departures));
    }
}
