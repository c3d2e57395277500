using System.Text;
using HepingReport.Content;

namespace HepingReport.Tests.Indicators;

/// <summary>What the figures' checks find, on the real content with one thing changed.</summary>
public sealed class FigureChecksTests
{
    [Fact]
    public void The_real_figures_are_complete_and_every_one_is_proven()
    {
        var figures = TestContent.RealSnapshot.Indicators;

        Assert.True(figures.All.Count > 140);
        Assert.Equal(figures.All.Count, figures.All.Select(figure => figure.Id).Distinct().Count());
        Assert.Equal([2017, 2018], figures.All.Select(figure => figure.Year).Distinct().Order());
        foreach (var figure in figures.All)
        {
            var text = figure.Place.Paragraph.Text;
            Assert.Equal(1, text.Split(figure.Quote).Length - 1);
            Assert.InRange(figure.Start, text.IndexOf(figure.Quote, StringComparison.Ordinal), text.IndexOf(figure.Quote, StringComparison.Ordinal) + figure.Quote.Length - 1);
            var printed = text.Substring(figure.Start, figure.Length);
            if (char.IsAsciiDigit(printed[0]))
            {
                Assert.Equal(figure.ValueText + figure.UnitWithQualifier, printed);
                Assert.StartsWith(figure.AmountBehind, text[(figure.Start + figure.Length)..]);
            }
        }
    }

    /// <summary>An independent count: every digit token of the body is covered, by a figure or by the list with reasons.</summary>
    [Fact]
    public void Every_digit_of_the_body_is_covered_once()
    {
        var body = TestContent.RealSnapshot.Report.Sections.SelectMany(section => section.Paragraphs).Select(paragraph => paragraph.Text)
            .Concat(TestContent.RealSnapshot.Report.Chapters.Select(chapter => chapter.Heading))
            .Concat(TestContent.RealSnapshot.Report.Sections.Where(section => section.Number is not null).Select(section => section.Heading));
        var tokens = body.Sum(text => System.Text.RegularExpressions.Regex.Count(text, @"\d+(\.\d+)?"));
        var bound = TestContent.RealSnapshot.Report.Paragraphs.SelectMany(paragraph => paragraph.Marks.OfType<FigureMark>().Select(mark => paragraph.Text[mark.Start])).Count(char.IsAsciiDigit);
        var listed = Text("numbers-not-indicators.yml").Split('\n').Count(line => line.StartsWith("- {", StringComparison.Ordinal) || line.StartsWith("- paragraph", StringComparison.Ordinal));

        Assert.Equal(153, tokens);
        Assert.Equal(tokens, bound + listed);
    }

    [Theory]
    [InlineData("a number edited in the text", "report/review-2017/economy.md", "同比增长22%", "同比增长23%", "text-differs", "number-uncovered", "words-not-once")]
    [InlineData("a quote that no longer stands", "indicators.yml", "quote: 税收超亿元楼宇达到35座", "quote: 税收过亿元楼宇达到35座", "words-not-once", "number-uncovered")]
    [InlineData("a quote without its number", "indicators.yml", "number: 35\n", "number: 36\n", "quote-without-number", "number-uncovered")]
    [InlineData("a doubled id", "indicators.yml", "id: gdp-growth-2017", "id: gdp-2017", "duplicate", "number-uncovered", "indicator-unknown")]
    [InlineData("a unit that does not agree", "indicators.yml", "value: 401\n  unit: 亿元", "value: 401\n  unit: 万元", "unit-differs")]
    [InlineData("a unit that is cut short", "indicators.yml", "value: 401\n  unit: 亿元", "value: 401\n  unit: 亿", "unit-differs")]
    [InlineData("a unit left out", "indicators.yml", "value: 401\n  unit: 亿元", "value: 401\n  unit: ''", "unit-differs")]
    [InlineData("an expected value taken for a fact", "indicators.yml", "  qualifier: 预计\n", "", "qualifier-missing")]
    [InlineData("a value that does not agree", "indicators.yml", "value: 401\n", "value: 402\n", "value-differs")]
    [InlineData("a qualifier that is not there", "indicators.yml", "value: 401\n  unit: 亿元\n", "value: 401\n  unit: 亿元\n  qualifier: 左右\n", "qualifier-absent")]
    [InlineData("a qualifier left out", "indicators.yml", "  qualifier: 以上\n", "", "qualifier-missing")]
    [InlineData("a qualifier nobody knows", "indicators.yml", "  qualifier: 以上\n", "  qualifier: 大概\n", "value-invalid", "qualifier-absent", "qualifier-missing")]
    [InlineData("a ceiling of another kind", "indicators.yml", "kind: limit", "kind: share", "value-invalid", "comparison-unlike")]
    [InlineData("a comparison with a missing side", "comparisons.yml", "to: tax-share-2018", "to: tax-shares-2018", "indicator-unknown")]
    [InlineData("a comparison of the wrong years", "comparisons.yml", "{ from: tax-share-2017, to: tax-share-2018", "{ from: tax-share-2018, to: tax-share-2017", "indicator-unknown")]
    [InlineData("a comparison of unlike units", "comparisons.yml", "to: tax-share-2018, class: 可比", "to: tax-buildings-2018, class: 可比", "comparison-unlike")]
    [InlineData("a class nobody knows", "comparisons.yml", "class: 增速可比", "class: 差不多", "value-invalid")]
    [InlineData("a number taken off the list", "numbers-not-indicators.yml", "words: 和平20条", "words: “和平20条”等", "none")]
    [InlineData("a topic nobody knows", "indicators.yml", "topic: economy", "topic: economics", "value-invalid")]
    [InlineData("a key figure nobody knows", "report/report.yml", "key-figures: [gdp-2017", "key-figures: [gdp-2016", "indicator-unknown")]
    public void A_planted_fault_is_found(string fault, string file, string good, string broken, params string[] codes)
    {
        var text = Text(file);
        Assert.Contains(good, text);
        var at = text.IndexOf(good, StringComparison.Ordinal);

        var problems = ContentLoader.Load(TestContent.Real.With(file, text[..at] + broken + text[(at + good.Length)..])).Problems;

        var found = problems.Select(problem => problem.Code).Distinct().ToList();
        Assert.True(codes is ["none"] ? found.Count == 0 : codes.All(found.Contains), $"{fault}: {string.Join(", ", problems)}");
    }

    [Fact]
    public void A_number_on_neither_list_is_named_with_its_sentence()
    {
        var list = Text("numbers-not-indicators.yml");
        var line = list.Split('\n').First(line => line.Contains("words: 和平20条", StringComparison.Ordinal));

        var problem = Assert.Single(ContentLoader.Load(TestContent.Real.With("numbers-not-indicators.yml", list.Replace(line + "\n", "", StringComparison.Ordinal))).Problems);

        Assert.Equal("number-uncovered", problem.Code);
        Assert.Contains("数字 20 还没有登记", problem.Message);
        Assert.Contains("和平20条", problem.Message);
        Assert.StartsWith("report/", problem.Place.File);
    }

    [Fact]
    public void A_number_on_both_lists_is_named()
    {
        var list = Text("numbers-not-indicators.yml") + "\n- { paragraph: economy-quality, number: 35, words: 楼宇达到35座, reason: 试一试 }\n";

        Assert.Equal("number-listed-twice", Assert.Single(ContentLoader.Load(TestContent.Real.With("numbers-not-indicators.yml", list)).Problems).Code);
    }

    [Fact]
    public void Only_what_compares_has_a_difference_and_only_that_is_drawn()
    {
        foreach (var pair in TestContent.RealSnapshot.Indicators.Comparisons)
        {
            Assert.Equal(pair.Class == Comparability.Comparable, pair.Difference is not null);
            Assert.Equal(pair.Class is Comparability.Comparable or Comparability.GrowthComparable, pair.IsDrawable);
            Assert.Equal(2017, pair.From.Year);
            Assert.Equal(2018, pair.To.Year);
        }
    }

    private static string Text(string file) => Encoding.UTF8.GetString(TestContent.Real.Find(file)!.Bytes.Span);
}
