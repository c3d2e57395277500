using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HepingReport.Files;

namespace HepingReport.Web.Tests;

/// <summary>The whole report as files: made while the site runs, served to keep, and never those of an earlier text.</summary>
public sealed class FilesTests : IDisposable
{

    private readonly string folder = Directory.CreateTempSubdirectory("heping-browser-").FullName;

    private static string Pdf => Links.ReportFile(ReportFormat.Pdf);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_file_is_served_to_keep_under_a_chinese_name_whole_in_part_and_not_twice()
    {
        using var site = new TestSite().With("Files:Browser", Browser("cp $0 $pdf"));
        foreach (var format in ReportFormat.All)
        {
            var address = Links.ReportFile(format);
            using var whole = await AnswerAsync(site, address);
            var bytes = await whole.Content.ReadAsByteArrayAsync();

            Assert.Equal(format.MediaType, whole.Content.Headers.ContentType!.ToString());
            Assert.Equal("attachment", whole.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal(format.FileName, whole.Content.Headers.ContentDisposition.FileName);
            Assert.Equal($"天津市和平区2018年政府工作报告.{format.Extension}", whole.Content.Headers.ContentDisposition.FileNameStar);

            using var head = await site.Reader().SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
            Assert.Equal((HttpStatusCode.OK, bytes.Length), (head.StatusCode, (int)head.Content.Headers.ContentLength!));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());

            using var again = await site.Reader().SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { whole.Headers.ETag! } } });
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

            using var part = await site.Reader().SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(3, 9) } });
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(bytes[3..10], await part.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader().GetAsync("/downloads/heping-report-2018.exe")).StatusCode);
    }

    [Fact]
    public async Task The_page_gives_every_file_with_its_type_and_size()
    {
        using var site = new TestSite().With("Files:Browser", Browser("head -c 1258291 /dev/zero > $pdf"));
        using var _ = await AnswerAsync(site, Pdf);

        var page = await site.PageAsync(Links.Downloads);

        Assert.Equal("打印版（PDF，约 1.2 MB）", page.QuerySelector($"a[href='{Pdf}']")!.TextContent);
        foreach (var format in ReportFormat.All)
        {
            Assert.Matches(@"，约 [\d.]+ [KM]B）$", page.QuerySelector($"a[href='{Links.ReportFile(format)}']")!.TextContent);
        }

        Assert.Contains("在微信里打不开时，点右上角“…”，选“在浏览器打开”", page.QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task Without_a_browser_the_page_says_what_is_missing_and_offers_the_rest()
    {
        using var site = new TestSite();
        using var _ = await AnswerAsync(site, Links.ReportFile(ReportFormat.All[^1]));

        var page = await site.PageAsync(Links.Downloads);

        Assert.Null(page.QuerySelector($"a[href='{Pdf}']"));
        Assert.Contains("生成 PDF 要用 Chromium", page.QuerySelector("main")!.TextContent);
        Assert.All(ReportFormat.All.Skip(1), format => Assert.NotNull(page.QuerySelector($"a[href='{Links.ReportFile(format)}']")));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader().GetAsync(Pdf)).StatusCode);
    }

    [Fact]
    public async Task While_a_pdf_is_in_the_making_the_page_says_so_and_waits_for_nothing()
    {
        var open = Path.Combine(folder, "open");
        using var site = new TestSite().With("Files:Browser", Browser($"while [ ! -e {open} ]; do sleep .05; done; echo done > $pdf"));
        using var _ = await AnswerAsync(site, Links.ReportFile(ReportFormat.All[^1]));

        Assert.Contains("正在生成", (await site.PageAsync(Links.Downloads)).QuerySelector("main")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader().GetAsync(Pdf)).StatusCode);

        await File.WriteAllTextAsync(open, "");
        using var made = await AnswerAsync(site, Pdf);
        Assert.DoesNotContain("正在生成", (await site.PageAsync(Links.Downloads)).QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task An_edit_makes_a_new_set_and_an_edit_taken_back_finds_the_old_one()
    {
        using var site = TestSite.OnACopyOfTheContent().With("Files:Browser", Browser("echo $$ > $pdf"));
        using var first = await AnswerAsync(site, Pdf);
        var names = Path.Combine(site.ContentPath, "site.yml");
        var before = await File.ReadAllTextAsync(names);

        await File.WriteAllTextAsync(names, before.Replace("name: 和平区政府工作报告", "name: 和平区的报告", StringComparison.Ordinal));
        await EventuallyAsync(async () => (await site.Reader().GetAsync(Pdf)) is { IsSuccessStatusCode: true } changed && !changed.Headers.ETag!.Equals(first.Headers.ETag));
        Assert.Contains("取自“和平区的报告”网站", await site.Reader().GetStringAsync("/downloads/heping-report-2018.md"));

        await File.WriteAllTextAsync(names, before);
        await EventuallyAsync(async () => (await site.Reader().GetAsync(Pdf)) is { IsSuccessStatusCode: true } back && back.Headers.ETag!.Equals(first.Headers.ETag));
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(site.DataPath, "files")).Length);
    }

    [Fact]
    public async Task A_file_asked_for_right_after_an_edit_is_waited_for()
    {
        using var site = TestSite.OnACopyOfTheContent();
        using var _ = await AnswerAsync(site, Links.ReportFile(ReportFormat.All[^1]));
        var names = Path.Combine(site.ContentPath, "site.yml");
        var before = await File.ReadAllTextAsync(names);

        await File.WriteAllTextAsync(names, before.Replace("name: 和平区政府工作报告", "name: 和平区的报告", StringComparison.Ordinal));
        await EventuallyAsync(async () => (await site.Reader().GetStringAsync("/")).Contains("和平区的报告", StringComparison.Ordinal));

        Assert.Contains("取自“和平区的报告”网站", await site.Reader().GetStringAsync("/downloads/heping-report-2018.md"));
    }

    [Fact]
    public async Task A_failed_making_offers_no_stale_file_and_leaves_the_last_whole_set()
    {
        var broken = Path.Combine(folder, "broken");
        using var site = TestSite.OnACopyOfTheContent().With("Files:Browser", Browser($"echo half > $pdf; [ ! -e {broken} ]"));
        using var first = await AnswerAsync(site, Pdf);
        var set = Directory.GetDirectories(Path.Combine(site.DataPath, "files")).Single();
        await File.WriteAllTextAsync(broken, "");

        await File.AppendAllTextAsync(Path.Combine(site.ContentPath, "spoken.yml"), "- { words: 各位代表，展望, spoken: 各位代表展望 }\n");
        await EventuallyAsync(async () => (await site.PageAsync(Links.Downloads)).QuerySelector("main")!.TextContent.Contains("这一次没有生成", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader().GetAsync(Pdf)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.Reader().GetAsync("/downloads/heping-report-2018.docx")).StatusCode);
        Assert.Equal(ReportFormat.All.Select(format => format.FileName).Order(), Directory.GetFiles(set).Select(file => Path.GetFileName(file)!).Order());
    }

    [Fact]
    public async Task A_process_killed_while_it_makes_files_leaves_no_half_file_and_the_next_one_makes_them()
    {
        using var site = new TestSite();
        var begun = Path.Combine(folder, "begun");
        using (var killed = Start("files", $"--Data:Path={site.DataPath}", $"--Files:Browser={Browser($"echo half > $pdf; echo $$ > {begun}; sleep 60")}"))
        {
            await EventuallyAsync(() => File.Exists(begun) && new FileInfo(begun).Length > 0);
            killed.Kill(entireProcessTree: true);
            await killed.WaitForExitAsync();
        }

        Assert.Empty(Directory.Exists(Path.Combine(site.DataPath, "files")) ? Directory.GetFiles(Path.Combine(site.DataPath, "files"), "*.pdf", SearchOption.AllDirectories) : []);
        var (exit, output) = await RunAsync("files", $"--Data:Path={site.DataPath}", $"--Files:Browser={Browser("echo whole > $pdf")}");

        Assert.True(exit == 0, output);
        Assert.Contains("heping-report-2018.pdf：生成了", output);
        Assert.Equal("whole\n", await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(site.DataPath, "files"), "*.pdf", SearchOption.AllDirectories).Single()));
    }

    [Theory]
    [InlineData(1, "heping-report-2018.pdf：没有生成。no-such-browser: ", "no-such-browser")]
    [InlineData(0, "heping-report-2018.pdf：配置 Files:Browser 里关掉了，不生成。", "none")]
    public async Task The_verb_files_names_what_could_not_be_made(int expected, string said, string browser)
    {
        using var site = new TestSite();

        var (exit, output) = await RunAsync("files", $"--Data:Path={site.DataPath}", $"--Files:Browser={browser}");

        Assert.Equal(expected, exit);
        Assert.Contains(said, output);
        Assert.Contains("heping-report-2018.epub：生成了", output);
    }

    /// <summary>A program in the browser's place: <c>$pdf</c> is what it has to write.</summary>
    private string Browser(string commands)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Directory.GetFiles(folder).Length}.sh"));
        File.WriteAllText(path, $"for word; do case $word in --print-to-pdf=*) pdf=${{word#*=}};; esac; done\n{commands}\n");
        return $"sh {path}";
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HepingReport.Web.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        StandardOutputEncoding = Encoding.UTF8,
    })!;

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static async Task<HttpResponseMessage> AnswerAsync(TestSite site, string address)
    {
        HttpResponseMessage? answer = null;
        await EventuallyAsync(async () => (answer = await site.Reader().GetAsync(address)).StatusCode == HttpStatusCode.OK);
        return answer!;
    }
}
