using HepingReport.Web.Reading;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>Finding a sentence by a word, typed on a phone.</summary>
[Collection(InTheBrowser.Name)]
public sealed class SearchTests(BrowserSite site)
{
    private const string Economy = "/report/review-2017/economy";

    [Theory]
    [MemberData(nameof(JourneyTests.WithAndWithoutJavaScript), MemberType = typeof(JourneyTests))]
    public async Task Type_a_word_anywhere_and_land_on_the_sentence_with_the_word_marked(bool javaScript, string view)
    {
        await using var reader = await site.ReaderAsync(390, 800, ReadingPreferences.Default.With("view", view).ToCookie(), options => options.JavaScriptEnabled = javaScript);
        await reader.OpenAsync(Economy);
        await reader.Page.GetByRole(AriaRole.Searchbox, new() { Name = "搜索报告" }).FillAsync("学位");
        await reader.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^“学位”找到\\d+处$"));
        await reader.Page.Locator(".results a[href^='/report/']").First.ClickAsync();
        var paragraph = reader.Page.Locator(".para:target");
        await Assertions.Expect(paragraph.Locator("mark").First).ToHaveTextAsync("学位");
        Assert.True(await paragraph.EvaluateAsync<bool>("element => { const box = element.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }"));

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "回到搜索结果" }).ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("学位");
        Assert.Empty(reader.TakeComplaints());
    }

    [Fact]
    public async Task On_paper_nothing_tells_that_the_words_were_looked_for()
    {
        await using var reader = await site.ReaderAsync(794);
        await reader.OpenAsync(Links.WithWords("/report/plan-2018/livelihood", "养老"));
        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await Assertions.Expect(reader.Page.Locator(".wanted")).ToBeHiddenAsync();
        var mark = reader.Page.Locator(".para mark").First;
        await Assertions.Expect(mark).ToHaveCSSAsync("border-bottom-style", "none");
        Assert.Equal(await mark.EvaluateAsync<string>("mark => getComputedStyle(mark.parentElement).fontWeight"), await mark.EvaluateAsync<string>("mark => getComputedStyle(mark).fontWeight"));
    }

    [Fact]
    public async Task The_second_skip_link_leads_into_the_search_box()
    {
        await using var reader = await site.ReaderAsync();
        await reader.OpenAsync(Economy);
        await reader.Page.Keyboard.PressAsync("Tab");
        await reader.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Link, new() { Name = "跳到检索" })).ToBeFocusedAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.Keyboard.PressAsync("Tab");
        await reader.Page.Keyboard.PressAsync("Shift+Tab");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Results_follow_what_is_typed_and_are_announced_and_the_same_as_the_servers()
    {
        await using var reader = await site.ReaderAsync(390, 800);
        await reader.OpenAsync(Links.Search);
        var box = reader.Page.GetByRole(AriaRole.Searchbox);
        await box.FocusAsync();
        await reader.Page.Keyboard.InsertTextAsync("停车");

        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^“停车”找到\\d+处$"));
        await Assertions.Expect(box).ToBeFocusedAsync();
        Assert.Equal(Links.SearchFor("停车"), new Uri(reader.Page.Url).PathAndQuery);
        var typed = await reader.Page.Locator("main").InnerHTMLAsync();
        var title = await reader.Page.TitleAsync();
        await reader.Page.ReloadAsync();
        Assert.Equal(title, await reader.Page.TitleAsync());
        Assert.Equal(await reader.Page.Locator("main").InnerHTMLAsync(), typed.Replace("value=\"\"", "value=\"停车\"", StringComparison.Ordinal));

        await box.FillAsync("");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("搜索");
        Assert.Empty(reader.TakeComplaints());
    }

    [Fact]
    public async Task Letters_on_their_way_through_an_input_method_are_no_query()
    {
        await using var reader = await site.ReaderAsync(390, 800);
        await reader.OpenAsync(Links.Search);
        await reader.Page.GetByRole(AriaRole.Searchbox).FocusAsync();
        var session = await reader.Context.NewCDPSessionAsync(reader.Page);
        foreach (var letters in new[] { "t", "ti", "tin", "ting" })
        {
            await session.SendAsync("Input.imeSetComposition", new() { ["text"] = letters, ["selectionStart"] = letters.Length, ["selectionEnd"] = letters.Length });
        }

        await session.SendAsync("Input.insertText", new() { ["text"] = "停车" });
        await Assertions.Expect(reader.Page.Locator("#status")).ToContainTextAsync("“停车”找到");
        Assert.All(reader.Requests.Where(request => request.Url.Contains("?q=", StringComparison.Ordinal)), request => Assert.EndsWith(Links.SearchFor("停车"), request.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_comes_late_does_not_replace_a_newer_one()
    {
        await using var reader = await site.ReaderAsync(390, 800);
        await reader.OpenAsync(Links.Search);
        var held = new TaskCompletionSource();
        await reader.Page.RouteAsync("**/search?q=%E5%81%9C", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        var box = reader.Page.GetByRole(AriaRole.Searchbox);
        await box.FillAsync("停");
        await reader.Page.WaitForRequestAsync(new System.Text.RegularExpressions.Regex("q=%E5%81%9C$"));
        await box.FillAsync("停车");
        await Assertions.Expect(reader.Page.Locator("#status")).ToContainTextAsync("“停车”找到");
        var late = reader.Page.WaitForResponseAsync(new System.Text.RegularExpressions.Regex("q=%E5%81%9C$"));
        held.SetResult();
        await late;
        await reader.Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 100))");

        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("“停车”找到");
    }

    [Fact]
    public async Task Without_the_network_the_results_stay_and_the_button_still_asks()
    {
        await using var reader = await site.ReaderAsync(390, 800);
        await reader.OpenAsync(Links.SearchFor("停车"));
        await reader.Context.SetOfflineAsync(true);
        await reader.Page.GetByRole(AriaRole.Searchbox).FillAsync("养老");
        await reader.Page.WaitForRequestAsync(new System.Text.RegularExpressions.Regex("q="));
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("“停车”找到");

        await reader.Context.SetOfflineAsync(false);
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "搜索", Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("“养老”找到");
    }
}
