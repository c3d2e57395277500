using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>What the script of the editing form adds: the draft is kept by itself, on the server or in this browser, and its faults are shown while one types.</summary>
public sealed class EditingInTheBrowserTests
{
    private const string Governance = "report/review-2017/governance.md";
    private const string Summary = "#f-summary";

    [Fact]
    public async Task What_is_typed_is_saved_by_itself_and_what_is_wrong_with_it_shown_beside_it()
    {
        await using var site = await BrowserSite.OnACopyAsync();
        await using var reader = await SignedInAsync(site);
        await reader.OpenAsync(Links.StaffEdit(Governance));
        await reader.Page.FillAsync(Summary, "讲2017年的治理,和服务。");
        await Assertions.Expect(reader.Page.Locator("#f-summary-problems")).ToContainTextAsync("1 处半角标点", Patient);
        await Assertions.Expect(reader.Page.Locator("form.editor > .tip").First).ToContainTextAsync("已自动存成草稿");
        Assert.Contains("\nsummary: 讲2017年的治理,和服务。\n", await DraftAsync(site));

        // What was saved by itself is the base of what comes next.
        await reader.Page.FillAsync(Summary, "讲2017年的治理和服务。");
        await Assertions.Expect(reader.Page.Locator("#f-summary-problems")).ToHaveTextAsync("", new() { Timeout = Patient.Timeout });
        Assert.Contains("\nsummary: 讲2017年的治理和服务。\n", await DraftAsync(site));
        Assert.Equal(Summary[1..], await reader.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task A_new_entry_saved_by_itself_is_one_entry_however_often()
    {
        await using var site = await BrowserSite.OnACopyAsync();
        await using var reader = await SignedInAsync(site);
        await reader.OpenAsync(Links.StaffEdit("synonyms.yml", "new"));
        await reader.Page.FillAsync("#f-words", "泊车");
        await Assertions.Expect(reader.Page.Locator("form.editor > .tip").First).ToContainTextAsync("已自动存成草稿", Patient);
        var said = await reader.Page.Locator("form.editor > .tip").First.InnerTextAsync();
        await reader.Page.FillAsync("#f-find", "停车泊位");
        await Assertions.Expect(reader.Page.Locator("form.editor > .tip").First).Not.ToHaveTextAsync(said, new() { Timeout = Patient.Timeout });
        Assert.EndsWith("\n- { words: [泊车], find: [停车泊位] }\n", await DraftAsync(site));
        Assert.Equal(2, (await DraftAsync(site)).Split("泊车").Length);
    }

    [Fact]
    public async Task Without_the_server_the_browser_keeps_it_over_a_closed_tab_and_gives_it_back()
    {
        await using var site = await BrowserSite.OnACopyAsync();
        await using var reader = await SignedInAsync(site);
        await reader.OpenAsync(Links.StaffEdit(Governance));

        // Only saving finds no server, and until the closed tab is surely gone: with the network back, it could still save its text while it closes.
        await reader.Context.RouteAsync("**", route => route.Request.Method == "POST" ? route.AbortAsync() : route.FallbackAsync());
        await reader.Page.FillAsync(Summary, "断网的时候写的。");
        await Assertions.Expect(reader.Page.Locator("form.editor [role=alert]")).ToContainTextAsync("已存在这台电脑的浏览器里", Patient);
        await reader.Page.CloseAsync();
        Assert.DoesNotContain("断网的时候写的。", await DraftAsync(site));

        var page = await reader.Context.NewPageAsync();
        await page.GotoAsync(site.Root + Links.StaffEdit(Governance));
        await Assertions.Expect(page.Locator("form.editor [role=alert]")).ToContainTextAsync("没有存到网站上的文字");
        await reader.Context.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "用那一份" }).ClickAsync();
        await Assertions.Expect(page.Locator(Summary)).ToHaveValueAsync("断网的时候写的。");
        await Assertions.Expect(page.Locator("form.editor > .tip").First).ToContainTextAsync("已自动存成草稿", Patient);
        Assert.Contains("断网的时候写的。", await DraftAsync(site));
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("form.editor [role=alert]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_page_beside_the_form_follows_what_is_typed()
    {
        await using var site = await BrowserSite.OnACopyAsync();
        await using var reader = await SignedInAsync(site);
        await reader.OpenAsync(Links.StaffEdit("report/opening.md"));
        await reader.Page.GetByText("边写边看").ClickAsync();
        var page = reader.Page.FrameLocator("iframe");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("开场", Patient);
        await reader.Page.FillAsync("#f-keypoints", "这是一条新的要点。");
        await Assertions.Expect(page.Locator(".keypoints")).ToContainTextAsync("这是一条新的要点。", Patient);
    }

    [Fact]
    public async Task A_session_that_has_ended_costs_no_word()
    {
        await using var site = await BrowserSite.OnACopyAsync();
        await using var reader = await SignedInAsync(site);
        await reader.OpenAsync(Links.StaffEdit(Governance));
        var cookies = await reader.Context.CookiesAsync();
        await reader.Context.ClearCookiesAsync(new() { Name = "staff" });
        await reader.Page.FillAsync(Summary, "登录过期以后写的。");
        await Assertions.Expect(reader.Page.Locator("form.editor [role=alert]")).ToContainTextAsync("登录已经结束", Patient);

        // Signed in again in another window, one press is enough.
        await reader.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly }));
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "保存草稿", Exact = true }).First.ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#part-state")).ToContainTextAsync("您的草稿存于");
        Assert.Contains("登录过期以后写的。", await DraftAsync(site));
        await Assertions.Expect(reader.Page.Locator("form.editor [role=alert]")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(ReadingPreferences.Standard)]
    [InlineData(ReadingPreferences.Care)]
    public async Task No_editing_form_has_a_fault_or_scrolls_sideways(string view)
    {
        await using var site = await BrowserSite.OnACopyAsync();
        await using var reader = await SignedInAsync(site, $"view={view}", 360);
        foreach (var address in new[]
        {
            Links.StaffFiles, Links.StaffEdit("topics.yml"), Links.StaffEdit("topics.yml", "elderly"), Links.StaffEdit("indicators.yml"), Links.StaffEdit("indicators.yml", "gdp-2017"), Links.StaffEdit("corrections.yml", "new"),
            Links.StaffEdit("pages/help.md"), Links.StaffEdit("site.yml"), Links.StaffEditRaw("synonyms.yml"), Links.StaffEdit("ids.txt"), Links.StaffDrafts, Links.StaffAccount, Links.StaffReports,
        })
        {
            await reader.OpenAsync(address);
            var found = (await reader.Page.AxeAsync()).Concat(await reader.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth") ? ["scrolls sideways"] : []).ToList();
            Assert.True(found.Count == 0, $"{address}: {string.Join('\n', found)}");
        }

        Assert.Empty(reader.TakeComplaints());
    }

    private static LocatorAssertionsToContainTextOptions Patient { get; } = new() { Timeout = 10_000 };

    private static async Task<Reader> SignedInAsync(BrowserSite site, string? cookie = null, int width = 1280)
    {
        var link = (await site.Services.GetRequiredService<StaffDesk>().AddAsync("林晓", StaffRole.Editor, Actor.Operator, default)).Link!;
        var reader = await site.ReaderAsync(width, 800, cookie).WithAxeAsync();
        var person = new AtTheKeyboard(reader);
        await reader.OpenAsync(Links.StaffFirstBy(link));
        var key = (await reader.Page.Locator("main code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await person.TypeAsync("新密码", StaffVisitor.Password);
        await person.TypeAsync("再写一遍新密码", StaffVisitor.Password);
        await person.TypeCodeAsync(key);
        await reader.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(reader.Page.Locator("h1")).ToHaveTextAsync("请记下恢复码");
        reader.TakeComplaints();
        return reader;
    }

    private static async Task<string> DraftAsync(BrowserSite site) =>
        (await site.Services.GetRequiredService<PortalStore>().ReadAsync(db => db.Drafts.AsNoTracking().OrderByDescending(draft => draft.UpdatedAt).FirstOrDefaultAsync(), default))?.Text ?? "";
}
