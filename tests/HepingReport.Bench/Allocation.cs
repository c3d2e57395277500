using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace HepingReport.Bench;

/// <summary>
/// What a request takes of the garbage collector's memory: the published process says itself, by its counter <c>alloc-rate</c>, how much it has
/// allocated while wrk asks, and wrk how often it was answered. All that the process does meanwhile is in it, the request log too.
/// </summary>
internal static class Allocation
{
    private const string Page = "/report/review-2017/economy";
    private const int Seconds = 10;
    private static readonly (string, string) Brotli = ("Accept-Encoding", "br");

    public static async Task RunAsync(IReadOnlyList<string> settings)
    {
        Programs.Find("wrk", "wrk");
        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-allocation-").FullName;
        var rows = new List<IReadOnlyList<string>>();
        await using (var site = await PublishedSite.StartAsync(Path.Combine(folder, "data"), settings: settings))
        {
            var tag = await PageSpeed.SettledTagAsync(site);
            rows.Add(await MeasureAsync("section page", site.ProcessId, new Uri(site.Address, Page), Brotli));
            rows.Add(await MeasureAsync("section page, care view", site.ProcessId, new Uri(site.Address, Page), Brotli, ("Cookie", "reading=view=care")));
            rows.Add(await MeasureAsync("section page, 304", site.ProcessId, new Uri(site.Address, Page), Brotli, ("If-None-Match", tag)));
            rows.Add(await MeasureAsync("home", site.ProcessId, site.Address, Brotli));
            var file = Path.Combine(folder, "page.html");
            await File.WriteAllBytesAsync(file, new byte[8 * 1024]);
            await using var bare = await ByteServer.StartAsync("bare", file);
            rows.Add(await MeasureAsync("bare Kestrel, for comparison", bare.ProcessId, bare.Address, Brotli));
        }

        Directory.Delete(folder, recursive: true);
        Table.Write("Allocation", ["", "requests", "bytes allocated per request", "errors"], rows, "Counted over the whole process, after a run for the just-in-time compiler.");
    }

    private static async Task<IReadOnlyList<string>> MeasureAsync(string name, int processId, Uri address, params (string, string)[] headers)
    {
        await Wrk.RunAsync(address, Seconds, headers);
        using var counter = new AllocationCounter(processId);
        var wrk = await Wrk.RunAsync(address, Seconds, headers);
        var bytes = await counter.StopAsync();
        return [name, $"{wrk.Requests:N0}", $"{bytes / wrk.Requests:N0}", $"{wrk.Errors}"];
    }

    /// <summary>Adds up what a process allocates from now on.</summary>
    private sealed class AllocationCounter : IDisposable
    {
        private readonly EventPipeSession session;
        private readonly Task reading;
        private double bytes;

        public AllocationCounter(int processId)
        {
            var counters = new EventPipeProvider("System.Runtime", EventLevel.Informational, (long)EventKeywords.All, new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" });
            session = new DiagnosticsClient(processId).StartEventPipeSession(counters);
            reading = Task.Run(() =>
            {
                using var source = new EventPipeEventSource(session.EventStream);
                source.Dynamic.All += Add;
                source.Process();
            });
        }

        public async Task<double> StopAsync()
        {
            // The last second is told at its end.
            await Task.Delay(TimeSpan.FromSeconds(2));
            await session.StopAsync(CancellationToken.None);
            await reading;
            return bytes > 0 ? bytes : throw new InvalidOperationException("The process told nothing of what it allocates.");
        }

        public void Dispose() => session.Dispose();

        private void Add(TraceEvent told)
        {
            if (told.EventName == "EventCounters" && told.PayloadValue(0) is IDictionary<string, object> outer && outer["Payload"] is IDictionary<string, object> counter && counter["Name"] is "alloc-rate")
            {
                bytes += (double)counter["Increment"];
            }
        }
    }
}
