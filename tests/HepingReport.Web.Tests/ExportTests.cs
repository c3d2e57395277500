using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HepingReport.Files;
using HepingReport.Web.Export;

namespace HepingReport.Web.Tests;

/// <summary>The real content exported twice, with a live server beside it and without.</summary>
public sealed class ExportedSite : IAsyncLifetime
{
    public const string Url = "https://report.example.cn";
    public const string Live = "https://live.example.cn";

    private readonly string folder = Directory.CreateTempSubdirectory("heping-export-").FullName;

    public string ContentPath { get; } = TestSite.CopyOfTheContent();

    /// <summary>Beside a live server.</summary>
    public string WithLive => Path.Combine(folder, "with-live");

    public string Alone => Path.Combine(folder, "alone");

    public async Task InitializeAsync()
    {
        var (exit, said) = await ExportAsync(WithLive, $"--Site:Live={Live}");
        Assert.True(exit == 0, said);
        (exit, said) = await ExportAsync(Alone);
        Assert.True(exit == 0, said);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        Directory.Delete(ContentPath, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A copy of an export that a test may write to.</summary>
    public async Task<string> CopyOfAsync(string export)
    {
        var copy = Path.Combine(folder, Path.GetRandomFileName());
        using var copying = Process.Start("cp", ["-a", export, copy]);
        await copying.WaitForExitAsync();
        return copy;
    }

    public async Task<(int Exit, string Said)> ExportAsync(string to, params string[] settings)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "HepingReport.Web.dll"), "export", to, $"--Content:Path={ContentPath}", $"--Data:Path={Path.Combine(folder, "data")}", "--Files:Browser=none", $"--Site:Url={Url}", .. settings])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}

/// <summary>The public site as files for a host without a program.</summary>
public sealed partial class ExportTests(ExportedSite exported) : IClassFixture<ExportedSite>
{
    private static readonly HtmlParser Html = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_page_says_what_the_live_site_says(bool care)
    {
        using var site = new TestSite { ContentPath = TestSite.RealContent }.With("Site:Url", ExportedSite.Url);
        await WaitForFilesAsync(site);
        var pages = site.Content.PageAddresses.Concat(Links.SharePages(site.Content.Report)).Except([Links.Search, Links.Feedback, Links.FeedbackStatus]).Append("/404").ToList();
        var different = new List<string>();
        foreach (var page in pages)
        {
            var live = await site.PageAsync(page, $"reading=view={(care ? "care" : "standard")}");
            var file = Parse(exported.WithLive, StaticAddresses.FileOfPage(care ? Links.InCare(page) : page));
            if (WordsOf(live, care) != WordsOf(file, care) || live.Title != file.Title || live.DocumentElement.GetAttribute("data-view") != file.DocumentElement.GetAttribute("data-view")
                || live.QuerySelector("link[rel=canonical]")?.GetAttribute("href") != file.QuerySelector("link[rel=canonical]")?.GetAttribute("href"))
            {
                different.Add(page);
            }
        }

        Assert.True(pages.Count > 300);
        Assert.Equal([], different);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Behind_the_sample_nginx_every_link_leads_to_its_place_and_no_form_goes_nowhere(bool withLive)
    {
        var folder = withLive ? exported.WithLive : exported.Alone;
        await using var nginx = await NginxProcess.StartAsync("nginx-static.conf", ("/srv/heping-report", folder));
        using var client = nginx.Client();
        var pages = new Dictionary<string, (HttpStatusCode Status, HashSet<string>? Ids)>();
        var links = new HashSet<(string From, string Path, string Fragment)>();
        var forms = new HashSet<string>();
        var waiting = new Queue<string>(["/", "/care"]);
        while (waiting.TryDequeue(out var address))
        {
            if (pages.ContainsKey(address))
            {
                continue;
            }

            using var answer = await client.GetAsync(address);
            if (answer.Content.Headers.ContentType?.MediaType != "text/html" || address.StartsWith(Links.Downloads + "/", StringComparison.Ordinal))
            {
                pages.Add(address, (answer.StatusCode, null));
                continue;
            }

            var page = await Html.ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
            pages.Add(address, (answer.StatusCode, [.. page.QuerySelectorAll("[id]").Select(element => element.Id!)]));
            forms.UnionWith(page.QuerySelectorAll("form:not([hidden])").Select(form => form.GetAttribute("action") ?? "nowhere"));
            foreach (var link in page.QuerySelectorAll("[href], [src], [data-read-aloud], [data-script]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src") ?? element.GetAttribute("data-read-aloud")!).Where(link => link is ['/' or '#' or '?', ..]))
            {
                Assert.DoesNotContain("?", link);
                var (path, fragment) = link.Split('#') is [var before, var behind] ? (before, Uri.UnescapeDataString(behind)) : (link, "");
                path = path.Length == 0 ? address : path;
                links.Add((address, path, fragment));
                waiting.Enqueue(path);
            }
        }

        Assert.Equal([], pages.Where(page => page.Value.Status != HttpStatusCode.OK).Select(page => $"{page.Key}: {page.Value.Status}"));
        Assert.Equal([], links.Where(link => link.Fragment.Length > 0 && pages[link.Path].Ids?.Contains(link.Fragment) != true));
        Assert.Equal(withLive ? [$"{ExportedSite.Live}/indicators", $"{ExportedSite.Live}/search"] : [], forms.Order());
        Assert.True(pages.Count > 600);

        // In the care view all leads to the care view, but for the way back.
        Assert.Equal([], links.Where(link => link.From.StartsWith(Links.Care, StringComparison.Ordinal) && !link.Path.StartsWith(Links.Care, StringComparison.Ordinal)
            && pages[link.Path].Ids is not null && Links.InCare(link.Path) != link.From));
    }

    [Fact]
    public async Task Behind_the_sample_nginx_old_addresses_shared_ones_and_files_answer_as_on_the_live_site()
    {
        await using var nginx = await NginxProcess.StartAsync("nginx-static.conf", ("/srv/heping-report", exported.WithLive));
        using var client = nginx.Client();

        Assert.Equal("/care/report/opening", await LocationAsync("/report/opening?view=care", HttpStatusCode.Redirect));
        Assert.Equal("/report/opening", await LocationAsync("/report/opening/", HttpStatusCode.MovedPermanently));
        Assert.Equal($"{ExportedSite.Live}/search?q=1", await LocationAsync("/search?q=1", HttpStatusCode.Redirect));
        Assert.Equal($"{ExportedSite.Live}/feedback?view=care&from=/x", await LocationAsync("/care/feedback?from=/x", HttpStatusCode.Redirect));

        using var missing = await client.GetAsync("/care/not-there");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("data-view=\"care\"", await missing.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/.export/files.json")).StatusCode);
        Assert.Equal("application/json", await TypeAsync("/api/v1/indicators"));
        Assert.Equal("application/json", await TypeAsync("/api/v1/sections/review-2017/economy/speech"));
        Assert.Equal("application/atom+xml", await TypeAsync(Links.Feed));
        Assert.Equal("application/manifest+json", await TypeAsync(Links.Manifest));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/report/opening") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var packed = await client.SendAsync(request);
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Equal(new FileInfo(Path.Combine(exported.WithLive, "report/opening.html.gz")).Length, packed.Content.Headers.ContentLength);
        Assert.Equal("no-cache", packed.Headers.CacheControl!.ToString());

        var style = Parse(exported.WithLive, "index.html").QuerySelector("link[rel=stylesheet]")!.GetAttribute("href");
        using var sheet = await client.GetAsync(style);
        Assert.Contains("immutable", sheet.Headers.CacheControl!.ToString());

        async Task<string> LocationAsync(string address, HttpStatusCode status)
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal(status, answer.StatusCode);
            return answer.Headers.Location!.OriginalString;
        }

        async Task<string?> TypeAsync(string address)
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return answer.Content.Headers.ContentType?.MediaType;
        }
    }

    [Fact]
    public void No_file_names_the_machine_it_was_made_on()
    {
        foreach (var file in Directory.EnumerateFiles(exported.WithLive, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".br", StringComparison.Ordinal) && !file.EndsWith(".gz", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("127.0.0.1", text);
            Assert.DoesNotContain("localhost", text);
        }
    }

    [Fact]
    public void What_is_shared_from_the_care_view_opens_the_care_view()
    {
        var page = Parse(exported.Alone, "care/share/economy-quality.html");

        Assert.Contains($"{ExportedSite.Url}/care/report/review-2017/economy#economy-quality", page.Body!.TextContent);
        Assert.DoesNotContain("view=care", page.QuerySelector("main")!.InnerHtml);
        Assert.Equal("/report/review-2017/economy", Parse(exported.WithLive, "care/report/review-2017/economy.html").QuerySelector(".tool--care")!.GetAttribute("href"));
        Assert.Equal("/care/report/review-2017/economy", Parse(exported.WithLive, "report/review-2017/economy.html").QuerySelector(".tool--care")!.GetAttribute("href"));
    }

    [Fact]
    public void What_only_a_live_server_can_do_leads_there()
    {
        var section = Parse(exported.WithLive, "care/report/review-2017/economy.html");

        Assert.Equal($"{ExportedSite.Live}/search", section.QuerySelector("form[role=search]")!.GetAttribute("action"));
        Assert.Equal("care", section.QuerySelector("form[role=search] [name=view]")!.GetAttribute("value"));
        Assert.StartsWith($"{ExportedSite.Live}/feedback?from=", section.QuerySelectorAll(".site-footer a").First(link => link.TextContent == "我要纠错").GetAttribute("href"));
        Assert.Contains($"form-action 'self' {ExportedSite.Live}", section.QuerySelector("meta[http-equiv]")!.GetAttribute("content"));
        Assert.Contains($"url={ExportedSite.Live}/staff", Parse(exported.WithLive, "staff.html").QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
    }

    [Fact]
    public void Without_a_live_server_the_search_box_becomes_ways_to_find_and_the_rest_is_explained()
    {
        var home = Parse(exported.Alone, "index.html");
        Assert.Equal(["/topics", "/places"], home.QuerySelectorAll("#search a").Select(link => link.GetAttribute("href")));
        Assert.Contains("收不了纠错", Parse(exported.Alone, "feedback.html").QuerySelector("main")!.TextContent);
        Assert.Contains("查不了答复", Parse(exported.Alone, "care/feedback/status.html").QuerySelector("main")!.TextContent);
        Assert.Contains("这里不能搜索", Parse(exported.Alone, "search.html").QuerySelector("main")!.TextContent);
        Assert.Contains("不能筛选和排序", Parse(exported.Alone, "indicators.html").QuerySelector("main")!.TextContent);
        Assert.False(File.Exists(Path.Combine(exported.Alone, "staff.html")));
        Assert.DoesNotContain(Directory.EnumerateFiles(exported.Alone, "*.html", SearchOption.AllDirectories), file => Parse("", file).QuerySelector("form:not([hidden])") is not null);
    }

    [Fact]
    public async Task A_second_run_writes_nothing_and_an_edit_only_the_pages_that_show_it()
    {
        var folder = await exported.CopyOfAsync(exported.Alone);
        var (exit, said) = await exported.ExportAsync(folder);
        Assert.Equal(0, exit);
        Assert.Contains("写了 0 个文件", said);
        Assert.Contains("删去 0 个", said);

        var before = Pages(folder);
        var section = Path.Combine(exported.ContentPath, "report/review-2017/economy.md");
        var terms = Path.Combine(exported.ContentPath, "terms.yml");
        var redirects = Path.Combine(exported.ContentPath, "redirects.yml");
        string[] texts = [File.ReadAllText(section), File.ReadAllText(terms), File.ReadAllText(redirects)];
        try
        {
            File.WriteAllText(section, texts[0].Replace("减少到96项，全部实现网上受理", "减少到96项，全都能在网上受理", StringComparison.Ordinal));
            (exit, said) = await exported.ExportAsync(folder);
            Assert.Equal(0, exit);
            var after = Pages(folder);
            var changed = after.Where(page => before[page.Key] != page.Value).Select(page => page.Key).Order().ToList();
            Assert.Equal(after.Where(page => page.Value.Contains("减少到96项，全都能在网上受理", StringComparison.Ordinal)).Select(page => page.Key).Order(), changed);
            Assert.Contains("report/review-2017/economy.html", changed);
            Assert.Contains("care/report/review-2017/economy.html", changed);

            // A page that is gone leads on where redirects.yml says.
            File.WriteAllText(terms, OneTerm().Replace(texts[1], "", 1));
            File.WriteAllText(redirects, texts[2] + "\n- { from: /glossary/zero-employment-family, to: /glossary }\n");
            (exit, said) = await exported.ExportAsync(folder);
            Assert.True(exit == 0, said);
            Assert.Contains("url=/care/glossary", File.ReadAllText(Path.Combine(folder, "care/glossary/zero-employment-family.html")));
            Assert.Contains("\"/glossary/zero-employment-family\" \"/glossary\";", File.ReadAllText(Path.Combine(folder, ".export/moved.map")));
            Assert.DoesNotContain(Pages(folder).Where(page => !page.Key.EndsWith("zero-employment-family.html", StringComparison.Ordinal)), page => page.Value.Contains("/glossary/zero-employment-family", StringComparison.Ordinal));
        }
        finally
        {
            File.WriteAllText(section, texts[0]);
            File.WriteAllText(terms, texts[1]);
            File.WriteAllText(redirects, texts[2]);
        }
    }

    [Fact]
    public void Files_data_and_answers_are_those_of_the_report_and_what_is_missing_is_not_linked()
    {
        foreach (var format in ReportFormat.All)
        {
            Assert.Equal(format != ReportFormat.Pdf, File.Exists(Path.Combine(exported.Alone, Links.ReportFile(format)[1..])));
        }

        using var figures = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(exported.Alone, "api/v1/indicators.json")));
        foreach (var figure in figures.RootElement.EnumerateArray())
        {
            Assert.True(File.Exists(Path.Combine(exported.Alone, $"api/v1/indicators/{figure.GetProperty("id").GetString()}.json")));
        }

        var speech = File.ReadAllText(Path.Combine(exported.Alone, "care/api/v1/sections/review-2017/economy/speech.json"));
        Assert.Contains("\"url\":\"/care/report/review-2017/", speech);
        Assert.Contains("\"speech\":\"/care/api/v1/", speech);
    }

    [Theory]
    [InlineData(2, "请写导出到哪个文件夹", "export", "--Site:Url=https://report.example.cn")]
    [InlineData(2, "Site:Url", "export", "/nowhere/there")]
    public async Task An_export_that_cannot_be_says_what_is_missing(int expected, string words, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HepingReport.Web.dll"), .. arguments]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(expected, process.ExitCode);
        Assert.Contains(words, said);
    }

    /// <summary>Until the files of the report are there, the page about them says another thing.</summary>
    private static Task WaitForFilesAsync(TestSite site) =>
        EventuallyAsync(async () => (await site.PageAsync(Links.Downloads)).QuerySelectorAll($"a[href^='{Links.Downloads}/']").Length >= ReportFormat.All.Count - 1);

    /// <summary>The words of a page's main part; where the live site writes ?view=care, an export has an address below /care. The settings form is shown by a script.</summary>
    private static string WordsOf(IDocument page, bool care)
    {
        foreach (var form in page.QuerySelectorAll("[data-settings], noscript"))
        {
            form.Remove();
        }

        var words = Spaces().Replace(page.QuerySelector("main")!.TextContent, " ").Trim();
        return care ? CareAddress().Replace(words, $"{ExportedSite.Url}/care$1") : words;
    }

    private static Dictionary<string, string> Pages(string folder) =>
        Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories).Where(file => !file.Contains("/downloads/", StringComparison.Ordinal)).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);

    private static IDocument Parse(string folder, string file) => Html.ParseDocument(File.ReadAllText(Path.Combine(folder, file)));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"https://report\.example\.cn(/[^\s?]*)\?view=care")]
    private static partial Regex CareAddress();

    [GeneratedRegex("(?s)- id: zero-employment-family\n.*?(?=- id: )")]
    private static partial Regex OneTerm();
}
