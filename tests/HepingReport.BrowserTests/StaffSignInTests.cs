using HepingReport.Staff;
using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>Signing in by keyboard alone, and the pages of the staff as axe sees them.</summary>
[Collection(InTheBrowser.Name)]
public sealed class StaffSignInTests(BrowserSite site)
{
    private const string Password = StaffVisitor.Password;

    public static TheoryData<string> Views => new() { ReadingPreferences.Standard, ReadingPreferences.Care };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_person_signs_in_for_the_first_time_and_again_by_keyboard_and_no_page_has_a_fault(string view)
    {
        var name = "按键-" + view;
        var link = (await site.Services.GetRequiredService<StaffDesk>().AddAsync(name, StaffRole.Publisher, Actor.Operator, default)).Link!;
        await using var reader = await site.ReaderAsync(390, 740, $"view={view}").WithAxeAsync();
        var page = reader.Page;
        var person = new AtTheKeyboard(reader);

        await reader.OpenAsync(Links.StaffFirstBy(link));
        await CheckAsync("the first sign-in");
        var key = (await page.Locator("main code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await person.TypeAsync("新密码", "短");
        await person.TypeAsync("再写一遍新密码", "短");
        await person.TypeAsync("验证码", "000000");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#password-fault")).ToContainTextAsync("至少要12个字符");
        await CheckAsync("the first sign-in with faults");
        await person.TypeAsync("新密码", Password);
        await person.TypeAsync("再写一遍新密码", Password);
        await person.TypeCodeAsync(key);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "请记下恢复码" })).ToBeVisibleAsync();
        await CheckAsync("the recovery codes");
        await person.PressAsync(AriaRole.Link, "已经记好，进入工作台");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "工作台" })).ToBeVisibleAsync();
        await CheckAsync("the dashboard");

        foreach (var address in new[] { Links.StaffAccounts, Links.StaffAudit, Links.StaffAccount, Links.StaffReports })
        {
            await reader.OpenAsync(address);
            await CheckAsync(address);
        }

        await reader.OpenAsync(Links.StaffAccounts);
        await person.TypeAsync("姓名", name + "2");
        await person.PressAsync(AriaRole.Button, "添加并取得链接");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("只在这里显示这一次");
        await CheckAsync("the link for a new account");

        await person.PressAsync(AriaRole.Button, "退出");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "工作人员登录" })).ToBeVisibleAsync();
        await CheckAsync("signing in");
        await person.TypeAsync("姓名", name);
        await person.TypeAsync("密码", "不是这个密码");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".fault")).ToContainTextAsync("姓名或密码不对");
        await CheckAsync("signing in refused");
        await person.TypeAsync("密码", Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "输入验证码" })).ToBeVisibleAsync();
        await CheckAsync("the code");

        // The app's next code: the site takes one step ahead.
        await person.TypeCodeAsync(key);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "工作台" })).ToBeVisibleAsync();
        Assert.Empty(reader.TakeComplaints());

        async Task CheckAsync(string where)
        {
            var found = (await page.AxeAsync()).Concat(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth") ? ["scrolls sideways"] : []).ToList();
            Assert.True(found.Count == 0, $"{where}: {string.Join('\n', found)}");
        }
    }
}
