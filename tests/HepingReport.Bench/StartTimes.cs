using System.Diagnostics;
using System.Net;
using HepingReport.Content;
using HepingReport.Web.Tests;

namespace HepingReport.Bench;

/// <summary>From the start of the published program to its first page, and from a saved file to the page that shows it, with all other pages ready.</summary>
internal static class StartTimes
{
    private const string Section = "/report/review-2017/economy";
    private const string DropCaches = "/proc/sys/vm/drop_caches";

    public static async Task RunAsync(int starts, IReadOnlyList<string> settings)
    {
        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-start-").FullName;
        var data = Path.Combine(folder, "data");
        List<double> cold = [], warm = [], first = [];
        var dropped = false;
        for (var i = 0; i < starts; i++)
        {
            first.Add(await FirstPageAsync(Path.Combine(folder, $"new{i}"), settings));
            warm.Add(await FirstPageAsync(data, settings));
            dropped = await DropCachesAsync();
            cold.Add(await FirstPageAsync(data, settings));
        }

        var content = TestSite.CopyOfTheContent();
        List<double> early = [];
        for (var i = 0; i < starts; i++)
        {
            await using var site = await PublishedSite.StartAsync(data, content, settings: settings);
            early.Add(await SeenAsync(site, content, $"第{i}次开机时改的提要"));
        }

        var (visible, after) = await PublishAsync(content, data, starts, settings);
        Directory.Delete(folder, recursive: true);
        Directory.Delete(content, recursive: true);
        Table.Write("Start and publication", ["", "times", "median", "slowest"],
            [
                Row(dropped ? "start to first page, the files not in the machine's memory" : "start to first page (the machine's file cache could not be dropped: that needs root)", cold),
                Row("start to first page again", warm), Row("start to first page, empty data folder", first),
                Row("a changed file until a reader sees it, three seconds after the start", early), Row("the same later", visible), Row("every other page, both views, asked for right after that", after),
            ],
            "The first page is a section, asked for again and again from the moment the process is started.", "A start before each measurement with the file cache dropped has brought the data folder in line.", "Later: three seconds after the one before, the first when all that follows a start was done.");
    }

    private static IReadOnlyList<string> Row(string name, List<double> times) => [name, $"{times.Count}", $"{Table.Median(times):0.0} ms", $"{times.Max():0.0} ms"];

    private static async Task<double> FirstPageAsync(string data, IReadOnlyList<string> settings)
    {
        var clock = Stopwatch.StartNew();
        await using var site = PublishedSite.Start(data, settings: settings);
        await Patience.UntilAsync(async () => (await site.Client.GetAsync(Section)).StatusCode == HttpStatusCode.OK, milliseconds: 2);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<bool> DropCachesAsync()
    {
        try
        {
            using var sync = Process.Start("sync");
            await sync.WaitForExitAsync();
            await File.WriteAllTextAsync(DropCaches, "3");
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<(List<double> Visible, List<double> After)> PublishAsync(string content, string data, int times, IReadOnlyList<string> settings)
    {
        List<double> visible = [], after = [];
        await using var site = await PublishedSite.StartAsync(data, content, settings: settings);
        string[] pages = [.. (await ContentFolder.LoadAsync(content, CancellationToken.None)).Snapshot!.PageAddresses];
        await Patience.AtRestAsync(site.ProcessId);
        for (var i = 0; i < times; i++)
        {
            visible.Add(await SeenAsync(site, content, $"第{i}次改过的提要"));
            foreach (var page in pages)
            {
                after.Add(await AskAsync(site, page, null));
                after.Add(await AskAsync(site, page, "reading=view=care"));
            }
        }

        return (visible, after);
    }

    /// <summary>After three seconds, changes a summary in the content folder, and waits for a page that says so.</summary>
    private static async Task<double> SeenAsync(PublishedSite site, string content, string words)
    {
        var file = Path.Combine(content, "report/review-2017/economy.md");
        var text = await File.ReadAllTextAsync(file);
        var summary = text.Split('\n').First(line => line.StartsWith("summary:", StringComparison.Ordinal));
        await Task.Delay(TimeSpan.FromSeconds(3));
        var clock = Stopwatch.StartNew();
        await File.WriteAllTextAsync(file, text.Replace(summary, $"summary: {words}。", StringComparison.Ordinal));
        await Patience.UntilAsync(async () => (await site.Client.GetStringAsync(Section)).Contains(words, StringComparison.Ordinal), milliseconds: 2);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> AskAsync(PublishedSite site, string page, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        request.Headers.Add("Accept-Encoding", "br");
        var clock = Stopwatch.GetTimestamp();
        using var answer = await site.Client.SendAsync(request);
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }
}
