using System.Diagnostics;
using HepingReport.Content;
using HepingReport.Web.Tests;

namespace HepingReport.Bench;

/// <summary>
/// Mixed load at saturation for some minutes: failures and memory. With <c>--publishing</c> a content file is changed every two seconds and the reader
/// waited for who sees it; with <c>--restarts</c> a primary and two copies stand behind docs/operations/nginx.conf, and one copy or the other is always being restarted.
/// With <c>--memory MB</c> the site is held to so much memory.
/// </summary>
internal static class LoadTest
{
    private const string Section = "/report/review-2017/economy";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>One machine asks as thousands of readers would; the limits that are shipped have a test of their own.</summary>
    private static readonly string[] Raised = ["--Limits:SearchesPerMinute=1000000000", "--Limits:DataPerMinute=1000000000"];

    public static async Task RunAsync(double minutes, bool publishing, bool restarts, int? megabytes, IReadOnlyList<string> given)
    {
        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-load-").FullName;
        var content = TestSite.CopyOfTheContent();
        string[] settings = [.. Raised, .. given];
        var sites = new List<PublishedSite>();
        NginxProcess? nginx = null;
        var group = megabytes is { } most ? new MemoryGroup(most) : null;
        try
        {
            sites.Add(await PublishedSite.StartAsync(Path.Combine(folder, "0"), content, within: group, settings: settings));
            string[] ofCopies = [.. settings, $"--Site:Primary={sites[0].Address}"];
            if (restarts)
            {
                _ = Programs.Find("nginx", "nginx-light");
                sites.Add(await PublishedSite.StartAsync(Path.Combine(folder, "1"), content, settings: ofCopies));
                sites.Add(await PublishedSite.StartAsync(Path.Combine(folder, "2"), content, settings: ofCopies));
                nginx = await NginxProcess.StartAsync("nginx.conf", [.. sites.Select((site, number) => ($"127.0.0.1:508{number}", site.Address.Authority))]);
            }

            await FilesAreMadeAsync(sites);
            using var client = nginx?.Client() ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = MixedLoad.Workers, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10) }) { BaseAddress = sites[0].Address };
            client.Timeout = TimeSpan.FromMilliseconds(MixedLoad.LongestMilliseconds);
            var load = new MixedLoad(client, (await ContentFolder.LoadAsync(content, CancellationToken.None)).Snapshot!);
            var memory = new List<(double Minute, double Megabytes)>();
            var visible = new List<double>();
            var restarted = 0;
            using var over = new CancellationTokenSource();
            List<Task> beside = [];
            if (publishing)
            {
                beside.Add(PublishAsync(content, client, load, visible, over.Token));
            }

            beside.Add(restarts ? RestartAsync(folder, content, ofCopies, sites, () => restarted++, over.Token) : WatchMemoryAsync(sites[0], memory, over.Token));
            await load.RunAsync(TimeSpan.FromMinutes(minutes), over.Token);
            await over.CancelAsync();
            await Task.WhenAll(beside);

            Table.Write($"Mixed load for {minutes:0.#} minutes{(publishing ? ", published every two seconds" : "")}{(restarts ? ", copies restarted behind nginx" : "")}",
                ["", "requests", "median", "p99"], load.Rows(),
                [
                    .. load.Remarks(),
                    $"{load.Requests / minutes / 60:N0} requests a second, by a client on the same processors.",
                    .. publishing ? [$"{visible.Count} publications; seen by a reader after {Table.Median(visible):N0} ms (median), {visible.Max():N0} ms (longest)."] : (string[])[],
                    .. restarts ? [$"{restarted} restarts."] : Memory(memory, sites[0].WorkingSet().Peak),
                    .. group?.Held() is var (now, peak) ? [$"Held to {group.Megabytes} MB, the files it reads among them: {now >> 20} MB at the end, at most {peak >> 20} MB."] : (string[])[],
                    $"Settings: {string.Join(' ', settings)}",
                ]);
            Environment.ExitCode = load.Failures == 0 ? 0 : 1;
        }
        finally
        {
            if (nginx is not null)
            {
                await nginx.DisposeAsync();
            }

            foreach (var site in sites)
            {
                await site.DisposeAsync();
            }

            group?.Dispose();
            Directory.Delete(folder, recursive: true);
            Directory.Delete(content, recursive: true);
        }
    }

    /// <summary>The files for taking away are made after the start.</summary>
    private static async Task FilesAreMadeAsync(IEnumerable<PublishedSite> sites)
    {
        foreach (var site in sites)
        {
            foreach (var file in Links.Files.Where(file => !file.EndsWith(".pdf", StringComparison.Ordinal)))
            {
                await Patience.UntilAsync(async () => (await site.Client.GetAsync(file)).IsSuccessStatusCode);
            }
        }
    }

    /// <summary>A new sentence every two seconds, each waited for.</summary>
    private static async Task PublishAsync(string content, HttpClient reader, MixedLoad load, List<double> visible, CancellationToken cancellation)
    {
        var file = Path.Combine(content, "report/review-2017/economy.md");
        var text = await File.ReadAllTextAsync(file, CancellationToken.None);
        var summary = text.Split('\n').First(line => line.StartsWith("summary:", StringComparison.Ordinal));
        for (var number = 1; !cancellation.IsCancellationRequested; number++)
        {
            var words = $"第{number}次改过的提要";
            var clock = Stopwatch.StartNew();

            // As an editor saves: beside, then in its place.
            await File.WriteAllTextAsync(file + "~", text.Replace(summary, $"summary: {words}。", StringComparison.Ordinal), CancellationToken.None);
            File.Move(file + "~", file, overwrite: true);
            while (!await IsSeenAsync(reader, words, load) && clock.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(10, CancellationToken.None);
            }

            visible.Add(clock.Elapsed.TotalMilliseconds);
            if (clock.Elapsed > TimeSpan.FromSeconds(30))
            {
                load.Fail("publishing: not seen within 30 s");
            }

            if (Pace - clock.Elapsed is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private static async Task<bool> IsSeenAsync(HttpClient reader, string words, MixedLoad load)
    {
        try
        {
            return (await reader.GetStringAsync(Section, CancellationToken.None)).Contains(words, StringComparison.Ordinal);
        }
        catch (HttpRequestException fault)
        {
            load.Fail($"publishing: the reader got {fault.Message}");
            return false;
        }
    }

    /// <summary>One copy after the other is asked to end and started again; there is always one that answers.</summary>
    private static async Task RestartAsync(string folder, string content, string[] settings, List<PublishedSite> sites, Action restarted, CancellationToken cancellation)
    {
        for (var copy = 1; !cancellation.IsCancellationRequested; copy = 3 - copy)
        {
            var port = sites[copy].Address.Port;
            await sites[copy].DisposeAsync();
            sites[copy] = await PublishedSite.StartAsync(Path.Combine(folder, $"{copy}"), content, port, settings: settings);
            restarted();

            // nginx has to find out that it is back.
            await Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);
        }
    }

    private static async Task WatchMemoryAsync(PublishedSite site, List<(double, double)> memory, CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); !cancellation.IsCancellationRequested; await Task.Delay(1000, CancellationToken.None))
        {
            memory.Add((clock.Elapsed.TotalMinutes, site.WorkingSet().Now / 1024.0 / 1024));
        }
    }

    private static IEnumerable<string> Memory(IReadOnlyList<(double Minute, double Megabytes)> samples, long peak)
    {
        var last = samples[^1].Minute;
        double Mean(Func<double, bool> when) => samples.Where(sample => when(sample.Minute)).Select(sample => sample.Megabytes).DefaultIfEmpty(double.NaN).Average();
        yield return $"Working set of the site: {Mean(minute => minute <= 1):0} MB in the first minute, {Mean(minute => minute >= last - 1):0} MB in the last, at most {peak / 1024 / 1024} MB.";
        var settled = samples.Where(sample => sample.Minute >= 2).ToList();
        if (settled.Count > 60)
        {
            var (x, y) = (settled.Average(sample => sample.Minute), settled.Average(sample => sample.Megabytes));
            yield return $"After the first two minutes it grew by {settled.Sum(s => (s.Minute - x) * (s.Megabytes - y)) / settled.Sum(s => (s.Minute - x) * (s.Minute - x)):0.00} MB a minute.";
        }
    }
}
