using System.Net;
using HepingReport.Editing;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>From a written draft to a public text and back, by two people over HTTP: review, remarks, merging, publishing, history.</summary>
public sealed class ReviewTests
{
    private const string Economy = "report/review-2017/economy.md";
    private const string City = "report/review-2017/city.md";
    private const string EconomyPage = "/report/review-2017/economy";
    private const string OldPoint = "市场主体达到2.8万户，比上年增长12.5%。";
    private const string NewPoint = "市场主体有2.8万户，比上年增长12.5%。";
    private const string Script = "<script>alert(1)</script>\"'";

    private readonly TestClock clock = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_change_goes_from_draft_by_review_and_return_to_readers_and_stands_in_the_history()
    {
        using var site = Site();
        site.UseKestrel(0);
        site.StartServer();
        var (lin, zhao) = (await EditorAsync(site, Over(site)), await PublisherAsync(site, "赵卫", Over(site)));
        var draft = await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal));

        await lin.OpenAsync(Links.StaffDrafts);
        Assert.Contains("第一章（一） 坚持高端高质、优化结构，经济持续健康发展", MainOf(lin));
        Assert.Contains("检查过了，没有发现问题。", MainOf(lin));
        Assert.NotNull(lin.Page.QuerySelector($"a[href='{Links.StaffPreview(draft.Id, EconomyPage)}']"));
        await lin.PressAsync("送审", ("note", "  "));
        Assert.Equal((HttpStatusCode.BadRequest, true), (lin.Answer.StatusCode, lin.Fault.StartsWith("请写明改了什么", StringComparison.Ordinal)));
        await lin.PressAsync("送审", ("note", "把“达到”改成“有”，好读。"));
        Assert.Equal(Links.StaffDone(Links.StaffDrafts, "submitted"), lin.Location);
        await lin.FollowAsync();
        Assert.StartsWith("已经送审", lin.Page.QuerySelector(".saved")!.TextContent.Trim());

        await zhao.OpenAsync(Links.StaffReview);
        Assert.Contains("说明：把“达到”改成“有”，好读。", MainOf(zhao));
        Assert.Equal(["要点"], zhao.Page.QuerySelectorAll("main .parts b").Select(name => name.TextContent));
        Assert.Equal(["（删去：达到）", "（加上：有）"], zhao.Page.QuerySelectorAll("main .change :is(del, ins)").Select(run => run.TextContent));

        await zhao.OpenAsync(Links.StaffDraft(draft.Id));
        await zhao.PressAsync("留言：要点", ("text", "“有”字太口语了"), ("quote", "市场主体有2.8万户"));
        await zhao.FollowAsync();
        Assert.Contains("赵卫留言（2026年3月2日 9:00），说的是“市场主体有2.8万户”", MainOf(zhao));
        await zhao.PressAsync("留言：要点", ("text", "请再想想"), ("quote", "没有这几个字"));
        Assert.Equal(HttpStatusCode.Conflict, zhao.Answer.StatusCode);
        Assert.Equal("请再想想", zhao.Page.QuerySelector("details[open] textarea")!.TextContent);

        await zhao.OpenAsync(Links.StaffReview);
        await zhao.PressAsync(zhao.Page.QuerySelectorAll("button").Single(button => button.TextContent.StartsWith("退回", StringComparison.Ordinal)).TextContent, ("reason", ""));
        Assert.Equal((HttpStatusCode.BadRequest, true), (zhao.Answer.StatusCode, zhao.Fault.StartsWith("请写明理由", StringComparison.Ordinal)));
        await zhao.PressAsync(zhao.Page.QuerySelectorAll("button").Single(button => button.TextContent.StartsWith("退回", StringComparison.Ordinal)).TextContent, ("reason", "请写“有”以外的字"));
        Assert.Equal(Links.StaffDone(Links.StaffReview, "returned"), zhao.Location);

        await lin.OpenAsync(Links.StaffDrafts);
        Assert.Contains("赵卫退回了，理由是：请写“有”以外的字", MainOf(lin));
        Assert.Contains("有1条留言", MainOf(lin));
        await SaveAsync(site, draft.Id, text => text.Replace(NewPoint, "市场主体已有2.8万户，比上年增长12.5%。", StringComparison.Ordinal));
        await lin.OpenAsync(Links.StaffDrafts);
        await lin.PressAsync("送审", ("note", "改成“已有”。"));

        await zhao.OpenAsync(Links.StaffReview);
        await ApproveAsync(zhao);
        await zhao.OpenAsync(Links.StaffPublish);
        Assert.Contains("下面1个文件的1处改动马上公开", MainOf(zhao));
        Assert.Contains("林晓改的，赵卫审核通过", MainOf(zhao));
        await zhao.PressAsync("发布这1处改动，马上公开");
        Assert.Equal(Links.StaffDone(Links.StaffRevision(2), "published"), zhao.Location);

        // The very next request.
        using var reader = Over(site);
        Assert.Contains("市场主体已有2.8万户", await reader.GetStringAsync(EconomyPage));
        await zhao.FollowAsync();
        Assert.Equal(["（删去：达到）", "（加上：已有）"], zhao.Page.QuerySelectorAll("main .change :is(del, ins)").Select(run => run.TextContent));
        Assert.Contains("改成“已有”。", MainOf(zhao));
        Assert.Contains("0 个错误", MainOf(zhao));

        var audit = await AuditAsync(site);
        Assert.Equal(
            ["draft-opened 林晓", "draft-submitted 林晓", "draft-commented 赵卫", "draft-returned 赵卫", "draft-submitted 林晓", "draft-approved 赵卫", "published 赵卫"],
            audit.Where(entry => entry.Action.StartsWith("draft", StringComparison.Ordinal) || entry.Action == "published").Select(entry => $"{entry.Action} {entry.Account}"));
        Assert.Equal(("第2次：" + Economy, "127.0.0.1"), (audit[^1].Detail, audit[^1].Address));
    }

    [Fact]
    public async Task An_old_text_comes_back_by_a_draft_and_any_two_revisions_are_compared()
    {
        using var site = Site();
        var (lin, zhao) = (await EditorAsync(site), await PublisherAsync(site, "赵卫"));
        await PublishAsync(site, zhao, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal));

        await lin.OpenAsync(Links.StaffHistory);
        Assert.Equal(["第2次：修改", "第1次：开始记录"], lin.Page.QuerySelectorAll("main .register a").Select(link => link.TextContent));
        await lin.OpenAsync(Links.StaffHistoryOf(Economy));
        Assert.Equal(2, lin.Page.QuerySelectorAll("main .register a").Length);
        await lin.OpenAsync(Links.StaffHistoryOf(City));
        Assert.Single(lin.Page.QuerySelectorAll("main .register a"));
        await lin.OpenAsync(Links.StaffCompare(Economy, 2, 1));
        Assert.Equal(["（删去：有）", "（加上：达到）"], lin.Page.QuerySelectorAll("main .change :is(del, ins)").Select(run => run.TextContent));
        Assert.Equal(["2", "1"], lin.Page.QuerySelectorAll("option[selected]").Select(option => option.GetAttribute("value")));

        await lin.OpenAsync(Links.StaffRevision(1));
        Assert.Empty(lin.Page.QuerySelectorAll("main form"));
        await lin.OpenAsync(Links.StaffRevision(2));
        await PressBeginningAsync(lin, "恢复成这次之后的样子");
        Assert.Equal(HttpStatusCode.Conflict, lin.Answer.StatusCode);
        Assert.StartsWith("和现在网站上的一样", lin.Fault);
        await PressBeginningAsync(lin, "恢复成这次之前的样子");
        await lin.FollowAsync();
        Assert.Equal("看改了什么", lin.Heading);
        Assert.Contains("这是把文字恢复成第1次以后的样子", MainOf(lin));
        var id = Guid.Parse(new Uri(new Uri("https://localhost"), lin.Answer.RequestMessage!.RequestUri!).Segments[^1]);

        await lin.OpenAsync(Links.StaffRevision(2));
        await PressBeginningAsync(lin, "恢复成这次之前的样子");
        Assert.Equal(HttpStatusCode.Conflict, lin.Answer.StatusCode);
        Assert.NotNull(lin.Page.QuerySelector($"a[href='{Links.StaffDraft(id)}']"));

        await lin.OpenAsync(Links.StaffDrafts);
        await lin.PressAsync("送审", ("note", "恢复"));
        await PublishAllAsync(zhao);
        Assert.Equal(Links.StaffDone(Links.StaffRevision(3), "published"), zhao.Location);
        await zhao.FollowAsync();
        Assert.Equal("第3次：恢复旧版", zhao.Heading);
        Assert.Contains(OldPoint, (await site.PageAsync(EconomyPage)).Body!.TextContent);
    }

    [Fact]
    public async Task A_hand_edit_on_the_disk_counts_as_theirs_and_merging_loses_nothing()
    {
        using var site = Site();
        var lin = await EditorAsync(site);
        var draft = await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal).Replace("讲2017年的经济总量", "说2017年的经济总量", StringComparison.Ordinal));
        var file = Path.Combine(site.ContentPath, Economy);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("讲2017年的经济总量、财税收入", "讲2017年的经济总量和财税收入", StringComparison.Ordinal).Replace("title: 坚持", "title:  坚持", StringComparison.Ordinal));

        await lin.OpenAsync(Links.StaffDrafts);
        Assert.Contains("您改的时候，网站上的文字也变了", MainOf(lin));
        await lin.OpenAsync(Links.StaffMerge(draft.Id));
        Assert.Equal(["提要"], lin.Page.QuerySelectorAll("main legend").Select(legend => legend.TextContent.Trim()));
        Assert.Equal(["标题只有网站上现在的改了", "要点只有我的改了"], lin.Page.QuerySelectorAll("main .parts li > p:first-child").Select(name => name.TextContent.Replace(" ", "", StringComparison.Ordinal)));

        await lin.PressAsync("存成我的草稿", ("own-0", "我自己写的提要。"));
        Assert.Equal((HttpStatusCode.BadRequest, true), (lin.Answer.StatusCode, lin.Fault.Contains("有的地方还没有选", StringComparison.Ordinal)));
        Assert.Equal("我自己写的提要。", lin.Page.QuerySelector("textarea")!.TextContent);

        await lin.PressAsync("存成我的草稿", ("choice-0", "Own"), ("own-0", "我自己写的提要。"), ("token", "CfDJ8forged"));
        Assert.StartsWith("还没有完成", lin.Fault);
        Assert.Equal("我自己写的提要。", lin.Page.QuerySelector("textarea")!.TextContent);
        Assert.Equal("Own", lin.Page.QuerySelector("input[type=radio][checked]")!.GetAttribute("value"));

        // The file changes once more while the page is open.
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("title:  坚持", "title: 坚持", StringComparison.Ordinal));
        await lin.PressAsync("存成我的草稿");
        Assert.Equal(HttpStatusCode.Conflict, lin.Answer.StatusCode);
        Assert.Equal("我自己写的提要。", lin.Page.QuerySelector("textarea")!.TextContent);

        // And the draft, in another window: what was merged is kept aside.
        await SaveAsync(site, draft.Id, text => text + "\n");
        await lin.PressAsync("存成我的草稿", ("choice-0", "Both"));
        Assert.Equal(HttpStatusCode.Conflict, lin.Answer.StatusCode);
        Assert.Contains("您刚写的已另存一份", lin.Fault);
        await lin.PressAsync("存成我的草稿");
        Assert.Equal(Links.StaffDone(Links.StaffDraft(draft.Id), "merged"), lin.Location);
        await lin.FollowAsync();
        Assert.StartsWith("已经合并", lin.Page.QuerySelector(".saved")!.TextContent.Trim());
        Assert.Contains("另存的", MainOf(lin));

        var merged = await DraftAsync(site, draft.Id);
        Assert.Contains("summary: 说2017年的经济总量和财税收入", merged.Text);
        Assert.Contains(NewPoint, merged.Text);
        Assert.Equal(await File.ReadAllTextAsync(file), merged.BaseText);
        Assert.Contains("draft-merged", (await AuditAsync(site)).Select(entry => entry.Action));
        await lin.OpenAsync(Links.StaffMerge(draft.Id));
        Assert.Contains("没有要合并的", MainOf(lin));
    }

    [Fact]
    public async Task A_text_that_came_too_late_is_merged_into_the_draft_and_nothing_of_either_is_lost()
    {
        using var site = Site();
        var lin = await EditorAsync(site);
        var draft = await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal));
        var late = draft.BaseText.Replace("讲2017年的经济总量", "说2017年的经济总量", StringComparison.Ordinal).Replace(OldPoint, "市场主体：2.8万户。", StringComparison.Ordinal);
        Assert.Equal("stale", (await Desk(site).SaveAsync(draft.Id, Lin, late, 1, default)).Problem!.Code);

        await lin.OpenAsync(Links.StaffDraft(draft.Id));
        await lin.OpenAsync(lin.Page.QuerySelectorAll("main a").Single(link => link.TextContent.StartsWith("合并进草稿", StringComparison.Ordinal)).GetAttribute("href")!);
        Assert.Equal(["提要", "要点"], lin.Page.QuerySelectorAll("main legend").Select(legend => legend.TextContent.Trim()));
        Assert.Empty(lin.Page.QuerySelectorAll("input[type=radio][checked]"));
        var longText = new string('长', 300_000);
        await lin.PressAsync("存成我的草稿", ("choice-0", "Mine"), ("choice-1", "Theirs"));
        Assert.Equal(Links.StaffDone(Links.StaffDraft(draft.Id), "merged"), lin.Location);

        var merged = await DraftAsync(site, draft.Id);
        Assert.Contains("summary: 说2017年的经济总量", merged.Text);
        Assert.Contains(NewPoint, merged.Text);
        Assert.Single(await Desk(site).CopiesAsync(draft.Id, Lin, default));

        await lin.OpenAsync(Links.StaffMerge(draft.Id, (await Desk(site).CopiesAsync(draft.Id, Lin, default)).Single().Id));
        Assert.Equal(["要点"], lin.Page.QuerySelectorAll("main legend").Select(legend => legend.TextContent.Trim()));
        await lin.PressAsync("存成我的草稿", ("choice-0", "Own"), ("own-0", longText));
        Assert.Contains(longText, (await DraftAsync(site, draft.Id)).Text);
    }

    [Fact]
    public async Task What_is_chosen_is_submitted_and_approved_as_one_and_what_changed_since_is_refused()
    {
        using var site = Site();
        var (lin, zhao) = (await EditorAsync(site), await PublisherAsync(site, "赵卫"));
        var economy = await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal));
        var city = await WriteAsync(site, City, text => text.Replace("keypoints:\n", "keypoints:\n  - 新的要点。\n", StringComparison.Ordinal));
        await Desk(site).OpenAsync("topics.yml", Lin, default);
        await lin.OpenAsync(Links.StaffDrafts);
        Assert.Equal(2, lin.Page.QuerySelectorAll("input[type=checkbox][checked]").Length);
        Assert.Contains("和网站上的文字一样", MainOf(lin));

        // Changed in another window: neither is submitted.
        await SaveAsync(site, city.Id, text => text.Replace("新的要点。", "新要点。", StringComparison.Ordinal));
        await lin.PressAsync("送审", ("note", "两处要点"));
        Assert.Equal(HttpStatusCode.Conflict, lin.Answer.StatusCode);
        Assert.Equal(DraftState.Editing, (await DraftAsync(site, economy.Id)).State);
        Assert.Equal("两处要点", lin.Page.QuerySelector("#note")!.TextContent);
        await lin.PressAsync("送审", ("note", "两处要点"), ("token", "CfDJ8forged"));
        Assert.Equal((HttpStatusCode.BadRequest, "两处要点"), (lin.Answer.StatusCode, lin.Page.QuerySelector("#note")!.TextContent));
        await lin.PressAsync("送审");
        Assert.Equal(HttpStatusCode.Redirect, lin.Answer.StatusCode);

        await zhao.OpenAsync(Links.StaffReview);
        Assert.Single(zhao.Page.QuerySelectorAll("main section"));
        await lin.OpenAsync(Links.StaffDraft(city.Id));
        await lin.PressAsync("撤回，接着改");
        Assert.Equal(Links.StaffDone(Links.StaffDrafts, "withdrawn"), lin.Location);
        await ApproveAsync(zhao);
        Assert.Equal(HttpStatusCode.Conflict, zhao.Answer.StatusCode);
        Assert.False((await DraftAsync(site, economy.Id)).IsApproved);

        await lin.OpenAsync(Links.StaffDrafts);
        await lin.PressAsync("放弃：专题");
        Assert.Equal(Links.StaffDone(Links.StaffDrafts, "discarded"), lin.Location);
        await lin.OpenAsync(Links.StaffDraft(city.Id));
        await lin.PressAsync("确定放弃");
        await lin.FollowAsync();
        await lin.OpenAsync(Links.StaffDraft(city.Id));
        Assert.Contains("新要点。", lin.Page.QuerySelector("pre")!.TextContent);
    }

    [Fact]
    public async Task Two_publishers_press_at_once_and_one_revision_is_made()
    {
        using var site = Site();
        var (zhao, qian) = (await PublisherAsync(site, "赵卫"), await PublisherAsync(site, "钱程"));
        var lin = await EditorAsync(site);
        await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal));
        await lin.OpenAsync(Links.StaffDrafts);
        await lin.PressAsync("送审", ("note", "好读"));
        await zhao.OpenAsync(Links.StaffReview);
        await qian.OpenAsync(Links.StaffReview);
        await Task.WhenAll(ApproveAsync(zhao), ApproveAsync(qian));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], new[] { zhao.Answer.StatusCode, qian.Answer.StatusCode }.Order());

        await zhao.OpenAsync(Links.StaffPublish);
        await qian.OpenAsync(Links.StaffPublish);
        await Task.WhenAll(zhao.PressAsync("发布这1处改动，马上公开"), qian.PressAsync("发布这1处改动，马上公开"));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], new[] { zhao.Answer.StatusCode, qian.Answer.StatusCode }.Order());
        var late = zhao.Answer.StatusCode == HttpStatusCode.Conflict ? zhao : qian;
        Assert.Contains("现在是“已发布”，不能发布", late.Fault);
        Assert.Contains("现在没有可以发布的改动", MainOf(late));
        Assert.Equal(2, (await site.Services.GetRequiredService<RevisionHistory>().ListAsync(null, null, 10, default)).Count);
    }

    [Fact]
    public async Task What_changed_after_the_publisher_looked_is_not_published()
    {
        using var site = Site().With("Staff:MayApproveOwn", "true");
        var zhao = await PublisherAsync(site, "赵卫");
        var by = new StaffMember("赵卫", StaffMember.Publisher);
        var draft = await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal), by);
        Assert.Null(await Desk(site).SubmitAsync([DraftVersion.Of(draft)], by, "自己的", default));
        await zhao.OpenAsync(Links.StaffReview);
        await ApproveAsync(zhao);
        await zhao.OpenAsync(Links.StaffPublish);

        draft = await DraftAsync(site, draft.Id);
        draft = (await Desk(site).SaveAsync(draft.Id, by, draft.Text.Replace(NewPoint, "别的话。", StringComparison.Ordinal), draft.Version, default)).Draft!;
        await Desk(site).SubmitAsync(draft.Id, by, "又改了", draft.Version, default);
        draft = await DraftAsync(site, draft.Id);
        await Desk(site).ApproveAsync(draft.Id, by, draft.Version, default);

        await zhao.PressAsync("发布这1处改动，马上公开");
        Assert.Equal(HttpStatusCode.Conflict, zhao.Answer.StatusCode);
        Assert.Contains("草稿又改过了", zhao.Fault);
        Assert.Contains("别的话", string.Concat(zhao.Page.QuerySelectorAll("main ins").Select(run => run.LastChild!.PreviousSibling!.TextContent)));
        Assert.DoesNotContain("别的话。", await File.ReadAllTextAsync(Path.Combine(site.ContentPath, Economy)));
    }

    [Fact]
    public async Task Errors_are_named_with_the_way_to_mend_them_and_cannot_be_published()
    {
        using var site = Site();
        var (lin, zhao) = (await EditorAsync(site), await PublisherAsync(site, "赵卫"));
        await WriteAsync(site, Economy, text => text.Replace("同比增长22%", "同比增长23%", StringComparison.Ordinal));
        await lin.OpenAsync(Links.StaffDrafts);
        Assert.NotNull(lin.Page.QuerySelector($"main .fault a[href='{Links.StaffEdit(Economy)}']"));
        Assert.Contains("有错误，这样还不能发布", MainOf(lin));
        await lin.PressAsync("送审", ("note", "请看看"));
        await zhao.OpenAsync(Links.StaffReview);
        Assert.Contains("有错误就不能发布", MainOf(zhao));
        await ApproveAsync(zhao);
        await zhao.OpenAsync(Links.StaffPublish);
        Assert.DoesNotContain(zhao.Page.QuerySelectorAll("main button"), button => button.TextContent.StartsWith("发布", StringComparison.Ordinal));
        var draft = (await Desk(site).ListAsync(Lin, default)).Single();
        await zhao.PostAsync(Links.StaffPublish, [new("token", zhao.Page.QuerySelector("input[name=token]")!.GetAttribute("value")!), new("draft", DraftVersion.Of(draft).ToString())]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, zhao.Answer.StatusCode);

        // A publisher can still send it back.
        await zhao.OpenAsync(Links.StaffReview);
        await PressBeginningAsync(zhao, "退回", ("reason", "数字不能改"));
        Assert.Equal(DraftState.Returned, (await DraftAsync(site, draft.Id)).State);
    }

    [Fact]
    public async Task Ones_own_change_is_for_another_publisher_to_approve()
    {
        using var site = Site();
        var zhao = await PublisherAsync(site, "赵卫");
        var by = new StaffMember("赵卫", StaffMember.Publisher);
        var draft = await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal), by);
        Assert.Null(await Desk(site).SubmitAsync([DraftVersion.Of(draft)], by, "自己的", default));
        draft = await DraftAsync(site, draft.Id);

        await zhao.OpenAsync(Links.StaffReview);
        Assert.Contains("这是您自己的改动，要请另一位", MainOf(zhao));
        Assert.Empty(zhao.Page.QuerySelectorAll("main button"));
        await zhao.PostAsync(Links.StaffReview, [new("token", zhao.Page.QuerySelector("input[name=token]")!.GetAttribute("value")!), new("step", "approve"), new("draft", DraftVersion.Of(draft).ToString())]);
        Assert.Equal(HttpStatusCode.Forbidden, zhao.Answer.StatusCode);
        Assert.False((await DraftAsync(site, draft.Id)).IsApproved);
    }

    [Fact]
    public async Task Another_persons_draft_is_not_there_for_an_editor_and_only_read_by_a_publisher()
    {
        using var site = Site();
        var (lin, zhao) = (await EditorAsync(site), await PublisherAsync(site, "赵卫"));
        var wang = await PersonAsync(site, "王编", StaffRole.Editor);
        var draft = await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal));
        await wang.OpenAsync(Links.StaffDrafts);
        var token = wang.Page.QuerySelector("input[name=token]")!.GetAttribute("value")!;

        foreach (var address in new[] { Links.StaffDraft(draft.Id), Links.StaffMerge(draft.Id) })
        {
            await wang.OpenAsync(address);
            var (status, html) = (wang.Answer.StatusCode, MainOf(wang));
            await wang.OpenAsync(address.Replace(draft.Id.ToString(), Guid.Empty.ToString(), StringComparison.Ordinal));
            Assert.Equal((HttpStatusCode.NotFound, MainOf(wang)), (status, html));
            foreach (var step in new[] { "withdraw", "discard", "say", "" })
            {
                await wang.PostAsync(address, [new("token", token), new("step", step), new("text", "你好"), new("quote", "")]);
                Assert.Equal(HttpStatusCode.NotFound, wang.Answer.StatusCode);
                await wang.PostAsync(address, [new("token", "x"), new("step", step)]);
                Assert.Equal(HttpStatusCode.BadRequest, wang.Answer.StatusCode);
                Assert.DoesNotContain("林晓", MainOf(wang));
            }
        }

        await wang.PostAsync(Links.StaffDrafts, [new("token", token), new("note", "我来送"), new("draft", DraftVersion.Of(draft).ToString())]);
        Assert.Equal(HttpStatusCode.NotFound, wang.Answer.StatusCode);
        var after = await DraftAsync(site, draft.Id);
        Assert.Equal((DraftState.Editing, draft.Version, 0), (after.State, after.Version, after.Comments.Count));

        await zhao.OpenAsync(Links.StaffDraft(draft.Id));
        Assert.Contains("林晓的改动", MainOf(zhao));
        Assert.DoesNotContain(zhao.Page.QuerySelectorAll("main button"), button => button.TextContent is "确定放弃" or "撤回，接着改");
        await lin.OpenAsync(Links.StaffDraft(draft.Id));
        Assert.Contains("您的改动", MainOf(lin));
    }

    [Fact]
    public async Task Script_in_a_note_a_remark_a_reason_and_a_text_is_shown_as_text()
    {
        using var site = Site();
        var (lin, zhao) = (await EditorAsync(site), await PublisherAsync(site, "赵卫"));
        var draft = await WriteAsync(site, "synonyms.yml", text => text.Replace("求职, ", "求职, " + Script.Replace("\"'", "", StringComparison.Ordinal) + ", ", StringComparison.Ordinal) + "\n# " + Script + "\n");
        await lin.OpenAsync(Links.StaffDrafts);
        await lin.PressAsync("送审", ("note", Script));
        await zhao.OpenAsync(Links.StaffDraft(draft.Id));
        await zhao.PressAsync("留言：整份", ("text", Script), ("quote", ""));
        Assert.Equal(HttpStatusCode.Redirect, zhao.Answer.StatusCode);
        foreach (var address in new[] { Links.StaffDraft(draft.Id), Links.StaffReview })
        {
            await zhao.OpenAsync(address);
            AssertText(zhao);
        }

        await PressBeginningAsync(zhao, "退回", ("reason", Script), ("draft", "x"));
        AssertText(zhao);
        await zhao.OpenAsync(Links.StaffReview);
        await PressBeginningAsync(zhao, "退回", ("reason", Script));
        await lin.OpenAsync(Links.StaffDrafts);
        AssertText(lin);
        await zhao.OpenAsync(Links.StaffHistoryOf(Script));
        AssertText(zhao);

        static void AssertText(StaffVisitor visitor)
        {
            Assert.Contains("<script>", MainOf(visitor));
            Assert.DoesNotContain("<script>alert", visitor.Html);
            Assert.All(visitor.Page.Scripts, script => Assert.NotNull(script.GetAttribute("src")));
        }
    }

    [Fact]
    public async Task Whatever_was_typed_can_be_looked_at_remarked_on_and_merged()
    {
        using var site = Site();
        var lin = await EditorAsync(site);
        var draft = await WriteAsync(site, Economy, _ => "x");
        var file = Path.Combine(site.ContentPath, Economy);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(OldPoint, NewPoint, StringComparison.Ordinal));
        foreach (var text in new[] { "", "{#}", "***", "a: {#a}\n\n{#a}\n\n{#a}", "---\n", "---\n: \n---\n\n{#}\n", "---\nsummary: [\n---\n  {#economy-quality}", "\0\u0007\uD83D", new string('长', 30_000) })
        {
            await SaveAsync(site, draft.Id, _ => text);
            var saved = await DraftAsync(site, draft.Id);
            foreach (var part in saved.Difference().Changes)
            {
                Assert.Null((await Desk(site).CommentAsync(draft.Id, Lin, part.Key, "", "留言", default)).Problem);
            }

            foreach (var address in new[] { Links.StaffDrafts, Links.StaffDraft(draft.Id), Links.StaffMerge(draft.Id) })
            {
                await lin.OpenAsync(address);
                Assert.True(lin.Answer.StatusCode == HttpStatusCode.OK, $"{address} with “{text}”: {lin.Answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_and_the_text_stays_approved()
    {
        using var site = Site();
        var (lin, zhao) = (await EditorAsync(site), await PublisherAsync(site, "赵卫"));
        await WriteAsync(site, Economy, text => text.Replace(OldPoint, NewPoint, StringComparison.Ordinal));
        await lin.OpenAsync(Links.StaffDrafts);
        await lin.PressAsync("送审", ("note", "好读"));
        await zhao.OpenAsync(Links.StaffReview);
        await ApproveAsync(zhao);
        await zhao.OpenAsync(Links.StaffPublish);
        var obstacle = Path.Combine(site.ContentPath, Economy) + ".publishing";
        Directory.CreateDirectory(obstacle);

        await zhao.PressAsync("发布这1处改动，马上公开");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, zhao.Answer.StatusCode);
        Assert.Contains("草稿都还在", zhao.Fault);

        Directory.Delete(obstacle);
        await zhao.PressAsync("发布这1处改动，马上公开");
        Assert.Equal(HttpStatusCode.Redirect, zhao.Answer.StatusCode);
        Assert.Contains("市场主体有2.8万户", (await site.PageAsync(EconomyPage)).Body!.TextContent);
    }

    private static StaffMember Lin { get; } = new("林晓", StaffMember.Editor);

    private TestSite Site() => TestSite.OnACopyOfTheContent(clock);

    private static HttpClient Over(TestSite site) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.ClientOptions.BaseAddress };

    private static string MainOf(StaffVisitor visitor) => visitor.Page.QuerySelector("main")!.TextContent;

    private static DraftDesk Desk(TestSite site) => site.Services.GetRequiredService<DraftDesk>();

    private static Task<StaffVisitor> EditorAsync(TestSite site, HttpClient? client = null) => PersonAsync(site, "林晓", StaffRole.Editor, client);

    private static Task<StaffVisitor> PublisherAsync(TestSite site, string name, HttpClient? client = null) => PersonAsync(site, name, StaffRole.Publisher, client);

    private static async Task<StaffVisitor> PersonAsync(TestSite site, string name, StaffRole role, HttpClient? client = null)
    {
        var link = (await site.Services.GetRequiredService<StaffDesk>().AddAsync(name, role, Actor.Operator, default)).Link!;
        var visitor = new StaffVisitor(site, client is null ? "203.0.113.7" : "127.0.0.1", client);
        await visitor.FirstAsync(link);
        Assert.True(await visitor.IsSignedInAsync());
        return visitor;
    }

    private static async Task<Draft> WriteAsync(TestSite site, string path, Func<string, string> change, StaffMember? by = null)
    {
        var draft = (await Desk(site).OpenAsync(path, by ?? Lin, default)).Draft!;
        return await SaveAsync(site, draft.Id, change, by);
    }

    private static async Task<Draft> SaveAsync(TestSite site, Guid id, Func<string, string> change, StaffMember? by = null)
    {
        var draft = (await Desk(site).FindAsync(id, by ?? Lin, default)).Draft!;
        var text = change(draft.Text);
        Assert.NotEqual(draft.Text, text);
        var saved = await Desk(site).SaveAsync(id, by ?? Lin, text, draft.Version, default);
        Assert.Null(saved.Problem);
        return saved.Draft!;
    }

    private static async Task<Draft> DraftAsync(TestSite site, Guid id) => (await Desk(site).FindAsync(id, new StaffMember("谁", StaffMember.Publisher), default)).Draft!;

    private static Task PressBeginningAsync(StaffVisitor visitor, string button, params (string, string)[] written) =>
        visitor.PressAsync(visitor.Page.QuerySelectorAll("main button").Single(element => element.TextContent.StartsWith(button, StringComparison.Ordinal)).TextContent, written);

    private static Task ApproveAsync(StaffVisitor publisher) => PressBeginningAsync(publisher, "审核通过");

    private static async Task PublishAsync(TestSite site, StaffVisitor publisher, string path, Func<string, string> change)
    {
        var draft = await WriteAsync(site, path, change);
        Assert.Null(await Desk(site).SubmitAsync([DraftVersion.Of(draft)], Lin, "改得好读", default));
        await PublishAllAsync(publisher);
        Assert.Equal(HttpStatusCode.Redirect, publisher.Answer.StatusCode);
    }

    private static async Task PublishAllAsync(StaffVisitor publisher)
    {
        await publisher.OpenAsync(Links.StaffReview);
        await ApproveAsync(publisher);
        Assert.Equal(HttpStatusCode.Redirect, publisher.Answer.StatusCode);
        await publisher.OpenAsync(Links.StaffPublish);
        await PressBeginningAsync(publisher, "发布这");
    }

    private static Task<List<AuditEntry>> AuditAsync(TestSite site) =>
        site.Services.GetRequiredService<PortalStore>().ReadAsync(db => db.AuditEntries.OrderBy(entry => entry.Id).ToListAsync(), default);
}
