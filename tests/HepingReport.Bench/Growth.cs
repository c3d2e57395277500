using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HepingReport.Content;
using HepingReport.Storage;
using HepingReport.Web.Tests;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Bench;

/// <summary>
/// The site with every chapter 1 to 1000 times, in a process for each size. The files are given to the loader from memory: on disk it takes no file
/// above two megabytes, which is today's text some forty times over. Pages are rendered anew, so that their growth is not hidden by the cache.
/// </summary>
internal static class Growth
{
    private const int Asked = 200;
    private static readonly int[] Sizes = [1, 10, 100, 1000];

    public static async Task RunAsync(IReadOnlyList<int> sizes)
    {
        var columns = new List<Dictionary<string, string>>();
        sizes = sizes.Count == 0 ? Sizes : sizes;
        foreach (var times in sizes)
        {
            var output = await Programs.RunAsync("dotnet", [typeof(Growth).Assembly.Location, "growth-at", $"{times}"]);
            columns.Add(JsonSerializer.Deserialize<Dictionary<string, string>>(output.Split('\n').Last(line => line.StartsWith('{')))!);
        }

        Table.Write("Growth", ["", .. sizes.Select(times => $"{times}×")], columns[0].Keys.Select(name => (IReadOnlyList<string>)[name, .. columns.Select(column => column[name])]),
            "Pages and search: median / 99th percentile of 200, over loopback, not from the cache; the section and the figure are of the last copy.");
    }

    /// <summary>One size, in this process; one line of JSON.</summary>
    public static async Task RunAtAsync(int times)
    {
        var measured = new Dictionary<string, string>();
        var source = Synthetic.Files(await ContentFolder.LoadAsync(TestSite.RealContent, CancellationToken.None), times);
        var reading = Stopwatch.StartNew();
        var load = ContentLoader.Load(source);
        reading.Stop();
        var content = load.Snapshot ?? throw new InvalidOperationException($"The loader does not take {times} times the content: {string.Join('\n', load.Problems.Take(5).Select(problem => $"{problem.Place}: {problem.Message}"))}");
        measured["sections / figures"] = $"{content.Report.Sections.Count:N0} / {content.Indicators.All.Count:N0}";
        measured["reading and checking the files"] = Milliseconds(reading);
        measured["figures into an empty report.db"] = await ImportAsync(content);

        using var site = new TestSite().With("Delivery:Cache", "off").With("Logs:Requests", "off");
        site.UseKestrel(0);
        site.StartServer();
        using var reader = new HttpClient { BaseAddress = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        await reader.GetStringAsync("/");
        var section = Links.Section(content.Report.Sections.Last(section => section.ChapterId == content.Report.Chapters[^1].Id));
        var swap = Stopwatch.StartNew();
        site.Services.GetRequiredService<CurrentContent>().Offer(load);
        await reader.GetStringAsync(section);
        measured["from the swap to a page of it"] = Milliseconds(swap);
        foreach (var (name, address) in new[]
        {
            ("section", section), ("home", Links.Home), ("one figure", Links.Indicator(content.Indicators.All[^1])), ("search", Links.SearchFor("养老")),
            ("outline, which lists every section", Links.Outline), ("table of all figures", Links.Indicators),
        })
        {
            measured[$"page: {name}"] = await AskAsync(reader, address);
        }

        GC.Collect();
        measured["managed memory / working set"] = string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:N0} / {Environment.WorkingSet / 1048576.0:N0} MB");
        Console.WriteLine(JsonSerializer.Serialize(measured));
    }

    private static async Task<string> ImportAsync(ContentSnapshot content)
    {
        var folder = Directory.CreateTempSubdirectory("heping-growth-").FullName;
        using var store = new ReportStore(folder, TimeProvider.System, NullLogger<ReportStore>.Instance);
        var clock = Stopwatch.StartNew();
        await store.BringInLineAsync(content, CancellationToken.None);
        clock.Stop();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return Milliseconds(clock);
    }

    /// <summary>Asks until there are enough answers, or half a minute is over for a page that takes long.</summary>
    private static async Task<string> AskAsync(HttpClient reader, string address)
    {
        var times = new List<double>();
        var all = Stopwatch.StartNew();
        for (var i = -Asked / 2; i < Asked && (times.Count == 0 || all.Elapsed < TimeSpan.FromSeconds(30)); i++)
        {
            var clock = Stopwatch.GetTimestamp();
            await reader.GetByteArrayAsync(address);
            if (i >= 0 || all.Elapsed > TimeSpan.FromSeconds(10))
            {
                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Table.Median(times):N1} / {Table.Percentile(times, 99):N1} ms");
    }

    private static string Milliseconds(Stopwatch clock) => string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalMilliseconds:N0} ms");
}
