using BenchmarkDotNet.Attributes;
using HepingReport.Content;
using HepingReport.Indicators;
using HepingReport.Storage;
using HepingReport.Web.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Bench;

/// <summary>Import of the figures and the table's query, at 1 to 1000 times today's rows; the first size is the measure of the others.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class StoreBenchmarks : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("heping-bench-").FullName;
    private ReportStore store = null!;
    private ContentSnapshot content = null!;
    private ContentSnapshot other = null!;

    [Params(1, 10, 100, 1000)]
    public int Times { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var today = (await ContentFolder.LoadAsync(TestSite.RealContent, CancellationToken.None)).Snapshot!;
        content = Multiply(today, Times, "a");
        other = Multiply(today, Times, "b");
        store = new ReportStore(folder, TimeProvider.System, NullLogger<ReportStore>.Instance);
        await store.BringInLineAsync(content, CancellationToken.None);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        store.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Both snapshots in turn, so that each call writes all rows.</summary>
    [Benchmark]
    public async Task ImportTwice()
    {
        await using var db = store.Open();
        await IndicatorImport.RunAsync(db, other, CancellationToken.None);
        await using var again = store.Open();
        await IndicatorImport.RunAsync(again, content, CancellationToken.None);
    }

    /// <summary>What a reader of the table asks for: one topic of one year, sorted by value.</summary>
    [Benchmark]
    public async Task<int> QueryOneTopic() =>
        (await store.QueryAsync(new IndicatorQuery { Year = 2018, Topic = "housing", Sort = "value", Descending = true }, content, CancellationToken.None)).Count;

    /// <summary>The whole table in the report's order.</summary>
    [Benchmark]
    public async Task<int> QueryEverything() => (await store.QueryAsync(new IndicatorQuery(), content, CancellationToken.None)).Count;

    /// <summary>Words in name or quote: every row is looked at.</summary>
    [Benchmark]
    public async Task<int> QueryText() => (await store.QueryAsync(new IndicatorQuery { Text = "新增" }, content, CancellationToken.None)).Count;

    private static ContentSnapshot Multiply(ContentSnapshot today, int times, string version)
    {
        var all = today.Indicators.All;
        var indicators = Enumerable.Range(0, times)
            .SelectMany(copy => all.Select(indicator => indicator with { Id = copy == 0 ? indicator.Id : $"{indicator.Id}-{copy}", Order = (copy * all.Count) + indicator.Order }))
            .ToList();
        return Synthetic.Of(today, today.Hash + version, new IndicatorCatalogue(indicators, today.Indicators.Comparisons), today.Search);
    }
}
