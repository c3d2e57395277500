using HepingReport.Editing;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>What was public when, compared and brought back.</summary>
public sealed class RevisionHistoryTests
{
    [Fact]
    public async Task Any_two_revisions_of_a_file_can_be_compared()
    {
        await using var editing = await OpenAsync();
        var first = await editing.PublishAsync(Trees, await editing.WithSummaryAsync(Trees, "讲种树"));
        var between = await editing.PublishAsync(Road, await editing.WithSummaryAsync(Road, "讲修路"));
        var second = await editing.PublishAsync(Trees, (await editing.ReadAsync(Trees)).Replace("讲种树", "讲植树", StringComparison.Ordinal));

        var change = Assert.Single((await editing.History.CompareAsync(Trees, first.Number, second.Number, default))!.Changes);
        Assert.Equal(("summary", "summary: 讲种树", "summary: 讲植树"), (change.Key, change.Before, change.After));
        Assert.Empty((await editing.History.CompareAsync(Trees, first.Number, between.Number, default))!.Changes);
        Assert.Equal("summary: 讲植树", Assert.Single((await editing.History.CompareAsync(Trees, second.Number, first.Number, default))!.Changes).Before);
        Assert.Equal(PartChangeKind.Added, Assert.Single((await editing.History.CompareAsync(Trees, 1, second.Number, default))!.Changes).Kind);
        Assert.Null(await editing.History.CompareAsync("no.yml", 1, 2, default));

        Assert.Equal([second.Number, first.Number, 1], (await editing.History.ListAsync(Trees, null, 10, default)).Select(row => row.Number));
        Assert.Equal([between.Number], (await editing.History.ListAsync(null, second.Number, 1, default)).Select(row => row.Number));
        Assert.Equal([Road], (await editing.History.ListAsync(null, second.Number, 1, default))[0].Paths);
    }

    [Fact]
    public async Task An_older_text_comes_back_as_a_new_revision_through_the_same_checks()
    {
        await using var editing = await OpenAsync();
        var old = await editing.ReadAsync(Trees);
        var edit = await editing.PublishAsync(Trees, await editing.WithSummaryAsync(Trees, "讲种树"));
        Assert.Equal("revision-unknown", (await editing.Desk.RestoreAsync(Trees, 99, Wang, default)).Problem!.Code);
        Assert.Equal("file-unknown", (await editing.Desk.RestoreAsync("../data/portal.db", 1, Wang, default)).Problem!.Code);

        var draft = Done(await editing.Desk.RestoreAsync(Trees, 1, Wang, default));
        Assert.Equal((old, 1), (draft.Text, draft.RestoresRevision));
        Assert.Equal("already-open", (await editing.Desk.RestoreAsync(Trees, edit.Number, Wang, default)).Problem!.Code);
        draft = Done(await editing.Desk.SubmitAsync(draft.Id, Wang, "恢复", draft.Version, default));
        draft = Done(await editing.Desk.ApproveAsync(draft.Id, Zhao, draft.Version, default));
        var restored = await editing.PublishAsync(draft);

        Assert.Equal((RevisionKind.Restore, edit.Number + 1), (restored.Revision!.Kind, restored.Revision.Number));
        Assert.Equal(old, await editing.ReadAsync(Trees));
        await editing.AssertSettledAsync();
    }

    [Fact]
    public async Task Edits_past_the_site_are_recorded_once_with_what_came_and_went()
    {
        await using var editing = await OpenAsync();
        Assert.True(await editing.Publication.RecordHandEditsAsync(await editing.HashAsync(), default));
        var (trees, doubts) = (await editing.ReadAsync(Trees), await editing.ReadAsync("doubts.yml"));
        await File.WriteAllTextAsync(editing[Trees], trees.Replace("title:", "summary: 手写\ntitle:", StringComparison.Ordinal));
        File.Delete(editing["doubts.yml"]);
        await File.WriteAllTextAsync(editing["new.md"], "新的\n");
        await File.WriteAllBytesAsync(editing["gb.md"], [0xB2, 0xE2]);

        Assert.False(await editing.Publication.RecordHandEditsAsync("another content", default));
        Assert.Single(await editing.History.ListAsync(null, null, 10, default));
        Assert.True(await editing.Publication.RecordHandEditsAsync(await editing.HashAsync(), default));
        Assert.True(await editing.NewPublication().RecordHandEditsAsync(await editing.HashAsync(), default));

        var revision = (await editing.History.FindAsync(2, default))!;
        Assert.Equal((RevisionKind.HandEdit, "", await editing.HashAsync()), (revision.Kind, revision.By, revision.ContentHash));
        Assert.Equal(
            [("doubts.yml", doubts, null), ("gb.md", null, null), ("new.md", null, "新的\n"), (Trees, trees, trees.Replace("title:", "summary: 手写\ntitle:", StringComparison.Ordinal))],
            revision.Files.Select(file => (file.Path, file.Before, file.After)));
        Assert.Equal(["summary"], revision.Files[^1].Difference.Changes.Select(change => change.Key));
        Assert.Equal(2, (await editing.History.ListAsync(null, null, 10, default)).Count);
    }
}
