using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using HepingReport.Feedback;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Tests;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>我要纠错, from the link at a paragraph to the answer, and everything that can come between.</summary>
public sealed class FeedbackTests
{
    private const string Words = "“850亿元”与年鉴不符，\n请核对。";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_resident_sends_looks_up_and_withdraws_and_nothing_is_stored_before_sending()
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.OpenAsync(Links.FeedbackOn(site.Content.Report.FindParagraph("economy-quality")!.Paragraph) + "&quote=" + Uri.EscapeDataString("预计实现地区生产总值850亿元"));
        Assert.Equal("预计实现地区生产总值850亿元", visitor.Page.QuerySelector("blockquote")!.TextContent);

        await visitor.PressAsync("下一步：核对", ("kind", "number"), ("text", Words), ("contact", "022-12345678"));
        Assert.Equal(["第一章（一）第1段", "预计实现地区生产总值850亿元", "数字不对", Words, "022-12345678"], visitor.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
        Assert.Empty(await ReportsAsync(site));

        await visitor.PressAsync("返回修改");
        Assert.Equal(Words, visitor.Fields()["text"]);
        Assert.Equal("number", visitor.Fields()["kind"]);
        await visitor.PressAsync("下一步：核对");
        await visitor.PressAsync("发送");
        var receipt = await visitor.ReceiptAsync();
        var stored = Assert.Single(await ReportsAsync(site));
        Assert.Equal((Words, "022-12345678", "economy-quality", ProblemKind.Number), (stored.Text, stored.Contact, stored.Paragraph, stored.Kind));

        await visitor.PressAsync("查看或撤回这条纠错");
        Assert.Contains("待处理", visitor.Page.QuerySelector("main [role=status]")!.TextContent);
        Assert.Contains(Words, visitor.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
        Assert.DoesNotContain("022-12345678", visitor.Page.QuerySelector("main")!.TextContent);
        await visitor.PressAsync("撤回这条纠错");
        await visitor.PressAsync("不撤回");
        Assert.Contains("待处理", visitor.Page.QuerySelector("main [role=status]")!.TextContent);
        await visitor.PressAsync("撤回这条纠错");
        await visitor.PressAsync("确定撤回");
        Assert.Contains("已撤回", visitor.Page.QuerySelector("main [role=status]")!.TextContent);

        await visitor.LookUpAsync(receipt.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("已撤回", visitor.Page.QuerySelector("main [role=status]")!.TextContent);
        Assert.DoesNotContain("850亿元”与年鉴", visitor.Page.QuerySelector("main")!.TextContent);
        Assert.Equal(("", null), ((await ReportsAsync(site)).Single().Text, (await ReportsAsync(site)).Single().Contact));
    }

    [Fact]
    public async Task Every_answer_says_no_store_and_the_cookie_goes_to_these_pages_only()
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.SendAsync(Words);
        Assert.True(visitor.Answer.Headers.CacheControl!.NoStore, "redirect");
        await visitor.ReceiptAsync();
        AssertNotStored();
        foreach (var address in new[] { Links.Feedback, Links.FeedbackStatus, Links.FeedbackSent, Links.Feedback + "/not-there", Links.Feedback + "?from=/legal" })
        {
            await visitor.OpenAsync(address);
            AssertNotStored();
        }

        visitor.Cookie = null;
        await visitor.OpenAsync();
        var cookie = visitor.Answer.Headers.GetValues("Set-Cookie").Single();
        Assert.EndsWith("; path=/feedback; samesite=lax; httponly", cookie);
        await visitor.PostAsync(Links.Feedback, []);
        AssertNotStored();

        void AssertNotStored() => Assert.Equal("no-store", visitor.Answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_receipt_stands_in_no_address_and_is_shown_in_this_browser_for_an_hour_only()
    {
        var clock = new TestClock(DateTimeOffset.UtcNow);
        using var site = Site(clock);
        var visitor = Visitor(site);
        await visitor.SendAsync(Words);
        var shown = visitor.Answer.Headers.Location!.OriginalString;
        var receipt = await visitor.ReceiptAsync();
        Assert.DoesNotContain(receipt.Replace(" ", "", StringComparison.Ordinal), shown);
        await visitor.OpenAsync(shown);
        Assert.Equal(receipt, visitor.Page.QuerySelector(".receipt")!.TextContent);

        var stranger = Visitor(site);
        await stranger.OpenAsync(shown);
        Assert.Null(stranger.Page.QuerySelector(".receipt"));

        clock.Now += TimeSpan.FromMinutes(61);
        await visitor.OpenAsync(shown);
        Assert.Null(visitor.Page.QuerySelector(".receipt"));
        await visitor.LookUpAsync(receipt);
        Assert.Contains("待处理", visitor.Page.QuerySelector("main [role=status]")!.TextContent);
    }

    [Fact]
    public async Task A_double_click_and_a_reload_are_one_report_with_one_receipt()
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.OpenAsync();
        await visitor.PressAsync("下一步：核对", ("kind", "typo"), ("text", Words));
        var fields = visitor.Fields();
        fields["step"] = "send";
        var clicks = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            var click = Visitor(site);
            click.Cookie = visitor.Cookie;
            await click.PostAsync(Links.Feedback, fields);
            return await click.ReceiptAsync();
        }));

        Assert.Single(clicks.Distinct());
        Assert.Single(await ReportsAsync(site));
    }

    [Fact]
    public async Task What_is_missing_or_too_long_is_said_at_its_field_and_all_of_it_comes_back()
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.OpenAsync();
        var text = string.Concat(Enumerable.Repeat("🀄字", 5000));
        await visitor.PressAsync("下一步：核对", ("text", text), ("contact", new string('9', 101)));

        Assert.Equal(HttpStatusCode.BadRequest, visitor.Answer.StatusCode);
        Assert.StartsWith("请改一改", visitor.Page.Title);
        Assert.Equal(["#kind-typo", "#text", "#contact"], visitor.Page.QuerySelectorAll(".fault a").Select(link => link.GetAttribute("href")));
        foreach (var id in new[] { "text", "contact" })
        {
            var field = visitor.Page.GetElementById(id)!;
            Assert.Equal("true", field.GetAttribute("aria-invalid"));
            Assert.Contains($"{id}-fault", field.GetAttribute("aria-describedby")!.Split(' '));
        }

        Assert.All(visitor.Page.QuerySelectorAll("[aria-describedby]").SelectMany(element => element.GetAttribute("aria-describedby")!.Split(' ')), id => Assert.NotNull(visitor.Page.GetElementById(id)));
        Assert.Equal((text, new string('9', 101)), (visitor.Fields()["text"], visitor.Fields()["contact"]));
        Assert.Empty(await ReportsAsync(site));
    }

    [Fact]
    public async Task More_than_the_server_takes_is_refused_with_a_way_back()
    {
        using var site = Site();
        site.UseKestrel(0);
        site.StartServer();
        var visitor = new FeedbackVisitor(Client(site));
        await visitor.OpenAsync();
        await visitor.PressAsync("下一步：核对", ("text", new string('a', 300 * 1024)));

        Assert.Equal(HttpStatusCode.BadRequest, visitor.Answer.StatusCode);
        Assert.Contains("请按浏览器的“后退”", visitor.Fault);
    }

    [Theory]
    [InlineData("cookie gone")]
    [InlineData("cookie of another")]
    [InlineData("token gone")]
    [InlineData("token forged")]
    [InlineData("keys gone")]
    public async Task An_expired_or_foreign_token_refuses_keeps_the_text_and_the_next_press_sends(string what)
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.OpenAsync("/feedback?paragraph=economy-quality");
        await visitor.PressAsync("下一步：核对", ("kind", "typo"), ("text", Words), ("contact", "022-12345678"));
        var token = visitor.Fields()["token"];
        if (what == "keys gone")
        {
            // The same pages, given out by a site whose keys are not there any more.
            using var other = Site();
            visitor = await CarriedTo(other);
        }
        else
        {
            visitor.Cookie = what switch { "cookie gone" => null, "cookie of another" => "antiforgery=CfDJ8", _ => visitor.Cookie };
            await visitor.PressAsync("发送", ("token", what switch { "token gone" => "", "token forged" => "CfDJ8" + token, _ => token }));
            await StillThere(site);
        }

        async Task<FeedbackVisitor> CarriedTo(TestSite other)
        {
            var fields = visitor.Fields();
            fields["step"] = "send";
            var carried = Visitor(other);
            carried.Cookie = visitor.Cookie;
            await carried.PostAsync(Links.Feedback, fields);
            visitor = carried;
            await StillThere(other);
            return carried;
        }

        async Task StillThere(TestSite there)
        {
            Assert.Equal(HttpStatusCode.BadRequest, visitor.Answer.StatusCode);
            Assert.Contains("您写的字都还在下面", visitor.Fault);
            Assert.Equal((Words, "022-12345678", "economy-quality"), (visitor.Fields()["text"], visitor.Fields()["contact"], visitor.Fields()["paragraph"]));
            Assert.Empty(await ReportsAsync(there));
            await visitor.PressAsync("发送");
            Assert.Equal(HttpStatusCode.Redirect, visitor.Answer.StatusCode);
            Assert.Equal(Words, Assert.Single(await ReportsAsync(there)).Text);
        }
    }

    [Fact]
    public async Task A_trap_that_was_filled_in_and_too_quick_a_hand_are_asked_once_more_and_a_person_gets_through()
    {
        using var site = new TestSite().With("Feedback:LeastSeconds", "60");
        var visitor = Visitor(site);
        await visitor.OpenAsync();
        await visitor.PressAsync("下一步：核对", ("kind", "typo"), ("text", Words), ("homepage", "http://example.com"));
        Assert.Contains("本来应当空着", visitor.Fault);
        Assert.Equal((Words, ""), (visitor.Fields()["text"], visitor.Fields()["homepage"]));

        await visitor.PressAsync("下一步：核对");
        await visitor.PressAsync("发送");
        Assert.Contains("填得很快", visitor.Fault);
        Assert.Empty(await ReportsAsync(site));
        await visitor.PressAsync("发送");
        Assert.Equal(HttpStatusCode.Redirect, visitor.Answer.StatusCode);
        Assert.Single(await ReportsAsync(site));
    }

    [Fact]
    public async Task Past_the_limit_the_text_is_kept_and_others_are_not_held_up()
    {
        using var site = Site().With("Feedback:PerAddressPerHour", "2");
        var client = site.Reader();
        Assert.True(await new FeedbackVisitor(client, "2001:db8::1").SendAsync("一"));
        Assert.True(await new FeedbackVisitor(client, "2001:db8::2").SendAsync("二"));

        var third = new FeedbackVisitor(client, "2001:db8::3");
        Assert.False(await third.SendAsync(Words, "022-12345678"));
        Assert.Equal(HttpStatusCode.TooManyRequests, third.Answer.StatusCode);
        Assert.InRange(third.Answer.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 1, 60);
        Assert.Contains("再按“发送”", third.Fault);
        Assert.Equal((Words, "022-12345678"), (third.Fields()["text"], third.Fields()["contact"]));

        Assert.True(await new FeedbackVisitor(client, "2001:db8:0:1::1").SendAsync("别家"));
        Assert.True(await new FeedbackVisitor(client, "192.0.2.7").SendAsync("别处"));
        Assert.Equal(4, (await ReportsAsync(site)).Count);
    }

    [Fact]
    public async Task Wrong_receipts_are_told_alike_and_found_ones_show_the_answer()
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.SendAsync(Words, "022-12345678");
        var receipt = await visitor.ReceiptAsync();
        var wrong = receipt[..^1] + (char)((receipt[^1] - '0' + 1) % 10 + '0');

        await visitor.LookUpAsync(wrong);
        Assert.Equal((HttpStatusCode.NotFound, wrong), (visitor.Answer.StatusCode, visitor.Fields()["receipt"]));
        Assert.Contains("抄错了一位", visitor.Fault);
        await visitor.LookUpAsync("0000 0000 0000 0001");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Answer.StatusCode);

        var output = new StringWriter();
        Assert.Equal(0, await Commands.Feedback.RunAsync(Options(site), ["feedback", "answer", receipt, "<b>已经</b>改好，a=b"], output, default));
        await visitor.LookUpAsync(receipt);
        Assert.Contains("已答复", visitor.Page.QuerySelector("main [role=status]")!.TextContent);
        Assert.Contains("<b>已经</b>改好，a=b", visitor.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public async Task After_the_answer_and_ten_minutes_it_can_no_longer_be_withdrawn_and_the_contact_goes_after_180_days()
    {
        var clock = new TestClock(DateTimeOffset.UtcNow);
        using var site = Site(clock);
        var visitor = Visitor(site);
        await visitor.SendAsync(Words, "022-12345678");
        var receipt = await visitor.ReceiptAsync();
        await visitor.LookUpAsync(receipt);
        await visitor.PressAsync("撤回这条纠错");

        var desk = site.Services.GetRequiredService<FeedbackDesk>();
        await desk.AnswerAsync(Receipt.Parse(receipt)!, "谢谢", Actor.Operator, default);
        clock.Now += TimeSpan.FromMinutes(11);
        await visitor.PressAsync("确定撤回");
        Assert.Contains("已答复", visitor.Page.QuerySelector("main [role=status]")!.TextContent);
        Assert.DoesNotContain(visitor.Page.QuerySelectorAll("main button"), button => button.TextContent.Contains("撤回", StringComparison.Ordinal));

        // The site as it is started half a year later, on the same data.
        clock.Now += TimeSpan.FromDays(180);
        using var later = new TestSite { Data = site.DataPath, Clock = clock };
        _ = later.Services;
        await EventuallyAsync(async () => (await ReportsAsync(site)).Single().Contact is null);

        await visitor.LookUpAsync(receipt);
        Assert.Contains("已经删除", visitor.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("not writable")]
    public async Task With_the_store_away_reading_goes_on_and_the_text_is_kept_until_it_is_back(string what)
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.OpenAsync();
        await visitor.PressAsync("下一步：核对", ("kind", "typo"), ("text", Words), ("contact", "022-12345678"));
        var file = Path.Combine(site.DataPath, "portal.db");
        PortalFile.CopyWhole(file, file + ".whole");
        if (what == "damaged")
        {
            await site.DamagePortalAsync();
        }
        else
        {
            // Where SQLite writes first; permissions would not stop a test that runs as root.
            Directory.CreateDirectory(file + "-wal");
        }

        await visitor.PressAsync("发送");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, visitor.Answer.StatusCode);
        Assert.NotNull(visitor.Answer.Headers.RetryAfter);
        Assert.Contains("您写的字都还在下面", visitor.Fault);
        Assert.Equal((Words, "022-12345678"), (visitor.Fields()["text"], visitor.Fields()["contact"]));
        Assert.Equal(HttpStatusCode.OK, (await site.Reader().GetAsync("/report/full")).StatusCode);
        if (what == "damaged")
        {
            await EventuallyAsync(() => Directory.GetFiles(site.DataPath, "portal-damaged-*.db").Length > 0);

            var next = Visitor(site);
            await next.OpenAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, next.Answer.StatusCode);
            Assert.Contains("现在收不了纠错", next.Fault);
            Assert.Null(next.Page.QuerySelector("textarea"));
            await next.LookUpAsync("0000 0000 0000 0001");
            File.Move(file + ".whole", file);
        }
        else
        {
            Directory.Delete(file + "-wal");
        }

        Assert.True(await site.Services.GetRequiredService<PortalStore>().OpenAsync(default));
        await visitor.PressAsync("发送");
        Assert.Equal(HttpStatusCode.Redirect, visitor.Answer.StatusCode);
        Assert.Equal(Words, Assert.Single(await ReportsAsync(site)).Text);
    }

    [Fact]
    public async Task In_a_folder_that_cannot_be_written_the_page_says_that_it_is_closed_and_a_post_keeps_its_text()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var site = new TestSite { Data = file };
            var visitor = Visitor(site);
            await visitor.OpenAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, visitor.Answer.StatusCode);
            Assert.Contains("现在收不了纠错", visitor.Fault);

            await visitor.PostAsync(Links.Feedback, new Dictionary<string, string> { ["step"] = "send", ["kind"] = "typo", ["text"] = Words });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, visitor.Answer.StatusCode);
            Assert.Equal(Words, visitor.Fields()["text"]);
            Assert.Equal(HttpStatusCode.OK, (await site.Reader().GetAsync("/report")).StatusCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Whatever is typed is text: on the page, in the file for office programs, in the list on a terminal; and in no log.</summary>
    [Fact]
    public async Task Hostile_words_are_stored_and_shown_as_text_and_stand_in_no_log()
    {
        string[] hostile =
        [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script>", "a\r\nSet-Cookie: x=1\r\n\r\n<html>", "%0d%0aLocation: //evil.example",
            "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "＝1＋1", "\t=1+1", "'; DROP TABLE ErrorReports; --", "{{7*7}} ${7*7} @(7*7)",
            "\u001b[31m红\u001b[0m", "\u202etxt.exe", "👨‍👩‍👧‍👦🀄", new string('汉', 2000), "&amp;&lt;&#x3c;", "\ufeff\uffff",
        ];
        using var site = Site();
        var receipts = new List<string>();
        foreach (var words in hostile)
        {
            var visitor = Visitor(site);
            Assert.True(await visitor.SendAsync(words, words[..Math.Min(words.Length, 100)]), words);
            receipts.Add(await visitor.ReceiptAsync());
            Assert.Single(visitor.Page.QuerySelectorAll("script[src]"));
            Assert.Equal(1, visitor.Page.Scripts.Length);
        }

        var stored = (await ReportsAsync(site)).ToDictionary(report => report.Receipt.ToString());
        foreach (var (words, receipt) in hostile.Zip(receipts))
        {
            Assert.Equal(TypedText.Clean(words), stored[receipt].Text);
            var visitor = Visitor(site);
            await visitor.LookUpAsync(receipt);
            Assert.Contains(TypedText.Clean(words), visitor.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
            Assert.Equal(1, visitor.Page.Scripts.Length);
            Assert.Empty(visitor.Page.QuerySelectorAll("main img"));
            Assert.False(visitor.Answer.Headers.Contains("Location"));
        }

        var csv = Path.Combine(site.DataPath, "export.csv");
        var output = new StringWriter();
        Assert.Equal(0, await Commands.Feedback.RunAsync(Options(site), ["feedback", "export", csv], output, default));
        Assert.Equal(0, await Commands.Feedback.RunAsync(Options(site), ["feedback", "list"], output, default));
        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.Equal(Encoding.UTF8.GetPreamble(), (await File.ReadAllBytesAsync(csv))[..3]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(csv));
        }

        var cells = Cells(await File.ReadAllTextAsync(csv)).ToList();
        Assert.DoesNotContain(cells, cell => cell.Length > 0 && "=+-@\t\r＝＋－＠".Contains(cell[0]));
        Assert.All(hostile, words => Assert.Contains(cells, cell => cell.TrimStart('\'') == TypedText.Clean(words).TrimStart('\'')));

        foreach (var log in Directory.GetFiles(Path.Combine(site.DataPath, "logs")))
        {
            await using var open = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var lines = await new StreamReader(open).ReadToEndAsync();
            Assert.DoesNotContain("DROP TABLE ErrorReports", lines);
            Assert.All(receipts, receipt => Assert.DoesNotContain(receipt.Replace(" ", "", StringComparison.Ordinal), lines));
        }
    }

    [Fact]
    public async Task Requests_no_browser_sends_are_refused_and_never_a_fault_of_the_site()
    {
        using var site = Site();
        var visitor = Visitor(site);
        await visitor.OpenAsync();
        var fields = visitor.Fields();
        var raw = string.Join('&', fields.Where(field => field.Key != "homepage").Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        foreach (var (content, type) in new[]
        {
            ("", "application/x-www-form-urlencoded"), ("{}", "application/json"), ("--x", "multipart/form-data; boundary=x"), ("garbage", "multipart/form-data"),
            (raw + "&step=send&kind=typo&text=%ED%A0%80%ED%B0%80%FF%C0%80", "application/x-www-form-urlencoded"), (raw + "&step=send&kind=typo&kind=link&text=%00&text=%00", "application/x-www-form-urlencoded"),
            (raw.Replace("stamp=", "stamp=x", StringComparison.Ordinal) + "&step=send&kind=typo&text=a", "application/x-www-form-urlencoded"), (raw + "&step=dance&kind=dance&text=a&from=" + new string('a', 5000), "application/x-www-form-urlencoded"),
            (string.Concat(Enumerable.Range(0, 2000).Select(i => $"f{i}=1&")), "application/x-www-form-urlencoded"),
        })
        {
            foreach (var path in new[] { Links.Feedback, Links.FeedbackStatus })
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)) };
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                await visitor.AskAsync(request);
                Assert.True((int)visitor.Answer.StatusCode is < 500, $"{path} {type} {content[..Math.Min(60, content.Length)]}: {visitor.Answer.StatusCode}");
                Assert.True(visitor.Answer.StatusCode == HttpStatusCode.Redirect || visitor.Page.QuerySelector("h1") is not null, $"{path} {type} {content[..Math.Min(60, content.Length)]}: {visitor.Answer.StatusCode}, no page");
            }
        }

        foreach (var query in new[] { "?paragraph=%00", "?paragraph=%ED%A0%80", "?paragraph=economy-quality&quote=" + new string('a', 3000), "?from=//evil.example", "?from=%0d%0a", "/sent?shown=CfDJ8garbage", "/sent?shown=" })
        {
            await visitor.OpenAsync(Links.Feedback + query);
            Assert.Equal(HttpStatusCode.OK, visitor.Answer.StatusCode);
            Assert.DoesNotContain("evil.example", visitor.Page.QuerySelector("main")!.InnerHtml);
        }
    }

    /// <summary>Twenty addresses send fifty each, at once, over Kestrel; each may send forty.</summary>
    [Fact]
    public async Task Of_a_thousand_at_once_each_gets_a_receipt_or_a_refusal_that_keeps_its_text()
    {
        using var site = Site().With("Feedback:PerAddressPerHour", "40");
        site.UseKestrel(0);
        site.StartServer();
        using var client = Client(site);
        var taken = new ConcurrentDictionary<string, string>();
        var refused = new ConcurrentBag<string>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async number =>
        {
            var text = $"第{number}条，{Guid.NewGuid()}";
            var visitor = new FeedbackVisitor(client, $"198.51.100.{number % 20}");
            if (await visitor.SendAsync(text))
            {
                Assert.True(taken.TryAdd(await visitor.ReceiptAsync(), text), "a receipt was given twice");
            }
            else
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, visitor.Answer.StatusCode);
                Assert.Equal(text, visitor.Fields()["text"]);
                refused.Add(text);
            }
        }));
        Console.WriteLine($"RESULT feedback: 1000 reports at once, {taken.Count} receipts, {refused.Count} refused with their text, {watch.Elapsed.TotalSeconds:0.0} s");

        var stored = await ReportsAsync(site);
        Assert.Equal(1000, taken.Count + refused.Count);
        Assert.True(taken.Count >= 800 && !refused.IsEmpty, $"{taken.Count} taken");
        Assert.Equal(taken.OrderBy(pair => pair.Key), stored.Select(report => KeyValuePair.Create(report.Receipt.ToString(), report.Text)).OrderBy(pair => pair.Key));
    }

    [Fact]
    public Task A_killed_process_loses_no_report_that_was_receipted_and_doubles_none() => KillAsync(1);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_process_killed_again_and_again_loses_no_report_that_was_receipted_and_doubles_none() => KillAsync(10);

    /// <summary>The real program, killed in the middle of a stream of reports; what was receipted is there after each start.</summary>
    private static async Task KillAsync(int times)
    {
        var data = Directory.CreateTempSubdirectory("heping-killed-").FullName;
        var redirected = new ConcurrentBag<(FeedbackVisitor Visitor, string Text, string Location)>();
        var started = 0;
        try
        {
            using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
            var port = 0;
            for (var round = 0; round < times; round++)
            {
                using var program = await ProgramAsync(data, port);
                port = program.Root.Port;
                using var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = program.Root };
                var enough = redirected.Count + 25;
                var senders = Enumerable.Range(0, 8).Select(async _ =>
                {
                    try
                    {
                        while (true)
                        {
                            var visitor = new FeedbackVisitor(client);
                            var text = $"第{Interlocked.Increment(ref started)}条";
                            if (await visitor.SendAsync(text))
                            {
                                redirected.Add((visitor, text, visitor.Answer.Headers.Location!.OriginalString));
                            }
                        }
                    }
                    catch (Exception fault) when (fault is HttpRequestException or IOException)
                    {
                        // Killed.
                    }
                }).ToList();
                await EventuallyAsync(() => redirected.Count >= enough);

                program.Process.Kill();
                await Task.WhenAll(senders);
            }

            using var last = await ProgramAsync(data, port);
            using var again = new HttpClient(handler, disposeHandler: false) { BaseAddress = last.Root };
            foreach (var (visitor, text, location) in redirected)
            {
                var resident = new FeedbackVisitor(again) { Cookie = visitor.Cookie };
                await resident.OpenAsync(location);
                var receipt = resident.Page.QuerySelector(".receipt")!.TextContent;
                await resident.LookUpAsync(receipt);
                Assert.Contains(text, resident.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
            }

            last.Process.Kill();
            await last.Process.WaitForExitAsync();
            using var store = new PortalStore(data, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<PortalStore>.Instance);
            Assert.True(await store.OpenAsync(default));
            var texts = await store.ReadAsync(db => Task.FromResult(db.ErrorReports.Select(report => report.Text).ToList()), default);
            Assert.Equal(texts.Count, texts.Distinct().Count());
            Console.WriteLine($"RESULT feedback: killed {times} times, {redirected.Count} receipted, 0 lost; {texts.Count} stored");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("Feedback:WithdrawMinutes", "9")]
    [InlineData("Feedback:PerAddressPerHour", "0")]
    [InlineData("Feedback:KeepContactDays", "half a year")]
    [InlineData("Site:Proxies", "10.0.0.1, proxy.example")]
    public void A_setting_that_cannot_be_what_it_says_is_named(string key, string value)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { [key] = value };

        Assert.Contains(key, Assert.Throws<FormatException>(() => SiteOptions.From(configuration)).Message);
    }

    private static TestSite Site(TestClock? clock = null) => new TestSite { Clock = clock }.With("Feedback:LeastSeconds", "0").With("Feedback:PerAddressPerHour", "1000");

    private static FeedbackVisitor Visitor(TestSite site) => new(site.Reader());

    private static SiteOptions Options(TestSite site) => site.Services.GetRequiredService<SiteOptions>();

    private static HttpClient Client(TestSite site) => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        Timeout = TimeSpan.FromMinutes(3),
    };

    private static Task<List<ErrorReport>> ReportsAsync(TestSite site) => site.Services.GetRequiredService<FeedbackDesk>().ListAsync(default);

    private static IEnumerable<string> Cells(string csv)
    {
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            if (quoted ? csv[i] != '"' : csv[i] is not ('"' or ',' or '\r' or '\n'))
            {
                cell.Append(csv[i]);
            }
            else if (csv[i] == '"')
            {
                if (quoted && i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (csv[i] != '\r')
            {
                yield return cell.ToString();
                cell.Clear();
            }
        }
    }

    private static async Task<RunningProgram> ProgramAsync(string data, int port)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "HepingReport.Web.dll"), $"--urls=http://127.0.0.1:{port}", $"--Content:Path={TestSite.RealContent}", $"--Data:Path={data}",
            "--Feedback:LeastSeconds=0", "--Feedback:PerAddressPerHour=100000", "--Limits:LookUpsPerHour=1000000",
        ])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The program did not start.");
            if (line.Split("Now listening on: ") is [_, var root])
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new RunningProgram(process, new Uri(root));
            }
        }
    }

    private sealed record RunningProgram(Process Process, Uri Root) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill();
            }

            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
