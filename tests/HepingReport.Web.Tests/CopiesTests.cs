using System.Collections.Concurrent;
using System.Net;
using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>Copies that only read, and follow the content of the one site on which staff edit.</summary>
public sealed class CopiesTests(ITestOutputHelper output) : IDisposable
{
    private const string Primary = "https://edit.example.cn";

    private readonly string folder = Directory.CreateTempSubdirectory("heping-copies-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_copy_leads_staff_and_reporters_to_the_primary_and_takes_no_form()
    {
        using var copy = new TestSite().With("Site:Primary", Primary);
        var reader = copy.Reader();

        foreach (var address in new[] { "/staff", "/staff/sign-in?from=%2Fstaff%2Fdrafts", "/feedback?paragraph=economy-quality", "/feedback/status" })
        {
            using var answer = await reader.GetAsync(address);
            Assert.Equal((HttpStatusCode.TemporaryRedirect, Primary + address, "no-store"), (answer.StatusCode, answer.Headers.Location!.AbsoluteUri, answer.Headers.CacheControl!.ToString()));
        }

        foreach (var address in new[] { "/staff/sign-in", "/feedback", "/feedback/status" })
        {
            using var answer = await reader.PostAsync(address, new FormUrlEncodedContent([new("text", "错字")]));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            var page = await TestSite.ParseAsync(answer);
            Assert.Equal("这里只供阅读", page.QuerySelector("h1")!.TextContent);
            Assert.Equal($"{Primary}/", page.QuerySelector("main .lead-in a")!.GetAttribute("href"));
        }

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/report/opening")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/staffing")).StatusCode);
    }

    [Fact]
    public async Task A_copy_follows_content_and_record_of_changes_and_writes_neither()
    {
        using var primary = TestSite.OnACopyOfTheContent();
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.CreateSymbolicLink(Path.Combine(folder, "data", "revisions.jsonl"), Path.Combine(primary.DataPath, "revisions.jsonl"));
        using var copy = new TestSite { ContentPath = primary.ContentPath, Data = Path.Combine(folder, "data") }.With("Site:Primary", Primary);
        Assert.DoesNotContain("全都能在网上受理", await copy.Reader().GetStringAsync("/report/review-2017/economy"));
        var before = Told(await primary.PageAsync(Links.Changes));

        var file = Path.Combine(primary.ContentPath, "report/review-2017/economy.md");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("全部实现网上受理。\n", "全都能在网上受理。\n", StringComparison.Ordinal));

        await EventuallyAsync(async () => (await copy.Reader().GetStringAsync("/report/review-2017/economy")).Contains("全都能在网上受理", StringComparison.Ordinal));
        await EventuallyAsync(async () => Told(await copy.PageAsync(Links.Changes)) is var told && told != before && told == Told(await primary.PageAsync(Links.Changes)));
        Assert.DoesNotContain(Directory.EnumerateFiles(copy.DataPath), made => Path.GetFileName(made) is "portal.db" or "published-texts.json" or "publishing.json" or "publishing.lock");

        static string Told(AngleSharp.Dom.IDocument page) => page.QuerySelector("main")!.TextContent;
    }

    [Fact]
    public async Task An_address_sent_on_from_a_static_export_opens_the_care_view()
    {
        using var site = new TestSite();

        foreach (var (asked, leadsTo) in new[] { ("/care", "/?view=care"), ("/care/report/opening", "/report/opening?view=care"), ("/care/indicators?year=2018", "/indicators?year=2018&view=care") })
        {
            using var answer = await site.Reader().GetAsync(asked);
            Assert.Equal((HttpStatusCode.MovedPermanently, leadsTo), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader().GetAsync("/careful")).StatusCode);
    }

    [Fact]
    [Trait("Category", "Long")]
    [SupportedOSPlatform("linux")]
    public async Task Behind_the_sample_nginx_copies_are_restarted_and_content_is_published_without_a_failed_request()
    {
        var content = TestSite.CopyOfTheContent();
        int[] ports = [NginxProcess.FreePort(), NginxProcess.FreePort(), NginxProcess.FreePort()];
        await using var primary = await SiteProcess.StartAsync(Path.Combine(folder, "primary"), content: content, port: ports[0]);
        await using var first = await StartCopyAsync(1);
        await using var second = await StartCopyAsync(2);
        SiteProcess[] copies = [first, second];
        await using var nginx = await NginxProcess.StartAsync("nginx.conf", ("127.0.0.1:5080", $"127.0.0.1:{ports[0]}"), ("127.0.0.1:5081", $"127.0.0.1:{ports[1]}"), ("127.0.0.1:5082", $"127.0.0.1:{ports[2]}"));

        string[] addresses = ["/", "/report/review-2017/economy", "/indicators", "/search?q=%E5%85%BB%E8%80%81", "/report/full", "/api/v1/report", "/topics/elderly", "/feedback", "/data/indicators.csv"];
        using var stop = new CancellationTokenSource();
        var answered = 0;
        var failed = new ConcurrentBag<string>();
        var load = Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            using var client = nginx.Client();
            for (var i = reader; !stop.IsCancellationRequested; i++)
            {
                var address = addresses[i % addresses.Length];
                try
                {
                    using var answer = await client.GetAsync(address);
                    await answer.Content.ReadAsByteArrayAsync();
                    Interlocked.Increment(ref answered);
                    if (answer.StatusCode != HttpStatusCode.OK || answer.Version != HttpVersion.Version20)
                    {
                        failed.Add($"{address}: {answer.StatusCode} by HTTP {answer.Version}");
                    }
                }
                catch (HttpRequestException fault)
                {
                    failed.Add($"{address}: {fault.Message}");
                }

                // A reader reads; what is tried here is not how much the machine can bear.
                await Task.Delay(10);
            }
        })).ToList();

        var restarts = 0;
        var published = 0;
        var file = Path.Combine(content, "report/review-2017/economy.md");
        var text = await File.ReadAllTextAsync(file);
        for (var round = 0; round < 3; round++)
        {
            for (var copy = 0; copy < copies.Length; copy++)
            {
                await WaitForMoreAsync(300);
                Assert.Equal(0, await copies[copy].StopAsync());
                await WaitForMoreAsync(300);
                await copies[copy].StartAgainAsync();
                restarts++;

                // What is published in between, both copies show.
                var words = $"全部实现网上受理（{"甲乙丙丁戊己"[published++]}）。";
                await File.WriteAllTextAsync(file + ".new", text.Replace("全部实现网上受理。\n", words + "\n", StringComparison.Ordinal));
                File.Move(file + ".new", file, overwrite: true);
                foreach (var shown in copies)
                {
                    await EventuallyAsync(async () => (await shown.Client.GetStringAsync("/report/review-2017/economy")).Contains(words, StringComparison.Ordinal));
                }
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        output.WriteLine($"RESULT Two copies and a primary behind nginx: {answered} requests by 8 readers over HTTP/2 while copies were restarted {restarts} times and {published} edits were published; {failed.Count} failed");
        Directory.Delete(content, recursive: true);
        Assert.Equal([], failed);

        Task<SiteProcess> StartCopyAsync(int number) =>
            SiteProcess.StartAsync(Path.Combine(folder, $"copy-{number}"), content: content, port: ports[number], settings: $"--Site:Primary=http://127.0.0.1:{ports[0]}");

        async Task WaitForMoreAsync(int requests)
        {
            var goal = Volatile.Read(ref answered) + requests;
            await EventuallyAsync(() => Task.FromResult(Volatile.Read(ref answered) >= goal));
        }
    }
}
