using System.Net;
using HepingReport.Storage;
using HepingReport.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>/staff/account: one's own password and recovery codes.</summary>
public sealed class OwnAccountTests
{
    private const string Lin = "林晓";
    private const string NewPassword = "另一座桥上 五只灰雁 停了很久";

    private readonly TestClock clock = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_new_password_ends_all_other_sessions_and_this_one_goes_on_with_a_new_cookie()
    {
        using var site = new TestSite { Clock = clock };
        var lin = await StaffVisitor.SignedInAsync(site, Lin);
        clock.Now += TimeSpan.FromSeconds(30);
        var home = new StaffVisitor(site, "198.51.100.1") { Key = lin.Key };
        await home.GivePasswordAsync(Lin);
        await home.GiveCodeAsync(home.Code());
        Assert.True(await home.IsSignedInAsync());
        var before = lin.Cookies["__Host-staff"];

        await lin.OpenAsync(Links.StaffAccount);
        await lin.PressAsync("换密码", ("password", StaffVisitor.Password), ("new-password", NewPassword), ("password-again", NewPassword));
        await lin.FollowAsync();

        Assert.Contains("密码已经换好", lin.Page.QuerySelector(".saved")!.TextContent);
        Assert.NotEqual(before, lin.Cookies["__Host-staff"]);
        Assert.Single(lin.Page.QuerySelectorAll("main tbody tr"));
        Assert.True(await lin.IsSignedInAsync());
        Assert.False(await home.IsSignedInAsync());
        await home.GivePasswordAsync(Lin);
        Assert.StartsWith("姓名或密码不对", home.Fault);
        clock.Now += TimeSpan.FromSeconds(30);
        await home.GivePasswordAsync(Lin, NewPassword);
        await home.GiveCodeAsync(home.Code());
        Assert.True(await home.IsSignedInAsync());
        Assert.Contains("password-changed", await AuditAsync(site));
    }

    [Theory]
    [InlineData("不是这个密码不是这个", NewPassword, NewPassword, "password", "现在的密码不对")]
    [InlineData(StaffVisitor.Password, NewPassword, NewPassword + "x", "new-password", "两次写的新密码不一样")]
    [InlineData(StaffVisitor.Password, "太短", "太短", "new-password", "密码至少要12个字符")]
    [InlineData(StaffVisitor.Password, "林晓林晓-password-2018", "林晓林晓-password-2018", "new-password", "太容易猜到")]
    public async Task A_password_that_cannot_be_taken_is_refused_at_its_field_and_nothing_has_changed(string old, string password, string again, string field, string fault)
    {
        using var site = new TestSite { Clock = clock };
        var lin = await StaffVisitor.SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffAccount);
        await lin.PressAsync("换密码", ("password", old), ("new-password", password), ("password-again", again));

        Assert.Equal(HttpStatusCode.BadRequest, lin.Answer.StatusCode);
        Assert.Contains(fault, lin.Page.QuerySelector($"#{field}-fault")!.TextContent);
        Assert.Contains($"{field}-fault", lin.Page.QuerySelector($"#{field}")!.GetAttribute("aria-describedby"));
        Assert.DoesNotContain(password, lin.Html);
        Assert.DoesNotContain(old, lin.Html);
        Assert.True(await lin.IsSignedInAsync());
        clock.Now += TimeSpan.FromSeconds(30);
        var again2 = new StaffVisitor(site) { Key = lin.Key };
        await again2.GivePasswordAsync(Lin);
        await again2.GiveCodeAsync(again2.Code());
        Assert.True(await again2.IsSignedInAsync());
    }

    [Fact]
    public async Task New_recovery_codes_are_shown_once_for_the_password_and_the_old_ones_are_worth_nothing()
    {
        using var site = new TestSite { Clock = clock };
        var lin = await StaffVisitor.SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffAccount);
        await lin.PressAsync("换一组恢复码", ("password", "不是这个密码不是这个"));
        Assert.Equal("密码不对，恢复码没有换。", lin.Page.QuerySelector("#codes-password-fault")!.TextContent);
        await lin.PressAsync("换一组恢复码", ("password", StaffVisitor.Password));
        var codes = lin.Page.QuerySelectorAll("main ol code").Select(code => code.TextContent).ToList();
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Empty(codes.Intersect(lin.RecoveryCodes));
        await lin.OpenAsync(Links.StaffAccount);
        Assert.DoesNotContain(codes[0], lin.Html);
        Assert.Contains("codes-renewed", await AuditAsync(site));

        var other = new StaffVisitor(site);
        await other.GivePasswordAsync(Lin);
        await other.GiveCodeAsync(lin.RecoveryCodes[0]);
        Assert.StartsWith("验证码不对", other.Fault);
        await other.GiveCodeAsync(codes[0]);
        Assert.True(await other.IsSignedInAsync());
    }

    [Fact]
    public async Task Whoever_finds_the_browser_open_cannot_guess_the_password()
    {
        using var site = new TestSite { Clock = clock };
        var lin = await StaffVisitor.SignedInAsync(site, Lin);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            await lin.OpenAsync(Links.StaffAccount);
            await lin.PressAsync("换一组恢复码", ("password", $"猜测猜测猜测 {i}"));
            statuses.Add(lin.Answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal(HttpStatusCode.BadRequest, statuses[0]);
    }

    [Fact]
    public async Task Without_second_factor_there_are_no_codes_to_renew()
    {
        using var site = new TestSite { Clock = clock }.With("Staff:SecondFactor", "off");
        var link = (await site.Services.GetRequiredService<HepingReport.Staff.StaffDesk>().AddAsync(Lin, HepingReport.Staff.StaffRole.Editor, HepingReport.Staff.Actor.Operator, default)).Link!;
        var lin = new StaffVisitor(site);
        await lin.OpenAsync(Links.StaffFirstBy(link));
        await lin.PressAsync("完成并登录", ("password", StaffVisitor.Password), ("again", StaffVisitor.Password));
        await lin.OpenAsync(Links.StaffAccount);
        Assert.DoesNotContain("恢复码", lin.Page.QuerySelector("main")!.TextContent);
    }

    private static async Task<List<string>> AuditAsync(TestSite site) =>
        (await site.Services.GetRequiredService<PortalStore>().ReadAsync(db => Task.FromResult(db.AuditEntries.ToList()), default)).ConvertAll(entry => entry.Action);
}
