using HepingReport.Staff;
using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>
/// The whole day of two people, by keyboard alone: an account, a first sign-in with the second factor, an edit that is refused until it is
/// explained, a preview, a review with a return, a publishing that readers see, and the old text brought back.
/// </summary>
public sealed class StaffDayTests
{
    private const string Lin = "林晓";
    private const string Zhao = "赵伟";
    private const string Public = "/report/review-2017/governance";
    private const string Governance = "report/review-2017/governance.md";
    private const string Source = "治理隔断房群租房日租房1088间";

    /// <summary>As far as the mark of the correction.</summary>
    private const string Seen = "治理隔断房、群租房、";
    private const string Corrected = "治理隔断房、群租房、日租房1088间";

    [Theory]
    [InlineData(ReadingPreferences.Standard, true)]
    [InlineData(ReadingPreferences.Care, true)]
    [InlineData(ReadingPreferences.Standard, false)]
    public async Task Two_people_edit_review_publish_and_take_back(string view, bool script)
    {
        await using var site = await BrowserSite.OnACopyAsync();
        await using var lin = await OpenAsync(site, view, script);
        await using var zhao = await OpenAsync(site, view, script);
        await using var reader = await site.ReaderAsync(also: options => options.JavaScriptEnabled = script);
        var (first, second) = (new AtTheKeyboard(lin), new AtTheKeyboard(zhao));

        // The publisher signs in for the first time and adds an account.
        var link = (await site.Services.GetRequiredService<StaffDesk>().AddAsync(Lin, StaffRole.Publisher, Actor.Operator, default)).Link!;
        await SignInFirstAsync(lin, first, Links.StaffFirstBy(link));
        await first.PressAsync(AriaRole.Link, "账户");
        await first.TypeAsync("姓名", Zhao);
        await first.PressAsync(AriaRole.Button, "添加并取得链接");
        await HeadingAsync(lin, "账户");
        var given = await lin.Page.Locator(".saved code").InnerTextAsync();
        await SignInFirstAsync(zhao, second, new Uri(given).PathAndQuery);

        // A change of the official text is refused by its very characters.
        await second.PressAsync(AriaRole.Link, "改内容");
        await HeadingAsync(zhao, "改内容");
        await CheckAsync(zhao, "the files");
        await second.TypeAsync("找正文里的句子", "隔断房群租房");
        await second.PressAsync(AriaRole.Button, "找");
        await second.PressAsync(zhao.Page.Locator("main a[href*='governance-safety']").First);
        await HeadingAsync(zhao, "改：第一章（四） 坚持创新治理、齐抓共管，社会保持和谐稳定");
        await CheckAsync(zhao, "the form of a section");
        var text = zhao.Page.Locator("#f-governance-safety-text");
        var official = await text.InputValueAsync();
        await second.TypeAsync(text, official.Replace(Source, Corrected, StringComparison.Ordinal));
        await second.TypeAsync(zhao.Page.Locator("#f-summary"), "讲2017年的平安建社和社区治理。");
        await SaveAsync(zhao, second);
        await Assertions.Expect(zhao.Page.Locator("#part-problems")).ToContainTextAsync("与原文第 51 行不同");
        await CheckAsync(zhao, "an unexplained departure");
        await second.PressAsync(AriaRole.Link, Zhao);
        await second.PressAsync(AriaRole.Link, "我的改动");
        await Assertions.Expect(zhao.Page.Locator("main")).ToContainTextAsync("这样还不能发布");
        await CheckAsync(zhao, "my drafts with errors");

        // It is explained in the same form, and nothing else is wrong then.
        await zhao.OpenAsync(Links.StaffEdit(Governance));
        await second.FocusAsync(zhao.Page.Locator("#explain-governance-safety"));
        await zhao.Page.Keyboard.PressAsync("ArrowDown");
        await second.TypeAsync(zhao.Page.Locator("#explain-governance-safety-reason"), "三个并列的名词之间脱顿号。");
        await second.PressAsync(zhao.Page.GetByRole(AriaRole.Button, new() { Name = "登记这处更正" }));
        await Assertions.Expect(zhao.Page.Locator("#explain-governance-safety")).ToHaveCountAsync(0);
        Assert.Equal("", (await zhao.Page.Locator("#part-problems").InnerTextAsync()).Trim());

        // The preview is the page, in care mode, too.
        await second.PressAsync(zhao.Page.GetByRole(AriaRole.Button, new() { Name = "保存并预览" }));
        await Assertions.Expect(zhao.Page.Locator(".preview-bar")).ToContainTextAsync("含赵伟正在改的");
        Assert.StartsWith("【草稿】", await zhao.Page.TitleAsync());
        await Assertions.Expect(zhao.Page.Locator("#governance-safety")).ToContainTextAsync(Seen);
        await CheckAsync(zhao, "the preview");
        if (view == ReadingPreferences.Standard)
        {
            await second.PressAsync(AriaRole.Link, "关怀版");
            await Assertions.Expect(zhao.Page.Locator("html")).ToHaveAttributeAsync("data-view", "care");
            await Assertions.Expect(zhao.Page.Locator("#governance-safety")).ToContainTextAsync(Seen);
            await CheckAsync(zhao, "the preview in care mode");
            await second.PressAsync(AriaRole.Link, "返回标准版");
            await Assertions.Expect(zhao.Page.Locator("html")).ToHaveAttributeAsync("data-view", "standard");
        }

        await second.PressAsync(AriaRole.Link, "回到编辑");
        await second.PressAsync(zhao.Page.GetByRole(AriaRole.Button, new() { Name = "保存，去送审" }));
        await SubmitAsync(zhao, second, "补脱落的顿号，写了提要。");
        await CheckAsync(zhao, "what was submitted");

        // The reviewer sees the characters, says what is wrong, and returns it.
        await lin.OpenAsync(Links.Staff);
        await CheckAsync(lin, "the dashboard");
        await first.PressAsync(lin.Page.GetByRole(AriaRole.Link, new() { Name = "份待审" }));
        await HeadingAsync(lin, "审核");
        await Assertions.Expect(lin.Page.Locator("main ins").First).ToBeVisibleAsync();
        await CheckAsync(lin, "the review");
        await first.TypeAsync(lin.Page.GetByLabel("退回的理由").First, "提要里“平安建社”应当是“平安建设”。");
        await first.PressAsync(lin.Page.GetByRole(AriaRole.Button, new() { Name = "退回" }).First);
        await Assertions.Expect(lin.Page.Locator("main")).ToContainTextAsync("现在没有送审的改动");

        // The editor finds the reason, mends it, and submits again.
        await zhao.OpenAsync(Links.Staff);
        await Assertions.Expect(zhao.Page.Locator("main")).ToContainTextAsync("应当是“平安建设”");
        await zhao.OpenAsync(Links.StaffEdit(Governance));
        await second.TypeAsync(zhao.Page.Locator("#f-summary"), "讲2017年的平安建设和社区治理。");
        await SaveAsync(zhao, second);
        await second.PressAsync(zhao.Page.GetByRole(AriaRole.Button, new() { Name = "保存，去送审" }));
        await SubmitAsync(zhao, second, "补脱落的顿号，写了提要，改了错字。");

        // Approved and published: a reader sees it at once, and in the record of changes with its reason.
        await ApproveAndPublishAsync(lin, first, check: true);
        await reader.OpenAsync(Public);
        await Assertions.Expect(reader.Page.Locator("#governance-safety")).ToContainTextAsync(Seen);
        await reader.OpenAsync(Links.Changes);
        await Assertions.Expect(reader.Page.Locator("main")).ToContainTextAsync("补脱落的顿号，写了提要，改了错字。");
        await Assertions.Expect(reader.Page.Locator("main")).ToContainTextAsync("三个并列的名词之间脱顿号。");

        // The old text comes back by the same way.
        await zhao.OpenAsync(Links.StaffHistory);
        await CheckAsync(zhao, "the history");
        await second.PressAsync(zhao.Page.Locator("main a[href^='/staff/history/']").First);
        await Assertions.Expect(zhao.Page.Locator("h1")).ToContainTextAsync("次：");
        await CheckAsync(zhao, "a revision");
        await second.PressAsync(zhao.Page.GetByRole(AriaRole.Button, new() { Name = "个文件都恢复成这次之前的样子" }));
        await SubmitAsync(zhao, second, "先恢复，等核对。");
        await ApproveAndPublishAsync(lin, first, check: false);
        await reader.OpenAsync(Public);
        await Assertions.Expect(reader.Page.Locator("#governance-safety")).ToContainTextAsync(Source);

        Assert.Empty(lin.TakeComplaints());
        Assert.Empty(zhao.TakeComplaints());

        async Task CheckAsync(Reader who, string where)
        {
            if (script)
            {
                var found = (await who.Page.AxeAsync()).Concat(await who.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth") ? ["scrolls sideways"] : []).ToList();
                Assert.True(found.Count == 0, $"{where}: {string.Join('\n', found)}");
            }
        }

        async Task SignInFirstAsync(Reader who, AtTheKeyboard person, string address)
        {
            await who.OpenAsync(address);
            var key = (await who.Page.Locator("main code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
            await person.TypeAsync("新密码", StaffVisitor.Password);
            await person.TypeAsync("再写一遍新密码", StaffVisitor.Password);
            await person.TypeCodeAsync(key);
            await who.Page.Keyboard.PressAsync("Enter");
            await HeadingAsync(who, "请记下恢复码");
            await person.PressAsync(AriaRole.Link, "已经记好，进入工作台");
            await HeadingAsync(who, "工作台");
        }

        // The page that comes after the press, not the one that is still there.
        async Task SaveAsync(Reader who, AtTheKeyboard person)
        {
            await who.Page.Locator("main").EvaluateAsync("main => main.dataset.old = 'true'");
            await person.PressAsync(who.Page.GetByRole(AriaRole.Button, new() { Name = "保存草稿", Exact = true }).First);
            await Assertions.Expect(who.Page.Locator("main[data-old]")).ToHaveCountAsync(0);
            await Assertions.Expect(who.Page.Locator("#part-state")).ToContainTextAsync("您的草稿存于");
        }

        async Task SubmitAsync(Reader who, AtTheKeyboard person, string note)
        {
            await HeadingAsync(who, "我的改动");
            await person.TypeAsync("改了什么、为什么", note);
            await person.PressAsync(AriaRole.Button, "送审");
            await Assertions.Expect(who.Page.Locator("main")).ToContainTextAsync("待审");
        }

        async Task ApproveAndPublishAsync(Reader who, AtTheKeyboard person, bool check)
        {
            await who.OpenAsync(Links.StaffReview);
            await person.PressAsync(who.Page.GetByRole(AriaRole.Button, new() { Name = "审核通过" }).First);
            await Assertions.Expect(who.Page.GetByRole(AriaRole.Heading, new() { Name = "已经通过，等待发布" })).ToBeVisibleAsync();
            await person.PressAsync(AriaRole.Link, "去发布");
            await HeadingAsync(who, "发布");
            if (check)
            {
                await CheckAsync(who, "publishing");
            }

            await person.PressAsync(who.Page.GetByRole(AriaRole.Button, new() { Name = "处改动，马上公开" }));
            await Assertions.Expect(who.Page.Locator("h1")).ToContainTextAsync("次：");
        }
    }

    private static Task HeadingAsync(Reader who, string heading) => Assertions.Expect(who.Page.Locator("h1")).ToHaveTextAsync(heading);

    private static async Task<Reader> OpenAsync(BrowserSite site, string view, bool script) =>
        await site.ReaderAsync(390, 740, $"view={view}", options => options.JavaScriptEnabled = script).WithAxeAsync();
}
