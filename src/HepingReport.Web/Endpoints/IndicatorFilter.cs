using System.Globalization;
using HepingReport.Content;
using HepingReport.Indicators;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Endpoints;

/// <summary>The filters of a list of figures as they stand in an address; the same for pages, API and data files.</summary>
public sealed class IndicatorFilter
{
    [FromQuery(Name = "year")]
    public string? Year { get; init; }

    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }

    [FromQuery(Name = "topic")]
    public string? Topic { get; init; }

    [FromQuery(Name = "chapter")]
    public string? Chapter { get; init; }

    [FromQuery(Name = "q")]
    public string? Text { get; init; }

    [FromQuery(Name = "sort")]
    public string? Sort { get; init; }

    public (IndicatorQuery Query, List<QueryFault> Faults) Parse(ContentSnapshot content)
    {
        var (query, faults) = IndicatorQuery.Parse(
            Year, Kind, Topic, Chapter, Text, Sort,
            content.Topics.Select(topic => topic.Id), content.Report.Chapters.Select(chapter => chapter.Id).Append(Section.WholeReport));
        return (query, [.. faults]);
    }

    /// <summary>What of a query was understood, sorted in another way.</summary>
    public static IndicatorFilter Of(IndicatorQuery query, string sort) => new()
    {
        Year = query.Year?.ToString(CultureInfo.InvariantCulture),
        Kind = query.Kind?.Code(),
        Topic = query.Topic,
        Chapter = query.Chapter,
        Text = query.Text,
        Sort = sort,
    };

    /// <summary>The same filters as a query, for links to the same list in another form.</summary>
    public QueryString ToQuery()
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in new[] { ("year", Year), ("kind", Kind), ("topic", Topic), ("chapter", Chapter), ("q", Text), ("sort", Sort) })
        {
            query = string.IsNullOrEmpty(value) ? query : query.Add(name, value);
        }

        return query;
    }
}
