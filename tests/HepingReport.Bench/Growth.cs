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
/// above two megabytes, which is today's text some forty times over. One site keeps its pages, another renders them anew, so that the cache hides no growth.
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
            "Pages: median / 99th percentile of 200, over loopback; the section and the figure are of the last copy. Memory is that of both sites and the test beside them.");
    }

    /// <summary>One size, in this process; one line of JSON.</summary>
    public static async Task RunAtAsync(int times)
    {
        var measured = new Dictionary<string, string>();
        var today = await ContentFolder.LoadAsync(TestSite.RealContent, CancellationToken.None);
        var source = Synthetic.Files(today, times);

        // Once before it counts, for the just-in-time compiler: else the smallest size would look the slowest.
        ContentLoader.Load(today.Source);
        await ImportAsync(today.Snapshot!);
        var reading = Stopwatch.StartNew();
        var load = ContentLoader.Load(source);
        reading.Stop();
        var content = load.Snapshot ?? throw new InvalidOperationException($"The loader does not take {times} times the content: {string.Join('\n', load.Problems.Take(5).Select(problem => $"{problem.Place}: {problem.Message}"))}");
        measured["sections / figures"] = $"{content.Report.Sections.Count:N0} / {content.Indicators.All.Count:N0}";
        measured["reading and checking the files"] = Milliseconds(reading);
        measured["figures into an empty report.db"] = await ImportAsync(content);

        var section = Links.Section(content.Report.Chapters[^1].Sections[^1]);
        using var kept = new TestSite().With("Delivery:Warm", "off");
        using (var reader = Reader(kept))
        {
            var swap = await OfferAsync(kept, reader, load, section);
            measured["from the swap to a section page"] = Milliseconds(swap);
            measured["from memory: section"] = await AskAsync(reader, section);
        }

        using var anew = new TestSite().With("Delivery:Cache", "off");
        using (var reader = Reader(anew))
        {
            await OfferAsync(anew, reader, load, section);
            foreach (var (name, address) in new[]
            {
                ("one figure", Links.Indicator(content.Indicators.All[^1])), ("search", Links.SearchFor("养老")), ("section, with the contents beside it", section),
                ("home, with the contents", Links.Home), ("outline", Links.Outline), ("table of all figures", Links.Indicators),
            })
            {
                measured[$"rendered: {name}"] = await AskAsync(reader, address);
            }
        }

        GC.Collect();
        measured["managed memory / working set"] = string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:N0} / {Environment.WorkingSet / 1048576.0:N0} MB");
        Console.WriteLine(JsonSerializer.Serialize(measured));
    }

    private static HttpClient Reader(TestSite site)
    {
        site.UseKestrel(0);
        site.StartServer();
        return new HttpClient { BaseAddress = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    /// <summary>From the swap of the content until a page that only it has is there.</summary>
    private static async Task<Stopwatch> OfferAsync(TestSite site, HttpClient reader, ContentLoad load, string page)
    {
        await reader.GetStringAsync("/");
        var clock = Stopwatch.StartNew();
        site.Services.GetRequiredService<CurrentContent>().Offer(load);
        await reader.GetStringAsync(page);
        clock.Stop();
        return clock;
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
