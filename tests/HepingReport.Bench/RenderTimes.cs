using System.Diagnostics;
using HepingReport.Content;
using HepingReport.Web.Tests;

namespace HepingReport.Bench;

/// <summary>Every page rendered anew, the cache turned off, one after the other over one loopback connection.</summary>
internal static class RenderTimes
{
    private const int WarmUps = 10;
    private const int Rounds = 10;

    public static async Task RunAsync(IReadOnlyList<string> settings)
    {
        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-render-").FullName;
        var times = new Dictionary<string, List<double>>();
        await using (var site = await PublishedSite.StartAsync(folder, settings: [.. settings, "--Delivery:Cache=off"]))
        {
            string[] pages = [.. (await ContentFolder.LoadAsync(TestSite.RealContent, CancellationToken.None)).Snapshot!.PageAddresses];
            foreach (var (view, round) in from round in Enumerable.Range(-WarmUps, WarmUps + Rounds) from view in (string[])["standard", "care"] select (view, round))
            {
                foreach (var page in pages)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, page);
                    request.Headers.Add("Cookie", $"reading=view={view}");
                    var clock = Stopwatch.GetTimestamp();
                    using var answer = await site.Client.SendAsync(request);
                    answer.EnsureSuccessStatusCode();
                    if (round >= 0)
                    {
                        foreach (var name in (string[])[$"{KindOf(page)}, {view}", "all pages, both views"])
                        {
                            (times.TryGetValue(name, out var known) ? known : times[name] = []).Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                        }
                    }
                }
            }
        }

        Directory.Delete(folder, recursive: true);
        Table.Write($"Rendering without the cache, {Rounds} times each page", ["pages", "requests", "median", "p99"],
            times.OrderByDescending(kind => kind.Value.Count).ThenBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(kind => (IReadOnlyList<string>)[kind.Key, $"{kind.Value.Count}", $"{Table.Median(kind.Value):0.00} ms", $"{Table.Percentile(kind.Value, 99):0.00} ms"]),
            "The whole answer over loopback, request log on, not compressed.");
    }

    /// <summary>Pages of one make together: those of single figures, of notes and terms, of topics, of sections.</summary>
    private static string KindOf(string page)
    {
        var parts = page.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is [("report" or "indicators" or "glossary" or "topics") and var folder, not "full", ..] ? $"/{folder}/…" : page;
    }
}
