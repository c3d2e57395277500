using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using HepingReport.Content;
using HepingReport.Indicators;
using HepingReport.Storage;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace HepingReport.Web.Endpoints;

/// <summary>/api/v1: the report and its figures for programs; open to every origin for reading, described at /openapi/v1.json.</summary>
public static class Api
{
    private const string Version = "v1";
    private const string OpenToAll = "open to all";
    private const int DefaultPage = 20;
    private const int LargestPage = 500;

    public static void AddReportApi(this IServiceCollection services)
    {
        services.AddCors(cors => cors.AddPolicy(OpenToAll, policy => policy.AllowAnyOrigin().WithMethods("GET").WithExposedHeaders("ETag", "X-Total-Count", "Retry-After")));
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All));
        services.AddOpenApi(Version, openApi =>
        {
            openApi.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(Links.Api.TrimStart('/'), StringComparison.Ordinal) == true;
            openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "天津市和平区2018年政府工作报告";
                document.Info.Description = "报告全文、附注和全部数据，只读。";
                document.Info.Version = "1";
                document.Servers = [];
                return Task.CompletedTask;
            });
        });
    }

    public static void MapApi(this WebApplication app)
    {
        // Described once: it stays as it is while the process runs.
        var description = new Lazy<Task<(byte[] Json, EntityTagHeaderValue Tag)>>(() => DescribeAsync(app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version)));
        app.MapGet(Links.OpenApi, async () => Results.Bytes((await description.Value).Json, "application/json; charset=utf-8", entityTag: (await description.Value).Tag))
            .RequireCors(OpenToAll);
        var api = app.MapGroup(Links.Api).RequireCors(OpenToAll).RequireRateLimiting(RateLimits.Data).WithTimeout(app.Services.GetRequiredService<LimitsOptions>()).AddEndpointFilter(Unchanged.Filter).WithTags("报告");

        api.MapGet("/report", (ContentSnapshot content, SiteAddress address) => new ApiReport(
            content.Report.Title, content.Report.IssueDate, content.Report.Issuer, content.Hash,
            [.. content.Report.Sections.Select(section => new ApiSectionLink(section.ChapterId, section.Id, section.Number, section.Title, address.Absolute($"{Links.Api}/sections/{section.Key}")))]))
            .WithName("report").WithSummary("报告的题名、日期和各部分");

        api.MapGet("/sections/{chapter}/{section}", Results<Ok<ApiSection>, ProblemHttpResult> (string chapter, string section, ContentSnapshot content, SiteAddress address) =>
            content.Report.FindSection($"{chapter}/{section}") is { } found ? TypedResults.Ok(ApiSection.Of(found, address)) : NoSuchSection(chapter, section))
            .WithName("section").WithSummary("一个部分的全文").ProducesProblem(StatusCodes.Status404NotFound);

        api.MapSpeech();

        api.MapGet("/indicators", ListIndicatorsAsync)
            .WithName("indicators").WithSummary("全部数据，可以筛选和排序；要分页时用 page 和 pageSize")
            .Produces<IReadOnlyList<ApiIndicator>>().ProducesValidationProblem();

        api.MapGet("/indicators/{id}", Results<Ok<ApiIndicator>, ProblemHttpResult> (string id, ContentSnapshot content, SiteAddress address) =>
            content.Indicators.Find(id) is { } found ? TypedResults.Ok(ApiIndicator.Of(found, content, address)) : NotThere($"没有编号为 {id} 的指标。"))
            .WithName("indicator").WithSummary("一项数据").ProducesProblem(StatusCodes.Status404NotFound);

        api.MapGet("/comparisons", (ContentSnapshot content, SiteAddress address) =>
            content.Indicators.Comparisons.Select(comparison => ApiComparison.Of(comparison, content, address)).ToList())
            .WithName("comparisons").WithSummary("2017年的实绩和2018年与它对应的目标");

        api.MapGet("/glossary", (ContentSnapshot content, SiteAddress address) => content.Report.Notes.Select(note => ApiNote.Of(note, address)).ToList())
            .WithName("glossary").WithSummary("报告自带的附注");

        api.MapGet("/terms", (ContentSnapshot content, SiteAddress address) => content.Terms.Select(term => ApiTerm.Of(term, address)).ToList())
            .WithName("terms").WithSummary("本站注释：报告用到而没有解释的说法，不是报告原文");

        api.MapGet("/search", Search)
            .WithName("search").WithSummary("搜索报告、附注、数据、专题、地点和本站页面；一次 20 条，要别的用 page 和 pageSize，exact=true 只搜所写的词")
            .Produces<IReadOnlyList<ApiSearchHit>>().ProducesValidationProblem().RequireRateLimiting(RateLimits.Search);

        api.MapGet("/places", (ContentSnapshot content, SiteAddress address) => content.Places.Select(place => ApiPlace.Of(place, address)).ToList())
            .WithName("places").WithSummary("报告里写到名字的地点和机构，和写到它们的段落、附注");

        // Whatever else is asked for below the API is answered in its own form, not with a page.
        app.MapGet(Links.Api + "/{**rest}", () => NotThere("接口里没有这个地址，全部地址见 /openapi/v1.json。")).RequireCors(OpenToAll).ExcludeFromDescription();
    }

    private static async Task<(byte[] Json, EntityTagHeaderValue Tag)> DescribeAsync(IOpenApiDocumentProvider provider)
    {
        using var stream = new MemoryStream();
        await (await provider.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1);
        var json = stream.ToArray();

        // Weak: compression changes the bytes, not the content.
        return (json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}\"", isWeak: true));
    }

    private static async Task<IResult> ListIndicatorsAsync([AsParameters] IndicatorFilter filter, [FromQuery] string? page, [FromQuery] string? pageSize, ReportStore store, ContentSnapshot content, SiteAddress address, HttpResponse response, CancellationToken cancellation)
    {
        var (query, faults) = filter.Parse(content);
        var number = ReadPage("page", page, int.MaxValue / LargestPage, faults);
        var size = ReadPage("pageSize", pageSize, LargestPage, faults);
        if (faults.Count > 0)
        {
            return Faulty(faults);
        }

        var figures = await store.QueryAsync(query, content, cancellation);
        CountIn(response, figures.Count);
        IEnumerable<Indicator> wanted = figures;
        if (number is not null || size is not null)
        {
            wanted = figures.Skip(((number ?? 1) - 1) * (size ?? DefaultPage)).Take(size ?? DefaultPage);
        }

        return Results.Ok(wanted.Select(figure => ApiIndicator.Of(figure, content, address)).ToList());
    }

    private static IResult Search([FromQuery] string? q, [FromQuery] string? exact, [FromQuery] string? page, [FromQuery] string? pageSize, ContentSnapshot content, SiteAddress address, HttpResponse response)
    {
        var faults = new List<QueryFault>();
        var number = ReadPage("page", page, int.MaxValue / LargestPage, faults) ?? 1;
        var size = ReadPage("pageSize", pageSize, LargestPage, faults) ?? DefaultPage;
        if (faults.Count > 0)
        {
            return Faulty(faults);
        }

        var results = content.Search.Find(content.Search.Understand(q, exact == "true"), (number - 1) * size, size);
        CountIn(response, results.Total);
        return Results.Ok(results.Hits.Select(hit => ApiSearchHit.Of(hit, address)).ToList());
    }

    private static IResult Faulty(List<QueryFault> faults) =>
        Results.ValidationProblem(faults.ToDictionary(fault => fault.Field, fault => new[] { $"可以写：{fault.Expected}" }), title: "查询条件有误");

    private static void CountIn(HttpResponse response, int total) =>
        response.Headers["X-Total-Count"] = total.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int? ReadPage(string field, string? value, int most, List<QueryFault> faults)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        faults.Add(new QueryFault(field, $"1 到 {most} 的整数"));
        return null;
    }

    internal static ProblemHttpResult NoSuchSection(string chapter, string section) => NotThere($"报告里没有 {chapter}/{section} 这一部分。");

    private static ProblemHttpResult NotThere(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "没有找到");
}
