using HepingReport.Web.Reading;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>What each reading setting does, measured in the browser; and how it is changed, with a script and without.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ReadingSettingsTests(BrowserSite site)
{
    private const string Economy = "/report/review-2017/economy";

    /// <summary>A setting, a value, and what is measured on a page of the report: as it is by default, and with the value.</summary>
    public static TheoryData<string, string, string, string, string> Effects => new()
    {
        { "size", "6", "style('.para').fontSize", "19px", "38px" },
        { "size", "3", "style('.para').fontSize", "19px", "24.7px" },
        { "theme", "paper", "style('html').backgroundColor", "rgb(252, 250, 246)", "rgb(252, 250, 246)" },
        { "theme", "white", "style('html').backgroundColor", "rgb(252, 250, 246)", "rgb(255, 255, 255)" },
        { "theme", "dark", "style('.para').color", "rgb(31, 27, 22)", "rgb(237, 230, 218)" },
        { "theme", "yellow-on-black", "style('.para').color + style('html').backgroundColor", "rgb(31, 27, 22)rgb(252, 250, 246)", "rgb(255, 255, 0)rgb(0, 0, 0)" },
        { "theme", "black-on-white", "style('.para').color + style('html').backgroundColor", "rgb(31, 27, 22)rgb(252, 250, 246)", "rgb(0, 0, 0)rgb(255, 255, 255)" },
        { "theme", "black-on-yellow", "style('.para').color + style('html').backgroundColor", "rgb(31, 27, 22)rgb(252, 250, 246)", "rgb(0, 0, 0)rgb(255, 255, 102)" },
        { "theme", "yellow-on-blue", "style('.para').color + style('html').backgroundColor", "rgb(31, 27, 22)rgb(252, 250, 246)", "rgb(255, 255, 0)rgb(0, 0, 170)" },
        { "theme", "white-on-blue", "style('.para').color + style('html').backgroundColor", "rgb(31, 27, 22)rgb(252, 250, 246)", "rgb(255, 255, 255)rgb(0, 0, 170)" },
        { "spacing", "loose", "lineHeight('.para')", "1.9", "2" },
        { "spacing", "looser", "lineHeight('.para')", "1.9", "2.4" },
        { "weight", "bold", "style('.para').fontWeight", "400", "700" },
        { "column", "narrow", "characters('.para')", "35", "25" },
        { "column", "wide", "characters('.para')", "35", "38" },
        { "pointer", "on", "['html', '.para', 'a', 'summary'].map(place => /pointer-(arrow|hand)/.exec(style(place).cursor)?.[1]).join()", ",,,", "arrow,arrow,hand,hand" },
        { "links", "on", "[...document.querySelectorAll('a')].every(link => getComputedStyle(link).textDecorationLine === 'underline')", "false", "true" },
        { "motion", "reduce", "style('.moving').animationName + style('.moving').transitionProperty", "movebackground-color", "nonenone" },
        { "pinyin", "on", "style('rt').display === 'none'", "true", "false" },
        { "pinyin", "on", "lineHeight('.para') >= 2", "false", "true" },
    };

    private const string Measures =
        """
        const style = place => getComputedStyle(document.querySelector(place));
        const number = words => Math.round(parseFloat(words) * 100) / 100;
        const lineHeight = place => number(parseFloat(style(place).lineHeight) / parseFloat(style(place).fontSize));
        const characters = place => number(parseFloat(style(place).width) / parseFloat(style(place).fontSize));
        """;

    [Theory]
    [MemberData(nameof(Effects))]
    public async Task Each_setting_has_its_effect_with_javascript_off(string key, string value, string measure, string usual, string expected)
    {
        await using var reader = await site.ReaderAsync(also: WithoutScripts);
        await reader.OpenAsync(Economy);
        Assert.Equal(usual, await MeasureAsync(reader, measure));

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "网站无障碍" }).ClickAsync();
        await reader.Page.Locator($"input[name={key}][value='{value}']").CheckAsync();
        Assert.Equal($"/reading?from={Uri.EscapeDataString(Economy)}", reader.Page.Url[reader.Root.Length..]);
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("main [role=status]")).ToContainTextAsync("已保存。");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "回到刚才的页面" }).ClickAsync();

        await reader.Page.WaitForURLAsync(reader.Root + Economy); // and for the whole page: a click ends as soon as the address has changed
        Assert.Equal(expected, await MeasureAsync(reader, measure));
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public async Task Each_setting_takes_effect_at_once_is_announced_kept_and_undone(string key, string value, string measure, string usual, string expected)
    {
        await using var reader = await site.ReaderAsync(also: options => options.BypassCSP = true);
        await reader.OpenAsync(Economy);
        Assert.Equal(usual, await MeasureAsync(reader, measure));
        await OpenPanelAsync(reader);
        var setting = ReadingSetting.Find(key)!;

        await reader.Page.Locator($"input[name={key}][value='{value}']").CheckAsync();

        Assert.Equal(expected, await MeasureAsync(reader, measure));
        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync($"{setting.Name}：{setting.NameOf(value)}");
        Assert.Equal(ReadingPreferences.Default.With(key, value).ToCookie(), await CookieAsync(reader));

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        Assert.Equal(usual, await MeasureAsync(reader, measure));
        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync($"已撤销。{setting.Name}：{setting.NameOf(setting.Default)}");
        Assert.Equal("view=standard", await CookieAsync(reader));
        Assert.Equal(setting.Default, await reader.Page.EvaluateAsync<string>("document.activeElement.value"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task From_loose_spacing_on_the_gap_between_paragraphs_is_one_and_a_half_lines()
    {
        foreach (var cookie in new[] { "view=standard&spacing=loose", "view=standard&spacing=looser", "view=care&spacing=loose", "view=care&spacing=looser", "view=standard&spacing=loose&pinyin=on" })
        {
            await using var reader = await site.ReaderAsync(cookie: cookie, also: WithoutScripts);
            foreach (var address in new[] { Economy, "/help" })
            {
                await reader.OpenAsync(address);
                var least = await reader.Page.EvaluateAsync<double>(
                    """
                    Math.min(...[...document.querySelectorAll(".para + .para, .paragraph-figures + .para, .prose p + p")].map(next => {
                        const before = next.previousElementSibling;
                        return (next.getBoundingClientRect().top - before.getBoundingClientRect().bottom) / parseFloat(getComputedStyle(next).lineHeight);
                    }))
                    """);
                Assert.True(least >= 1.499, $"{cookie} {address}: {least} lines");
            }
        }
    }

    [Fact]
    public async Task No_choice_of_settings_makes_a_line_longer_than_forty_characters()
    {
        foreach (var cookie in new[] { "view=standard&column=wide", "view=care&column=wide", "view=care&column=wide&size=2", "view=standard&column=wide&pinyin=on&spacing=looser" })
        {
            await using var reader = await site.ReaderAsync(1600, cookie: cookie);
            await reader.OpenAsync(Economy);
            var longest = await reader.Page.EvaluateAsync<int>(
                """
                Math.max(...[...document.querySelectorAll(".para")].flatMap(para => {
                    const lines = new Map();
                    const walker = document.createTreeWalker(para, NodeFilter.SHOW_TEXT);
                    while (walker.nextNode()) {
                        if (walker.currentNode.parentElement.closest("[data-aid]")) continue;
                        [...walker.currentNode.data].forEach((_, i) => {
                            const range = document.createRange();
                            range.setStart(walker.currentNode, i);
                            range.setEnd(walker.currentNode, i + 1);
                            const line = Math.round(range.getBoundingClientRect().bottom / 8);
                            lines.set(line, (lines.get(line) ?? 0) + 1);
                        });
                    }
                    return [...lines.values()];
                }))
                """);
            Assert.InRange(longest, 30, 42); // digits are half as wide as characters
            Assert.True(await reader.Page.EvaluateAsync<double>("Math.max(...[...document.querySelectorAll('.para')].map(para => para.getBoundingClientRect().width / parseFloat(getComputedStyle(para).fontSize)))") <= 38.01, cookie);
        }
    }

    [Fact]
    public async Task Hidden_pinyin_leaves_the_lines_as_they_are_and_shown_pinyin_is_small_and_not_copied()
    {
        await using var reader = await site.ReaderAsync(also: options => options.BypassCSP = true);
        await reader.OpenAsync(Economy);
        var plain = await reader.Page.EvaluateAsync<double>("document.querySelector('.para').getBoundingClientRect().height");
        await AddPinyinAsync(reader);

        Assert.Equal(plain, await reader.Page.EvaluateAsync<double>("document.querySelector('.para').getBoundingClientRect().height"));

        await reader.Page.EvaluateAsync("document.documentElement.dataset.pinyin = 'on'");
        Assert.True(await reader.Page.EvaluateAsync<bool>("parseFloat(getComputedStyle(document.querySelector('rt')).fontSize) < parseFloat(getComputedStyle(document.querySelector('.para')).fontSize) * .7"));
        Assert.Equal("none", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('rt')).userSelect"));
        Assert.True(await reader.Page.EvaluateAsync<bool>("document.querySelector('rt').getBoundingClientRect().height > 0"));
    }

    [Fact]
    public async Task All_defaults_come_back_at_once_and_are_undone()
    {
        const string before = "view=standard&size=4&theme=dark&spacing=loose&ruler=on";
        await using var reader = await site.ReaderAsync(cookie: before);
        await reader.OpenAsync("/reading");

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "恢复默认" }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync("已恢复默认");
        Assert.Equal("view=standard", await CookieAsync(reader));
        Assert.Equal("16px", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).fontSize"));

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        Assert.Equal(before, await CookieAsync(reader));
        Assert.Equal("24px", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).fontSize"));
    }

    [Fact]
    public async Task Choosing_the_other_view_waits_for_the_save_button()
    {
        await using var reader = await site.ReaderAsync();
        await reader.OpenAsync(Economy);
        await OpenPanelAsync(reader);

        await reader.Page.Locator("input[name=view][value=care]").CheckAsync();
        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync("版面：关怀版。按“保存”打开");
        Assert.Equal("standard", await reader.Page.GetAttributeAsync("html", "data-view"));
        Assert.Equal("view=standard", await CookieAsync(reader));

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("main [role=status]")).ToHaveTextAsync("已保存。版面：关怀版。");
        Assert.Equal("care", await reader.Page.GetAttributeAsync("html", "data-view"));
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "回到刚才的页面" }).ClickAsync();
        Assert.Equal(reader.Root + Economy, reader.Page.Url);
    }

    [Fact]
    public async Task The_panel_opens_below_the_header_takes_the_focus_and_gives_it_back()
    {
        await using var reader = await site.ReaderAsync();
        await reader.OpenAsync(Economy);
        var control = reader.Page.GetByRole(AriaRole.Link, new() { Name = "网站无障碍", Exact = true });
        await Assertions.Expect(control).ToHaveAttributeAsync("aria-expanded", "false");

        await control.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        var panel = reader.Page.GetByRole(AriaRole.Region, new() { Name = "阅读设置" });
        await Assertions.Expect(panel).ToBeVisibleAsync();
        Assert.Equal("阅读设置", await reader.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await Assertions.Expect(control).ToHaveAttributeAsync("aria-expanded", "true");
        Assert.Equal("settings-panel", await control.GetAttributeAsync("aria-controls"));
        Assert.True(await reader.Page.EvaluateAsync<bool>("document.querySelector('.site-header').nextElementSibling.id === 'settings-panel' && getComputedStyle(document.getElementById('settings-panel')).position === 'static'"));
        Assert.Equal(reader.Root + Economy, reader.Page.Url);

        await reader.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("关闭", await reader.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await reader.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(panel).ToBeHiddenAsync();
        await Assertions.Expect(control).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(control).ToBeFocusedAsync();

        await control.ClickAsync();
        await Assertions.Expect(panel).ToBeVisibleAsync();
        await control.ClickAsync();
        await Assertions.Expect(panel).ToBeHiddenAsync();
        await control.ClickAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Assertions.Expect(panel).ToBeHiddenAsync();
        await Assertions.Expect(control).ToBeFocusedAsync();
        Assert.Single(reader.Requests, request => request.Url.Contains("/reading", StringComparison.Ordinal));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Where_the_panel_cannot_be_fetched_the_link_leads_to_the_page()
    {
        await using var reader = await site.ReaderAsync();
        await reader.OpenAsync(Economy);
        await reader.Page.RouteAsync("**/reading*", route => route.Request.IsNavigationRequest ? route.ContinueAsync() : route.AbortAsync());

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "网站无障碍" }).ClickAsync();

        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("网站无障碍：阅读设置");
    }

    [Theory]
    [InlineData("standard", 1280)]
    [InlineData("care", 360)]
    public async Task Axe_finds_nothing_in_the_open_panel_in_any_theme_nor_in_the_hint_and_the_notice(string view, int width)
    {
        var found = new List<string>();
        foreach (var theme in ReadingSetting.Find("theme")!.Values)
        {
            await using var reader = await site.ReaderAsync(width, cookie: $"view={view}&theme={theme.Id}&spacing=loose&weight=bold&ruler=on&links=on&pinyin=on").WithAxeAsync();
            await reader.OpenAsync(Economy);
            await OpenPanelAsync(reader);
            await reader.Page.Locator("input[name=rate][value='1.5']").CheckAsync();
            found.AddRange((await reader.Page.AxeAsync()).Select(violation => $"{theme.Id}: {violation}"));
        }

        await using var first = await site.ReaderAsync(width).WithAxeAsync();
        foreach (var address in new[] { "/", "/?view=care", "/?view=standard", $"/reading?view={view}&from=/&before=view%3Dcare%26size%3D4" })
        {
            await first.OpenAsync(address);
            found.AddRange((await first.Page.AxeAsync()).Select(violation => $"{address}: {violation}"));
        }

        Assert.Empty(found);
    }

    [Fact]
    public async Task Settings_change_nothing_of_the_page_but_attributes_of_html_and_the_tool_itself()
    {
        const string page =
            """
            (() => { const copy = document.body.cloneNode(true); copy.querySelectorAll(".settings-panel, .ruler, #status, script").forEach(tool => tool.remove()); copy.querySelector("[data-settings-panel]").removeAttribute("aria-expanded"); copy.querySelector("[data-settings-panel]").removeAttribute("aria-controls"); return copy.innerHTML; })()
            """;
        await using var reader = await site.ReaderAsync();
        await reader.OpenAsync(Economy);
        var before = await reader.Page.EvaluateAsync<string>(page);
        await OpenPanelAsync(reader);

        foreach (var setting in ReadingSetting.All)
        {
            foreach (var value in setting.Values.Where(value => value.Id != setting.Default))
            {
                await reader.Page.Locator($"input[name={setting.Key}][value='{value.Id}']").CheckAsync();
                await reader.Page.Mouse.MoveAsync(640, 500);
                Assert.Equal(before, await reader.Page.EvaluateAsync<string>(page));
            }
        }

        var attributes = await reader.Page.EvaluateAsync<string[]>("[...document.documentElement.attributes].map(attribute => attribute.name).sort()");
        Assert.Equal(ReadingSetting.All.Select(setting => $"data-{setting.Key}").Append("data-first-visit").Append("lang").Order(StringComparer.Ordinal), attributes);
    }

    [Fact]
    public async Task The_next_page_and_the_next_visit_look_as_chosen_from_the_first_byte()
    {
        await using var reader = await site.ReaderAsync();
        await reader.OpenAsync("/reading");
        await reader.Page.Locator("input[name=size][value='5']").CheckAsync();
        await reader.Page.Locator("input[name=theme][value=yellow-on-black]").CheckAsync();

        var answer = await reader.Page.GotoAsync(reader.Root + "/");

        Assert.Contains("<html lang=\"zh-CN\" data-view=\"standard\" data-size=\"5\" data-theme=\"yellow-on-black\">", await answer!.TextAsync());
        var cookie = Assert.Single(await reader.Context.CookiesAsync());
        Assert.Equal("view=standard&size=5&theme=yellow-on-black", cookie.Value);
        Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        Assert.Equal("/", cookie.Path);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds((long)cookie.Expires) - DateTimeOffset.UtcNow, TimeSpan.FromDays(364), TimeSpan.FromDays(366));
    }

    [Fact]
    public async Task Going_back_to_a_page_shows_it_in_the_settings_of_now()
    {
        await using var reader = await site.ReaderAsync();
        await reader.OpenAsync(Economy);
        await reader.OpenAsync("/reading");
        await reader.Page.Locator("input[name=size][value='6']").CheckAsync();

        await reader.Page.GoBackAsync();

        await reader.Page.WaitForFunctionAsync("document.documentElement.dataset.size === '6'");
    }

    [Fact]
    public async Task Without_a_script_the_ruler_marks_the_paragraph_under_the_pointer_or_with_the_focus()
    {
        await using var reader = await site.ReaderAsync(cookie: "view=standard&ruler=on", also: WithoutScripts);
        await reader.OpenAsync(Economy);
        const string marked = "[...document.querySelectorAll('.para')].filter(para => getComputedStyle(para).textDecorationLine === 'underline' && getComputedStyle(para).backgroundColor !== 'rgba(0, 0, 0, 0)').map(para => para.id).join()";
        Assert.Equal("", await reader.Page.EvaluateAsync<string>(marked));

        await reader.Page.Locator("#economy-structure").HoverAsync();
        Assert.Equal("economy-structure", await reader.Page.EvaluateAsync<string>(marked));

        await reader.Page.Mouse.MoveAsync(2, 2);
        await reader.Page.Locator("#economy-quality .permalink").FocusAsync();
        Assert.Equal("economy-quality", await reader.Page.EvaluateAsync<string>(marked));
    }

    [Fact]
    public async Task The_ruler_is_one_line_high_follows_pointer_focus_and_arrow_keys_and_takes_nothing_away()
    {
        await using var reader = await site.ReaderAsync(cookie: "view=standard&ruler=on");
        await reader.OpenAsync(Economy);
        await reader.Page.EvaluateAsync("document.getElementById('economy-quality').scrollIntoView({ block: 'center' })");
        var para = (await reader.Page.Locator("#economy-quality").BoundingBoxAsync())!;
        var lineHeight = await reader.Page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.para')).lineHeight)");

        await reader.Page.Mouse.MoveAsync(para.X + 200, para.Y + (float)(lineHeight * 1.5));
        var second = await BandAsync(reader);
        Assert.InRange(second.Height, lineHeight - 0.5, lineHeight + 0.5);
        Assert.InRange(second.Y - para.Y, lineHeight - 3, lineHeight + 3);

        var wide = (await reader.Page.Locator(".ruler").BoundingBoxAsync())!;
        Assert.Equal((para.X, para.Width), (wide.X, wide.Width));

        await reader.Page.Mouse.MoveAsync(para.X + 200, para.Y + (float)(lineHeight * 2.4));
        Assert.InRange((await BandAsync(reader)).Y - second.Y, lineHeight - 1, lineHeight + 1);

        // The page still scrolls by the keys, and the ruler goes on by a line of the text.
        var scrolled = await reader.Page.EvaluateAsync<double>("scrollY");
        var before = await BandAsync(reader);
        await reader.Page.Keyboard.PressAsync("ArrowDown");
        await reader.Page.WaitForFunctionAsync("before => scrollY > before", scrolled);
        var after = await reader.Page.EvaluateAsync<double>("document.querySelector('.ruler').getBoundingClientRect().top + scrollY");
        Assert.InRange(after - (before.Y + scrolled), lineHeight - 1, lineHeight + 1);

        await reader.Page.Locator("#economy-structure .permalink").FocusAsync();
        var link = (await reader.Page.Locator("#economy-structure .permalink").BoundingBoxAsync())!;
        var band = await BandAsync(reader);
        Assert.InRange(link.Y + (link.Height / 2), band.Y, band.Y + band.Height);

        Assert.Equal("none", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.ruler')).pointerEvents"));
        await reader.Page.Locator("#economy-structure .permalink").ClickAsync();
        Assert.EndsWith("#economy-structure", reader.Page.Url);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Print_is_the_same_whatever_is_set()
    {
        await using var plain = await site.ReaderAsync();
        await using var all = await site.ReaderAsync(cookie: "view=standard&size=6&theme=white-on-blue&spacing=looser&weight=bold&column=narrow&ruler=on&links=on&pinyin=on&pointer=on");
        const string printed = "[...document.querySelectorAll('main *')].filter(element => element.getClientRects().length).map(element => { const { color, fontSize, fontWeight, lineHeight, textDecorationLine } = getComputedStyle(element); const { width, height } = element.getBoundingClientRect(); return [element.tagName, color, fontSize, fontWeight, lineHeight, textDecorationLine, Math.round(width), Math.round(height)].join(' '); }).join('\\n')";
        var papers = new List<string>();
        foreach (var reader in new[] { plain, all })
        {
            await reader.OpenAsync(Economy);
            await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });
            papers.Add(await reader.Page.EvaluateAsync<string>(printed));
        }

        Assert.Equal(papers[0], papers[1]);
    }

    [Fact]
    public async Task In_forced_colours_the_ruler_and_the_chosen_values_can_still_be_seen()
    {
        await using var reader = await site.ReaderAsync(cookie: "view=standard&ruler=on&theme=yellow-on-black", also: options => options.ForcedColors = ForcedColors.Active);
        await reader.OpenAsync("/reading");
        await reader.Page.Locator(".settings__preview p").First.HoverAsync();

        Assert.Equal("3px solid", await reader.Page.EvaluateAsync<string>("(({ borderBlockStartWidth, borderBlockStartStyle }) => `${borderBlockStartWidth} ${borderBlockStartStyle}`)(getComputedStyle(document.querySelector('.ruler')))"));
        Assert.Equal(0, await reader.Page.EvaluateAsync<int>("[...document.querySelectorAll('.settings, .settings *, .ruler')].filter(element => getComputedStyle(element).forcedColorAdjust === 'none').length"));
    }

    private static void WithoutScripts(BrowserNewContextOptions options)
    {
        options.JavaScriptEnabled = false;
        options.BypassCSP = true;
    }

    private static async Task<string> MeasureAsync(Reader reader, string measure)
    {
        if (measure.Contains(".moving", StringComparison.Ordinal))
        {
            await reader.Page.EvaluateAsync(
                """
                const motion = document.createElement("style");
                motion.textContent = "@layer components { .moving { animation: move 1s; transition: background-color 1s } }";
                document.head.append(motion);
                document.querySelector(".para").classList.add("moving");
                """);
        }

        if (measure.Contains("'rt'", StringComparison.Ordinal))
        {
            await AddPinyinAsync(reader);
        }

        return await reader.Page.EvaluateAsync<string>($"(() => {{ {Measures} return String({measure}); }})()");
    }

    /// <summary>A word with its reading, as the report's pages carry them.</summary>
    private static async Task AddPinyinAsync(Reader reader) => await reader.Page.EvaluateAsync(
        """
        if (!document.querySelector(".para rt")) {
            const words = document.createTreeWalker(document.querySelector(".para"), NodeFilter.SHOW_TEXT);
            while (words.nextNode() && words.currentNode.length < 40) { }
            const word = words.currentNode.splitText(30);
            word.splitText(2);
            const ruby = document.createElement("ruby");
            word.replaceWith(ruby);
            ruby.innerHTML = `${word.data}<rp data-aid>（</rp><rt data-aid>pīnyīn</rt><rp data-aid>）</rp>`;
        }
        """);

    private static async Task OpenPanelAsync(Reader reader)
    {
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "网站无障碍" }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#settings-panel")).ToBeVisibleAsync();
    }

    private static async Task<string> CookieAsync(Reader reader) => Assert.Single(await reader.Context.CookiesAsync()).Value;

    private static async Task<(double Y, double Height)> BandAsync(Reader reader)
    {
        var box = await reader.Page.Locator(".ruler").BoundingBoxAsync();
        return (box!.Y, box.Height);
    }
}
