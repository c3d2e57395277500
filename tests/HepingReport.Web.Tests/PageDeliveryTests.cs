using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using HepingReport.Storage;
using HepingReport.Web.Content;
using HepingReport.Web.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

public sealed class PageDeliveryTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Governance = "/report/review-2017/governance";

    private static readonly string?[] Kinds = [null, "reading=view=standard", "reading=view=care", "reading=view=care&size=6&theme=dark&rate=1.5"];

    public static TheoryData<string?> Cookies => [.. Kinds];

    [Fact]
    public async Task A_site_that_stops_waits_for_the_page_it_is_making()
    {
        await using var own = new TestSite().With("Delivery:Warm", "on");
        var cache = own.Services.GetRequiredService<PageCache>();
        await EventuallyAsync(() => cache.Now.Renderings > 0);
        await own.Services.GetRequiredService<PageWarmer>().StopAsync(CancellationToken.None);
        Assert.Empty(cache.Now.InTheMaking);
    }

    [Theory]
    [MemberData(nameof(Cookies))]
    public async Task A_page_from_memory_is_the_page_itself(string? cookie)
    {
        await using var plain = new TestSite().With("Delivery:Cache", "off");
        using var renderer = plain.Reader();
        using var reader = site.Reader();
        var content = site.Content;
        foreach (var path in content.PageAddresses.Concat(Links.SharePages(content.Report)).Where(path => !path.StartsWith(Links.Feedback, StringComparison.Ordinal)))
        {
            var rendered = await TextAsync(renderer, path, cookie);
            Assert.True(rendered == await TextAsync(reader, path, cookie), path);
            Assert.True(rendered == await TextAsync(reader, path, cookie), $"{path}, once more");
        }
    }

    [Fact]
    public async Task Each_encoding_has_its_bytes_and_its_own_strong_tag()
    {
        var (html, plain) = await GetAsync(site, Governance);
        var (brotli, br) = await GetAsync(site, Governance, encoding: "gzip, deflate, br, zstd");
        var (gzip, gz) = await GetAsync(site, Governance, encoding: "gzip;q=1.0, br;q=0");
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal("br", Assert.Single(br.Content.Headers.ContentEncoding));
        Assert.Equal("gzip", Assert.Single(gz.Content.Headers.ContentEncoding));
        Assert.Equal(html, Read(new BrotliStream(new MemoryStream(brotli), CompressionMode.Decompress)));
        Assert.Equal(html, Read(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress)));
        EntityTagHeaderValue[] tags = [plain.Headers.ETag!, br.Headers.ETag!, gz.Headers.ETag!];
        Assert.Equal(3, tags.Distinct().Count());
        Assert.All(tags, tag => Assert.False(tag.IsWeak));
        Assert.All([plain, br, gz], answer => Assert.Equal(["Accept-Encoding", "Cookie"], answer.Headers.Vary));

        using var head = await site.Reader().SendAsync(new HttpRequestMessage(HttpMethod.Head, Governance));
        Assert.Equal(html.Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(plain.Headers.ETag, head.Headers.ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Whoever_has_a_page_is_told_that_it_is_still_true(string encoding)
    {
        var (_, first) = await GetAsync(site, Governance, encoding: encoding);
        var tag = first.Headers.ETag!.Tag;
        foreach (var known in new[] { tag, $"\"other\", {tag}", $"W/{tag}", "*" })
        {
            var (body, again) = await GetAsync(site, Governance, encoding: encoding, known: known);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(body);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
            Assert.Equal(first.Headers.CacheControl, again.Headers.CacheControl);
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(site, Governance, encoding: encoding, known: "\"other\"")).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(site, Governance, "reading=view=care", encoding, tag)).Answer.StatusCode);
    }

    [Fact]
    public void Who_has_the_bytes_of_before_the_best_compression_need_not_fetch_them_again()
    {
        var html = File.ReadAllBytes(Path.Combine(TestSite.RealContent, "source", "report-2018.txt"));
        var page = CachedPage.Of(html, "", isCare: false, earlier: null);
        var (fast, gzip) = (page.In("br"), page.In("gzip"));
        page.CompressBest();
        var best = page.In("br");
        Assert.True(best.Bytes.Length < fast.Bytes.Length);
        Assert.NotEqual(best.Tags[0], fast.Tags[0]);
        Assert.Contains(fast.Tags[0], best.Tags);
        Assert.Equal(html, Read(new BrotliStream(new MemoryStream(best.Bytes), CompressionMode.Decompress)));
        Assert.Same(gzip, page.In("gzip"));
        Assert.Same(best, CachedPage.Of(html, "", isCare: false, page).In("br"));
        Assert.NotSame(best, CachedPage.Of(html.AsSpan(1), "", isCare: false, page).In("br"));
    }

    [Fact]
    public async Task What_follows_from_a_readers_settings_gets_into_no_shared_cache()
    {
        foreach (var cookie in Kinds)
        {
            foreach (var known in new[] { null, "*" })
            {
                var (_, answer) = await GetAsync(site, Links.Home, cookie, known: known);
                Assert.Equal(cookie is null ? "public, no-cache" : "no-cache, private", answer.Headers.CacheControl!.ToString());
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }

        // The one answer for a reader without a cookie that sets one.
        var (_, opened) = await GetAsync(site, "/?view=care");
        Assert.True(opened.Headers.CacheControl!.Private);
        Assert.True(opened.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Many_who_ask_for_a_page_that_is_not_there_yet_wait_for_one_rendering()
    {
        await using var own = new TestSite();
        using var reader = own.Reader();
        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TextAsync(reader, Links.FullReport, null)));
        Assert.Single(pages.Distinct());
        Assert.Equal(1, own.Services.GetRequiredService<PageCache>().Now.Renderings);
    }

    [Fact]
    public async Task Queries_other_settings_and_unknown_addresses_make_nothing_that_stays()
    {
        await using var own = new TestSite();
        using var reader = own.Reader();
        var pages = own.Services.GetRequiredService<PageCache>().Now.Pages;
        await TextAsync(reader, Governance, "reading=view=care&size=3");
        Assert.Equal(1, pages.Count);
        foreach (var same in new[] { "reading=size=3&view=care", "reading=view=care&size=3&colour=pink", "reading=view=care&size=99&size=3", "other=1; reading=view=care&size=3", "reading=view%3Dcare%26size%3D3" })
        {
            await TextAsync(reader, Governance, same);
        }

        for (var number = 0; number < 50; number++)
        {
            await TextAsync(reader, $"{Governance}?x={number}", null);
            await TextAsync(reader, $"/nothing/{number}", null);
            await TextAsync(reader, $"{Links.Search}?q={number}", null);
        }

        Assert.Equal(1, pages.Count);
    }

    [Fact]
    public async Task Full_memory_lets_go_of_pages_and_readers_get_them_all_the_same()
    {
        await using var own = new TestSite().With("Delivery:CacheMegabytes", "1");
        using var reader = own.Reader();
        var paths = own.Content.Report.Sections.Select(Links.Section).ToList();
        foreach (var size in Enumerable.Range(1, 6))
        {
            foreach (var theme in new[] { "paper", "white", "dark", "black-on-white", "yellow-on-black" })
            {
                foreach (var path in paths)
                {
                    Assert.Contains($"data-size=\"{size}\" data-theme=\"{theme}\"", await TextAsync(reader, path, $"reading=view=standard&size={size}&theme={theme}"), StringComparison.Ordinal);
                }
            }
        }

        Assert.InRange(own.Services.GetRequiredService<PageCache>().Now.Pages.Count, 1, 200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://edit.example.cn")]
    public async Task With_a_publication_every_default_page_is_warm_and_what_stayed_keeps_its_tag(string primary)
    {
        // With this clock a publication waits as long as it takes.
        await using var own = TestSite.OnACopyOfTheContent(new StandingClock()).With("Delivery:Warm", "on").With("Site:Primary", primary);
        using var reader = own.Reader();
        var (cache, watcher) = (own.Services.GetRequiredService<PageCache>(), own.Services.GetRequiredService<ContentWatcher>());
        var (_, changes) = await GetAsync(own, Governance);
        var (_, stays) = await GetAsync(own, "/glossary/1");
        var file = Path.Combine(own.ContentPath, "report", "review-2017", "governance.md");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("新建监控点位2620个。", "新建的监控点位有2620个。", StringComparison.Ordinal));
        await watcher.LookAsync(CancellationToken.None);

        var now = cache.Now;
        Assert.Same(own.Content, now.Content);

        // The page of files is warm, too, until there are other files.
        var pages = now.Addresses.Where(path => path != Links.Downloads).ToList();
        Assert.All(pages, path => Assert.NotNull(cache.Find(now, path, PageCache.FirstVisit)));
        Assert.All(pages, path => Assert.NotNull(cache.Find(now, path, "view=care")));
        Assert.Contains("新建的监控点位有2620个。", await TextAsync(reader, Governance, null), StringComparison.Ordinal);
        Assert.NotEqual(changes.Headers.ETag, (await GetAsync(own, Governance)).Answer.Headers.ETag);
        Assert.Equal(stays.Headers.ETag, (await GetAsync(own, "/glossary/1")).Answer.Headers.ETag);
    }

    [Fact]
    public async Task The_stores_are_opened_after_the_first_pages_are_warm()
    {
        await using var own = new TestSite().With("Delivery:Warm", "on");
        using var reader = own.Reader();
        var (cache, store) = (own.Services.GetRequiredService<PageCache>(), own.Services.GetRequiredService<ReportStore>());
        await EventuallyAsync(() => store.HeldHash is not null);

        var now = cache.Now;
        Assert.All(now.Addresses.Where(path => path != Links.Downloads), path => Assert.NotNull(cache.Find(now, path, "view=care")));
    }

    [Fact]
    public async Task A_page_that_shows_more_than_the_content_follows_that_too()
    {
        // Where the folder of the files belongs lies a file: none can be made, and the page says so, of the same content that has them later.
        await using var own = new TestSite { Clock = new HastyClock() };
        Directory.CreateDirectory(own.DataPath);
        var obstacle = Path.Combine(own.DataPath, "files");
        await File.WriteAllTextAsync(obstacle, "");
        using var reader = own.Reader();
        await EventuallyAsync(async () => (await DownloadsAsync()).Contains("这一次没有生成", StringComparison.Ordinal));

        File.Delete(obstacle);
        await EventuallyAsync(async () => (await DownloadsAsync()).Contains("Word 文档，约", StringComparison.Ordinal));

        Task<string> DownloadsAsync() => TextAsync(reader, Links.Downloads, null);
    }

    [Theory]
    [InlineData("Delivery:CacheMegabytes", "many", "应当是 1 到 4096 的整数")]
    [InlineData("Delivery:CacheMegabytes", "0", "应当是 1 到 4096 的整数")]
    [InlineData("Delivery:Cache", "perhaps", "应当是 on（开）或 off（关）")]
    [InlineData("Delivery:Warm", "yes", "应当是 on（开）或 off（关）")]
    [InlineData("Logs:Requests", "no", "应当是 on（开）或 off（关）")]
    public void A_setting_that_cannot_be_is_refused_with_what_may_be(string key, string value, string mend)
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager { [key] = value };
        Assert.Contains(mend, Assert.Throws<FormatException>(() => DeliveryOptions.From(settings)).Message, StringComparison.Ordinal);
    }

    /// <summary>What is tried again every ten minutes is tried again after one second.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromMinutes(10) ? TimeSpan.FromSeconds(1) : dueTime, period);
    }

    private sealed class StandingClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private static async Task<string> TextAsync(HttpClient reader, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await reader.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<(byte[] Body, HttpResponseMessage Answer)> GetAsync(TestSite site, string path, string? cookie = null, string encoding = "", string? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in new[] { ("Cookie", cookie), ("Accept-Encoding", encoding), ("If-None-Match", known) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var answer = await site.Reader().SendAsync(request);
        return (await answer.Content.ReadAsByteArrayAsync(), answer);
    }

    private static byte[] Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
