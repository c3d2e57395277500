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
        var keyboard = page.Keyboard;

        await reader.OpenAsync(Links.StaffFirstBy(link));
        await CheckAsync("the first sign-in");
        var key = (await page.Locator("main code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await TypeAsync("新密码", "短");
        await TypeAsync("再写一遍新密码", "短");
        await TypeAsync("验证码", "000000");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#password-fault")).ToContainTextAsync("至少要12个字符");
        await CheckAsync("the first sign-in with faults");
        await TypeAsync("新密码", Password);
        await TypeAsync("再写一遍新密码", Password);
        var step = await TypeCodeAsync(key, 0);
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "请记下恢复码" })).ToBeVisibleAsync();
        await CheckAsync("the recovery codes");
        await PressAsync(AriaRole.Link, "已经记好，进入工作台");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "工作台" })).ToBeVisibleAsync();
        await CheckAsync("the dashboard");

        foreach (var address in new[] { Links.StaffAccounts, Links.StaffAudit })
        {
            await reader.OpenAsync(address);
            await CheckAsync(address);
        }

        await reader.OpenAsync(Links.StaffAccounts);
        await TypeAsync("姓名", name + "2");
        await PressAsync(AriaRole.Button, "添加并取得链接");
        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("只在这里显示这一次");
        await CheckAsync("the link for a new account");

        await PressAsync(AriaRole.Button, "退出");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "工作人员登录" })).ToBeVisibleAsync();
        await CheckAsync("signing in");
        await TypeAsync("姓名", name);
        await TypeAsync("密码", "不是这个密码");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".fault")).ToContainTextAsync("姓名或密码不对");
        await CheckAsync("signing in refused");
        await TypeAsync("密码", Password);
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "输入验证码" })).ToBeVisibleAsync();
        await CheckAsync("the code");

        // The app's next code: the site takes one step ahead.
        await TypeCodeAsync(key, step);
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "工作台" })).ToBeVisibleAsync();
        Assert.Empty(reader.TakeComplaints());

        async Task CheckAsync(string where)
        {
            var found = (await page.AxeAsync()).Concat(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth") ? ["scrolls sideways"] : []).ToList();
            Assert.True(found.Count == 0, $"{where}: {string.Join('\n', found)}");
        }

        // Tab after Tab, as far as it takes; a page has no more than this.
        async Task FocusAsync(ILocator target)
        {
            await page.EvaluateAsync("document.activeElement?.blur()");
            for (var i = 0; i < 80; i++)
            {
                if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                {
                    return;
                }

                await keyboard.PressAsync("Tab");
            }

            Assert.Fail($"Tab does not reach {target}");
        }

        async Task TypeAsync(string label, string text)
        {
            await FocusAsync(page.GetByLabel(label, new() { Exact = true }));
            await keyboard.PressAsync("Control+A");
            await keyboard.TypeAsync(text);
        }

        async Task PressAsync(AriaRole role, string button)
        {
            await FocusAsync(page.GetByRole(role, new() { Name = button, Exact = true }));
            await keyboard.PressAsync("Enter");
        }

        // The code of a step after the one that was used last; never one that is not yet good.
        async Task<long> TypeCodeAsync(string shared, long last)
        {
            var now = DateTimeOffset.UtcNow;
            var next = Math.Max(now.ToUnixTimeSeconds() / 30, last + 1);
            await TypeAsync("验证码", AuthenticatorApp.CodeAt(shared, DateTimeOffset.FromUnixTimeSeconds(next * 30)));
            return next;
        }
    }
}
