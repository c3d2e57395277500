using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>我要纠错 by keyboard alone, with JavaScript and without; each page on the way asked by axe.</summary>
[Collection(InTheBrowser.Name)]
public sealed class FeedbackTests(BrowserSite site, ITestOutputHelper output)
{
    public static TheoryData<bool, string> WithAndWithoutJavaScript => JourneyTests.WithAndWithoutJavaScript;

    [Theory]
    [MemberData(nameof(WithAndWithoutJavaScript))]
    public async Task Report_an_error_keep_the_receipt_look_it_up_and_withdraw(bool javaScript, string view)
    {
        var cookie = ReadingPreferences.Default.With("view", view).ToCookie();
        await using var reader = await site.ReaderAsync(390, 800, cookie, options => options.JavaScriptEnabled = javaScript).WithAxeAsync();
        var found = new List<string>();
        await reader.OpenAsync(Links.FeedbackOn(site.Content.Report.FindParagraph("economy-quality")!.Paragraph));
        Assert.Equal(0, await reader.Page.Locator("[name=homepage]").EvaluateAsync<int>("field => field.getClientRects().length"));
        await AskAsync("表单");

        // Nothing filled in: what is missing is said above the form and at each field, and the links lead there.
        await PressAsync("下一步：核对");
        var faults = reader.Page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(faults).ToContainTextAsync("请选一项：是什么问题。");
        await AskAsync("有错的表单");
        await FocusOnAsync(faults.GetByRole(AriaRole.Link, new() { Name = "请写一句说明：哪里不对，应当是什么。" }));
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.WaitForURLAsync("**#text");

        await FocusOnAsync(reader.Page.GetByRole(AriaRole.Radio, new() { Name = "错别字或标点" }));
        await reader.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Radio, new() { Name = "数字不对" })).ToBeCheckedAsync();
        await FocusOnAsync(reader.Page.GetByLabel("说明"));
        await reader.Page.Keyboard.InsertTextAsync("这个数和年鉴上的不一样。");
        await FocusOnAsync(reader.Page.GetByLabel("联系方式（可不填）"));
        await reader.Page.Keyboard.InsertTextAsync("022-12345678");
        await PressAsync("下一步：核对");

        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "请核对，然后发送" })).ToBeVisibleAsync();
        await Assertions.Expect(reader.Page.Locator("main")).ToContainTextAsync("这个数和年鉴上的不一样。");
        await AskAsync("核对页");
        await PressAsync("发送");
        if (await reader.Page.GetByRole(AriaRole.Alert).CountAsync() > 0)
        {
            await Assertions.Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("填得很快"); // as a test is
            await AskAsync("再问一次的核对页");
            await PressAsync("发送");
        }

        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "收到了，谢谢您" })).ToBeVisibleAsync();
        var receipt = await reader.Page.Locator(".receipt").InnerTextAsync();
        await AskAsync("回执");
        await reader.Page.ReloadAsync();
        Assert.Equal(receipt, await reader.Page.Locator(".receipt").InnerTextAsync());

        await reader.OpenAsync(Links.FeedbackStatus);
        await AskAsync("查答复");
        await FocusOnAsync(reader.Page.GetByLabel("回执编号"));
        await reader.Page.Keyboard.InsertTextAsync("1234");
        await EnterAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("抄错了一位");
        await AskAsync("查不到");
        await reader.Page.GetByLabel("回执编号").FillAsync(receipt);
        await PressAsync("查看");
        await Assertions.Expect(reader.Page.Locator("main [role=status]")).ToContainTextAsync("待处理");
        await AskAsync("待处理");
        await PressAsync("撤回这条纠错");
        await AskAsync("确定撤回");
        await PressAsync("确定撤回");
        await Assertions.Expect(reader.Page.Locator("main [role=status]")).ToContainTextAsync("已撤回");
        await AskAsync("已撤回");

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Equal(["antiforgery", "reading"], (await reader.Context.CookiesAsync()).Select(kept => kept.Name).Order());
        if (javaScript && view == ReadingPreferences.Care)
        {
            output.RecordCheck("我要纠错：只用键盘，有和没有 JavaScript", "本站测试、axe-core", "表单、错误、核对、回执、查答复、撤回；两种版面", "都能做完，0 处问题");
        }

        // axe is a script itself; where the page may run none, it would wait for ever. The page is the same.
        async Task AskAsync(string page)
        {
            Assert.True(await reader.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{page} scrolls sideways");
            if (javaScript)
            {
                found.AddRange((await reader.Page.AxeAsync()).Select(finding => $"{page}: {finding}"));
            }
        }

        async Task EnterAsync()
        {
            var navigated = new TaskCompletionSource();
            void Navigated(object? sender, IFrame frame) => navigated.TrySetResult();
            reader.Page.FrameNavigated += Navigated;
            await reader.Page.Keyboard.PressAsync("Enter");
            await navigated.Task.WaitAsync(TimeSpan.FromSeconds(10));
            reader.Page.FrameNavigated -= Navigated;
            await reader.Page.WaitForLoadStateAsync();
        }

        async Task PressAsync(string button)
        {
            await FocusOnAsync(reader.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }));
            await EnterAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changing_the_view_keeps_what_was_typed(bool javaScript)
    {
        await using var reader = await site.ReaderAsync(390, also: options => options.JavaScriptEnabled = javaScript);
        await reader.OpenAsync(Links.FeedbackOn(site.Content.Report.FindParagraph("economy-quality")!.Paragraph));
        var quote = await reader.Page.Locator(".feedback__quote").InnerTextAsync();
        await reader.Page.GetByLabel("数字不对").CheckAsync();
        await reader.Page.GetByLabel("说明").FillAsync("这个数和年鉴上的");

        await ChangeToAsync("关怀版", "换成关怀版，写的字都留着", ReadingPreferences.Care);
        await Assertions.Expect(reader.Page.GetByLabel("数字不对")).ToBeCheckedAsync();
        await Assertions.Expect(reader.Page.GetByLabel("说明")).ToHaveValueAsync("这个数和年鉴上的");
        Assert.Equal(quote, await reader.Page.Locator(".feedback__quote").InnerTextAsync());
        Assert.Equal(0, await reader.Page.GetByRole(AriaRole.Alert).CountAsync());

        await reader.Page.GetByLabel("说明").FillAsync("这个数和年鉴上的不一样。");
        await ChangeToAsync("撤销", "返回标准版，写的字都留着", ReadingPreferences.Standard);
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "下一步：核对" }).ClickAsync();
        await ChangeToAsync("关怀版", "换成关怀版，写的字都留着", ReadingPreferences.Care);
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "请核对，然后发送" })).ToBeVisibleAsync();
        await Assertions.Expect(reader.Page.Locator("main")).ToContainTextAsync("这个数和年鉴上的不一样。");

        async Task ChangeToAsync(string link, string button, string view)
        {
            await (javaScript ? reader.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }) : reader.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true })).ClickAsync();
            await Assertions.Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("data-view", view);
        }
    }

    /// <summary>Where Tab can get to, it is allowed to be at once.</summary>
    private static async Task FocusOnAsync(ILocator what)
    {
        await what.FocusAsync();
        await Assertions.Expect(what).ToBeFocusedAsync();
        Assert.True(await what.EvaluateAsync<bool>("element => element.tabIndex >= 0 && parseFloat(getComputedStyle(element).outlineWidth) >= 3"), "no ring");
    }
}
