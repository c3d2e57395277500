using HepingReport.Web;
using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>Citing a place, sending it on, and copying its words.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ShareTests(BrowserSite site)
{
    private const string Economy = "/report/review-2017/economy";
    private const string HowToInstall = "The reader of QR codes is not there: cd tests && npm ci (Debian: apt-get install nodejs npm). tests/run installs it.";

    private static readonly string QrReader = Path.Combine(Path.GetDirectoryName(TestSite.RealContent)!, "tests", "node_modules", "jsqr", "dist", "jsQR.js");

    public static TheoryData<string> Views => new() { ReadingPreferences.Standard, ReadingPreferences.Care };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_paragraphs_number_opens_the_ways_beside_it_by_keyboard_and_takes_the_focus_back(string view)
    {
        await using var reader = await site.ReaderAsync(390, 740, $"view={view}", WithClipboard);
        await reader.OpenAsync(Economy);
        var number = reader.Page.Locator("#economy-structure .permalink");
        await number.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");

        var ways = reader.Page.GetByRole(AriaRole.Dialog, new() { Name = "引用与分享：第一章（一）第2段" });
        await Assertions.Expect(ways).ToBeFocusedAsync();
        Assert.EndsWith($"{Economy}#economy-structure", reader.Page.Url);
        foreach (var name in new[] { "关闭", "复制链接", "复制引用" })
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(ways.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })).ToBeFocusedAsync();
        }

        await reader.Page.Keyboard.PressAsync("Shift+Tab");
        await reader.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync("已复制链接");
        Assert.Equal(Absolute($"{Economy}{(view == ReadingPreferences.Care ? "?view=care" : "")}#economy-structure"), await ClipboardAsync(reader));

        await reader.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ways).ToBeHiddenAsync();
        await Assertions.Expect(number).ToBeFocusedAsync();
        Assert.Empty(reader.TakeComplaints());
    }

    [Fact]
    public async Task The_reference_is_copied_with_the_readers_own_day_in_it()
    {
        await using var reader = await site.ReaderAsync(also: WithClipboard);
        await reader.Page.Clock.SetFixedTimeAsync(new DateTime(2027, 3, 5, 1, 0, 0, DateTimeKind.Utc));
        await reader.OpenAsync(Economy);
        await reader.Page.Locator("#economy-structure .permalink").ClickAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "复制引用", Exact = true }).ClickAsync();

        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync("已复制引用");
        Assert.Equal($"天津市和平区人民政府. 天津市和平区2018年政府工作报告: 第一章（一）第2段[R/OL]. (2018-02-07)[2027-03-05]. {Absolute(Economy + "#economy-structure")}.", await ClipboardAsync(reader));
    }

    [Fact]
    public async Task Without_a_clipboard_the_words_are_copied_the_old_way()
    {
        await using var reader = await site.ReaderAsync(also: WithClipboard);
        await reader.Page.AddInitScriptAsync("navigator.clipboard.writeText = () => Promise.reject(new Error('not here'))");
        await reader.OpenAsync(Economy);
        await reader.Page.Locator("#economy-structure .permalink").ClickAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "复制链接", Exact = true }).ClickAsync();

        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync("已复制链接");
        Assert.Equal(Absolute(Economy + "#economy-structure"), await ClipboardAsync(reader));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Without_javascript_the_number_leads_to_a_page_with_all_of_it_and_back(string view)
    {
        await using var reader = await site.ReaderAsync(360, 740, $"view={view}", options => options.JavaScriptEnabled = false);
        await reader.OpenAsync(Economy);
        await reader.Page.Locator("#economy-structure .permalink").ClickAsync();

        Assert.EndsWith("/share/economy-structure", reader.Page.Url);
        foreach (var shown in new[] { "blockquote", "[data-copy='复制链接']", "[data-copy='复制引用']", ".qr", "a[href^='https://service.weibo.com/']", "a[href='/feedback?paragraph=economy-structure']" })
        {
            await Assertions.Expect(reader.Page.Locator(shown)).ToBeVisibleAsync();
        }

        Assert.Equal(0, await reader.Page.Locator("main button:visible").CountAsync());
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "回到第一章（一）第2段" }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#economy-structure:target")).ToBeVisibleAsync();
        Assert.Equal(view, await reader.Page.GetAttributeAsync("html", "data-view"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_ways_cannot_be_fetched_the_link_goes_to_their_page(bool answered)
    {
        await using var reader = await site.ReaderAsync();
        await reader.Page.RouteAsync("**/share/**", route => route.Request.ResourceType != "fetch" ? route.ContinueAsync()
            : answered ? route.FulfillAsync(new() { Status = 503, ContentType = "text/html", Body = "<h1>网站出了差错</h1>" }) : route.AbortAsync());
        await reader.OpenAsync(Economy);
        await reader.Page.Locator("#economy-structure .permalink").ClickAsync();

        await reader.Page.WaitForURLAsync("**/share/economy-structure");
        await Assertions.Expect(reader.Page.Locator("h1")).ToHaveTextAsync("引用与分享：第一章（一）第2段");
    }

    [Fact]
    public async Task A_sections_own_link_opens_beside_the_text_and_one_box_is_open_at_a_time()
    {
        await using var reader = await site.ReaderAsync(390);
        await reader.OpenAsync(Economy);
        var section = reader.Page.GetByRole(AriaRole.Link, new() { Name = "引用与分享本节" });
        await section.ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("引用与分享：第一章（一）");
        Assert.EndsWith(Economy, reader.Page.Url);

        await reader.Page.Locator("#ref-1-1").ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("津八条");
        await section.DispatchEventAsync("click"); // the note lies over it
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("复制引用");
        var asked = reader.Requests.Count;
        await section.ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Equal(asked, reader.Requests.Count); // closed, not opened anew
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_systems_way_to_send_is_offered_where_there_is_one(bool there)
    {
        await using var reader = await site.ReaderAsync(390);
        await reader.Page.AddInitScriptAsync(there ? "navigator.share = async what => { window.sent = what; }" : "delete Navigator.prototype.share");
        await reader.OpenAsync(Economy);
        await reader.Page.Locator("#economy-structure .permalink").ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        var send = reader.Page.GetByRole(AriaRole.Button, new() { Name = "用系统分享", Exact = true });
        Assert.Equal(there ? 1 : 0, await send.CountAsync());
        if (there)
        {
            await send.ClickAsync();
            Assert.Equal(Absolute(Economy + "#economy-structure"), await reader.Page.EvaluateAsync<string>("sent.url"));
            Assert.StartsWith("“结构调整迈出新步伐。", await reader.Page.EvaluateAsync<string>("sent.title"));
        }
    }

    [Theory]
    [InlineData("view=standard", 360)]
    [InlineData("view=standard&theme=dark", 360)]
    [InlineData("view=standard&theme=yellow-on-blue", 1280)]
    [InlineData("view=care&size=6", 360)]
    public async Task The_code_on_the_screen_opens_the_very_paragraph_and_view(string cookie, int width)
    {
        Assert.True(File.Exists(QrReader), HowToInstall);
        await using var reader = await site.ReaderAsync(width, 740, cookie);
        await reader.Context.AddInitScriptAsync(scriptPath: QrReader);
        foreach (var place in new[] { "economy-structure", "self-improvement-integrity", "review-2017/economy", "report/opening" })
        {
            await reader.OpenAsync("/share/" + place);
            var code = reader.Page.Locator(".qr");
            var box = (await code.BoundingBoxAsync())!;
            var room = await code.EvaluateAsync<double>("code => code.parentElement.clientWidth");
            Assert.True(box.Width >= 300 || box.Width >= room, $"{box.Width} of {room} pixels");

            var said = await reader.Page.EvaluateAsync<string>(Decode, Convert.ToBase64String(await code.ScreenshotAsync()));
            Assert.Equal(await reader.Page.Locator("[data-copy='复制链接']").TextContentAsync(), said);
            Assert.Equal(cookie.StartsWith("view=care", StringComparison.Ordinal), said.Contains("?view=care", StringComparison.Ordinal));
        }
    }

    private const string Decode =
        """
        async picture => {
            const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), c => c.charCodeAt(0))]));
            const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
            const surface = canvas.getContext("2d");
            surface.drawImage(bitmap, 0, 0);
            return jsQR(surface.getImageData(0, 0, bitmap.width, bitmap.height).data, bitmap.width, bitmap.height)?.data ?? "";
        }
        """;

    /// <summary>As a reader does it: a click before its first word and one with Shift at the end of its last, or three clicks; marks, pinyin, figures and the number lie within.</summary>
    [Theory]
    [InlineData(true, "view=standard")]
    [InlineData(true, "view=care&pinyin=on")]
    [InlineData(false, "view=standard")]
    [InlineData(false, "view=standard&pinyin=on")]
    public async Task Copying_a_paragraph_takes_exactly_the_reports_words(bool javaScript, string cookie)
    {
        await using var reader = await site.ReaderAsync(1280, 1600, cookie, options => { options.JavaScriptEnabled = javaScript; WithClipboard(options); });
        await reader.OpenAsync(Economy);
        foreach (var paragraph in site.Content.Report.FindSection("review-2017/economy")!.Paragraphs)
        {
            var element = reader.Page.Locator($"#{paragraph.Id}");
            await element.ScrollIntoViewIfNeededAsync();
            var box = (await element.BoundingBoxAsync())!;
            await reader.Page.Mouse.ClickAsync(box.X + 1, box.Y + 30);
            await reader.Page.Keyboard.DownAsync("Shift");
            var end = await element.EvaluateAsync<float[]>(EndOfWords);
            await reader.Page.Mouse.ClickAsync(end[0], end[1]);
            await reader.Page.Keyboard.UpAsync("Shift");
            Assert.Equal(paragraph.Text, await CopyAsync(reader));

            if (javaScript)
            {
                await reader.Page.Mouse.ClickAsync(box.X + 50, box.Y + 30, new() { ClickCount = 3 });
                Assert.Equal(paragraph.Text, await CopyAsync(reader));
            }
        }
    }

    private const string EndOfWords =
        """
        paragraph => {
            const range = document.createRange();
            range.setStart(paragraph, 0);
            range.setEndBefore(paragraph.querySelector(".permalink"));
            const boxes = range.getClientRects(), last = boxes[boxes.length - 1];
            return [last.right - 1, (last.top + last.bottom) / 2];
        }
        """;

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing_with_the_box_open(string view)
    {
        await using var reader = await site.ReaderAsync(390, 740, $"view={view}").WithAxeAsync();
        await reader.OpenAsync(Economy);
        await reader.Page.Locator("#economy-structure .permalink").ClickAsync();
        await reader.Page.Locator(".popover summary").ClickAsync();
        await Assertions.Expect(reader.Page.Locator(".popover .qr")).ToBeVisibleAsync();

        Assert.Equal([], await reader.Page.AxeAsync());
        Assert.Equal(0, await reader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    /// <summary>As the site itself has it: what it listens on, where nothing else is configured.</summary>
    private string Absolute(string path) => site.Services.GetRequiredService<SiteAddress>().Absolute(path);

    private static void WithClipboard(BrowserNewContextOptions options) => options.Permissions = ["clipboard-write"];

    private static async Task<string> CopyAsync(Reader reader)
    {
        await reader.Page.Keyboard.PressAsync("Control+c");
        return (await ClipboardAsync(reader)).TrimEnd('\n');
    }

    private static Task<string> ClipboardAsync(Reader reader) => reader.PasteAsync();
}
