using System.Net;
using System.Text.RegularExpressions;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Tests;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>Accounts and signing in, over HTTP, with a real portal.db.</summary>
public sealed partial class StaffTests
{
    private const string Lin = "林晓";
    private const string Zhao = "zhao.wei";
    private const string Cookie = StaffCookie.Name;

    private static readonly string[] SignInSteps = [Links.StaffSignIn, Links.StaffCode, Links.StaffFirst];
    private static readonly string[] PublisherOnly = [Links.StaffAccounts, Links.StaffAudit, Links.StaffReview, Links.StaffPublish];

    /// <summary>What is not there, and a file.</summary>
    private static readonly string[] NoPages = [Links.Staff + "/x", Links.StaffPrintStyles];

    private readonly TestClock clock = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_first_account_sets_a_password_and_an_app_by_its_link_and_signs_in_with_both()
    {
        using var site = Site();
        var lin = new StaffVisitor(site);
        await lin.FirstAsync(await LinkAsync(site, Lin, StaffRole.Publisher));

        Assert.Equal("请记下恢复码", lin.Heading);
        Assert.Equal(10, lin.RecoveryCodes.Distinct().Count());
        Assert.True(await lin.IsSignedInAsync());
        Assert.Contains("已登录：林晓（发布）", lin.Page.QuerySelector("header")!.TextContent);

        await lin.PressAsync("退出");
        Assert.Equal(Links.StaffSignIn, lin.Location);
        Assert.False(await lin.IsSignedInAsync());

        Wait(TimeSpan.FromSeconds(30));
        await lin.GivePasswordAsync(Lin.ToUpperInvariant());
        Assert.Equal(Links.StaffCode, lin.Location);
        Assert.False(await lin.IsSignedInAsync(), "with the password alone");
        await lin.OpenAsync(Links.StaffCode);
        await lin.GiveCodeAsync(lin.Code());
        Assert.Equal(Links.Staff, lin.Location);
        Assert.True(await lin.IsSignedInAsync());
    }

    [Fact]
    public async Task A_link_is_used_once_ends_by_itself_and_a_look_does_not_use_it()
    {
        using var site = Site();
        var link = await LinkAsync(site, Lin);
        var lin = new StaffVisitor(site);
        await lin.OpenAsync(Links.StaffFirstBy(link));
        await lin.OpenAsync(Links.StaffFirstBy(link));
        Assert.Equal("", lin.Fault);
        await lin.FirstAsync(link);
        Assert.Equal("请记下恢复码", lin.Heading);

        await RefusedAsync(link, "used");
        await RefusedAsync(link[..^1], "cut off");
        await RefusedAsync("", "empty");

        var late = await LinkAsync(site, Zhao);
        Wait(TimeSpan.FromHours(72));
        await RefusedAsync(late, "late");

        async Task RefusedAsync(string secret, string what)
        {
            var visitor = new StaffVisitor(site);
            await visitor.OpenAsync(Links.StaffFirstBy(secret));
            Assert.True(visitor.Answer.StatusCode == HttpStatusCode.NotFound && visitor.Fault.StartsWith("这个链接不能用了", StringComparison.Ordinal), what);
            Assert.Empty(visitor.Page.QuerySelectorAll("main form"));
            await visitor.PostAsync(Links.StaffFirst, [new("token", ""), new("link", secret), new("password", StaffVisitor.Password), new("again", StaffVisitor.Password)]);
            Assert.Equal(HttpStatusCode.BadRequest, visitor.Answer.StatusCode);
            Assert.False(await visitor.IsSignedInAsync());
        }
    }

    [Theory]
    [InlineData("十一个字符的密码不够", "密码至少要12个字符")]
    [InlineData("123456123456", "太容易猜到")]
    [InlineData("林晓林晓-password-2018", "太容易猜到")]
    [InlineData("aaaaaaaaaaaaaa", "太容易猜到")]
    [InlineData("和平区政府工作报告天津2026", "太容易猜到")]
    public async Task A_weak_password_is_refused_at_its_field_and_the_link_stays_good(string password, string fault)
    {
        using var site = Site();
        var link = await LinkAsync(site, Lin);
        var lin = new StaffVisitor(site);
        await lin.FirstAsync(link, password);
        Assert.Equal(HttpStatusCode.BadRequest, lin.Answer.StatusCode);
        Assert.Contains(fault, lin.Page.QuerySelector("#password-fault")!.TextContent);
        Assert.DoesNotContain(password, lin.Html);

        await lin.FirstAsync(link, code: "000000");
        Assert.Null(lin.Page.QuerySelector("#password-fault"));
        Assert.Contains("验证码不对", lin.Page.QuerySelector("#code-fault")!.TextContent);

        await lin.FirstAsync(link);
        Assert.Equal("请记下恢复码", lin.Heading);
    }

    [Fact]
    public async Task A_code_is_taken_once_none_before_it_and_a_recovery_code_once()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin);
        var used = lin.Code();

        var again = new StaffVisitor(site) { Key = lin.Key };
        await again.GivePasswordAsync(Lin);
        await again.GiveCodeAsync(used);
        Assert.StartsWith("验证码不对", again.Fault);

        Wait(TimeSpan.FromSeconds(30));
        await again.GiveCodeAsync(used);
        Assert.StartsWith("验证码不对", again.Fault);
        await again.GiveCodeAsync("123");
        Assert.StartsWith("验证码不对", again.Fault);
        await again.GiveCodeAsync($" {again.Code()[..3]} {again.Code()[3..]}");
        Assert.True(await again.IsSignedInAsync());

        var recovering = new StaffVisitor(site);
        await recovering.GivePasswordAsync(Lin);
        await recovering.GiveCodeAsync(lin.RecoveryCodes[3].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant());
        Assert.True(await recovering.IsSignedInAsync());

        var thief = new StaffVisitor(site, "203.0.113.8");
        await thief.GivePasswordAsync(Lin);
        await thief.GiveCodeAsync(lin.RecoveryCodes[3]);
        Assert.StartsWith("验证码不对", thief.Fault);
        Assert.False(await thief.IsSignedInAsync());

        Assert.Contains("recovery-code 还剩9个", await AuditOfAsync(site));
    }

    [Fact]
    public async Task After_five_wrong_codes_the_password_is_asked_for_again()
    {
        using var site = Site();
        await SignedInAsync(site, Lin);
        var guesser = new StaffVisitor(site, "203.0.113.8");
        await guesser.GivePasswordAsync(Lin);
        for (var i = 0; i < 5; i++)
        {
            await guesser.GiveCodeAsync("000000");
        }

        Assert.Equal(Links.StaffSignIn, guesser.Location);
        await guesser.OpenAsync(Links.StaffCode);
        Assert.Equal(Links.StaffSignIn, guesser.Location);
    }

    [Fact]
    public async Task Without_second_factor_by_configuration_the_password_alone_signs_in()
    {
        using var site = Site().With("Staff:SecondFactor", "off");
        var link = await LinkAsync(site, Lin);
        var lin = new StaffVisitor(site);
        await lin.OpenAsync(Links.StaffFirstBy(link));
        Assert.Empty(lin.Page.QuerySelectorAll("#code, .qr"));
        await lin.PressAsync("完成并登录", ("password", StaffVisitor.Password), ("again", StaffVisitor.Password));
        Assert.Equal(Links.Staff, lin.Location);
        await lin.OpenAsync(Links.Staff);
        await lin.PressAsync("退出");
        await lin.GivePasswordAsync(Lin);
        Assert.True(await lin.IsSignedInAsync());
    }

    [Fact]
    public async Task A_publisher_adds_renews_disables_and_enables_and_what_ended_ends_at_once()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin, StaffRole.Publisher);
        await lin.OpenAsync(Links.StaffAccounts);
        await lin.PressAsync("添加并取得链接", ("name", Zhao), ("role", "editor"));
        var zhao = new StaffVisitor(site, "203.0.113.9");
        await zhao.FirstAsync(ShownLink(lin));
        Assert.True(await zhao.IsSignedInAsync());
        await lin.OpenAsync(Links.StaffAccounts);
        Assert.DoesNotContain("link=", lin.Page.QuerySelector("main")!.InnerHtml);

        await lin.PressAsync($"改为发布：{Zhao}");
        await zhao.OpenAsync(Links.StaffAccounts);
        Assert.Equal(HttpStatusCode.OK, zhao.Answer.StatusCode);
        await lin.PressAsync($"改为编辑：{Zhao}");
        await zhao.OpenAsync(Links.StaffAccounts);
        Assert.Equal(HttpStatusCode.Forbidden, zhao.Answer.StatusCode);

        var oldKey = zhao.Key;
        var thief = new StaffVisitor(site, "198.51.100.1");
        thief.Cookies[Cookie] = zhao.Cookies[Cookie];
        Assert.True(await thief.IsSignedInAsync());
        await lin.PressAsync($"重设密码和验证器：{Zhao}");
        var renewed = ShownLink(lin);
        Assert.False(await zhao.IsSignedInAsync(), "after the reset");
        await zhao.GivePasswordAsync(Zhao);
        Assert.StartsWith("姓名或密码不对", zhao.Fault);
        await zhao.FirstAsync(renewed, "另一座桥上 五只灰雁 停了很久");
        Assert.NotEqual(oldKey, zhao.Key);
        Assert.True(await zhao.IsSignedInAsync());
        Assert.False(await thief.IsSignedInAsync(), "a session of before, once the account is in use again");

        await lin.PressAsync($"停用：{Zhao}");
        Assert.False(await zhao.IsSignedInAsync(), "after it was disabled");
        await zhao.GivePasswordAsync(Zhao, "另一座桥上 五只灰雁 停了很久");
        Assert.StartsWith("姓名或密码不对", zhao.Fault);

        await lin.PressAsync($"重新启用：{Zhao}");
        await zhao.FirstAsync(ShownLink(lin));
        Assert.True(await zhao.IsSignedInAsync());

        await lin.PressAsync($"停用：{Lin}");
        Assert.Contains("唯一能用的“发布”账户", lin.Fault);
        await lin.PressAsync($"改为编辑：{Lin}");
        Assert.Contains("唯一能用的“发布”账户", lin.Fault);
    }

    [Fact]
    public async Task Other_sessions_are_listed_and_ended_and_sessions_end_by_themselves()
    {
        using var site = Site();
        var (office, _) = await SignedInAsync(site, Lin);
        Wait(TimeSpan.FromMinutes(5));
        var home = new StaffVisitor(site, "2001:db8:1:2:3:4:5:6") { Key = office.Key };
        await home.GivePasswordAsync(Lin);
        await home.GiveCodeAsync(home.Code());
        Assert.True(await home.IsSignedInAsync());
        await home.OpenAsync(Links.StaffAccount);
        Assert.Equal(["2001:db8:1:2::/64", "203.0.113.7"], home.Page.QuerySelectorAll("main tbody td:last-child").Select(cell => cell.TextContent));

        await home.PressAsync("结束其他登录");
        Assert.False(await office.IsSignedInAsync());
        Assert.True(await home.IsSignedInAsync());

        for (var day = 0; day < 10; day++)
        {
            Wait(TimeSpan.FromHours(7.9));
            Assert.True(await home.IsSignedInAsync(), $"in use, {(day + 1) * 7.9} h");
        }

        Wait(TimeSpan.FromHours(8));
        Assert.False(await home.IsSignedInAsync(), "idle");
        Wait(TimeSpan.FromMinutes(1));
        await home.GivePasswordAsync(Lin);
        await home.GiveCodeAsync(home.Code());
        for (var i = 0; i < 21; i++)
        {
            Assert.True(await home.IsSignedInAsync());
            Wait(TimeSpan.FromHours(7.99));
        }

        Assert.True(await home.IsSignedInAsync());
        Wait(TimeSpan.FromHours(0.3));
        Assert.False(await home.IsSignedInAsync(), "seven days old, though in use");
    }

    [Fact]
    public async Task A_stranger_gets_the_sign_in_page_for_every_address_below_staff()
    {
        using var site = Site();
        var addresses = StaffAddresses(site);
        Assert.Superset(new HashSet<string>([.. SignInSteps, .. PublisherOnly, Links.Staff, Links.Staff + "/x"]), addresses.ToHashSet());

        var kept = new List<string>();
        foreach (var address in addresses.Except(SignInSteps).Append("/staff/not/there").Append("/STAFF/Accounts"))
        {
            var stranger = new StaffVisitor(site);
            await stranger.OpenAsync(address);
            if (stranger.Answer.StatusCode == HttpStatusCode.MovedPermanently)
            {
                await stranger.FollowAsync();
            }

            Assert.Equal((HttpStatusCode.Redirect, Links.StaffSignInFrom(address.ToLowerInvariant())), (stranger.Answer.StatusCode, stranger.Location));
            Assert.True(stranger.Answer.Headers.CacheControl?.NoStore, address);
            await stranger.FollowAsync();
            Assert.Equal("工作人员登录", stranger.Heading);

            // What was written is given back, at every address alike; where nothing was, and for accounts, the way in is all.
            await stranger.PostAsync(address, [new("step", "add")]);
            Assert.True(stranger.Answer.StatusCode == HttpStatusCode.Redirect && stranger.Location!.Contains(Links.StaffSignIn, StringComparison.Ordinal), $"POST {address}");
            await stranger.PostAsync(address, [new("step", "add"), new("name", "朋友")]);
            Assert.Equal(address.StartsWith(Links.StaffAccounts, StringComparison.OrdinalIgnoreCase) ? HttpStatusCode.Redirect : HttpStatusCode.Unauthorized, stranger.Answer.StatusCode);
            kept.Add(stranger.Page.QuerySelector("main")?.InnerHtml.Replace($"action=\"{address}\"", "", StringComparison.Ordinal) ?? "");
            foreach (var forged in new[] { "x", "deadbeef", new string('a', 5000) })
            {
                stranger.Cookies[Cookie] = forged;
                await stranger.OpenAsync(address.ToLowerInvariant());
                Assert.Equal(HttpStatusCode.Redirect, stranger.Answer.StatusCode);
            }
        }

        Assert.Single(kept.Where(html => html.Length > 0).Distinct());
        foreach (var address in SignInSteps)
        {
            var stranger = new StaffVisitor(site);
            await stranger.OpenAsync(address);
            Assert.DoesNotContain("已登录", stranger.Html);
        }
    }

    [Fact]
    public async Task An_editor_opens_all_but_what_is_for_publishers()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin);
        foreach (var address in StaffAddresses(site))
        {
            await lin.OpenAsync(address);
            if (PublisherOnly.Contains(address))
            {
                Assert.Equal((HttpStatusCode.Forbidden, "您的职责不能打开这一页"), (lin.Answer.StatusCode, lin.Heading));
                await lin.PostAsync(address, [new("step", "add"), new("name", "朋友"), new("role", "publisher")]);
            }

            Assert.Equal(PublisherOnly.Contains(address), lin.Answer.StatusCode == HttpStatusCode.Forbidden);
        }

        Assert.Equal([Lin], (await Desk(site).ListAsync(default)).Select(account => account.UserName));
        await lin.OpenAsync("/staff/not-there");
        Assert.Equal(HttpStatusCode.NotFound, lin.Answer.StatusCode);
    }

    [Fact]
    public async Task No_post_is_taken_without_a_token_of_ones_own()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin, StaffRole.Publisher);
        var (zhao, _) = await SignedInAsync(site, Zhao, StaffRole.Publisher);
        await zhao.OpenAsync(Links.Staff);
        var foreign = zhao.Page.QuerySelector("input[name=token]")!.GetAttribute("value")!;

        foreach (var address in StaffAddresses(site).Except(NoPages))
        {
            foreach (var token in new[] { "", "CfDJ8forged", foreign })
            {
                await lin.PostAsync(address, [new("token", token), new("step", "add"), new("name", "朋友"), new("role", "publisher"), new("username", Lin), new("password", StaffVisitor.Password)]);
                Assert.True(lin.Answer.StatusCode == HttpStatusCode.BadRequest && lin.Fault.Length > 0, $"{address}: {lin.Answer.StatusCode}");
            }
        }

        Assert.Equal(2, (await Desk(site).ListAsync(default)).Count);
        Assert.True(await lin.IsSignedInAsync());
    }

    [Fact]
    public async Task Known_and_unknown_names_get_the_same_bytes_and_leave_the_same_traces()
    {
        using var site = Site();
        await SignedInAsync(site, Lin);
        await LinkAsync(site, Zhao);
        await Desk(site).AddAsync("disabled", StaffRole.Editor, Actor.Operator, default);
        await Desk(site).DisableAsync("disabled", Actor.Operator, default);

        var answers = new List<string>();
        foreach (var name in new[] { Lin, "林雪", Zhao, "disabled" })
        {
            var visitor = new StaffVisitor(site, $"198.51.100.{answers.Count}");
            var before = (await AuditOfAsync(site)).Count;
            await visitor.GivePasswordAsync(name, "不是这个密码不是");
            Assert.Equal(before + 1, (await AuditOfAsync(site)).Count);
            answers.Add($"{(int)visitor.Answer.StatusCode} {visitor.Answer.Headers} {TokenValue().Replace(visitor.Html, "value=\"…\"").Replace(name, "…", StringComparison.Ordinal)}");
        }

        Assert.Single(answers.Distinct());
        Assert.DoesNotContain(await AuditOfAsync(site), entry => entry.Contains("林雪", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guesser_at_a_hundred_tries_a_second_is_stopped_and_the_person_signs_in_from_elsewhere()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin);
        Wait(TimeSpan.FromMinutes(1));
        var opened = new StaffVisitor(site, "198.51.100.1");
        await opened.OpenAsync(Links.StaffSignIn);
        var token = opened.Page.QuerySelector("input[name=token]")!.GetAttribute("value")!;

        var tries = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            // Through all of one household's addresses.
            var guesser = new StaffVisitor(site, $"2001:db8:0:1::{i:x}");
            guesser.Cookies["antiforgery"] = opened.Cookies["antiforgery"];
            await guesser.PostAsync(Links.StaffSignIn, [new("token", token), new("username", Lin), new("password", $"猜测猜测猜测 {i}")]);
            return guesser;
        }));

        // On a slow machine one or the other is given back meanwhile.
        var refused = tries.Count(guesser => guesser.Answer.StatusCode == HttpStatusCode.BadRequest);
        Assert.InRange(refused, 5, 7);
        var stopped = tries.Where(guesser => guesser.Answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(100 - refused, stopped.Count);
        Assert.All(stopped, guesser =>
        {
            Assert.InRange(guesser.Answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
            Assert.Equal(Lin, guesser.Page.QuerySelector("#username")!.GetAttribute("value"));
            Assert.Null(guesser.Page.QuerySelector("#password")!.GetAttribute("value"));
        });
        var audit = await AuditOfAsync(site);
        Assert.Equal((refused, 1), (audit.Count(entry => entry == "sign-in-refused"), audit.Count(entry => entry == "tries-stopped")));

        var elsewhere = new StaffVisitor(site, "2001:db8:0:2::1") { Key = lin.Key };
        await elsewhere.GivePasswordAsync(Lin);
        await elsewhere.GiveCodeAsync(elsewhere.Code());
        Assert.True(await elsewhere.IsSignedInAsync());
    }

    [Fact]
    public async Task A_guesser_of_many_names_is_stopped_by_the_address()
    {
        using var site = Site();
        var guesser = new StaffVisitor(site, "198.51.100.1");
        await guesser.OpenAsync(Links.StaffSignIn);
        var tries = 0;
        do
        {
            tries++;
            await guesser.PressAsync("登录", ("username", $"名字{tries}"), ("password", "123456"));
        }
        while (guesser.Answer.StatusCode == HttpStatusCode.BadRequest && tries < 100);

        // On a slow machine one or the other is given back meanwhile.
        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.Answer.StatusCode);
        Assert.InRange(tries, 61, 70);
    }

    [Fact]
    public async Task The_cookie_is_new_at_each_step_and_one_that_was_planted_is_worth_nothing()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin);
        Wait(TimeSpan.FromSeconds(30));
        var visitor = new StaffVisitor(site) { Key = lin.Key };
        visitor.Cookies[Cookie] = new string('0', 64);
        await visitor.GivePasswordAsync(Lin);
        var waiting = visitor.Cookies[Cookie];
        Assert.Matches("^[0-9a-f]{64}$", waiting);
        Assert.NotEqual(new string('0', 64), waiting);
        Assert.Equal($"{Cookie}={waiting}; path=/; secure; samesite=lax; httponly", visitor.SetCookies.Single(line => line.StartsWith(Cookie, StringComparison.Ordinal)));
        await visitor.GiveCodeAsync(visitor.Code());
        Assert.NotEqual(waiting, visitor.Cookies[Cookie]);
        Assert.True(await visitor.IsSignedInAsync());

        foreach (var old in new[] { waiting, new string('0', 64) })
        {
            var attacker = new StaffVisitor(site, "198.51.100.1");
            attacker.Cookies[Cookie] = old;
            Assert.False(await attacker.IsSignedInAsync());
        }

        // What lies in the database opens nothing.
        var kept = (await Desk(site).ListAsync(default)).Single();
        Assert.DoesNotContain(visitor.Cookies[Cookie], await DatabaseAsync(site));
        Assert.DoesNotContain(StaffVisitor.Password, await DatabaseAsync(site));
        Assert.DoesNotContain(lin.RecoveryCodes[0], await DatabaseAsync(site));
        Assert.NotEqual("", kept.RecoveryCodes);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil")]
    public async Task Signing_in_leads_nowhere_but_to_this_site(string from)
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffSignInFrom(from));
        Assert.Equal(Links.Staff, lin.Location);

        Wait(TimeSpan.FromSeconds(30));
        var visitor = new StaffVisitor(site) { Key = lin.Key };
        await visitor.OpenAsync(Links.StaffSignIn);
        await visitor.PressAsync("登录", ("username", Lin), ("password", StaffVisitor.Password), ("from", from));
        Assert.Equal(Links.StaffCode, visitor.Location);
        await visitor.FollowAsync();
        await visitor.PressAsync("登录", ("code", visitor.Code()), ("from", from));
        Assert.Equal(Links.Staff, visitor.Location);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_was_asked_for()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin, StaffRole.Publisher);
        Wait(TimeSpan.FromSeconds(30));
        var visitor = new StaffVisitor(site) { Key = lin.Key };
        await visitor.OpenAsync("/staff/audit?page=2");
        await visitor.FollowAsync();
        await visitor.PressAsync("登录", ("username", Lin), ("password", StaffVisitor.Password));
        await visitor.FollowAsync();
        await visitor.PressAsync("登录", ("code", visitor.Code()));
        Assert.Equal("/staff/audit?page=2", visitor.Location);
    }

    [Fact]
    public async Task Script_in_a_field_is_shown_as_text()
    {
        using var site = Site();
        const string Script = "<script>alert(1)</script>\"'";
        var (lin, _) = await SignedInAsync(site, Lin, StaffRole.Publisher);
        await lin.OpenAsync(Links.StaffAccounts);
        await lin.PressAsync("添加并取得链接", ("name", Script), ("role", Script));
        AssertText(lin);
        Assert.Equal(Script, lin.Page.QuerySelector("#name")!.GetAttribute("value"));
        await lin.PressAsync($"停用：{Lin}", ("account", Script));
        AssertText(lin);
        Assert.Contains(Script, lin.Fault);

        // A name that an older release or a hand in the database may have let in.
        await using (var db = new SqliteConnection($"Data Source={Path.Combine(site.DataPath, "portal.db")};Pooling=False"))
        {
            await db.OpenAsync();
            await using var command = db.CreateCommand();
            command.CommandText = "UPDATE StaffAccounts SET UserName = $name; UPDATE AuditEntries SET Account = $name, Detail = $name, Address = $name";
            command.Parameters.AddWithValue("$name", Script);
            await command.ExecuteNonQueryAsync();
        }

        foreach (var address in new[] { Links.Staff, Links.StaffAccount, Links.StaffAccounts, Links.StaffAudit })
        {
            await lin.OpenAsync(address);
            AssertText(lin);
            Assert.Contains(Script, lin.Page.Body!.TextContent);
        }

        var stranger = new StaffVisitor(site);
        await stranger.GivePasswordAsync(Script, Script, "/staff");
        AssertText(stranger);

        static void AssertText(StaffVisitor visitor)
        {
            Assert.Equal(HttpStatusCode.OK, visitor.Answer.StatusCode is HttpStatusCode.BadRequest ? HttpStatusCode.OK : visitor.Answer.StatusCode);
            Assert.DoesNotContain("<script>alert", visitor.Html);
            Assert.All(visitor.Page.Scripts, script => Assert.NotNull(script.GetAttribute("src")));
        }
    }

    [Fact]
    public async Task A_lost_key_ring_breaks_nothing()
    {
        var data = Directory.CreateTempSubdirectory("heping-staff-").FullName;
        try
        {
            StaffVisitor lin;
            using (var site = new TestSite { Clock = clock, Data = data })
            {
                (lin, _) = await SignedInAsync(site, Lin);
            }

            Directory.Delete(Path.Combine(data, "keys"), recursive: true);
            using (var site = new TestSite { Clock = clock, Data = data })
            {
                var after = new StaffVisitor(site) { Key = lin.Key };
                foreach (var (name, value) in lin.Cookies)
                {
                    after.Cookies[name] = value;
                }

                Assert.True(await after.IsSignedInAsync());
                await after.PressAsync("退出");
                Wait(TimeSpan.FromSeconds(30));
                await after.GivePasswordAsync(Lin);
                await after.GiveCodeAsync(after.Code());
                Assert.True(await after.IsSignedInAsync());
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public async Task After_the_clock_has_jumped_a_person_signs_in_as_ever(double days)
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin);
        Wait(TimeSpan.FromDays(days));
        await SignInAsync();
        Wait(TimeSpan.FromDays(-days) + TimeSpan.FromMinutes(1));
        await SignInAsync();
        Assert.True(await lin.IsSignedInAsync());

        async Task SignInAsync()
        {
            lin.Cookies.Clear();
            await lin.GivePasswordAsync(Lin);
            await lin.GiveCodeAsync(lin.Code());
            Assert.True(await lin.IsSignedInAsync());
        }
    }

    [Fact]
    public async Task Without_portal_db_the_pages_say_so_and_nobody_gets_in()
    {
        var data = Directory.CreateTempSubdirectory("heping-staff-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(data, "portal.db"), new string('x', 5000));
            using var site = new TestSite { Clock = clock, Data = data };
            var lin = new StaffVisitor(site);
            await lin.GivePasswordAsync(Lin);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, lin.Answer.StatusCode);
            Assert.Contains("网站现在读不了也存不了账户", lin.Fault);
            Assert.Equal(Lin, lin.Page.QuerySelector("#username")!.GetAttribute("value"));
            lin.Cookies[Cookie] = new string('0', 64);
            await lin.OpenAsync(Links.Staff);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, lin.Answer.StatusCode);
            await lin.OpenAsync(Links.StaffFirstBy("0"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, lin.Answer.StatusCode);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task While_portal_db_is_locked_for_seconds_signing_in_waits_and_works()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin);
        Wait(TimeSpan.FromSeconds(30));
        await using var other = new SqliteConnection($"Data Source={Path.Combine(site.DataPath, "portal.db")};Pooling=False");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "UPDATE StaffAccounts SET Role = Role";
        await command.ExecuteNonQueryAsync();

        var visitor = new StaffVisitor(site) { Key = lin.Key };
        var signingIn = visitor.GivePasswordAsync(Lin);
        Assert.True(await lin.IsSignedInAsync());
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.False(signingIn.IsCompleted);
        await transaction.RollbackAsync();
        await signingIn;
        Assert.Equal(Links.StaffCode, visitor.Location);
    }

    [Fact]
    public async Task Every_answer_says_no_store_and_noindex_and_no_public_page_leads_here()
    {
        using var site = Site();
        var (lin, _) = await SignedInAsync(site, Lin, StaffRole.Publisher);
        foreach (var address in StaffAddresses(site).Except(NoPages))
        {
            await lin.OpenAsync(address);
            Assert.Equal("no-store", lin.Answer.Headers.CacheControl!.ToString());
            if (lin.Answer.StatusCode == HttpStatusCode.OK)
            {
                Assert.Equal("noindex", lin.Page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
                Assert.Empty(lin.Page.QuerySelectorAll("style, [style], script:not([src])"));
            }
        }

        Assert.DoesNotContain(site.Content.PageAddresses, address => address.StartsWith(Links.Staff, StringComparison.Ordinal));
        Assert.Contains("Disallow: /staff\n", await site.Reader().GetStringAsync(Links.Robots));
        Assert.DoesNotContain("/staff", await site.Reader().GetStringAsync(Links.Home));
        var api = await site.Reader().GetStringAsync(Links.OpenApi);
        Assert.DoesNotContain("/staff", api);
    }

    [Fact]
    public async Task Over_plain_http_signing_in_works_on_this_machine_only()
    {
        using var site = Site();
        site.UseKestrel(0);
        site.StartServer();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.ClientOptions.BaseAddress };
        var link = await LinkAsync(site, Lin);
        var here = new StaffVisitor(site, "127.0.0.1", client);
        await here.FirstAsync(link);
        Assert.Matches("^staff=[0-9a-f]{64}; path=/; samesite=lax; httponly$", here.SetCookies.Single(line => line.StartsWith("staff=", StringComparison.Ordinal)));
        Assert.True(await here.IsSignedInAsync());

        var outside = new StaffVisitor(site, "203.0.113.7", client);
        await outside.OpenAsync(Links.StaffSignIn);
        Assert.Equal(HttpStatusCode.Forbidden, outside.Answer.StatusCode);
        Assert.Contains("没有加密", outside.Fault);

        // The antiforgery cookie is at hand all the same; the password is not taken.
        await outside.PressAsync("登录", ("username", Lin), ("password", StaffVisitor.Password));
        Assert.Equal(HttpStatusCode.Forbidden, outside.Answer.StatusCode);
        Assert.DoesNotContain(outside.Cookies.Keys, name => name.Contains("staff", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_post_of_ten_megabytes_is_refused_and_the_site_goes_on()
    {
        using var site = Site();
        site.UseKestrel(0);
        site.StartServer();
        var (lin, _) = await SignedInAsync(site, Lin, StaffRole.Publisher, "127.0.0.1", () => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.ClientOptions.BaseAddress });
        foreach (var address in StaffAddresses(site).Except(NoPages))
        {
            try
            {
                await lin.PostAsync(address, [new("token", "x"), new("name", new string('字', 10_000_000 / 9))]);
                Assert.True(lin.Answer.StatusCode == HttpStatusCode.BadRequest && lin.Fault.StartsWith("没有接收", StringComparison.Ordinal), $"{address}: {lin.Answer.StatusCode}");
            }
            catch (HttpRequestException fault) when (fault.InnerException is IOException)
            {
                // The server may close the connection while the client still sends.
            }
        }

        Assert.True(await lin.IsSignedInAsync());
    }

    [Fact]
    public async Task The_audit_trail_tells_who_did_what_from_where_fifty_to_a_page_and_no_secret()
    {
        using var site = Site();
        var (lin, link) = await SignedInAsync(site, Lin, StaffRole.Publisher);
        for (var i = 0; i < 60; i++)
        {
            await Desk(site).RecordAsync(new Actor(Lin, "192.0.2.1"), AuditAction.SignedOut, $"第{i}条", default);
        }

        await lin.OpenAsync(Links.StaffAudit);
        Assert.Equal(50, lin.Page.QuerySelectorAll("main tbody tr").Length);
        Assert.Equal(["2026年3月2日 9:00", Lin, "退出", "第59条", "192.0.2.1"], lin.Page.QuerySelectorAll("main tbody tr:first-child td").Select(cell => cell.TextContent));
        await lin.OpenAsync(lin.Page.QuerySelector("main .actions a")!.GetAttribute("href")!);
        Assert.Equal(["2026年3月2日 9:00", "命令行", "添加账户", "林晓：发布", ""], lin.Page.QuerySelectorAll("main tbody tr:last-child td").Select(cell => cell.TextContent));
        Assert.Contains("首次登录", lin.Page.QuerySelector("main tbody")!.TextContent);
        foreach (var secret in new[] { link, StaffVisitor.Password, lin.Key, lin.Cookies[Cookie], lin.RecoveryCodes[0] })
        {
            Assert.DoesNotContain(await AuditOfAsync(site), entry => entry.Contains(secret, StringComparison.Ordinal));
        }

        foreach (var log in Directory.EnumerateFiles(Path.Combine(site.DataPath, "logs")))
        {
            await using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var text = await new StreamReader(stream).ReadToEndAsync();
            Assert.DoesNotContain(link, text);
            Assert.DoesNotContain(StaffVisitor.Password, text);
        }
    }

    private TestSite Site() => new() { Clock = clock };

    private void Wait(TimeSpan time) => clock.Now += time;

    private static StaffDesk Desk(TestSite site) => site.Services.GetRequiredService<StaffDesk>();

    private static async Task<string> LinkAsync(TestSite site, string name, StaffRole role = StaffRole.Editor) =>
        (await Desk(site).AddAsync(name, role, Actor.Operator, default)).Link!;

    private static async Task<(StaffVisitor Visitor, string Link)> SignedInAsync(TestSite site, string name, StaffRole role = StaffRole.Editor, string address = "203.0.113.7", Func<HttpClient>? client = null)
    {
        var link = await LinkAsync(site, name, role);
        var visitor = new StaffVisitor(site, address, client?.Invoke());
        await visitor.FirstAsync(link);
        Assert.Equal("请记下恢复码", visitor.Heading);
        return (visitor, link);
    }

    private static string ShownLink(StaffVisitor visitor) => visitor.Page.QuerySelector(".saved code")!.TextContent.Split("link=")[1];

    /// <summary>Action and detail of each entry, the newest first.</summary>
    private static async Task<List<string>> AuditOfAsync(TestSite site) =>
        (await site.Services.GetRequiredService<PortalStore>().ReadAsync(db => Task.FromResult(db.AuditEntries.OrderByDescending(entry => entry.Id).ToList()), default)).ConvertAll(entry => $"{entry.Action} {entry.Detail}".Trim());

    /// <summary>All routes below /staff, their parameters filled in.</summary>
    private static List<string> StaffAddresses(TestSite site) =>
    [
        .. site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!, parameter => ExampleOf(parameter.Value)).Trim('/'))
            .Where(address => address == Links.Staff || address.StartsWith(Links.Staff + "/", StringComparison.OrdinalIgnoreCase))
            .Distinct(),
    ];

    private static string ExampleOf(string parameter) => parameter.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : parameter.Contains(":int", StringComparison.Ordinal) ? "1" : "x";

    private static async Task<string> DatabaseAsync(TestSite site)
    {
        var text = "";
        foreach (var file in Directory.EnumerateFiles(site.DataPath, "portal.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            text += await new StreamReader(stream).ReadToEndAsync();
        }

        return text;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("value=\"CfDJ8[^\"]*\"")]
    private static partial Regex TokenValue();
}
