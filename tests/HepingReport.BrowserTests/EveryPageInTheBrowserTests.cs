using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>Sweeps in a real browser: every page, or one page of each kind where the question is asked in many themes and widths.</summary>
[Collection(InTheBrowser.Name)]
public sealed class EveryPageInTheBrowserTests(BrowserSite site, ITestOutputHelper output)
{
    private static readonly int[] Widths = [320, 390, 1280];

    /// <summary>Each theme, and the one that follows the device also on a dark one.</summary>
    private static readonly IReadOnlyList<(string Theme, ColorScheme Scheme)> Colours =
        [.. ReadingSetting.Find("theme")!.Values.Select(theme => (theme.Id, ColorScheme.Light)), ("auto", ColorScheme.Dark)];

    public static TheoryData<string> Views => new() { ReadingPreferences.Standard, ReadingPreferences.Care };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing_and_nothing_is_complained_of_or_asked_of_another_host(string view)
    {
        var version = "";
        var found = await BrowserSite.SweepAsync(site.Addresses, () => OpenAsync(view, 390), async (reader, _) =>
        {
            version = await reader.Page.AxeVersionAsync();
            return await reader.Page.AxeAsync();
        });

        AssertNothing(found);
        output.RecordCheck($"自动检查：{NameOf(view)}", $"axe-core {version}", $"{site.Addresses.Count} 个页面，390 像素宽；A、AA、AAA、2.2 与最佳实践全部规则", $"{found.Count} 处问题");
        output.WriteLine($"RECORD browser: Chromium {site.BrowserVersion.Split('.')[0]}");
    }

    /// <summary>A theme sets colours and nothing else: every rule at every width, those about colours in every theme as well.</summary>
    [Theory]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing_on_a_page_of_each_kind_in_every_theme_and_width(string view)
    {
        var found = await BrowserSite.SweepAsync(site.Kinds.Select(kind => kind.Address), () => OpenAsync(view, 320), (reader, _) =>
            AxeInEveryThemeAndWidthAsync(reader, async (page, theme) => theme == 0 ? await page.AxeAsync() : await page.AxeOnColoursAsync()));

        AssertNothing(found);
        output.RecordCheck($"自动检查各种配色和宽度：{NameOf(view)}", "axe-core", $"{site.Kinds.Count} 类页面各一页，{Colours.Count} 种配色，{string.Join('、', Widths)} 像素宽；每种宽度全部规则，每种配色关于颜色的规则", $"{found.Count} 处问题");
    }

    /// <summary>The whole product, every rule; the figures' pages, too.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing_on_any_page_in_any_theme_and_width(string view)
    {
        var addresses = site.Addresses.Union(site.FigureAddresses).ToList();
        var found = await BrowserSite.SweepAsync(addresses, () => OpenAsync(view, 320), (reader, _) => AxeInEveryThemeAndWidthAsync(reader, (page, _) => page.AxeAsync()));

        AssertNothing(found);
        output.WriteLine($"RESULT axe-core, {view} view: {addresses.Count} pages in {Colours.Count} themes at {string.Join(", ", Widths)} px, {found.Count} violations");
        output.RecordCheck($"自动检查全部页面、配色和宽度：{NameOf(view)}", "axe-core", $"{addresses.Count} 个页面，{Colours.Count} 种配色，{string.Join('、', Widths)} 像素宽；全部规则", $"{found.Count} 处问题");
    }

    private static async Task<IEnumerable<string>> AxeInEveryThemeAndWidthAsync(Reader reader, Func<IPage, int, Task<IEnumerable<string>>> axe)
    {
        var found = new List<string>();
        foreach (var width in Widths)
        {
            await reader.Page.SetViewportSizeAsync(width, 900);
            foreach (var (number, (theme, scheme)) in Colours.Index())
            {
                await reader.ShowThemeAsync(theme, scheme);
                found.AddRange((await axe(reader.Page, number)).Select(violation => $"{width} px, {theme} {scheme}: {violation}"));
            }
        }

        return found;
    }

    /// <summary>Room is kept for what a script will show: a reader who has begun does not lose the line.</summary>
    [Theory]
    [MemberData(nameof(Views))]
    public async Task What_the_script_shows_moves_nothing_that_was_there(string view)
    {
        const string script = "**/site.*.js";
        const string places = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, tr)")].filter(e => e.getClientRects().length).map(e => `${e.localName} ${e.textContent.trim().slice(0, 20)} at ${Math.round(e.getBoundingClientRect().top + scrollY)}`)""";
        var found = await BrowserSite.SweepAsync(site.Kinds.Select(kind => kind.Address), () => site.ReaderAsync(360, cookie: CookieOf(view)), async (reader, address) =>
        {
            var with = await reader.Page.EvaluateAsync<string[]>(places);
            await reader.Page.RouteAsync(script, route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));
            await reader.OpenAsync(address);
            var without = await reader.Page.EvaluateAsync<string[]>(places);
            await reader.Page.UnrouteAsync(script);
            return without.Except(with).Take(1).Select(place => $"moved by the script: {place}");
        });

        AssertNothing(found);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Text_edges_of_fields_and_the_focus_ring_are_measured_strong_enough_in_every_theme(string view)
    {
        var least = (Text: double.MaxValue, Ring: double.MaxValue, Edge: double.MaxValue);
        var found = await BrowserSite.SweepAsync(site.Kinds.Select(kind => kind.Address), () => site.ReaderAsync(390, cookie: CookieOf(view)), async (reader, _) =>
        {
            await reader.Page.Keyboard.PressAsync("Tab"); // from here on, focus is shown as to one who uses the keyboard
            var weak = new List<string>();
            foreach (var (theme, scheme) in Colours)
            {
                await reader.ShowThemeAsync(theme, scheme);
                var measured = await reader.Page.MeasureContrastAsync();
                weak.AddRange(measured.Weak.Select(weakness => $"{theme} {scheme}: {weakness}"));
                lock (output)
                {
                    least = (Math.Min(least.Text, measured.LeastText), Math.Min(least.Ring, measured.LeastRing), Math.Min(least.Edge, measured.LeastEdge));
                }
            }

            return weak;
        });

        AssertNothing(found);
        output.RecordCheck($"文字对比度实测：{NameOf(view)}", "本站测试", $"{site.Kinds.Count} 类页面，{Colours.Count} 种配色", FormattableString.Invariant($"最低 {Math.Floor(least.Text * 10) / 10}:1"));
        output.RecordCheck($"焦点框和输入框边线对比度实测：{NameOf(view)}", "本站测试", $"{site.Kinds.Count} 类页面，{Colours.Count} 种配色", FormattableString.Invariant($"焦点框最低 {Math.Floor(least.Ring * 10) / 10}:1，边线最低 {Math.Floor(least.Edge * 10) / 10}:1"));
    }

    /// <summary>
    /// 320 px is a small phone, and 1280 px at 400 %; 256 px high is a window of 1024 px at 400 %. Size 6 is the site's own 200 %,
    /// 32 px the browser's. The spacing is that of WCAG 1.4.12.
    /// </summary>
    [Theory]
    [MemberData(nameof(Views))]
    public async Task Nothing_scrolls_sideways_or_is_cut_off_at_320_pixels_with_large_text_or_wide_spacing(string view)
    {
        var found = await BrowserSite.SweepAsync(site.Addresses, () => site.ReaderAsync(320, 640, CookieOf(view)), async (reader, _) =>
        {
            var lost = new List<string>();
            async Task LookAsync(string state) => lost.AddRange((await reader.Page.EvaluateAsync<string[]>(CutOff)).Select(what => $"{state}: {what}"));

            await LookAsync("size 1");
            await reader.Page.EvaluateAsync(WideSpacing);
            await LookAsync("size 1, wide spacing");
            await reader.Page.EvaluateAsync("document.documentElement.dataset.size = 6");
            await LookAsync("size 6, wide spacing");
            await reader.Page.EvaluateAsync("document.adoptedStyleSheets = []");
            await LookAsync("size 6");
            await reader.Page.EvaluateAsync("document.documentElement.dataset.size = 1");

            var browser = await reader.Context.NewCDPSessionAsync(reader.Page);
            await browser.SendAsync("Page.setFontSizes", new() { ["fontSizes"] = new Dictionary<string, object> { ["standard"] = 32 } });
            await LookAsync("browser's text at 200 %");
            await browser.SendAsync("Page.setFontSizes", new() { ["fontSizes"] = new Dictionary<string, object> { ["standard"] = 16 } });
            await browser.DetachAsync();

            await reader.Page.SetViewportSizeAsync(320, 256);
            await LookAsync("320 × 256");
            lost.AddRange(await reader.Page.EvaluateAsync<string[]>(StandingInTheWay));
            await reader.Page.SetViewportSizeAsync(320, 640);
            return lost;
        });

        AssertNothing(found);
        output.RecordCheck($"窄屏、放大和加宽间距时不横向滚动、不丢字：{NameOf(view)}", "本站测试", $"{site.Addresses.Count} 个页面，320 像素宽，相当于放大到 400%；文字 200%；WCAG 1.4.12 的间距", $"{found.Count} 处问题");
    }

    private const string WideSpacing =
        """
        () => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
            document.adoptedStyleSheets = [sheet];
        }
        """;

    private const string CutOff =
        """
        () => {
            const found = [], page = document.documentElement;
            if (page.scrollWidth > page.clientWidth) {
                const widest = [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right > page.clientWidth + 1 && !element.closest("[tabindex='0'][role=region] *")).pop();
                found.push(`scrolls sideways by ${page.scrollWidth - page.clientWidth} px: ${widest?.outerHTML.slice(0, 120)}`);
            }
            for (const element of document.querySelectorAll("body *")) {
                const style = getComputedStyle(element);
                if (/hidden|clip/.test(style.overflow) && style.clipPath === "none" && !element.closest("svg, .skip") && element.textContent.trim()
                    && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
                    found.push(`cuts its text off: ${element.outerHTML.slice(0, 120)}`);
            }
            return found;
        }
        """;

    /// <summary>What does not scroll with the page may take a quarter of the window at most.</summary>
    private const string StandingInTheWay =
        """
        () => [...document.querySelectorAll("body *")].filter(element => /fixed|sticky/.test(getComputedStyle(element).position) && element.checkVisibility())
            .map(element => [element, element.getBoundingClientRect()]).filter(([, box]) => box.width * box.height > innerWidth * innerHeight / 4)
            .map(([element, box]) => `320 × 256: ${Math.round(box.width)} × ${Math.round(box.height)} px stand in the way: ${element.outerHTML.slice(0, 120)}`)
        """;

    [Theory]
    [InlineData(ReadingPreferences.Standard, 44)]
    [InlineData(ReadingPreferences.Care, 48)]
    public async Task Everything_to_press_is_large_enough(string view, int least)
    {
        var pressed = 0;
        var found = await BrowserSite.SweepAsync(site.Kinds.Select(kind => kind.Address), () => site.ReaderAsync(390, cookie: CookieOf(view)), async (reader, _) =>
        {
            // Links within a sentence are exempt (2.5.5): those whose line holds other words too. A choice is pressed by its label.
            var sizes = await reader.Page.EvaluateAsync<string[]>(
                """
                least => [...document.querySelectorAll("a[href], button, label, summary, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox])")].filter(target => {
                    if (target.matches(".skip, .mark, .para *, blockquote *") || !target.checkVisibility()) return false;
                    const around = target.closest("p, dd, dt, li");
                    return !(getComputedStyle(target).display === "inline" && around && around.textContent.trim() !== target.textContent.trim());
                }).map(target => {
                    const box = target.getBoundingClientRect(), floor = target.matches("[data-view=care] .site-header .tool, [data-view=care] .care-bar :is(a, button)") ? 60 : least;
                    return target.matches("label:has(~ :is(input, select, textarea)), label[for]") || (Math.round(box.height) >= floor && Math.round(box.width) >= floor) ? "" : `${target.textContent.trim().slice(0, 20)} ${Math.round(box.width)}×${Math.round(box.height)}, not ${floor}`;
                })
                """,
                least);
            Interlocked.Add(ref pressed, sizes.Length);
            return sizes.Where(size => size != "");
        });

        AssertNothing(found);
        output.RecordCheck($"可按的目标足够大：{NameOf(view)}", "本站测试", $"{site.Kinds.Count} 类页面，{pressed} 个目标，每个不小于 {least} 像素{(view == ReadingPreferences.Care ? "，主要按钮不小于 60 像素" : "")}", $"{found.Count} 处过小");
    }

    [Fact]
    public async Task The_main_buttons_of_care_view_are_sixty_pixels_and_its_text_is_large()
    {
        await using var reader = await site.ReaderAsync(390, cookie: CookieOf(ReadingPreferences.Care));
        await reader.OpenAsync("/report/review-2017/economy");

        foreach (var name in new[] { "上一节", "目录", "下一节", "返回首页", "返回标准版" })
        {
            var box = await reader.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).BoundingBoxAsync();
            Assert.True(box!.Width >= 60 && box.Height >= 60, $"{name}: {box.Width}×{box.Height}");
        }

        Assert.True(await FontSizeAsync(reader, ".para") >= 24);
        await using var largest = await site.ReaderAsync(390, cookie: "view=care&size=6&theme=auto");
        await largest.OpenAsync("/report/review-2017/economy");
        Assert.True(await FontSizeAsync(largest, ".para") >= 40);
    }

    [Fact]
    public async Task Care_view_has_no_small_text_shadow_or_picture_on_any_kind_of_page()
    {
        AssertNothing(await BrowserSite.SweepAsync(site.Kinds.Select(kind => kind.Address), () => site.ReaderAsync(390, cookie: CookieOf(ReadingPreferences.Care)), async (reader, _) =>
            await reader.Page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll("body *")].flatMap(element => {
                    const style = getComputedStyle(element), found = [];
                    if (style.boxShadow !== "none" || style.textShadow !== "none" || style.backgroundImage !== "none") found.push(`shadow or picture: ${element.outerHTML.slice(0, 80)}`);
                    if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && element.checkVisibility() && !element.closest(".visually-hidden, .skip") && parseFloat(style.fontSize) < 18)
                        found.push(`${style.fontSize}: ${element.outerHTML.slice(0, 80)}`);
                    return found;
                })
                """)));
    }

    [Fact]
    public async Task A_line_of_the_report_holds_at_most_forty_characters_and_is_not_justified()
    {
        await using var reader = await site.ReaderAsync(1280);
        foreach (var address in new[] { "/report/review-2017/economy", "/report/full" })
        {
            await reader.OpenAsync(address);
            var characters = await reader.Page.EvaluateAsync<double>(
                "Math.max(...[...document.querySelectorAll('.para')].map(para => para.getBoundingClientRect().width / parseFloat(getComputedStyle(para).fontSize)))");
            Assert.True(characters <= 40, $"{address}: {characters} characters a line");
            Assert.Equal("start", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.para')).textAlign"));
            Assert.True(await reader.Page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.para')).lineHeight) / parseFloat(getComputedStyle(document.querySelector('.para')).fontSize)") >= 1.75);
        }
    }

    private Task<Reader> OpenAsync(string view, int width) => site.ReaderAsync(width, cookie: CookieOf(view)).WithAxeAsync();

    private static string CookieOf(string view) => ReadingPreferences.Default.With("view", view).ToCookie();

    private static string NameOf(string view) => view == ReadingPreferences.Care ? "关怀版" : "标准版";

    private static void AssertNothing(IReadOnlyList<string> found) =>
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found.Take(40))}");

    private static Task<double> FontSizeAsync(Reader reader, string selector) =>
        reader.Page.EvaluateAsync<double>("selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)", selector);
}
