using HepingReport.Editing;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>The whole content with somebody's drafts, to be looked at.</summary>
public sealed class DraftPreviewsTests
{
    [Fact]
    public async Task It_holds_all_open_drafts_of_the_one_owner_over_what_is_published_now()
    {
        await using var editing = await OpenAsync();
        var previews = new DraftPreviews(editing.Desk, editing.Publication);
        var trees = await SavedAsync(editing, Trees, "讲种树", Wang);
        await SavedAsync(editing, Road, "讲修路", Wang);
        var theirs = await SavedAsync(editing, Road, "别人的", Li);

        var preview = (await previews.FindAsync(trees.Id, default))!;
        Assert.Equal([Road, Trees], preview.Drafts.Select(draft => draft.Path));
        Assert.Equal(["讲修路", "讲种树"], preview.Load.Draft!.Report.Sections.Select(section => section.Summary).OfType<string>().Where(summary => summary.StartsWith('讲')).Order());
        Assert.Empty(preview.Errors);
        Assert.Contains("别人的", (await previews.FindAsync(theirs.Id, default))!.Load.Draft!.Report.Sections.Select(section => section.Summary));
        Assert.Null(await previews.FindAsync(Guid.NewGuid(), default));

        await editing.Desk.DiscardAsync(trees.Id, Wang, default);
        Assert.Equal([Road], (await previews.FindAsync(trees.Id, default))!.Drafts.Select(draft => draft.Path));
    }

    [Fact]
    public async Task The_same_texts_are_checked_once_while_they_are_among_the_last_few()
    {
        await using var editing = await OpenAsync();
        var previews = new DraftPreviews(editing.Desk, editing.Publication);
        var draft = await SavedAsync(editing, Trees, "讲种树", Wang);
        var first = (await previews.FindAsync(draft.Id, default))!.Load;
        Assert.Same(first, (await previews.FindAsync(draft.Id, default))!.Load);

        var text = draft.Text;
        for (var i = 0; i < DraftPreviews.Most; i++)
        {
            draft = Done(await editing.Desk.SaveAsync(draft.Id, Wang, text.Replace("讲种树", $"讲种树{i}", StringComparison.Ordinal), draft.Version, default));
            Assert.NotSame(first, (await previews.FindAsync(draft.Id, default))!.Load);
        }

        draft = Done(await editing.Desk.SaveAsync(draft.Id, Wang, text, draft.Version, default));
        var again = (await previews.FindAsync(draft.Id, default))!.Load;
        Assert.NotSame(first, again);
        Assert.Equal(first.Source.Hash, again.Source.Hash);
    }

    private static async Task<Draft> SavedAsync(EditingFolder editing, string path, string summary, StaffMember by)
    {
        var draft = Done(await editing.Desk.OpenAsync(path, by, default));
        return Done(await editing.Desk.SaveAsync(draft.Id, by, await editing.WithSummaryAsync(path, summary), draft.Version, default));
    }
}
