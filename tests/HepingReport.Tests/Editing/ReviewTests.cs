using HepingReport.Changes;
using HepingReport.Editing;
using Microsoft.EntityFrameworkCore;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>What a reviewer and a publisher see and decide, and what the audit trail keeps of it.</summary>
public sealed class ReviewTests
{
    [Fact]
    public async Task Each_verb_leaves_one_entry_with_who_and_from_where_and_a_refused_one_none()
    {
        await using var editing = await OpenAsync();
        var (wang, zhao) = (Wang with { Address = "192.0.2.1" }, Zhao with { Address = "192.0.2.2" });
        var draft = Done(await editing.Desk.OpenAsync(Trees, wang, default));
        Done(await editing.Desk.OpenAsync(Trees, wang, default));
        draft = Done(await editing.Desk.SaveAsync(draft.Id, wang, await editing.WithSummaryAsync(Trees, "讲种树"), draft.Version, default));
        draft = Done(await editing.Desk.SubmitAsync(draft.Id, wang, "改", draft.Version, default));
        Done(await editing.Desk.WithdrawAsync(draft.Id, wang, default));
        Assert.NotNull((await editing.Desk.WithdrawAsync(draft.Id, wang, default)).Problem);
        draft = Done(await editing.Desk.FindAsync(draft.Id, wang, default));
        draft = Done(await editing.Desk.SubmitAsync(draft.Id, wang, "改", draft.Version, default));
        Done(await editing.Desk.CommentAsync(draft.Id, zhao, "summary", "种树", "什么树", default));
        Assert.NotNull((await editing.Desk.ReturnAsync(draft.Id, zhao, "", default)).Problem);
        Done(await editing.Desk.ReturnAsync(draft.Id, zhao, "再改", default));
        draft = Done(await editing.Desk.FindAsync(draft.Id, wang, default));
        draft = Done(await editing.Desk.SubmitAsync(draft.Id, wang, "改", draft.Version, default));
        draft = Done(await editing.Desk.ApproveAsync(draft.Id, zhao, draft.Version, default));
        Assert.Null((await editing.Publication.PublishAsync([DraftVersion.Of(draft)], zhao, default)).Problem);
        draft = Done(await editing.Desk.RestoreAsync(Trees, 1, wang, default));
        Done(await editing.Desk.DiscardAsync(draft.Id, wang, default));

        Assert.Equal(
            [
                $"draft-opened 王编辑 192.0.2.1 {Trees}", $"draft-submitted 王编辑 192.0.2.1 {Trees}", $"draft-withdrawn 王编辑 192.0.2.1 {Trees}", $"draft-submitted 王编辑 192.0.2.1 {Trees}",
                $"draft-commented 赵发布 192.0.2.2 {Trees}", $"draft-returned 赵发布 192.0.2.2 {Trees}", $"draft-submitted 王编辑 192.0.2.1 {Trees}", $"draft-approved 赵发布 192.0.2.2 {Trees}",
                $"published 赵发布 192.0.2.2 第2次：{Trees}", $"draft-restored 王编辑 192.0.2.1 {Trees}：第1次", $"draft-discarded 王编辑 192.0.2.1 {Trees}",
            ],
            await AuditAsync(editing));
    }

    [Fact]
    public async Task Drafts_that_belong_together_are_submitted_approved_and_returned_all_or_none()
    {
        await using var editing = await OpenAsync();
        var (trees, road) = (await SavedAsync(editing, Trees, Wang), await SavedAsync(editing, Road, Wang));
        var stale = DraftVersion.Of(road) with { Version = 1 };

        Assert.Equal("nothing-chosen", (await editing.Desk.SubmitAsync([], Wang, "改", default))!.Code);
        Assert.Equal("note-missing", (await editing.Desk.SubmitAsync([DraftVersion.Of(trees)], Wang, " ", default))!.Code);
        Assert.Equal("changed", (await editing.Desk.SubmitAsync([DraftVersion.Of(trees), stale], Wang, "改", default))!.Code);
        Assert.Equal("not-found", (await editing.Desk.SubmitAsync([DraftVersion.Of(trees), new DraftVersion(Guid.NewGuid(), 1)], Wang, "改", default))!.Code);
        Assert.Equal("not-found", (await editing.Desk.SubmitAsync([DraftVersion.Of(trees)], Li, "改", default))!.Code);
        Assert.All(await editing.Desk.ListAsync(Wang, default), draft => Assert.Equal((DraftState.Editing, null), (draft.State, draft.Note)));

        Assert.Null(await editing.Desk.SubmitAsync([DraftVersion.Of(trees), DraftVersion.Of(road)], Wang, "两处", default));
        var submitted = await editing.Desk.ListAsync(Zhao, default);
        Assert.Equal("publishers-only", (await editing.Desk.ApproveAsync([.. submitted.Select(DraftVersion.Of)], Wang, default))!.Code);
        Assert.Equal("changed", (await editing.Desk.ApproveAsync([DraftVersion.Of(submitted[0]), DraftVersion.Of(submitted[1]) with { Version = 1 }], Zhao, default))!.Code);
        Assert.Equal("changed", (await editing.Desk.ReturnAsync([DraftVersion.Of(submitted[0]), DraftVersion.Of(submitted[1]) with { Version = 1 }], Zhao, "再改", default))!.Code);
        Assert.All(await editing.Desk.ListAsync(Zhao, default), draft => Assert.Equal((DraftState.Submitted, false), (draft.State, draft.IsApproved)));

        Assert.Null(await editing.Desk.ApproveAsync([.. submitted.Select(DraftVersion.Of)], Zhao, default));
        Assert.All(await editing.Desk.ListAsync(Zhao, default), draft => Assert.True(draft.IsApproved));
        Assert.Equal(["draft-submitted", "draft-approved"], (await AuditAsync(editing)).TakeLast(2).Select(entry => entry.Split(' ')[0]));
        Assert.EndsWith($"{Road}、{Trees}", (await AuditAsync(editing))[^1]);
    }

    [Fact]
    public async Task What_would_become_public_is_one_draft_of_each_file_that_stands_on_the_published_text()
    {
        await using var editing = await OpenAsync();
        var first = await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "讲种树"));
        editing.Clock.Now += TimeSpan.FromMinutes(1);
        var second = await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "讲栽树"), Li);
        var road = await editing.ApprovedAsync(Road, await editing.WithSummaryAsync(Road, "讲修路"));
        await SavedAsync(editing, Topics, Wang);

        var plan = await editing.Desk.PlanAsync(default);
        Assert.True(plan.MayBePublished);
        Assert.Equal([first.Id, road.Id], plan.Ready.Select(draft => draft.Id));
        Assert.Equal([second.Id], plan.Waiting.Select(draft => draft.Id));
        Assert.Null((await editing.Publication.PublishAsync([.. plan.Ready.Select(DraftVersion.Of)], Zhao, default)).Problem);

        plan = await editing.Desk.PlanAsync(default);
        Assert.Empty(plan.Ready);
        Assert.Null(plan.Check);
        Assert.Equal([second.Id], plan.Waiting.Select(draft => draft.Id));
        var check = (await editing.Desk.CheckAsync([second], default))!;
        Assert.True(check.IsOvertaken(second));
        Assert.Equal([DraftState.Published, DraftState.Published], (await editing.Desk.ClosedAsync(Wang, 10, default)).Select(draft => draft.State));
    }

    [Fact]
    public async Task Another_text_than_the_one_that_was_seen_is_not_published()
    {
        await using var editing = await OpenAsync();
        var seen = DraftVersion.Of(await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "讲种树")));
        var again = await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "讲栽树"));

        Assert.Equal("changed", (await editing.Publication.PublishAsync([seen], Zhao, default)).Problem!.Code);
        Assert.Null((await editing.Publication.PublishAsync([DraftVersion.Of(again)], Zhao, default)).Problem);
        Assert.Equal("wrong-state", (await editing.Publication.PublishAsync([DraftVersion.Of(again)], Zhao, default)).Problem!.Code);
    }

    [Fact]
    public async Task A_remark_without_a_quote_takes_the_first_words_and_reaches_parts_without_an_id_and_parts_that_are_gone()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync("synonyms.yml", Wang, default));
        draft = Done(await editing.Desk.SaveAsync(draft.Id, Wang, "# 新的说明\n" + draft.Text, draft.Version, default));
        var added = draft.Difference().Changes.First();
        Done(await editing.Desk.CommentAsync(draft.Id, Wang, added.Key, "", "要不要？", default));
        Assert.Equal("comment-missing", (await editing.Desk.CommentAsync(draft.Id, Wang, added.Key, "", " ", default)).Problem!.Code);
        Assert.Equal("quote-absent", (await editing.Desk.CommentAsync(draft.Id, Wang, "没有", "", "？", default)).Problem!.Code);

        var trees = Done(await editing.Desk.OpenAsync(Trees, Wang, default));
        var gone = FileText.Of(Trees, trees.Text).Parts[^1];
        trees = Done(await editing.Desk.SaveAsync(trees.Id, Wang, trees.Text.Replace(gone.Text, "", StringComparison.Ordinal), trees.Version, default));
        var said = Done(await editing.Desk.CommentAsync(trees.Id, Zhao, gone.Key, "", "为什么删？", default)).Comments.Single();
        Assert.Equal(20, said.Quote.Length);
        Assert.Contains(said.Quote, gone.Text);
    }

    [Theory]
    [InlineData("summary", "summary: 讲种树", "讲种树")]
    [InlineData("keypoints", "keypoints:\n  - 一\n  - 二", "  - 一\n  - 二")]
    [InlineData("trees-p1", "**种树。**种了树。 {#trees-p1}", "**种树。**种了树。")]
    [InlineData("trees-p1#2", "种了树。\n{#trees-p1}", "种了树。")]
    [InlineData("employment", "- id: employment\n  name: 就业", "- id: employment\n  name: 就业")]
    [InlineData("name", "name:", "")]
    [InlineData("a", "a: {#a}", "")]
    [InlineData("", "种了树。 {#}", "种了树。")]
    public void People_read_and_write_a_part_without_what_the_file_asks_for(string key, string part, string words)
    {
        Assert.Equal(words, PartFrame.WordsOf(key, part));
        Assert.Equal(part, PartFrame.Of(key, part).Around(words));
        Assert.Equal(part, PartFrame.Of(key, part).Around(part));
    }

    [Fact]
    public void A_change_is_read_in_words_and_by_whole_lines_and_a_changed_id_is_still_seen()
    {
        var change = new PartChange("keypoints", PartChangeKind.Changed, false, "keypoints:\n  - 新增停车位", "keypoints:\n  - 新的要点。\n  - 新增停车位");
        Assert.Equal([new(RunKind.Added, "  - 新的要点。\n"), new(RunKind.Kept, "  - 新增停车位")], change.PlainRuns);

        var name = new PartChange("summary", PartChangeKind.Changed, false, "summary: 讲种树", "summary:  讲种树");
        Assert.Contains(name.PlainRuns, run => run.Kind != RunKind.Kept);
        Assert.True(name.IsOnlyPunctuation);
        Assert.Equal("只改标点", name.Name());
        Assert.Equal("修改，移动了位置", new PartChange("a", PartChangeKind.Changed, true, "一", "二").Name());
    }

    [Theory]
    [InlineData("一\n二\n", "一\n一\n二\n")]
    [InlineData("", "一\n")]
    [InlineData("甲\n乙\n丙", "甲\n丙")]
    [InlineData("甲乙", "甲\n甲乙")]
    [InlineData("𠮷\n𠮷野", "𠮷\n𠮷家\n𠮷野")]
    public void Runs_at_lines_still_give_both_texts(string before, string after)
    {
        var runs = TextDifference.AtLines(TextDifference.Between(before, after));

        Assert.Equal(before, string.Concat(runs.Where(run => run.Kind != RunKind.Added).Select(run => run.Text)));
        Assert.Equal(after, string.Concat(runs.Where(run => run.Kind != RunKind.Removed).Select(run => run.Text)));
        Assert.All(runs, run => Assert.False(char.IsLowSurrogate(run.Text[0])));
    }

    [Fact]
    public void A_merge_is_whole_only_when_every_part_asked_about_is_decided()
    {
        const string Base = "---\ntitle: 一\nsummary: 二\n---\n\n三 {#p1}\n";
        var merge = ThreeWay.Of(Trees, Base, Base.Replace("一", "一我", StringComparison.Ordinal).Replace("二", "二我", StringComparison.Ordinal), Base.Replace("二", "他二", StringComparison.Ordinal).Replace("三", "三他", StringComparison.Ordinal));
        var asked = merge.Conflicts.ToList();

        Assert.Equal(["summary"], asked.Select(part => part.Key));
        Assert.Null(merge.Resolve(asked, []));
        Assert.Null(merge.Resolve(asked, [new MergeDecision("summary", null, "自己")]));
        Assert.Null(merge.Resolve(asked, [new MergeDecision("title", MergeChoice.Mine, "")]));
        Assert.Equal("---\ntitle: 一我\nsummary: 二我\n---\n\n三他 {#p1}\n", merge.Resolve(asked, [new MergeDecision("summary", MergeChoice.Mine, "")]));
        Assert.Contains("\nsummary: 他二\n", merge.Resolve(asked, [new MergeDecision("summary", MergeChoice.Theirs, "")]));
        Assert.Contains("\nsummary: 他二我\n", merge.Resolve(asked, [new MergeDecision("summary", MergeChoice.Both, "")]));
        Assert.Contains("\nsummary: 自己\n", merge.Resolve(asked, [new MergeDecision("summary", MergeChoice.Own, "自己")]));
        Assert.DoesNotContain("summary", merge.Resolve(asked, [new MergeDecision("summary", MergeChoice.Own, " ")]));
    }

    [Fact]
    public void Parts_are_called_what_staff_call_them()
    {
        var content = TestContent.RealSnapshot;
        var section = content.Report.Sections[3];
        var paragraph = section.Paragraphs[^1];

        Assert.Equal($"第{paragraph.Number}段（{paragraph.Id}）", FileNames.OfPart(FileNames.PathOf(section), paragraph.Id, content));
        Assert.Equal("提要", FileNames.OfPart(FileNames.PathOf(section), "summary", content));
        Assert.Equal("新的一段", FileNames.OfPart(FileNames.PathOf(section), "+新的", content));
        Assert.Equal("没有编号的一条", FileNames.OfPart("synonyms.yml", "~3", content));
        Assert.Equal($"{content.Topics[0].Name}（{content.Topics[0].Id}）", FileNames.OfPart("topics.yml", content.Topics[0].Id, content));
        Assert.Equal("unknown", FileNames.OfPart("topics.yml", "unknown", content));
        Assert.Equal(Links.Section(section), FileNames.AddressOf(FileNames.PathOf(section), "", content));
    }

    private static async Task<Draft> SavedAsync(EditingFolder editing, string path, StaffMember by)
    {
        var draft = Done(await editing.Desk.OpenAsync(path, by, default));
        return Done(await editing.Desk.SaveAsync(draft.Id, by, path.EndsWith(".md", StringComparison.Ordinal) ? await editing.WithSummaryAsync(path, "新的") : draft.Text + "# 新的\n", draft.Version, default));
    }

    private static async Task<List<string>> AuditAsync(EditingFolder editing) =>
        [.. (await editing.Store.ReadAsync(db => db.AuditEntries.OrderBy(entry => entry.Id).ToListAsync(), default)).Select(entry => $"{entry.Action} {entry.Account} {entry.Address} {entry.Detail}")];
}
