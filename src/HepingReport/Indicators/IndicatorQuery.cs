using System.Globalization;
using HepingReport.Storage;

namespace HepingReport.Indicators;

/// <summary>
/// Which figures a reader wants to see, and in what order: the query of /indicators, of the API and of the data files alike.
/// The same expressions run on SQLite and, should it be away, on rows in memory.
/// </summary>
public sealed record IndicatorQuery
{
    public const string DefaultSort = "order";

    /// <summary>Longest search text that is looked at.</summary>
    public const int LongestText = 100;

    /// <summary>What can be sorted by, with the words readers see. A leading minus turns the order round.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> Sorts = [(DefaultSort, "报告次序"), ("name", "指标名称"), ("year", "年份"), ("value", "数值（同单位相比）")];

    public int? Year { get; init; }

    public IndicatorKind? Kind { get; init; }

    public string? Topic { get; init; }

    public string? Chapter { get; init; }

    /// <summary>Words that stand in the name or in the quote.</summary>
    public string? Text { get; init; }

    public string Sort { get; init; } = DefaultSort;

    public bool Descending { get; init; }

    public bool IsEverything => this == new IndicatorQuery { Sort = Sort, Descending = Descending };

    /// <summary>Reads the addresses' words; whatever they cannot mean is named with what could stand there.</summary>
    /// <param name="topics">The topics there are.</param>
    /// <param name="chapters">The chapters there are, <c>report</c> for opening and closing among them.</param>
    public static (IndicatorQuery Query, IReadOnlyList<QueryFault> Faults) Parse(
        string? year, string? kind, string? topic, string? chapter, string? text, string? sort, IEnumerable<string> topics, IEnumerable<string> chapters)
    {
        var faults = new List<QueryFault>();
        var query = new IndicatorQuery
        {
            Year = Read("year", year, value => value is "2017" or "2018" ? int.Parse(value, CultureInfo.InvariantCulture) : (int?)null, "2017、2018"),
            Kind = Read("kind", kind, value => IndicatorKinds.Parse(value), IndicatorKinds.Codes),
            Topic = ReadName("topic", topic, topics),
            Chapter = ReadName("chapter", chapter, chapters),
            Text = ReadText(text),
        };

        var descending = sort?.StartsWith('-') == true;
        var sortCode = string.IsNullOrEmpty(sort) ? DefaultSort : descending ? sort[1..] : sort;
        if (Sorts.Any(known => known.Code == sortCode))
        {
            query = query with { Sort = sortCode, Descending = descending };
        }
        else
        {
            faults.Add(new QueryFault("sort", $"{string.Join("、", Sorts.Select(known => known.Code))}，前面加 - 表示倒序"));
        }

        return (query, faults);

        T? Read<T>(string field, string? value, Func<string, T?> parse, string expected)
            where T : struct
        {
            if (string.IsNullOrEmpty(value))
            {
                return null;
            }

            if (parse(value) is { } parsed)
            {
                return parsed;
            }

            faults.Add(new QueryFault(field, expected));
            return null;
        }

        string? ReadName(string field, string? value, IEnumerable<string> known)
        {
            if (string.IsNullOrEmpty(value) || known.Contains(value))
            {
                return string.IsNullOrEmpty(value) ? null : value;
            }

            faults.Add(new QueryFault(field, string.Join("、", known)));
            return null;
        }

        string? ReadText(string? value)
        {
            var trimmed = value?.Trim();
            if (trimmed?.Length > LongestText)
            {
                faults.Add(new QueryFault("q", $"不超过 {LongestText} 个字"));
                return null;
            }

            return string.IsNullOrEmpty(trimmed) ? null : trimmed;
        }
    }

    public IQueryable<IndicatorRow> Apply(IQueryable<IndicatorRow> rows)
    {
        if (Year is { } year)
        {
            rows = rows.Where(row => row.Year == year);
        }

        if (Kind is { } kind)
        {
            var code = kind.Code();
            rows = rows.Where(row => row.Kind == code);
        }

        if (Topic is { } topic)
        {
            rows = rows.Where(row => row.Topic == topic);
        }

        if (Chapter is { } chapter)
        {
            rows = rows.Where(row => row.Chapter == chapter);
        }

        if (Text is { } text)
        {
            rows = rows.Where(row => row.Name.Contains(text) || row.Quote.Contains(text));
        }

        return (Sort, Descending) switch
        {
            ("name", false) => rows.OrderBy(row => row.Name).ThenBy(row => row.Order),
            ("name", true) => rows.OrderByDescending(row => row.Name).ThenBy(row => row.Order),
            ("year", false) => rows.OrderBy(row => row.Year).ThenBy(row => row.Order),
            ("year", true) => rows.OrderByDescending(row => row.Year).ThenBy(row => row.Order),
            // Numbers of different units have no order among each other: units first.
            ("value", false) => rows.OrderBy(row => row.Unit).ThenBy(row => row.SortValue).ThenBy(row => row.Order),
            ("value", true) => rows.OrderByDescending(row => row.Unit).ThenByDescending(row => row.SortValue).ThenBy(row => row.Order),
            (_, true) => rows.OrderByDescending(row => row.Order),
            _ => rows.OrderBy(row => row.Order),
        };
    }
}

/// <summary>A part of a query that means nothing, and what could stand there.</summary>
public sealed record QueryFault(string Field, string Expected);
