using System.Net;
using HepingReport.Editing;
using HepingReport.Feedback;
using HepingReport.Storage;
using HepingReport.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>纠错来信: what residents send, as the staff find it and answer it.</summary>
public sealed class ReportQueueTests
{
    private const string Form = Links.Feedback + "?paragraph=economy-quality";
    private const string Script = "<script>alert(1)</script>";

    private readonly TestClock clock = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_resident_sends_staff_answer_and_the_resident_reads_the_answer()
    {
        using var site = Site();
        var resident = Resident(site);
        await resident.SendAsync("这里多了一个字", "022-12345678", path: Form);
        var receipt = await resident.ReceiptAsync();
        var lin = await StaffVisitor.SignedInAsync(site, "林晓");

        await lin.OpenAsync(Links.StaffReports);
        Assert.Contains("待处理（1条）", lin.Page.QuerySelector("main")!.TextContent);
        await lin.OpenAsync(lin.Page.QuerySelector(".register a")!.GetAttribute("href")!);
        var main = lin.Page.QuerySelector("main")!.TextContent;
        Assert.Contains("这里多了一个字", main);
        Assert.Contains("022-12345678", main);
        Assert.Contains(site.Content.Report.FindParagraph("economy-quality")!.Paragraph.Text, main);
        Assert.DoesNotContain(receipt, lin.Html);
        Assert.DoesNotContain(receipt.Replace(" ", "", StringComparison.Ordinal), lin.Html);

        await lin.PressAsync("发出答复", ("answer", " "));
        Assert.Equal((HttpStatusCode.BadRequest, "还没有答复：请先写答复。"), (lin.Answer.StatusCode, lin.Fault));
        await lin.PressAsync("发出答复", ("answer", "谢谢，\r\n已经改好。" + Script));
        await lin.FollowAsync();
        Assert.Contains("已答复", lin.Page.QuerySelector(".lead-in")!.TextContent);

        await resident.LookUpAsync(receipt);
        Assert.Contains("谢谢，\n已经改好。" + Script, resident.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
        await lin.OpenAsync(Links.StaffReports);
        Assert.Contains("已答复（1条）", lin.Page.QuerySelector("main")!.TextContent);
        Assert.Contains("report-answered", await AuditAsync(site));
    }

    [Fact]
    public async Task What_is_taken_up_leads_to_the_file_and_colleagues_see_by_whom()
    {
        using var site = Site();
        await Resident(site).SendAsync("多字", path: Form);
        var lin = await StaffVisitor.SignedInAsync(site, "林晓");
        await lin.OpenAsync(Links.StaffReports);
        await lin.OpenAsync(lin.Page.QuerySelector(".register a")!.GetAttribute("href")!);
        await lin.PressAsync("按这条去改");
        Assert.Equal(Links.StaffEdit("report/review-2017/economy.md"), lin.Location);
        await lin.OpenAsync(Links.StaffReports);
        Assert.Contains("正在处理：林晓", lin.Page.QuerySelector(".register")!.TextContent);
        Assert.Contains("report-taken-up", await AuditAsync(site));
    }

    [Fact]
    public async Task Of_two_answers_the_second_is_asked_for_again_with_the_first_beside_it()
    {
        using var site = Site();
        var resident = Resident(site);
        await resident.SendAsync("多字", path: Form);
        var receipt = await resident.ReceiptAsync();
        var lin = await StaffVisitor.SignedInAsync(site, "林晓");
        await lin.OpenAsync(Links.StaffReports);
        await lin.OpenAsync(lin.Page.QuerySelector(".register a")!.GetAttribute("href")!);
        await site.Services.GetRequiredService<FeedbackDesk>().AnswerAsync(Receipt.Parse(receipt)!, "同事的答复", HepingReport.Staff.Actor.Operator, default);

        await lin.PressAsync("发出答复", ("answer", "我的答复"));
        Assert.Contains("“同事的答复”", lin.Fault);
        Assert.Equal("我的答复", lin.Page.QuerySelector("#answer")!.TextContent);
        await lin.PressAsync("发出答复");
        await resident.LookUpAsync(receipt);
        Assert.Contains("我的答复", resident.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public async Task The_oldest_that_waits_is_first_and_what_was_withdrawn_or_never_was_is_not_there()
    {
        using var site = Site();
        var gone = Resident(site);
        await gone.SendAsync("撤回的话", "022-1");
        var receipt = await gone.ReceiptAsync();
        var lin = await StaffVisitor.SignedInAsync(site, "林晓");
        await lin.OpenAsync(Links.StaffReports);
        var address = lin.Page.QuerySelector(".register a")!.GetAttribute("href")!;
        await site.Services.GetRequiredService<FeedbackDesk>().WithdrawAsync(Receipt.Parse(receipt)!, default);
        foreach (var words in new[] { "先来的", "后来的" })
        {
            await Resident(site).SendAsync(words);
            clock.Now += TimeSpan.FromMinutes(1);
        }

        await lin.OpenAsync(Links.StaffReports);
        Assert.Equal(["先来的", "后来的"], lin.Page.QuerySelectorAll(".register .typed").Select(text => text.TextContent));
        Assert.Contains("另有1条由居民撤回", lin.Page.QuerySelector("main")!.TextContent);
        await lin.OpenAsync(address);
        Assert.DoesNotContain("撤回的话", lin.Html);
        Assert.Empty(lin.Page.QuerySelectorAll("main form"));
        foreach (var unknown in new[] { new string('0', 16), "x", "%25" })
        {
            await lin.OpenAsync(Links.StaffReport(unknown));
            Assert.Equal(HttpStatusCode.NotFound, lin.Answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_answer_sent_after_the_session_ended_is_given_back_and_is_done_after_signing_in()
    {
        using var site = Site();
        var resident = Resident(site);
        await resident.SendAsync("多字", path: Form);
        var receipt = await resident.ReceiptAsync();
        var lin = await StaffVisitor.SignedInAsync(site, "林晓");
        await lin.OpenAsync(Links.StaffReports);
        await lin.OpenAsync(lin.Page.QuerySelector(".register a")!.GetAttribute("href")!);
        lin.Cookies.Remove("__Host-staff");
        await lin.PressAsync("发出答复", ("answer", "写了很久的答复"));
        Assert.Equal((HttpStatusCode.Unauthorized, "登录已经结束，您写的都还在这一页里"), (lin.Answer.StatusCode, lin.Heading));
        var kept = lin.Page;
        Assert.Equal(["写了很久的答复"], kept.QuerySelectorAll("main textarea").Select(area => area.TextContent));

        clock.Now += TimeSpan.FromSeconds(30);
        await lin.GivePasswordAsync("林晓");
        await lin.GiveCodeAsync(lin.Code());
        await lin.PressAsync(kept, "接着保存");

        Assert.Equal(HttpStatusCode.Redirect, lin.Answer.StatusCode);
        await resident.LookUpAsync(receipt);
        Assert.Contains("写了很久的答复", resident.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public void Places_lead_to_the_files_that_hold_them()
    {
        using var site = new TestSite();
        foreach (var (paragraph, address, path) in new (string?, string?, string?)[]
        {
            ("economy-quality", null, "report/review-2017/economy.md"), (null, "/report/review-2017", "report/review-2017/chapter.md"), (null, "/about?q=x", "pages/about.md"), (null, "/indicators/x", "indicators.yml"),
            (null, "/topics/x", "topics.yml"), (null, "/glossary/1", "notes.yml"), (null, "/glossary/x", "terms.yml"), (null, "/places", "places.yml"), (null, "/search", null), ("none", null, null),
        })
        {
            Assert.Equal(path, FileNames.PathOf(paragraph, address, site.Content));
        }
    }

    private TestSite Site() => new TestSite { Clock = clock }.With("Feedback:LeastSeconds", "0");

    private static FeedbackVisitor Resident(TestSite site) => new(site.Reader());

    private static async Task<List<string>> AuditAsync(TestSite site) =>
        (await site.Services.GetRequiredService<PortalStore>().ReadAsync(db => Task.FromResult(db.AuditEntries.ToList()), default)).ConvertAll(entry => entry.Action);
}
