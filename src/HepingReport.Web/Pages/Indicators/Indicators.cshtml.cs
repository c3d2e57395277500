using HepingReport.Content;
using HepingReport.Indicators;
using HepingReport.Storage;
using HepingReport.Web.Endpoints;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>The table of all figures; its filters are the address, so that a selection can be sent.</summary>
public sealed class IndicatorsModel(ContentSnapshot content, ReportStore store) : SitePage(content)
{
    private static readonly Dictionary<string, string> FieldNames = new() { ["year"] = "年份", ["kind"] = "类型", ["topic"] = "专题", ["chapter"] = "章", ["q"] = "含有的字", ["sort"] = "排列" };

    [BindProperty(SupportsGet = true, Name = "")]
    public IndicatorFilter Filter { get; set; } = new();

    public IndicatorQuery Query { get; private set; } = new();

    public IReadOnlyList<QueryFault> Faults { get; private set; } = [];

    public IReadOnlyList<Indicator> Rows { get; private set; } = [];

    /// <summary>The same selection for the data files.</summary>
    public string DataQuery => Faults.Count == 0 ? Filter.ToQuery().Value ?? "" : "";

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        (Query, var faults) = Filter.Parse(Snapshot);
        Faults = faults;
        Response.StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Rows = await store.QueryAsync(Query, Snapshot, cancellation);
        Head = new PageHead($"主要指标{(Query.IsEverything ? "" : $"（{Rows.Count}项）")}：2017年实绩和2018年目标", "报告里的每一个数据，带单位、限定词和出处，可以筛选、排序和取走。", PageKind.Column)
        {
            DataAddress = Links.IndicatorsCsv + DataQuery,
        };
    }

    public string NameOf(string field) => FieldNames.GetValueOrDefault(field, field);

    public string? AriaSort(string column) => Query.Sort != column ? null : Query.Descending ? "descending" : "ascending";

    /// <summary>The same selection sorted by a column, or the other way round if it is already.</summary>
    public string SortLink(string column)
    {
        var sort = Query.Sort == column && !Query.Descending ? "-" + column : column;
        return Links.Indicators + IndicatorFilter.Of(Query, sort).ToQuery();
    }
}
