using System.Xml.Linq;
using HepingReport.Charts;

namespace HepingReport.Tests.Charts;

public sealed class BarChartTests
{
    [Theory]
    [InlineData("tax-share-2017", "tax-share-2018")]
    [InlineData("tax-buildings-2017", "tax-buildings-2018")]
    [InlineData("gdp-growth-2017", "gdp-growth-2018")]
    [InlineData("green-area-2017", "green-area-2018")]
    public async Task A_pair_is_drawn_as_the_golden_file_has_it(string from, string to)
    {
        var pair = TestContent.RealSnapshot.Indicators.Comparisons.Single(pair => pair.From.Id == from && pair.To.Id == to);

        await Golden.MatchesAsync($"{from}.svg", BarChart.Render(ChartWords.Of(pair)));
    }

    [Fact]
    public async Task A_share_is_drawn_as_a_part_of_its_whole() =>
        await Golden.MatchesAsync("finance-share-2017.svg", BarChart.Render(ChartWords.OfShare(TestContent.RealSnapshot.Indicators.Find("finance-share-2017")!)));

    [Fact]
    public void Lengths_begin_at_zero_and_keep_the_proportion_of_the_values()
    {
        foreach (var pair in TestContent.RealSnapshot.Indicators.Comparisons.Where(pair => pair.IsDrawable))
        {
            var svg = XElement.Parse(BarChart.Render(ChartWords.Of(pair)));
            var bars = svg.Elements().Where(element => element.Name.LocalName == "rect" && (string?)element.Attribute("class") is "chart__y2017" or "chart__bar2018").ToList();

            Assert.All(bars, bar => Assert.Equal("0", bar.Attribute("x")!.Value));
            var widths = bars.Select(bar => decimal.Parse(bar.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.True(Math.Abs((widths[0] * pair.To.Value) - (widths[1] * pair.From.Value)) <= 0.1m * (pair.From.Value + pair.To.Value), $"{pair.From.Id}: {widths[0]} : {widths[1]}");
        }
    }

    [Fact]
    public void What_does_not_compare_is_not_drawn()
    {
        var pair = TestContent.RealSnapshot.Indicators.Comparisons.First(pair => !pair.IsDrawable);

        Assert.Throws<ArgumentException>(() => ChartWords.Of(pair));
    }

    [Fact]
    public void Words_of_the_content_cannot_become_markup() =>
        Assert.Contains("&lt;b&gt;", BarChart.Render(new BarChartOptions("x", "<b>", [new Bar(2017, 1, "<b>")])));
}
