using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>What people do with drafts, on a real portal.db.</summary>
public sealed class DraftTests
{
    [Theory]
    [InlineData("")]
    [InlineData("---\ntitle: [没有收尾")]
    [InlineData("<script>alert(1)</script>\0\u0007")]
    [InlineData("生僻字𠮷和表情👨‍👩‍👧")]
    public async Task Any_text_can_be_saved_and_is_there_after_a_restart(string text)
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));

        Done(await editing.Desk.SaveAsync(draft.Id, Wang, text, draft.Version, default));

        Assert.True(await editing.Store.OpenAsync(default));
        var kept = Done(await editing.Desk.FindAsync(draft.Id, Wang, default));
        Assert.Equal((text, DraftState.Editing), (kept.Text, kept.State));
        Assert.Equal(Draft.HashOf(await File.ReadAllBytesAsync(editing[Trees])), kept.BaseHash);
    }

    [Fact]
    public async Task Line_ends_of_a_form_and_half_a_character_are_stored_as_the_files_have_them()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));

        draft = Done(await editing.Desk.SaveAsync(draft.Id, Wang, "一\r\n二\r三\ud842", draft.Version, default));

        Assert.Equal("一\n二\n三\ufffd", draft.Text);
    }

    [Fact]
    public async Task A_text_over_the_limit_is_refused_and_the_draft_stays()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));

        var result = await editing.Desk.SaveAsync(draft.Id, Wang, new string('字', 1_000_000), draft.Version, default);

        Assert.Equal("too-large", result.Problem!.Code);
        Assert.Equal(draft.Text, Done(await editing.Desk.FindAsync(draft.Id, Wang, default)).Text);
    }

    [Fact]
    public async Task A_person_has_one_open_draft_of_a_file_and_another_person_one_of_their_own()
    {
        await using var editing = await OpenAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => editing.Desk.OpenAsync(Trees, Wang, default))));
        var other = Done(await editing.Desk.OpenAsync(Trees, Li, default));

        var mine = Assert.Single(opened.Select(result => Done(result).Id).Distinct());
        Assert.NotEqual(mine, other.Id);
        Assert.Equal([Wang.Name], (await editing.Desk.OthersAsync(Trees, Li, default)).Keys);
        Assert.Equal([other.Id], (await editing.Desk.ListAsync(Li, default)).Select(draft => draft.Id));
        Assert.Equal(2, (await editing.Desk.ListAsync(Zhao, default)).Count);
    }

    [Theory]
    [InlineData("../data/portal.db")]
    [InlineData("report/../../data/portal.db")]
    [InlineData("report/last-year/../last-year/trees.md")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\Windows\\win.ini")]
    [InlineData("report\\last-year\\trees.md")]
    [InlineData("./topics.yml")]
    [InlineData("Topics.yml")]
    [InlineData("topics.yml\0.md")]
    [InlineData("new.yml")]
    [InlineData("")]
    [InlineData("source/report-2018.txt")]
    [InlineData("accessibility-results.yml")]
    public async Task No_name_leads_to_anything_but_an_editable_content_file(string path)
    {
        await using var editing = await OpenAsync();

        var result = await editing.Desk.OpenAsync(path, Zhao, default);

        Assert.Equal((null, "file-unknown"), (result.Draft, result.Problem!.Code));
    }

    [Fact]
    public async Task Every_name_that_is_listed_can_be_opened()
    {
        await using var editing = await OpenAsync();
        var load = await editing.Publication.LoadAsync(default);
        var paths = ContentCheck.EditablePaths(load.Source).ToList();

        Assert.Equal(load.Source.Files.Count() - 1, paths.Count);
        foreach (var path in paths)
        {
            Assert.Equal(await editing.ReadAsync(path), Done(await editing.Desk.OpenAsync(path, Wang, default)).Text);
        }
    }

    [Theory]
    [InlineData(5, "store-busy")]
    [InlineData(6, "store-busy")]
    [InlineData(8, "read-only")]
    [InlineData(14, "read-only")]
    [InlineData(13, "disk-full")]
    [InlineData(11, "store-away")]
    [InlineData(26, "store-away")]
    public void Each_fault_of_the_database_is_said_in_its_own_words(int code, string problem)
    {
        var said = EditingProblems.StoreAway(new PortalAwayException(new DbUpdateException("", new SqliteException("", code))));

        Assert.Equal(problem, said.Code);
        Assert.Contains("文字还在您的页面上", said.Message);
    }

    [Fact]
    public async Task A_stale_save_overwrites_nothing_and_gives_base_mine_and_theirs()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));
        var published = draft.Text;
        var first = published.Replace("title: 种树", "title: 种树木", StringComparison.Ordinal);
        var second = published.Replace("成活率很高", "成活率高", StringComparison.Ordinal);
        Done(await editing.Desk.SaveAsync(draft.Id, Wang, first, draft.Version, default));

        var late = await editing.Desk.SaveAsync(draft.Id, Wang, second, draft.Version, default);

        Assert.Equal("stale", late.Problem!.Code);
        Assert.Equal(new DraftConflict(Trees, published, second, first), late.Conflict);
        Assert.True(late.Conflict!.Merge.IsClean);
        Assert.Equal(first.Replace("成活率很高", "成活率高", StringComparison.Ordinal), late.Conflict.Merge.Merged);
        Assert.Equal(first, Done(await editing.Desk.FindAsync(draft.Id, Wang, default)).Text);
        Assert.Equal([second], (await editing.Desk.CopiesAsync(draft.Id, Wang, default)).Select(copy => copy.Text));
        Assert.Empty(await editing.Desk.CopiesAsync(draft.Id, Li, default));
    }

    [Fact]
    public async Task The_same_save_sent_again_is_no_conflict()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));

        var once = Done(await editing.Desk.SaveAsync(draft.Id, Wang, "写好了", draft.Version, default));
        var twice = Done(await editing.Desk.SaveAsync(draft.Id, Wang, "写好了", draft.Version, default));

        Assert.Equal(once.Version, twice.Version);
        Assert.Empty(await editing.Desk.CopiesAsync(draft.Id, Wang, default));
    }

    [Fact]
    public async Task Of_fifty_parallel_saves_one_wins_and_the_others_are_kept()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));
        var texts = Enumerable.Range(0, 50).Select(i => $"第{i}个窗口").ToList();

        var results = await Task.WhenAll(texts.Select(text => Task.Run(() => editing.Desk.SaveAsync(draft.Id, Wang, text, draft.Version, default))));

        Assert.Single(results, result => result.IsDone);
        Assert.All(results.Where(result => !result.IsDone), result => Assert.Equal("stale", result.Problem!.Code));
        var kept = (await editing.Desk.CopiesAsync(draft.Id, Wang, default)).Select(copy => copy.Text).Append(Done(await editing.Desk.FindAsync(draft.Id, Wang, default)).Text);
        Assert.Equal(texts.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_persons_draft_is_not_an_editors_to_read_or_to_touch()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));

        DraftResult[] tries =
        [
            await editing.Desk.FindAsync(draft.Id, Li, default), await editing.Desk.SaveAsync(draft.Id, Li, "别人写的", draft.Version, default),
            await editing.Desk.SubmitAsync(draft.Id, Li, "", draft.Version, default), await editing.Desk.WithdrawAsync(draft.Id, Li, default),
            await editing.Desk.DiscardAsync(draft.Id, Li, default), await editing.Desk.CommentAsync(draft.Id, Li, null, "种树", "看", default),
            await editing.Desk.ApproveAsync(draft.Id, Li, draft.Version, default), await editing.Desk.ReturnAsync(draft.Id, Li, "不行", default),
            await editing.Desk.MergeAsync(draft.Id, Li, "别人写的", draft.BaseHash, draft.Version, default), await editing.Desk.CompareWithPublishedAsync(draft.Id, Li, default),
        ];

        Assert.All(tries, result => Assert.Equal((null, "not-yours"), (result.Draft, result.Problem!.Code)));
        var read = Done(await editing.Desk.FindAsync(draft.Id, Zhao, default));
        Assert.Equal((draft.Text, draft.Version), (read.Text, read.Version));
        Assert.Equal("not-yours", (await editing.Desk.SaveAsync(draft.Id, Zhao, "发布人员写的", draft.Version, default)).Problem!.Code);
        Assert.Equal("not-found", (await editing.Desk.FindAsync(Guid.NewGuid(), Zhao, default)).Problem!.Code);
    }

    [Fact]
    public async Task A_draft_goes_from_editing_by_submitting_and_returning_to_approval()
    {
        await using var editing = await OpenAsync();
        var desk = editing.Desk;
        var draft = Done(await desk.OpenAsync(Trees, Wang, default));
        Assert.Equal("wrong-state", (await desk.ApproveAsync(draft.Id, Zhao, draft.Version, default)).Problem!.Code);
        Assert.Equal("wrong-state", (await desk.ReturnAsync(draft.Id, Zhao, "没有交", default)).Problem!.Code);
        Assert.Equal("wrong-state", (await desk.WithdrawAsync(draft.Id, Wang, default)).Problem!.Code);

        draft = Done(await desk.SubmitAsync(draft.Id, Wang, "请看", draft.Version, default));
        Assert.Equal((DraftState.Submitted, "请看"), (draft.State, draft.Note));
        Assert.Equal("wrong-state", (await desk.SubmitAsync(draft.Id, Wang, "再交", draft.Version, default)).Problem!.Code);
        Assert.Equal("publishers-only", (await desk.ApproveAsync(draft.Id, Wang, draft.Version, default)).Problem!.Code);
        Assert.Equal("reason-missing", (await desk.ReturnAsync(draft.Id, Zhao, "　", default)).Problem!.Code);

        draft = Done(await desk.ReturnAsync(draft.Id, Zhao, "标题不对", default));
        Assert.Equal((DraftState.Returned, "标题不对", Zhao.Name), (draft.State, draft.ReturnReason, draft.ReturnedBy));
        draft = Done(await desk.SaveAsync(draft.Id, Wang, "改好了", draft.Version, default));
        Assert.Equal((DraftState.Returned, "标题不对"), (draft.State, draft.ReturnReason));

        draft = Done(await desk.SubmitAsync(draft.Id, Wang, "改了", draft.Version, default));
        Assert.Null(draft.ReturnReason);
        draft = Done(await desk.ApproveAsync(draft.Id, Zhao, draft.Version, default));
        Assert.True(draft.IsApproved);

        draft = Done(await desk.DiscardAsync(draft.Id, Wang, default));
        Assert.Equal("wrong-state", (await desk.DiscardAsync(draft.Id, Wang, default)).Problem!.Code);
        var late = await desk.SaveAsync(draft.Id, Wang, "放弃以后才到的", draft.Version, default);
        Assert.Equal("closed", late.Problem!.Code);
        Assert.Contains("已放弃", late.Problem.Message);
        Assert.Equal(["放弃以后才到的"], (await desk.CopiesAsync(draft.Id, Wang, default)).Select(copy => copy.Text));
        Assert.NotEqual(draft.Id, Done(await desk.OpenAsync(Trees, Wang, default)).Id);
    }

    [Fact]
    public async Task Approval_is_for_the_text_that_was_looked_at_and_goes_with_the_next_save()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));
        var looked = Done(await editing.Desk.SubmitAsync(draft.Id, Wang, "", draft.Version, default));
        draft = Done(await editing.Desk.WithdrawAsync(draft.Id, Wang, default));
        draft = Done(await editing.Desk.SaveAsync(draft.Id, Wang, "换了", draft.Version, default));
        draft = Done(await editing.Desk.SubmitAsync(draft.Id, Wang, "", draft.Version, default));

        Assert.Equal("changed", (await editing.Desk.ApproveAsync(draft.Id, Zhao, looked.Version, default)).Problem!.Code);

        draft = Done(await editing.Desk.ApproveAsync(draft.Id, Zhao, draft.Version, default));
        draft = Done(await editing.Desk.SaveAsync(draft.Id, Wang, "又换了", draft.Version, default));
        Assert.Equal((DraftState.Editing, null, false), (draft.State, draft.ApprovedBy, draft.IsApproved));
    }

    [Fact]
    public async Task A_publisher_approves_their_own_change_only_where_the_configuration_says_so()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Zhao, default));
        draft = Done(await editing.Desk.SubmitAsync(draft.Id, Zhao, "", draft.Version, default));

        Assert.Equal("own-change", (await editing.Desk.ApproveAsync(draft.Id, Zhao, draft.Version, default)).Problem!.Code);

        var lenient = new DraftDesk(editing.Store, editing.Publication, editing.Clock, mayApproveOwn: true);
        Assert.Equal(Zhao.Name, Done(await lenient.ApproveAsync(draft.Id, Zhao, draft.Version, default)).ApprovedBy);
    }

    [Fact]
    public async Task A_comment_is_tied_to_a_paragraph_and_words_that_stand_there()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));

        Assert.Equal("quote-absent", (await editing.Desk.CommentAsync(draft.Id, Zhao, "trees-planted", "种花", "不对", default)).Problem!.Code);
        Assert.Equal("quote-absent", (await editing.Desk.CommentAsync(draft.Id, Zhao, "trees-gone", "种树", "不对", default)).Problem!.Code);
        Done(await editing.Desk.CommentAsync(draft.Id, Zhao, "trees-planted", "成活率很高", "有数吗？", default));
        Done(await editing.Desk.CommentAsync(draft.Id, Wang, null, "title: 种树", "标题照旧", default));

        var found = Done(await editing.Desk.FindAsync(draft.Id, Wang, default));
        Assert.Equal(draft.Version, found.Version);
        Assert.Equal([("trees-planted", "成活率很高", "有数吗？", Zhao.Name), (null, "title: 种树", "标题照旧", Wang.Name)], found.Comments.OrderByDescending(comment => comment.Part).Select(comment => (comment.Part, comment.Quote, comment.Text, comment.By)));
    }

    [Fact]
    public async Task A_clock_that_jumps_back_changes_no_order_and_loses_no_save()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));
        foreach (var hours in new[] { 0, -48, 24, -10_000 })
        {
            editing.Clock.Now = Start.AddHours(hours);
            draft = Done(await editing.Desk.SaveAsync(draft.Id, Wang, $"{hours} 小时", draft.Version, default));
            var first = await editing.PublishAsync(Topics, await editing.ReadAsync(Topics) + $"# {hours}\n");
            Assert.Equal(Start.AddHours(hours), first.At);
        }

        Assert.Equal("-10000 小时", Done(await editing.Desk.FindAsync(draft.Id, Wang, default)).Text);
        var history = await editing.History.ListAsync(Topics, null, 10, default);
        Assert.Equal(history.Select(revision => revision.Number).OrderDescending(), history.Select(revision => revision.Number));
        Assert.EndsWith("# -10000\n", await editing.History.TextAtAsync(Topics, history[0].Number, default));
        await editing.AssertSettledAsync();
    }

    [Fact]
    public async Task A_database_locked_for_a_moment_is_waited_for_and_one_locked_longer_is_said_and_loses_nothing()
    {
        await using var editing = await OpenAsync();
        var draft = Done(await editing.Desk.OpenAsync(Trees, Wang, default));
        var waiting = await editing.LockPortalAsync();
        var save = Task.Run(() => editing.Desk.SaveAsync(draft.Id, Wang, "等一下", draft.Version, default));
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(save.IsCompleted);
        await waiting.DisposeAsync();
        draft = Done(await save);

        await using (await editing.LockPortalAsync())
        {
            var refused = await editing.Desk.SaveAsync(draft.Id, Wang, "存不进", draft.Version, default);
            Assert.Equal("store-busy", refused.Problem!.Code);
            Assert.Contains("请等几秒再试", refused.Problem.Message);
        }

        Assert.Equal("存不进", Done(await editing.Desk.SaveAsync(draft.Id, Wang, "存不进", draft.Version, default)).Text);
    }

    [Fact]
    public async Task A_damaged_database_is_said_at_every_verb_and_no_exception_comes_out()
    {
        await using var editing = await OpenAsync();
        var draft = await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "种树"));
        foreach (var file in Directory.EnumerateFiles(editing.DataPath, "portal.db*"))
        {
            await File.WriteAllTextAsync(file, "这不是数据库".PadRight(5000, '。'));
        }

        Assert.Equal("store-away", (await editing.Desk.SaveAsync(draft.Id, Wang, "写", draft.Version, default)).Problem!.Code);
        Assert.Equal("store-away", (await editing.Desk.FindAsync(draft.Id, Wang, default)).Problem!.Code);
        Assert.Equal("store-away", (await editing.Desk.OpenAsync(Topics, Wang, default)).Problem!.Code);
        Assert.Equal("store-away", (await editing.PublishAsync(draft)).Problem!.Code);
        Assert.False(await editing.Publication.RecordHandEditsAsync(await editing.HashAsync(), default));
        Assert.NotNull((await editing.Publication.LoadAsync(default)).Snapshot);
    }
}
