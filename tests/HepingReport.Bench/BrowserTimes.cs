using System.Text.Json;
using Microsoft.Playwright;

namespace HepingReport.Bench;

/// <summary>
/// What a slow phone does with the main pages: how far they shift while they load, and how long its processor is taken at once: as the browser tells it,
/// with all that the machine let it wait, and the work alone, which is the same in every hour of the machine.
/// </summary>
internal static class BrowserTimes
{
    private const int Visits = 5;
    private const int SlowedDown = 4;

    /// <summary>What the browser calls a long task, in milliseconds.</summary>
    private const int LongTask = 50;

    /// <summary>The last is a few lines of plain text: what the browser needs for anything at all.</summary>
    private static readonly string[] Addresses = [Links.Home, "/report/review-2017/economy", Links.Indicators, Links.SearchFor("养老"), "/.well-known/security.txt"];

    private const string Observe = """
        window.measured = { shift: 0, tasks: [] };
        new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) measured.shift += entry.value; })).observe({ type: "layout-shift", buffered: true });
        new PerformanceObserver(list => list.getEntries().forEach(entry => measured.tasks.push([entry.startTime, entry.duration]))).observe({ type: "longtask", buffered: true });
        """;

    private const string Tell = """
        () => {
          const parsed = performance.getEntriesByType("navigation")[0].domInteractive;
          const longest = tasks => Math.max(0, ...tasks.map(task => task[1]));
          return [measured.shift, longest(measured.tasks.filter(task => task[0] >= parsed)), longest(measured.tasks.filter(task => task[0] < parsed))];
        }
        """;

    public static async Task RunAsync()
    {
        var chromium = await Programs.ChromiumAsync();
        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-browser-").FullName;
        var rows = new List<IReadOnlyList<string>>();
        await using (var site = await PublishedSite.StartAsync(folder))
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu"] });
            foreach (var address in Addresses)
            {
                foreach (var view in (string[])["standard", "care"])
                {
                    var visits = new List<double[]>();
                    for (var visit = 0; visit < Visits; visit++)
                    {
                        visits.Add(await VisitAsync(browser, site.Address, address, view));
                    }

                    rows.Add([$"{Uri.UnescapeDataString(address)}, {view}", $"{visits.Max(visit => visit[0]):0.####}", Longest(visits, 1), Longest(visits, 2), $"{visits.Count(visit => visit[1] > 0)} / {visits.Count(visit => visit[2] > 0)}", $"{Table.Median(visits.Select(visit => visit[3])):0} ms"]);
                }
            }
        }

        Directory.Delete(folder, recursive: true);
        Table.Write($"In the browser, 360 px, processor slowed down {SlowedDown} times, worst of {Visits} first visits",
            ["page", "layout shift", "longest task after the HTML was parsed", "longest task before", "visits with one after / before", "work of the longest task (median)"], rows,
            $"Tasks of up to {LongTask} ms are not told by the browser. Each page is scrolled to its end.");
    }

    private static string Longest(IEnumerable<double[]> visits, int column) => visits.Max(visit => visit[column]) is > 0 and var longest ? $"{longest:0} ms" : $"at most {LongTask} ms";

    private static async Task<double[]> VisitAsync(IBrowser browser, Uri root, string address, string view)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true, Locale = "zh-CN", TimezoneId = "Asia/Shanghai" });
        await context.AddInitScriptAsync(Observe);
        await context.AddCookiesAsync([new Cookie { Name = "reading", Value = $"view={view}", Url = root.ToString() }]);
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = SlowedDown });
        await using var trace = await Trace.StartAsync(browser);
        await page.GotoAsync(new Uri(root, address).ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle });
        for (var screens = 0; screens < 30 && await page.EvaluateAsync<bool>("() => scrollY + innerHeight < document.documentElement.scrollHeight - 1"); screens++)
        {
            await page.EvaluateAsync("() => scrollBy(0, innerHeight)");
            await page.WaitForTimeoutAsync(100);
        }

        await page.WaitForTimeoutAsync(1000);
        return [.. await page.EvaluateAsync<double[]>(Tell), await trace.LongestWorkAsync(root)];
    }

    /// <summary>What the browser writes down of itself while a page is visited.</summary>
    private sealed class Trace : IAsyncDisposable
    {
        private readonly List<JsonElement> events = [];
        private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ICDPSession session;

        private Trace(ICDPSession session)
        {
            this.session = session;
            session.Event("Tracing.dataCollected").OnEvent += (_, data) => events.AddRange(data!.Value.GetProperty("value").EnumerateArray());
            session.Event("Tracing.tracingComplete").OnEvent += (_, _) => complete.TrySetResult();
        }

        public static async Task<Trace> StartAsync(IBrowser browser)
        {
            var trace = new Trace(await browser.NewBrowserCDPSessionAsync());
            await trace.session.SendAsync("Tracing.start", new Dictionary<string, object>
            {
                ["transferMode"] = "ReportEvents",
                ["traceConfig"] = new Dictionary<string, object> { ["includedCategories"] = (string[])["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] },
            });
            return trace;
        }

        /// <summary>The longest task of the thread that read the page's HTML, in milliseconds of processor time.</summary>
        public async Task<double> LongestWorkAsync(Uri root)
        {
            await session.SendAsync("Tracing.end");
            await complete.Task;
            var reading = events.First(e => Is(e, "ParseHTML") && e.GetProperty("args").GetProperty("beginData").GetProperty("url").GetString()!.StartsWith(root.ToString(), StringComparison.Ordinal));
            return events
                .Where(e => (Is(e, "RunTask") || Is(e, "ThreadControllerImpl::RunTask")) && Same(e, reading, "pid") && Same(e, reading, "tid") && e.TryGetProperty("tdur", out _))
                .Max(e => e.GetProperty("tdur").GetDouble()) / 1000;
        }

        public async ValueTask DisposeAsync() => await session.DetachAsync();

        private static bool Is(JsonElement e, string name) => e.GetProperty("name").GetString() == name;

        private static bool Same(JsonElement one, JsonElement other, string property) => one.GetProperty(property).GetInt64() == other.GetProperty(property).GetInt64();
    }
}
