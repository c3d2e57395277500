using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>What a reader does, step by step.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ReadingInTheBrowserTests(BrowserSite site)
{
    private const string Economy = "/report/review-2017/economy";
    private const string WordsWithoutAids =
        """
        [...document.querySelectorAll(".para")].map(para => { const words = para.cloneNode(true); words.querySelectorAll("[data-aid]").forEach(aid => aid.remove()); return words.textContent; })
        """;

    [Fact]
    public async Task With_javascript_off_the_text_is_the_same_and_notes_are_reached_and_left_by_links()
    {
        await using var reader = await site.ReaderAsync(360, 740, also: options => options.JavaScriptEnabled = false);
        await using var scripted = await site.ReaderAsync(360, 740);
        foreach (var section in site.Content.Report.Sections)
        {
            await reader.OpenAsync(Links.Section(section));
            await scripted.OpenAsync(Links.Section(section));
            Assert.Equal(section.Paragraphs.Select(paragraph => paragraph.Text), await scripted.Page.EvaluateAsync<string[]>(WordsWithoutAids));
            Assert.Equal(section.Paragraphs.Select(paragraph => paragraph.Text), await reader.Page.EvaluateAsync<string[]>(WordsWithoutAids));
        }

        await reader.OpenAsync(Economy);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "注1", Exact = true }).ClickAsync();
        Assert.EndsWith("#note-1", reader.Page.Url);
        await reader.Page.Locator("#note-1").GetByRole(AriaRole.Link, new() { Name = "返回正文" }).ClickAsync();
        Assert.EndsWith("#ref-1-1", reader.Page.Url);

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "关怀版", Exact = true }).ClickAsync();
        Assert.Equal("care", await reader.Page.GetAttributeAsync("html", "data-view"));
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "返回标准版", Exact = true }).ClickAsync();
        Assert.Equal("standard", await reader.Page.GetAttributeAsync("html", "data-view"));
    }

    [Fact]
    public async Task A_note_opens_in_place_by_keyboard_and_gives_the_focus_back()
    {
        await using var reader = await site.ReaderAsync(390);
        await reader.OpenAsync(Economy);
        var marker = reader.Page.GetByRole(AriaRole.Link, new() { Name = "注1", Exact = true }).First;

        await marker.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        var note = reader.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(note).ToBeVisibleAsync();
        await Assertions.Expect(note).ToContainTextAsync("是指和平区按照全市企业家工作会议精神和“津八条”");

        await reader.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(note).ToBeHiddenAsync();
        Assert.Equal("ref-1-1", await reader.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task A_note_opens_by_touch_and_closes_by_its_button()
    {
        await using var reader = await site.ReaderAsync(360, 740, also: options => options.HasTouch = true);
        await reader.OpenAsync(Economy);

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "注1", Exact = true }).First.TapAsync();
        var note = reader.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(note).ToBeVisibleAsync();
        await note.GetByRole(AriaRole.Button, new() { Name = "关闭" }).TapAsync();
        await Assertions.Expect(note).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Copying_from_the_page_takes_the_reports_words_without_aids()
    {
        await using var reader = await site.ReaderAsync(1280, also: options => options.Permissions = ["clipboard-write"]);
        await reader.OpenAsync(Economy);
        await reader.Page.EvaluateAsync("getSelection().selectAllChildren(document.querySelector('.report-text'))");
        await reader.Page.Keyboard.PressAsync("Control+c");

        var copied = await reader.PasteAsync();

        var expected = string.Join('\n', site.Content.Report.FindSection("review-2017/economy")!.Paragraphs.Select(paragraph => paragraph.Text));
        Assert.Equal(expected, string.Join('\n', copied.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
    }

    [Fact]
    public async Task Switching_to_care_view_and_back_keeps_the_place_on_the_page()
    {
        await using var reader = await site.ReaderAsync(390);
        await reader.OpenAsync(Economy);
        await reader.Page.Locator("#economy-reform").ScrollIntoViewIfNeededAsync();
        await reader.Page.EvaluateAsync("document.getElementById('economy-reform').scrollIntoView()");

        await reader.Page.EvaluateAsync("document.querySelector('[data-keep-place]').click()");
        await reader.Page.WaitForFunctionAsync("document.documentElement.dataset.view === 'care'");

        Assert.EndsWith("#economy-reform", reader.Page.Url);
        Assert.Equal("care", await reader.Page.GetAttributeAsync("html", "data-view"));
    }

    /// <summary>To home and to any section, on a telephone: the page, styles, scripts and the icon.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("view=care")]
    public async Task The_first_visit_is_light(string? cookie)
    {
        await using var reader = await site.ReaderAsync(390, cookie: cookie);
        var session = await reader.Context.NewCDPSessionAsync(reader.Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.setCacheDisabled", new Dictionary<string, object> { ["cacheDisabled"] = true });
        foreach (var address in site.Content.Report.Sections.Select(Links.Section).Prepend(Links.Home))
        {
            reader.Requests.Clear();
            await reader.Page.GotoAsync(reader.Root + address, new() { WaitUntil = WaitUntilState.NetworkIdle });
            var bytes = new List<(string Url, int Size)>();
            foreach (var request in reader.Requests)
            {
                bytes.Add((request.Url, (await request.SizesAsync()).ResponseBodySize));
            }

            Assert.True(bytes.Count <= 4, $"{address}: {bytes.Count} requests");
            Assert.True(bytes.Sum(entry => entry.Size) <= 28 * 1024, $"{address}: {string.Join(", ", bytes)}");
        }
    }

    [Fact]
    public async Task Print_shows_the_document_and_none_of_the_pages_controls()
    {
        await using var reader = await site.ReaderAsync(794, cookie: "view=care&size=6&theme=yellow-on-black");
        await reader.OpenAsync("/report/full");
        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });

        foreach (var chrome in new[] { ".site-header", ".site-footer", ".care-bar", ".breadcrumb", ".permalink" })
        {
            Assert.True(await reader.Page.Locator(chrome).First.IsHiddenAsync(), chrome);
        }

        Assert.Equal("rgb(0, 0, 0)", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.para')).color"));
        Assert.Equal(18, await reader.Page.Locator(".notes li[value]:visible").CountAsync());
        var printed = await reader.Page.PdfAsync(new() { Format = "A4" });
        Assert.True(printed.Length > 20_000);
    }
}
