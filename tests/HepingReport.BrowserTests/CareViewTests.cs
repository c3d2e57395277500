using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>The care view as its readers meet it: how it is found, what it looks like, where its buttons are, and the way back.</summary>
[Collection(InTheBrowser.Name)]
public sealed class CareViewTests(BrowserSite site)
{
    private const string Economy = "/report/review-2017/economy";
    private const string Care = "view=care";

    [Theory]
    [InlineData(360, 740)]
    [InlineData(1280, 800)]
    public async Task The_four_buttons_at_the_foot_stand_in_the_same_places_on_every_page_and_are_large(int width, int height)
    {
        await using var reader = await site.ReaderAsync(width, height, Care);
        string? places = null;
        foreach (var address in new[] { "/", Economy, "/report/opening", "/report/closing", "/report/full", "/report", "/indicators", "/help", "/reading", "/not-there" })
        {
            await reader.OpenAsync(address);
            var now = await reader.Page.EvaluateAsync<string>(
                """
                [...document.querySelectorAll(".care-bar li > *")].map(button => { const { left, top, width, height } = button.getBoundingClientRect(); return `${button.firstChild.textContent} ${Math.round(left)},${Math.round(top)} ${width >= 60 && height >= 60 ? "large" : `${width}×${height}`}`; }).join("\n")
                """);
            places ??= now;
            Assert.Equal(places, now);
        }

        Assert.Equal(["上一节", "目录", "朗读", "下一节"], places!.Split('\n').Select(line => line.Split(' ')[0]));
        Assert.All(places.Split('\n'), line => Assert.EndsWith("large", line));
    }

    [Fact]
    public async Task The_foot_leads_through_the_whole_report_to_the_contents_and_to_reading_aloud()
    {
        await using var reader = await site.ReaderAsync(390, 800, Care);
        await reader.OpenAsync("/report/opening");
        var visited = new List<string>();
        while (true)
        {
            visited.Add(new Uri(reader.Page.Url).AbsolutePath);
            Assert.Equal("#read-aloud", await reader.Page.Locator(".care-bar [data-read-aloud-start]").GetAttributeAsync("href"));
            var next = reader.Page.GetByRole(AriaRole.Navigation, new() { Name = "阅读" }).GetByRole(AriaRole.Link, new() { Name = "下一节" });
            if (await next.CountAsync() == 0)
            {
                break;
            }

            await next.ClickAsync();
        }

        Assert.Equal(site.Content.Report.Sections.Select(Links.Section), visited);
        await reader.Page.Locator(".care-bar").GetByRole(AriaRole.Link, new() { Name = "目录" }).ClickAsync();
        Assert.EndsWith("/report", reader.Page.Url);
        Assert.Equal("/help#read-aloud", await reader.Page.Locator(".care-bar").GetByRole(AriaRole.Link, new() { Name = "朗读" }).GetAttributeAsync("href"));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_home_page_is_flat_one_column_of_large_words_with_few_choices_on_a_screen(int width)
    {
        await using var reader = await site.ReaderAsync(width, 800, Care);
        await reader.OpenAsync("/");

        Assert.Empty(await reader.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("main *")].filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && element.getClientRects().length && !element.matches(".visually-hidden") && parseFloat(getComputedStyle(element).fontSize) < 24).map(element => element.outerHTML)
            """));
        Assert.Empty(await reader.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("body *")].filter(element => ["", "::before", "::after"].some(part => { const style = getComputedStyle(element, part); return part && style.content === "none" ? false : style.boxShadow !== "none" || style.textShadow !== "none" || style.backgroundImage !== "none"; })).map(element => element.outerHTML.slice(0, 100))
            """));
        var (most, columns) = (await reader.Page.EvaluateAsync<int>(
            """
            (() => { const tops = [...document.querySelectorAll("main a")].map(link => link.getBoundingClientRect().top + scrollY); const room = innerHeight - document.querySelector(".care-bar").offsetHeight; return Math.max(...tops.map(top => tops.filter(other => other >= top && other < top + room).length)); })()
            """), await reader.Page.EvaluateAsync<int>("new Set([...document.querySelectorAll('main a:not(p a)')].map(link => Math.round(link.getBoundingClientRect().left))).size"));
        Assert.InRange(most, 1, 8);
        Assert.Equal(1, columns);
    }

    [Fact]
    public async Task Key_figures_are_plain_sentences()
    {
        await using var reader = await site.ReaderAsync(390, 800, Care);
        await reader.OpenAsync("/");

        var sentences = await reader.Page.Locator(".sentences a").AllInnerTextsAsync();

        Assert.Equal(site.Content.KeyFigures.Count, sentences.Count);
        Assert.Contains("2017年，地区生产总值预计850亿元。2018年目标：地区生产总值增速为6%左右。（口径不同）", sentences);
        Assert.All(sentences, sentence => Assert.Matches("^(2017年，[^。]+。)?(2018年目标：[^。]+。)?(（.+）)?$", sentence));
    }

    [Fact]
    public async Task Without_a_script_the_hint_stays_until_it_is_answered_and_then_is_gone()
    {
        await using var reader = await site.ReaderAsync(390, also: options => options.JavaScriptEnabled = false);
        var hint = reader.Page.GetByText("字太小？可以打开关怀版：大字、大按钮。");
        await reader.OpenAsync("/");
        await Assertions.Expect(hint).ToBeVisibleAsync();
        await reader.OpenAsync("/indicators?year=2018");
        await Assertions.Expect(hint).ToBeVisibleAsync();

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "不用了" }).ClickAsync();

        Assert.Equal(reader.Root + "/indicators?year=2018", reader.Page.Url);
        await Assertions.Expect(hint).ToBeHiddenAsync();
        Assert.Equal("view=standard", Assert.Single(await reader.Context.CookiesAsync()).Value);
        await reader.OpenAsync("/");
        await Assertions.Expect(hint).ToBeHiddenAsync();
    }

    [Fact]
    public async Task With_a_script_the_hint_is_given_once_where_it_was_on_the_screen_and_does_not_vanish()
    {
        await using var reader = await site.ReaderAsync(390, 700);
        var hint = reader.Page.GetByText("字太小？可以打开关怀版：大字、大按钮。");

        // Opened in the middle of a page, its top is not seen, and so the hint is not used up.
        await reader.OpenAsync(Economy + "#economy-services");
        await reader.Page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Empty(await reader.Context.CookiesAsync());

        await reader.OpenAsync("/");
        await reader.Page.WaitForFunctionAsync("document.cookie === 'reading=view=standard'");
        await Assertions.Expect(hint).ToBeVisibleAsync();
        await reader.Page.EvaluateAsync("scrollTo(0, 2000)");
        await reader.Page.EvaluateAsync("scrollTo(0, 0)");
        await Assertions.Expect(hint).ToBeVisibleAsync();

        await reader.OpenAsync("/report");
        await Assertions.Expect(hint).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_hint_opens_the_care_view_which_says_so_and_can_be_undone()
    {
        foreach (var scripts in new[] { true, false })
        {
            await using var reader = await site.ReaderAsync(390, also: options => options.JavaScriptEnabled = scripts);
            await reader.OpenAsync("/indicators?year=2018");

            await reader.Page.GetByRole(AriaRole.Link, new() { Name = "打开关怀版" }).ClickAsync();
            await Assertions.Expect(reader.Page.Locator("header [role=status]")).ToHaveTextAsync("已打开关怀版，以后都这样显示。");
            Assert.Equal("care", await reader.Page.GetAttributeAsync("html", "data-view"));
            Assert.Equal("2018", await reader.Page.Locator("select[name=year]").InputValueAsync());

            await reader.Page.GetByRole(AriaRole.Link, new() { Name = "撤销" }).ClickAsync();
            await Assertions.Expect(reader.Page.Locator("header [role=status]")).ToHaveTextAsync("已回到标准版，以后都这样显示。");
            Assert.Equal("standard", await reader.Page.GetAttributeAsync("html", "data-view"));

            await reader.OpenAsync("/");
            await Assertions.Expect(reader.Page.Locator("header [role=status]")).ToHaveCountAsync(0);
        }
    }

    [Theory]
    [InlineData("standard", "关怀版", "care")]
    [InlineData("care", "返回标准版", "standard")]
    public async Task Changing_the_view_keeps_the_place_both_ways(string from, string control, string to)
    {
        await using var reader = await site.ReaderAsync(390, 800, $"view={from}");
        await reader.OpenAsync(Economy);
        await reader.Page.EvaluateAsync("document.getElementById('economy-reform').scrollIntoView()");

        // By the keyboard, so that nothing scrolls on the way to the control.
        await reader.Page.EvaluateAsync("name => [...document.querySelectorAll('.tool')].find(tool => tool.textContent === name).focus({ preventScroll: true })", control);
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.WaitForFunctionAsync("view => document.documentElement.dataset.view === view && document.readyState === 'complete'", to);

        Assert.EndsWith($"?view={to}#economy-reform", reader.Page.Url);
        Assert.InRange((await reader.Page.Locator("#economy-reform").BoundingBoxAsync())!.Y, -10, 200);
    }

    [Fact]
    public async Task At_four_hundred_percent_the_foot_gives_way()
    {
        await using var reader = await site.ReaderAsync(320, 256, Care);
        await reader.OpenAsync(Economy);

        Assert.Equal("static", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.care-bar')).position"));
        Assert.True(await reader.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    [Fact]
    public async Task The_settings_panel_fits_and_its_buttons_are_large()
    {
        foreach (var (width, cookie) in new[] { (320, Care), (360, Care), (320, "view=care&size=6"), (320, "view=standard&size=6&spacing=looser&weight=bold&links=on&pinyin=on"), (1280, Care) })
        {
            await using var reader = await site.ReaderAsync(width, 700, cookie);
            await reader.OpenAsync(Economy);
            await reader.Page.GetByRole(AriaRole.Link, new() { Name = "网站无障碍" }).ClickAsync();
            await Assertions.Expect(reader.Page.Locator("#settings-panel")).ToBeVisibleAsync();

            Assert.True(await reader.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{width} {cookie}");
            var least = cookie.StartsWith(Care, StringComparison.Ordinal) ? 60 : 44;
            Assert.Empty(await reader.Page.EvaluateAsync<string[]>(
                "least => [...document.querySelectorAll('#settings-panel :is(button, label)')].filter(target => { const { width, height } = target.getBoundingClientRect(); return width && (width < least || Math.round(height) < least); }).map(target => target.textContent)", least));
        }
    }
}
