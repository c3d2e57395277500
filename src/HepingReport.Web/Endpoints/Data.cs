using System.Globalization;
using System.Text;
using HepingReport.Content;
using HepingReport.Storage;
using HepingReport.Web.Security;

namespace HepingReport.Web.Endpoints;

/// <summary>/data: the figures as files, with the same filters as the pages.</summary>
public static class Data
{
    /// <summary>Columns of the CSV with what CSVW says of each.</summary>
    private static readonly (string Name, string Title, string Datatype)[] Columns =
    [
        ("id", "编号", "string"), ("name", "指标", "string"), ("year", "年份", "gYear"), ("value", "数值", "decimal"), ("unit", "单位", "string"),
        ("qualifier", "限定词", "string"), ("kind", "类型", "string"), ("topic", "专题", "string"), ("chapter", "章", "string"), ("section", "节", "string"),
        ("paragraph", "段落", "string"), ("quote", "原文", "string"), ("url", "网址", "anyURI"), ("comparesWith", "对应指标", "string"),
    ];

    public static void MapData(this WebApplication app)
    {
        var data = app.MapGroup("").RequireCors(policy => policy.AllowAnyOrigin().WithMethods("GET")).RequireRateLimiting(RateLimits.Data).WithTimeout(app.Services.GetRequiredService<LimitsOptions>()).AddEndpointFilter(Unchanged.Filter).ExcludeFromDescription();
        data.MapGet(Links.IndicatorsCsv, async ([AsParameters] IndicatorFilter filter, ReportStore store, ContentSnapshot content, SiteAddress address, CancellationToken cancellation) =>
        {
            var (query, faults) = filter.Parse(content);
            return faults.Count > 0 ? BadFilter(faults) : Results.Bytes(Csv((await store.QueryAsync(query, content, cancellation)).Select(figure => ApiIndicator.Of(figure, content, address))), "text/csv; charset=utf-8; header=present", "heping-2018-indicators.csv");
        });
        data.MapGet(Links.IndicatorsJson, async ([AsParameters] IndicatorFilter filter, ReportStore store, ContentSnapshot content, SiteAddress address, CancellationToken cancellation) =>
        {
            var (query, faults) = filter.Parse(content);
            return faults.Count > 0 ? BadFilter(faults) : Results.Ok((await store.QueryAsync(query, content, cancellation)).Select(figure => ApiIndicator.Of(figure, content, address)));
        });
        data.MapGet(Links.IndicatorsCsvMetadata, (SiteAddress address) => Results.Json(Metadata(address), contentType: "application/csvm+json; charset=utf-8"));
    }

    private static IResult BadFilter(List<Indicators.QueryFault> faults) =>
        Results.ValidationProblem(faults.ToDictionary(fault => fault.Field, fault => new[] { $"可以写：{fault.Expected}" }), title: "查询条件有误");

    /// <summary>RFC 4180 with a byte order mark, without which office programs read Chinese as Latin.</summary>
    internal static byte[] Csv(IEnumerable<ApiIndicator> indicators)
    {
        var csv = new StringBuilder();
        csv.AppendJoin(',', Columns.Select(column => column.Name)).Append("\r\n");
        foreach (var indicator in indicators)
        {
            csv.AppendJoin(',', new[]
            {
                indicator.Id, indicator.Name, indicator.Year.ToString(CultureInfo.InvariantCulture), indicator.Value.ToString("0.####", CultureInfo.InvariantCulture), indicator.Unit,
                indicator.Qualifier ?? "", indicator.Kind, indicator.Topic, indicator.Chapter, indicator.Section, indicator.Paragraph, indicator.Quote, indicator.Url,
                string.Join(' ', indicator.ComparesWith ?? []),
            }.Select(Cell)).Append("\r\n");
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())];
    }

    /// <summary>A cell that begins like a formula, in half or full width, gets an apostrophe, so that no program runs it.</summary>
    internal static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static Dictionary<string, object> Metadata(SiteAddress address) => new()
    {
        ["@context"] = new object[] { "http://www.w3.org/ns/csvw", new Dictionary<string, string> { ["@language"] = "zh-CN" } },
        ["url"] = address.Absolute(Links.IndicatorsCsv),
        ["dc:title"] = "天津市和平区2018年政府工作报告：2017年指标和2018年目标",
        ["dc:publisher"] = "天津市和平区人民政府",
        ["dialect"] = new Dictionary<string, object> { ["encoding"] = "utf-8", ["header"] = true, ["lineTerminators"] = "\r\n" },
        ["tableSchema"] = new Dictionary<string, object>
        {
            ["primaryKey"] = "id",
            ["aboutUrl"] = address.Absolute(Links.Indicators + "/{id}"),
            ["columns"] = Columns.Select(column => new Dictionary<string, object>
            {
                ["name"] = column.Name,
                ["titles"] = new[] { column.Name, column.Title },
                ["datatype"] = column.Datatype,
                ["required"] = column.Name is not ("qualifier" or "unit" or "comparesWith"),
            }).ToList(),
        },
    };
}
