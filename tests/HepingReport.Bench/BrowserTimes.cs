using Microsoft.Playwright;

namespace HepingReport.Bench;

/// <summary>What a slow phone does with the main pages: how far they shift while they load, and how long its processor is taken at once.</summary>
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
          return [measured.shift, longest(measured.tasks.filter(task => task[0] >= parsed)), longest(measured.tasks.filter(task => task[0] < parsed)), parsed];
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
            ["page", "layout shift", "longest task after the HTML was parsed", "longest task before", "visits with one after / before", "HTML parsed after (median)"], rows,
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
        await page.GotoAsync(new Uri(root, address).ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle });
        for (var screens = 0; screens < 30 && await page.EvaluateAsync<bool>("() => scrollY + innerHeight < document.documentElement.scrollHeight - 1"); screens++)
        {
            await page.EvaluateAsync("() => scrollBy(0, innerHeight)");
            await page.WaitForTimeoutAsync(100);
        }

        await page.WaitForTimeoutAsync(1000);
        return await page.EvaluateAsync<double[]>(Tell);
    }
}
