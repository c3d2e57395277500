using System.Text.RegularExpressions;
using HepingReport.Staff;
using HepingReport.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>A day of the staff and of a resident, with all that nobody else may learn, and then the log read for each of it.</summary>
public sealed partial class SecretsInLogsTests
{
    private const string NewPassword = "河边柳树 一只黑猫 等了很久";

    [Theory]
    [InlineData(null)]
    [InlineData("Debug")]
    public async Task Nothing_secret_stands_in_the_log_as_shipped_or_with_everything_turned_on(string? level)
    {
        var data = Directory.CreateTempSubdirectory("heping-log-").FullName;
        try
        {
            var secrets = await PlayADayAsync(data, level);
            var log = string.Concat(Directory.EnumerateFiles(Path.Combine(data, "logs")).Select(File.ReadAllText));


            // The day is in it; what is done behind requests may come after so short a one.
            Assert.Contains("\"path\":\"/search\"", log);
            Assert.True(secrets.Count > 40, $"{secrets.Count} secrets");
            Assert.All(secrets, secret => Assert.True(secret.Value.Length >= 3 && !log.Contains(secret.Value, StringComparison.OrdinalIgnoreCase) && !log.Contains(Uri.EscapeDataString(secret.Value), StringComparison.OrdinalIgnoreCase), $"the log holds {secret.Key}: {log.Split('\n').FirstOrDefault(line => line.Contains(secret.Value, StringComparison.OrdinalIgnoreCase))}"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<List<KeyValuePair<string, string>>> PlayADayAsync(string data, string? level)
    {
        var secrets = new List<KeyValuePair<string, string>>();
        var clock = new TestClock(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
        using var site = new TestSite { Data = data, Clock = clock }.With("Feedback:LeastSeconds", "0");
        if (level is not null)
        {
            site.With("Serilog:MinimumLevel:Default", level).With("Serilog:MinimumLevel:Override:Microsoft.AspNetCore", level).With("Serilog:MinimumLevel:Override:Microsoft.AspNetCore.Hosting.Diagnostics", level);
        }

        // A publisher comes for the first time, adds a colleague, who mistypes, signs in, changes the password and the codes, and is reset.
        var zhao = new StaffVisitor(site);
        var first = (await site.Services.GetRequiredService<StaffDesk>().AddAsync("赵卫", StaffRole.Publisher, Actor.Operator, default)).Link!;
        await zhao.FirstAsync(first);
        Keep("first link", first);
        KeepOf(zhao);
        await zhao.OpenAsync(Links.StaffAccounts);
        await zhao.PressAsync("添加并取得链接", ("name", "林晓"), ("role", "editor"));
        var link = Link().Match(zhao.Html).Groups[1].Value;
        Keep("link of a colleague", link);

        var lin = new StaffVisitor(site, "203.0.113.8");
        await lin.FirstAsync(link);
        KeepOf(lin);
        await lin.OpenAsync(Links.StaffFirstBy(link));
        await lin.OpenAsync(Links.StaffAccount);
        await lin.PressAsync("退出");
        clock.Now += TimeSpan.FromMinutes(1);
        await lin.GivePasswordAsync("林晓", "错的密码 错的密码 错的密码");
        await lin.GivePasswordAsync(StaffVisitor.Password, "林晓");
        await lin.GivePasswordAsync("林晓", from: "/staff/drafts?secret=returned-to");
        KeepOf(lin);
        await lin.GiveCodeAsync("000001");
        Keep("code", lin.Code());
        await lin.GiveCodeAsync(lin.Code());
        KeepOf(lin);
        Assert.True(await lin.IsSignedInAsync());
        await lin.OpenAsync(Links.StaffAccount);
        await lin.PressAsync("换密码", ("password", StaffVisitor.Password), ("new-password", NewPassword), ("password-again", NewPassword));
        KeepOf(lin);
        await lin.OpenAsync(Links.StaffAccount);
        await lin.PressAsync("换一组恢复码", ("password", NewPassword));
        foreach (var code in lin.Page.QuerySelectorAll("main ol code"))
        {
            Keep("recovery code", code.TextContent);
        }

        await zhao.OpenAsync(Links.StaffAccounts);
        await zhao.PressAsync("重设密码和验证器：林晓");
        Keep("renewed link", Link().Match(zhao.Html).Groups[1].Value);

        // A resident reports, keeps the receipt, looks it up, mistypes it; and somebody searches.
        var resident = new FeedbackVisitor(site.Reader());
        Assert.True(await resident.SendAsync("居民写的谁也不该看到的话", "电话 13800138000 王大爷"));
        var shown = resident.Answer.Headers.Location!.OriginalString;
        var receipt = await resident.ReceiptAsync();
        Keep("receipt", receipt);
        Keep("receipt's digits", receipt.Replace(" ", "", StringComparison.Ordinal));
        Keep("cookie of the form", resident.Cookie!.Split('=', 2)[1]);
        await resident.LookUpAsync(receipt);
        await resident.LookUpAsync(receipt[..^1]);
        await resident.OpenAsync(shown);
        await resident.OpenAsync("/search?q=谁也不知道的搜索词");
        await resident.OpenAsync("/not-there?token=secret-in-a-lost-address");
        foreach (var (name, value) in new[]
        {
            ("password", StaffVisitor.Password), ("new password", NewPassword), ("wrong password", "错的密码 错的密码 错的密码"), ("report", "居民写的谁也不该看到的话"), ("contact", "13800138000"), ("contact's name", "王大爷"),
            ("search", "谁也不知道的搜索词"), ("lost address", "secret-in-a-lost-address"),
        })
        {
            Keep(name, value);
        }

        return secrets;

        void Keep(string name, string value) => secrets.Add(KeyValuePair.Create(name, value));

        void KeepOf(StaffVisitor visitor)
        {
            Keep("authenticator key", visitor.Key);
            foreach (var cookie in visitor.Cookies)
            {
                Keep($"cookie {cookie.Key}", cookie.Value);
            }

            foreach (var code in visitor.RecoveryCodes)
            {
                Keep("recovery code", code);
            }
        }
    }

    [GeneratedRegex("/staff/first\\?link=([A-Za-z0-9_-]+)")]
    private static partial Regex Link();
}
