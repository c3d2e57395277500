using System.Globalization;
using System.Net;
using System.Text;

namespace HepingReport.Charts;

/// <summary>One bar: whose year it is, its length, and the words set beside it.</summary>
/// <param name="Year">2017 or 2018: label, colour and pattern all follow from it.</param>
/// <param name="Text">Value with unit and qualifier, as printed.</param>
public sealed record Bar(int Year, decimal Value, string Text);

/// <summary>What a bar chart shows. Lengths always begin at zero.</summary>
/// <param name="Id">Unique on the page; ids within the picture follow from it.</param>
/// <param name="Whole">The value of a full track (100 for a share), or null where the longest bar fills it.</param>
public sealed record BarChartOptions(string Id, string Title, IReadOnlyList<Bar> Bars, decimal? Whole = null);

/// <summary>
/// Horizontal bars as SVG: a pure function from options to markup. Colours, type and patterns come from the style sheet by class,
/// so that the picture follows theme, care view and print.
/// </summary>
/// <remarks>
/// There is no viewBox: heights are in em, so that words grow with the reader's text size; lengths are in pixels, so that one length
/// means one value wherever the picture stands, and the longest fits a screen of 320.
/// </remarks>
public static class BarChart
{
    private const int Width = 280;
    private const decimal LabelHeight = 1.55m;
    private const decimal BarHeight = 1.1m;
    private const decimal RowHeight = 3.4m;

    public static string Render(BarChartOptions options)
    {
        var height = ((options.Bars.Count - 1) * RowHeight) + LabelHeight + BarHeight;
        var full = options.Whole ?? options.Bars.Max(bar => bar.Value);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" role=\"img\" width=\"{Width}\" height=\"{height}em\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(options.Title)}</title>");
        if (options.Bars.Any(bar => bar.Year != 2017))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<defs><pattern id=\"{options.Id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"chart__ground\" width=\"6\" height=\"6\"/><rect class=\"chart__y2018\" width=\"2\" height=\"6\"/></pattern></defs>");
        }

        for (var i = 0; i < options.Bars.Count; i++)
        {
            var bar = options.Bars[i];
            var top = i * RowHeight;
            var length = full == 0 ? 0 : Math.Round(bar.Value / full * Width, 1);
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"chart__text\" x=\"0\" y=\"{top + 1.1m}em\">{bar.Year}年　<tspan class=\"chart__value\">{WebUtility.HtmlEncode(bar.Text)}</tspan></text>");
            if (options.Whole is not null)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"chart__track\" x=\"0\" y=\"{top + LabelHeight}em\" width=\"{Width}\" height=\"{BarHeight}em\"/>");
            }

            var fill = bar.Year == 2017 ? "class=\"chart__y2017\"" : string.Create(CultureInfo.InvariantCulture, $"class=\"chart__bar2018\" fill=\"url(#{options.Id}-hatch)\"");
            svg.Append(CultureInfo.InvariantCulture, $"<rect {fill} x=\"0\" y=\"{top + LabelHeight}em\" width=\"{length:0.#}\" height=\"{BarHeight}em\"/>");
        }

        return svg.Append("</svg>").ToString();
    }
}
