namespace HepingReport;

/// <summary>
/// One quantitative statement of the report: a 2017 actual or a 2018 target, with the words that state it. Value, unit and qualifier are as printed;
/// nothing is converted.
/// </summary>
public sealed record Indicator
{
    /// <summary>ASCII, short, kept for ever; ends in the year.</summary>
    public required string Id { get; init; }

    /// <summary>As a statistician would write it; the site's words, not the report's.</summary>
    public required string Name { get; init; }

    /// <summary>2017 or 2018.</summary>
    public required int Year { get; init; }

    /// <summary>The number as printed: 2.8 for 2.8万户. A decrease is printed, and kept, as a positive number with the qualifier 下降.</summary>
    public required decimal Value { get; init; }

    /// <summary>As printed: 亿元, 万平方米, 个百分点, %; empty where the report prints none (零死亡).</summary>
    public required string Unit { get; init; }

    /// <summary>Words that limit the number — 预计, 左右, 以上, 以内, 以下, 余, 下降 — joined by 、 in the order of the text; null where there are none.</summary>
    public string? Qualifier { get; init; }

    public required IndicatorKind Kind { get; init; }

    /// <summary>The resident's topic (topics.yml).</summary>
    public required string Topic { get; init; }

    public required ParagraphPlace Place { get; init; }

    /// <summary>Verbatim words of the paragraph; they stand there once and hold the number.</summary>
    public required string Quote { get; init; }

    /// <summary>Where the number, with its unit, stands in the paragraph's text.</summary>
    public required int Start { get; init; }

    public required int Length { get; init; }

    /// <summary>Position among all indicators, in the order of the report.</summary>
    public required int Order { get; init; }

    public string ValueText => Value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Number and unit as one run, with the qualifiers that stand around them in the text: 约, 超 before, 余 within, 左右, 以上 behind.</summary>
    public string Amount => AmountBefore + ValueText + UnitWithQualifier + AmountBehind;

    public string AmountBefore => string.Concat(Words.Where(word => !Qualifiers.Behind.Contains(word) && word != Qualifiers.Within));

    public string AmountBehind => string.Concat(Words.Where(Qualifiers.Behind.Contains));

    /// <summary>The unit, and 余 where the report sets it inside: 万余家（次）.</summary>
    public string UnitWithQualifier => Qualifiers.Inside(Unit, Words.Contains(Qualifiers.Within));

    public IEnumerable<string> Words => Qualifier?.Split('、') ?? [];
}

/// <summary>What a number measures. The code is the word used in content, addresses and the API.</summary>
public enum IndicatorKind
{
    /// <summary>An amount of money, area, length; a rank.</summary>
    Level,

    /// <summary>Change against the year before, in percent.</summary>
    Growth,

    /// <summary>A part of a whole, in percent.</summary>
    Share,

    /// <summary>A number of things, persons, households, times or years.</summary>
    Count,

    /// <summary>A ceiling: 以内, 以下.</summary>
    Limit,

    /// <summary>A difference in percentage points.</summary>
    Change,
}

public static class IndicatorKinds
{
    private static readonly (IndicatorKind Kind, string Code, string Name)[] Known =
    [
        (IndicatorKind.Level, "level", "总量"),
        (IndicatorKind.Growth, "growth", "增速"),
        (IndicatorKind.Share, "share", "占比"),
        (IndicatorKind.Count, "count", "数量"),
        (IndicatorKind.Limit, "limit", "上限"),
        (IndicatorKind.Change, "change", "变化"),
    ];

    public static IEnumerable<IndicatorKind> All => Known.Select(kind => kind.Kind);

    public static string Codes => string.Join("、", Known.Select(kind => kind.Code));

    public static string Code(this IndicatorKind kind) => Known.First(entry => entry.Kind == kind).Code;

    public static string Name(this IndicatorKind kind) => Known.First(entry => entry.Kind == kind).Name;

    public static IndicatorKind? Parse(string code) =>
        Known.Where(entry => entry.Code == code).Select(entry => (IndicatorKind?)entry.Kind).FirstOrDefault();
}

/// <summary>Words that limit a number, by where the report sets them.</summary>
public static class Qualifiers
{
    /// <summary>Right behind the unit.</summary>
    public static readonly IReadOnlyList<string> Behind = ["左右", "以上", "以内", "以下"];

    /// <summary>Anywhere before the number in its quote.</summary>
    public static readonly IReadOnlyList<string> Before = ["预计", "约", "超", "近", "下降"];

    /// <summary>Those that speak of the number wherever they stand before it; the others may belong to another word (超亿元).</summary>
    public static readonly IReadOnlyList<string> Telling = ["预计", "下降"];

    /// <summary>Inside the unit, after 万 or 亿 or at its start.</summary>
    public const string Within = "余";

    public static IEnumerable<string> All => [.. Before, Within, .. Behind];

    /// <summary>The unit as it is printed when 余 belongs to the number.</summary>
    public static string Inside(string unit, bool within)
    {
        if (!within)
        {
            return unit;
        }

        var afterMagnitude = unit.Length > 0 && unit[0] is '万' or '亿' ? 1 : 0;
        return unit.Insert(afterMagnitude, Within);
    }
}
