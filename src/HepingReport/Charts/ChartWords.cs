namespace HepingReport.Charts;

/// <summary>Charts of figures, each with the sentence that says the same in words.</summary>
public static class ChartWords
{
    /// <summary>Both sides of a comparison on one scale.</summary>
    /// <exception cref="ArgumentException">The two do not belong on one scale.</exception>
    public static BarChartOptions Of(Comparison comparison)
    {
        if (!comparison.IsDrawable)
        {
            throw new ArgumentException($"{comparison.From.Id} and {comparison.To.Id} are {comparison.Class.Name()} and not drawn together.", nameof(comparison));
        }

        return new BarChartOptions(
            $"chart-{comparison.From.Id}-{comparison.To.Id}",
            Sentence(comparison),
            [BarOf(comparison.From), BarOf(comparison.To)],
            comparison.From.Kind == IndicatorKind.Share ? 100 : null);
    }

    /// <summary>A share as a part of its whole.</summary>
    public static BarChartOptions OfShare(Indicator share) =>
        new($"chart-{share.Id}", $"{share.Name}：{share.Amount}。", [BarOf(share)], Whole: 100);

    /// <summary>Both facts side by side, and no verdict.</summary>
    public static string Sentence(Comparison comparison)
    {
        var (from, to) = (comparison.From, comparison.To);
        var facts = $"{from.Name}：2017年{from.Amount}，2018年目标{to.Amount}";
        return comparison.Difference switch
        {
            null => facts + "。",
            0 => facts + "，两数相同（本站计算）。",
            var difference => $"{facts}，{Direction(from, difference.Value)}{Math.Abs(difference.Value):0.####}{DifferenceUnit(from)}（本站计算）。",
        };
    }

    /// <summary>Of two ceilings only the ceilings are compared, not what lies below them.</summary>
    private static string Direction(Indicator from, decimal difference) => from.Kind == IndicatorKind.Limit
        ? $"目标的上限比上年的上限{(difference > 0 ? "高" : "低")}"
        : $"目标比上年{(difference > 0 ? "多" : "少")}";

    /// <summary>A difference between percentages is in percentage points.</summary>
    private static string DifferenceUnit(Indicator indicator) => indicator.Unit == "%" ? "个百分点" : indicator.Unit;

    private static Bar BarOf(Indicator indicator) => new(indicator.Year, indicator.Value, indicator.Amount);
}
