using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>What a reader comes to do, once with JavaScript and once without; the steps are the same.</summary>
[Collection(InTheBrowser.Name)]
public sealed class JourneyTests(BrowserSite site, ITestOutputHelper output)
{
    private const string Economy = "/report/review-2017/economy";

    public static TheoryData<bool, string> WithAndWithoutJavaScript => new()
    {
        { true, ReadingPreferences.Standard }, { true, ReadingPreferences.Care }, { false, ReadingPreferences.Standard }, { false, ReadingPreferences.Care },
    };

    private Task<Reader> ReaderAsync(bool javaScript, string view, int width = 390) =>
        site.ReaderAsync(width, 800, ReadingPreferences.Default.With("view", view).ToCookie(), options => options.JavaScriptEnabled = javaScript);

    [Theory]
    [MemberData(nameof(WithAndWithoutJavaScript))]
    public async Task Read_from_the_first_section_to_the_last_and_back_to_the_contents(bool javaScript, string view)
    {
        await using var reader = await ReaderAsync(javaScript, view);
        var sections = site.Content.Report.Sections;
        await reader.OpenAsync(Links.Section(sections[0]));
        foreach (var section in sections)
        {
            await reader.Page.WaitForURLAsync(reader.Root + Links.Section(section));
            Assert.Equal(section.Paragraphs.Count, await reader.Page.Locator(".para").CountAsync());
            if (section != sections[^1])
            {
                await Visible(reader, "下一节").ClickAsync();
            }
        }

        Assert.Equal(0, await Visible(reader, "下一节").CountAsync());
        await Visible(reader, "上一节").ClickAsync();
        Assert.Equal(Links.Section(sections[^2]), Path(reader));

        await reader.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^(看)?目录$") }).Locator("visible=true").First.ClickAsync();
        Assert.Matches("^/report$|#", new Uri(reader.Page.Url).PathAndQuery + new Uri(reader.Page.Url).Fragment);
    }

    /// <summary>With JavaScript the note opens in place, without it the mark leads to the list and the list leads back.</summary>
    [Theory]
    [MemberData(nameof(WithAndWithoutJavaScript))]
    public async Task Look_a_note_up_and_go_on_reading_where_one_was(bool javaScript, string view)
    {
        await using var reader = await ReaderAsync(javaScript, view);
        await reader.OpenAsync(Economy);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "注1", Exact = true }).First.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");

        var note = javaScript ? reader.Page.GetByRole(AriaRole.Dialog) : reader.Page.Locator("#note-1:target");
        await Assertions.Expect(note).ToContainTextAsync("是指和平区按照全市企业家工作会议精神和“津八条”");
        Assert.True(await InSightAsync(note));

        if (javaScript)
        {
            await reader.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(reader.Page.Locator("#ref-1-1")).ToBeFocusedAsync();
        }
        else
        {
            await note.GetByRole(AriaRole.Link, new() { Name = "返回正文" }).ClickAsync();
            await Assertions.Expect(reader.Page.Locator("#ref-1-1:target")).ToBeVisibleAsync();
        }

        Assert.True(await InSightAsync(reader.Page.Locator("#ref-1-1")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Switch_to_care_view_read_on_in_it_and_switch_back(bool javaScript)
    {
        await using var reader = await ReaderAsync(javaScript, ReadingPreferences.Standard);
        await reader.OpenAsync(Economy);

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "关怀版", Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("html[data-view=care]")).ToBeAttachedAsync();
        Assert.Equal(Economy, Path(reader));
        await Visible(reader, "下一节").ClickAsync();
        await Assertions.Expect(reader.Page.Locator("html[data-view=care]")).ToBeAttachedAsync();

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "返回标准版", Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("html[data-view=standard]")).ToBeAttachedAsync();
        await reader.OpenAsync("/help");
        await Assertions.Expect(reader.Page.Locator("html[data-view=standard]")).ToBeAttachedAsync();
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutJavaScript))]
    public async Task Change_the_settings_by_keyboard_see_them_everywhere_and_take_them_back(bool javaScript, string view)
    {
        await using var reader = await ReaderAsync(javaScript, view);
        await reader.OpenAsync(Links.ReadingSettings);
        await reader.Page.Locator("form.settings input[name=size]:checked").FocusAsync();
        await reader.Page.Keyboard.PressAsync("ArrowDown");
        await reader.Page.Keyboard.PressAsync("ArrowDown");
        await reader.Page.Locator("form.settings input[name=theme]:checked").FocusAsync();
        await reader.Page.Keyboard.PressAsync("ArrowUp");
        var theme = await reader.Page.Locator("form.settings input[name=theme]:checked").GetAttributeAsync("value");
        Assert.NotEqual("auto", theme);
        Assert.Equal(Links.ReadingSettings, Path(reader)); // choosing alone leads nowhere (3.2.2)

        await reader.Page.Locator("form.settings").GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "已保存" }).First).ToBeVisibleAsync();

        foreach (var address in new[] { Economy, "/indicators" })
        {
            await reader.OpenAsync(address);
            await Assertions.Expect(reader.Page.Locator($"html[data-view={view}][data-size='3'][data-theme={theme}]")).ToBeAttachedAsync();
        }

        await reader.OpenAsync(Links.ReadingSettings);
        await reader.Page.Locator("form.settings").GetByRole(AriaRole.Button, new() { Name = "恢复默认", Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("html[data-view=standard][data-size='1'][data-theme=auto]")).ToBeAttachedAsync();
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutJavaScript))]
    public async Task Choose_in_the_table_of_figures_and_follow_a_number_to_its_sentence(bool javaScript, string view)
    {
        await using var reader = await ReaderAsync(javaScript, view);
        await reader.OpenAsync("/indicators");
        await reader.Page.GetByLabel("年份").First.SelectOptionAsync("2018");
        await reader.Page.GetByLabel("专题").First.SelectOptionAsync("housing");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "筛选", Exact = true }).ClickAsync();

        var chosen = site.Content.Indicators.All.Where(indicator => indicator.Year == 2018).ToList();
        var rows = reader.Page.Locator("table tbody tr");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "符合条件" })).ToContainTextAsync($"共 {await rows.CountAsync()} 项");
        Assert.InRange(await rows.CountAsync(), 1, chosen.Count - 1);
        Assert.Contains("year=2018", reader.Page.Url);

        var figure = rows.First.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link);
        var name = (await figure.InnerTextAsync()).Split('（')[0];
        await figure.ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(name);
        await reader.Page.Locator("blockquote ~ p a, blockquote a").First.ClickAsync();
        Assert.StartsWith("/report/", Path(reader));
        Assert.True(await InSightAsync(reader.Page.Locator(".para:target")));
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutJavaScript))]
    public async Task Go_from_a_topic_to_the_sentence_and_its_paragraph(bool javaScript, string view)
    {
        await using var reader = await ReaderAsync(javaScript, view);
        await reader.OpenAsync(Links.Topics);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "住房", Exact = true }).First.ClickAsync();
        Assert.Equal("/topics/housing", Path(reader));

        var sentence = reader.Page.Locator("blockquote").First;
        var words = (await sentence.Locator("xpath=.//text()[normalize-space()]/..").First.InnerTextAsync()).Trim();
        await reader.Page.Locator("main a[href*='/report/'][href*='#']").Locator("visible=true").First.ClickAsync();
        await Assertions.Expect(reader.Page.Locator(".para:target")).ToContainTextAsync(words[..Math.Min(8, words.Length)]);
        Assert.True(await InSightAsync(reader.Page.Locator(".para:target")));
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutJavaScript))]
    public async Task Print_a_section_as_a_document(bool javaScript, string view)
    {
        await using var reader = await ReaderAsync(javaScript, view, 794);
        await reader.OpenAsync(Economy);
        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });

        foreach (var shown in new[] { "h1", ".para", "#note-1" })
        {
            await Assertions.Expect(reader.Page.Locator(shown).First).ToBeVisibleAsync();
        }

        foreach (var hidden in await reader.Page.Locator("header.site-header, footer.site-footer, .care-bar, nav, button, .skip").AllAsync())
        {
            await Assertions.Expect(hidden).ToBeHiddenAsync();
        }

        Assert.True((await reader.Page.PdfAsync(new() { Format = "A4" })).Length > 20_000);
        if (javaScript && view == ReadingPreferences.Care)
        {
            output.RecordCheck("同样的事做两遍：有和没有 JavaScript", "本站测试", "通读、附注、关怀版、设置、指标表、专题、打印；两种版面", "都能做完");
        }
    }

    private static string Path(Reader reader) => new Uri(reader.Page.Url).AbsolutePath;

    /// <summary>The link of that name in whichever place this view has it.</summary>
    private static ILocator Visible(Reader reader, string name) =>
        reader.Page.GetByRole(AriaRole.Link, new() { NameRegex = new($"^{name}") }).Locator("visible=true").First;

    /// <summary>Wholly in the window, or filling it, with nothing over its first words.</summary>
    private static Task<bool> InSightAsync(ILocator what) => what.EvaluateAsync<bool>(
        """
        element => {
            const box = element.getClientRects()[0], top = document.elementFromPoint(box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2);
            return box.top >= 0 && box.top < innerHeight && !!top && (top === element || element.contains(top) || top.contains(element));
        }
        """);
}
