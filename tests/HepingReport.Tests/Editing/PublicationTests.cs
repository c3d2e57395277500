using System.Runtime.Versioning;
using System.Text;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>From approved drafts to content files, and what happens when that is broken off anywhere.</summary>
public sealed class PublicationTests
{
    [Fact]
    public async Task A_set_becomes_public_as_one_immutable_revision()
    {
        await using var editing = await OpenAsync();
        var (road, trees) = (await editing.WithSummaryAsync(Road, "修路"), await editing.WithSummaryAsync(Trees, "种树"));
        var roadBefore = await editing.ReadAsync(Road);

        var result = await editing.PublishAsync(await editing.ApprovedAsync(Road, road), await editing.ApprovedAsync(Trees, trees, Li));

        Assert.Null(result.Problem);
        var revision = (await editing.History.FindAsync(result.Revision!.Number, default))!;
        Assert.Equal((RevisionKind.Edit, "王编辑、李编辑", Zhao.Name, Zhao.Name, Start, "改得更清楚", "0 个错误，0 条提醒"), (revision.Kind, revision.By, revision.ApprovedBy, revision.PublishedBy, revision.At, revision.Note, revision.Check));
        Assert.Equal([(Road, roadBefore, road), (Trees, TestContent.Small.TextOf(Trees), trees)], revision.Files.Select(file => (file.Path, file.Before!, file.After!)));
        Assert.Equal(await editing.HashAsync(), revision.ContentHash);
        Assert.Equal("修路", (await editing.Publication.LoadAsync(default)).Snapshot!.Report.FindSection("last-year/road")!.Summary);
        Assert.Empty(await editing.Desk.ListAsync(Zhao, default));
        await editing.AssertSettledAsync();

        // The folder as it was is the first entry, and there is nothing that changes an entry.
        Assert.Equal([RevisionKind.Edit, RevisionKind.Beginning], (await editing.History.ListAsync(Road, null, 10, default)).Select(row => row.Kind));
        Assert.All(typeof(Revision).GetProperties().Concat(typeof(RevisionFile).GetProperties()), property => Assert.False(property.GetSetMethod() is { } set && set.ReturnParameter.GetRequiredCustomModifiers().Length == 0, property.Name));
    }

    [Fact]
    public async Task Nothing_is_published_unapproved_unchanged_twice_or_by_an_editor()
    {
        await using var editing = await OpenAsync();
        var published = await editing.HashAsync();
        var text = await editing.WithSummaryAsync(Trees, "种树");
        var draft = Done(await editing.Desk.OpenAsync(Trees, Li, default));
        draft = Done(await editing.Desk.SaveAsync(draft.Id, Li, text, draft.Version, default));
        Assert.Equal("not-approved", (await editing.PublishAsync(draft)).Problem!.Code);
        Assert.Equal("not-found", (await editing.Publication.PublishAsync([new DraftVersion(Guid.NewGuid(), 1)], Zhao, default)).Problem!.Code);
        Assert.Equal("not-found", (await editing.Publication.PublishAsync([], Zhao, default)).Problem!.Code);

        draft = Done(await editing.Desk.SubmitAsync(draft.Id, Li, "", draft.Version, default));
        draft = Done(await editing.Desk.ApproveAsync(draft.Id, Zhao, draft.Version, default));
        Assert.Equal("publishers-only", (await editing.Publication.PublishAsync([DraftVersion.Of(draft)], Wang, default)).Problem!.Code);
        Assert.Equal("two-drafts", (await editing.PublishAsync(draft, await editing.ApprovedAsync(Trees, text + "\n"))).Problem!.Code);
        Assert.Equal("nothing-changed", (await editing.PublishAsync(await editing.ApprovedAsync(Road, await editing.ReadAsync(Road)))).Problem!.Code);

        Assert.Equal(published, await editing.HashAsync());
        Assert.Equal(DraftState.Submitted, Done(await editing.Desk.FindAsync(draft.Id, Zhao, default)).State);
        Assert.False(File.Exists(editing.JournalPath));
    }

    [Fact]
    public async Task A_set_with_an_error_is_refused_with_every_problem_and_two_drafts_that_need_each_other_pass_together()
    {
        await using var editing = await OpenAsync();
        var published = await editing.HashAsync();
        var trees = await editing.ApprovedAsync(Trees, (await editing.ReadAsync(Trees)).Replace("成活率很高", "成活率，很高", StringComparison.Ordinal));
        var alone = await editing.PublishAsync(trees);
        Assert.Equal("has-errors", alone.Problem!.Code);
        Assert.Contains(alone.Check!.In(Trees), problem => problem.Code == "text-differs");
        Assert.Equal(published, await editing.HashAsync());

        var corrections = await editing.ApprovedAsync("corrections.yml", "- { place: trees-planted, source: 活率很, corrected: 活率，很, kind: lost-punctuation, reason: 脱逗号。 }\n" + await editing.ReadAsync("corrections.yml"));
        Assert.Equal("成活率", TestContent.SmallSnapshot.Report.Notes[1].Term);
        var together = await editing.PublishAsync(trees, corrections);
        Assert.True(together.Problem is null, string.Join('\n', together.Check?.Problems ?? []));
        await editing.AssertSettledAsync();
    }

    [Fact]
    public async Task A_hand_edit_in_the_folder_counts_as_theirs_and_is_in_the_history()
    {
        await using var editing = await OpenAsync();
        var started = await editing.ReadAsync(Trees);
        await editing.Publication.RecordHandEditsAsync(await editing.HashAsync(), default);
        var mine = await editing.WithSummaryAsync(Trees, "讲种树");
        var draft = await editing.ApprovedAsync(Trees, mine);
        const string ByteOrderMark = "\uFEFF";
        var theirs = ByteOrderMark + started.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("title: 种树", "title: 种树  # 手改", StringComparison.Ordinal);
        await File.WriteAllBytesAsync(editing[Trees], Encoding.UTF8.GetBytes(theirs));

        var refused = await editing.PublishAsync(draft);

        Assert.Equal("conflicts", refused.Problem!.Code);
        Assert.Equal([new DraftConflict(Trees, started, mine, theirs)], refused.Conflicts!);
        Assert.Equal(theirs, await editing.ReadAsync(Trees));

        var compared = await editing.Desk.CompareWithPublishedAsync(draft.Id, Wang, default);
        Assert.Equal(refused.Conflicts![0], compared.Conflict);
        Assert.True(compared.Conflict!.Merge.IsClean);
        var merged = compared.Conflict.Merge.Merged;
        Assert.Equal("conflicts", (await editing.Desk.MergeAsync(draft.Id, Wang, merged, draft.BaseHash, draft.Version, default)).Problem!.Code);
        draft = Done(await editing.Desk.MergeAsync(draft.Id, Wang, merged, Draft.HashOf(theirs), draft.Version, default));
        Assert.False(draft.IsApproved);
        draft = Done(await editing.Desk.SubmitAsync(draft.Id, Wang, "", draft.Version, default));
        draft = Done(await editing.Desk.ApproveAsync(draft.Id, Zhao, draft.Version, default));

        Assert.Null((await editing.PublishAsync(draft)).Problem);
        Assert.Equal(started.Replace("title: 种树", "title: 种树  # 手改\nsummary: 讲种树", StringComparison.Ordinal), await editing.ReadAsync(Trees));
        Assert.Equal([RevisionKind.Edit, RevisionKind.HandEdit, RevisionKind.Beginning], (await editing.History.ListAsync(Trees, null, 10, default)).Select(row => row.Kind));
        await editing.AssertSettledAsync();
    }

    [Fact]
    public async Task Twenty_publications_at_once_by_two_programs_are_each_whole()
    {
        await using var editing = await OpenAsync();
        using var otherStore = new PortalStore(editing.DataPath, TimeProvider.System, NullLogger<PortalStore>.Instance);
        Assert.True(await otherStore.OpenAsync(default));
        var other = new Publication(editing.ContentPath, editing.DataPath, otherStore, editing.Clock, NullLogger<Publication>.Instance);
        var drafts = new List<Draft>();
        foreach (var i in Enumerable.Range(0, 20))
        {
            drafts.Add(await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, $"第{i}人"), new StaffMember($"编辑{i}", StaffMember.Editor)));
        }

        var results = await Task.WhenAll(drafts.Select((draft, i) => Task.Run(() => (i % 2 == 0 ? editing.Publication : other).PublishAsync([DraftVersion.Of(draft)], Zhao, default))));

        var winner = Assert.Single(results, result => result.Problem is null);
        Assert.All(results.Where(result => result != winner), result => Assert.Equal("conflicts", result.Problem!.Code));
        Assert.Equal(winner.Revision!.Files[0].After, await editing.ReadAsync(Trees));
        Assert.Equal(19, (await editing.Desk.ListAsync(Zhao, default)).Count);
        await editing.AssertSettledAsync();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Whatever_was_written_when_it_stopped_the_set_becomes_new_and_the_revision_is_there_once(int filesWritten, bool revisionWritten)
    {
        await using var editing = await OpenAsync();
        var (journal, drafts) = await StopAsync(editing, filesWritten);
        var drawn = journal.Id;
        if (revisionWritten)
        {
            // All but the last step.
            Assert.Null(await editing.NewPublication().RecoverAsync(default));
            await File.WriteAllBytesAsync(editing.JournalPath, journal.ToBytes());
        }

        Assert.Null(await editing.NewPublication().RecoverAsync(default));

        Assert.All(journal.Files, file => Assert.Equal(file.After, File.ReadAllText(editing[file.Path])));
        Assert.Equal(1, await editing.Store.ReadAsync(db => db.Revisions.CountAsync(revision => revision.Id == drawn), default));
        foreach (var draft in drafts)
        {
            Assert.Equal(DraftState.Published, Done(await editing.Desk.FindAsync(draft.Id, Zhao, default)).State);
        }

        await editing.AssertSettledAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_file_written_by_hand_after_it_stopped_is_theirs_and_the_set_becomes_old(int filesWritten)
    {
        await using var editing = await OpenAsync();
        var (journal, drafts) = await StopAsync(editing, filesWritten);
        var theirs = await editing.WithSummaryAsync(Trees, "手写的");
        await File.WriteAllTextAsync(editing[Trees], theirs);

        Assert.Null(await editing.NewPublication().RecoverAsync(default));

        Assert.Equal(journal.Files[0].Before, await editing.ReadAsync(Road));
        Assert.Equal(theirs, await editing.ReadAsync(Trees));
        Assert.False(File.Exists(editing.JournalPath));
        Assert.Equal(DraftState.Submitted, Done(await editing.Desk.FindAsync(drafts[0].Id, Zhao, default)).State);
        Assert.Equal("conflicts", (await editing.PublishAsync(drafts[0], drafts[1])).Problem!.Code);
    }

    [Fact]
    public async Task A_torn_journal_is_known_at_every_length_and_nothing_is_written_because_of_it()
    {
        await using var editing = await OpenAsync();
        var (journal, _) = await StopAsync(editing, 0);
        var whole = journal.ToBytes();
        var published = await editing.HashAsync();
        Assert.NotNull(PublishingJournal.Read(whole));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(PublishingJournal.Read(whole.AsSpan(0, length)));
        }

        foreach (var at in new[] { 11, 80, 100, whole.Length / 2, whole.Length - 2 })
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 1;
            Assert.Null(PublishingJournal.Read(damaged));
        }

        await File.WriteAllBytesAsync(editing.JournalPath, whole[..(whole.Length / 2)]);
        Assert.Null(await editing.NewPublication().RecoverAsync(default));
        Assert.Equal(published, await editing.HashAsync());
        Assert.Single(Directory.EnumerateFiles(editing.DataPath, "publishing-damaged-*.json"));
        Assert.False(editing.Publication.IsUnfinished);
    }

    [Fact]
    [Trait(ContentProblemTests.Trait, "publishing-unfinished")]
    public async Task While_a_half_written_set_cannot_be_finished_there_is_no_snapshot_of_it()
    {
        await using var editing = await OpenAsync();
        var (journal, _) = await StopAsync(editing, 1);

        // No file can be written in place of the second one.
        Directory.CreateDirectory(editing[Trees] + ".publishing");
        var load = await editing.Publication.LoadAsync(default);
        Assert.Null(load.Snapshot);
        var problem = Assert.Single(load.Problems);
        Assert.Equal("publishing-unfinished", problem.Code);
        Assert.Contains("网站会自己做完", problem.Message);
        Assert.Equal("unfinished", (await editing.Publication.PublishAsync([new DraftVersion(Guid.NewGuid(), 1)], Zhao, default)).Problem!.Code);

        Directory.Delete(editing[Trees] + ".publishing");
        Assert.Equal(journal.ContentHash, (await editing.Publication.LoadAsync(default)).Snapshot!.Hash);
        await editing.AssertSettledAsync();
    }

    [Fact]
    public async Task Without_portal_db_a_half_written_set_is_finished_for_readers_and_recorded_later()
    {
        await using var editing = await OpenAsync();
        var (journal, _) = await StopAsync(editing, 1);
        var portal = Path.Combine(editing.DataPath, "portal.db");
        var backup = Path.Combine(editing.DataPath, "backup");
        await editing.Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"), default);
        File.Copy(portal, backup);
        foreach (var file in Directory.EnumerateFiles(editing.DataPath, "portal.db*"))
        {
            await File.WriteAllTextAsync(file, "这不是数据库".PadRight(5000, '。'));
        }

        Assert.Equal("unrecorded", (await editing.NewPublication().RecoverAsync(default))!.Code);
        Assert.Equal(journal.ContentHash, (await editing.Publication.LoadAsync(default)).Snapshot!.Hash);
        Assert.True(editing.Publication.IsUnfinished);

        foreach (var aside in Directory.EnumerateFiles(editing.DataPath, "portal-damaged-*"))
        {
            File.Delete(aside);
        }

        File.Copy(backup, portal);
        Assert.Null(await editing.NewPublication().RecoverAsync(default));
        await editing.AssertSettledAsync();
    }

    [Theory]
    [InlineData("the first file")]
    [InlineData("the second file")]
    [InlineData("the journal")]
    [SupportedOSPlatform("linux")]
    public async Task A_full_disk_leaves_everything_as_it_was_and_is_said(string full)
    {
        await using var editing = await OpenAsync();
        Draft[] drafts = [await editing.ApprovedAsync(Road, await editing.WithSummaryAsync(Road, "修路")), await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "种树"))];
        var published = await editing.HashAsync();
        var temporary = full switch { "the first file" => editing[Road], "the second file" => editing[Trees], _ => editing.JournalPath } + ".publishing";
        File.CreateSymbolicLink(temporary, "/dev/full");

        var result = await editing.PublishAsync(drafts);

        Assert.Equal("disk-full", result.Problem!.Code);
        Assert.Contains("网站上的文字没有变", result.Problem.Message);
        Assert.Equal(published, await editing.HashAsync());
        await editing.AssertSettledAsync();
        Assert.Null((await editing.PublishAsync(drafts)).Problem);
        await editing.AssertSettledAsync();
    }

    [Theory]
    [InlineData("the first file")]
    [InlineData("the second file")]
    [InlineData("the journal")]
    public async Task A_place_that_cannot_be_written_leaves_everything_as_it_was_and_is_said(string place)
    {
        await using var editing = await OpenAsync();
        Draft[] drafts = [await editing.ApprovedAsync(Road, await editing.WithSummaryAsync(Road, "修路")), await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "种树"))];
        var published = await editing.HashAsync();
        var obstacle = place switch { "the first file" => editing[Road], "the second file" => editing[Trees], _ => editing.JournalPath } + ".publishing";
        Directory.CreateDirectory(obstacle);

        var result = await editing.PublishAsync(drafts);

        Assert.Equal("read-only", result.Problem!.Code);
        Assert.Equal(published, await editing.HashAsync());
        Assert.False(editing.Publication.IsUnfinished);
        Directory.Delete(obstacle);
        Assert.Null((await editing.PublishAsync(drafts)).Problem);
        await editing.AssertSettledAsync();
    }

    [Fact]
    public async Task A_locked_database_is_found_before_a_file_is_touched()
    {
        await using var editing = await OpenAsync();
        var draft = await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "种树"));
        await editing.Publication.RecordHandEditsAsync(await editing.HashAsync(), default);
        var published = await editing.HashAsync();
        await using (await editing.LockPortalAsync())
        {
            Assert.Equal("store-busy", (await editing.PublishAsync(draft)).Problem!.Code);
            Assert.Equal(published, await editing.HashAsync());
            Assert.Empty(Directory.EnumerateFiles(editing.ContentPath, "*.publishing", SearchOption.AllDirectories));
        }

        Assert.Null((await editing.PublishAsync(draft)).Problem);
        await editing.AssertSettledAsync();
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_folder_that_its_owner_may_not_write_is_said_by_a_process_without_other_rights()
    {
        await using var editing = await OpenAsync();
        var published = await editing.HashAsync();
        using var process = PublisherProcess.StartAsNobody(editing, asNobodyAfter: () =>
        {
            foreach (var folder in Directory.EnumerateDirectories(editing.ContentPath, "*", SearchOption.AllDirectories).Append(editing.ContentPath))
            {
                File.SetUnixFileMode(folder, (UnixFileMode)0b101_101_101);
            }
        });

        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("about 1\nread-only\n", said + await process.StandardError.ReadToEndAsync());
        Assert.Equal(published, await editing.HashAsync());
        Assert.False(editing.Publication.IsUnfinished);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Rights_of_a_file_stay_as_they_were()
    {
        await using var editing = await OpenAsync();
        File.SetUnixFileMode(editing[Trees], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        await editing.PublishAsync(Trees, await editing.WithSummaryAsync(Trees, "种树"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(editing[Trees]));
    }

    [Fact]
    public async Task Who_went_away_in_the_middle_has_published_all_or_nothing()
    {
        await using var editing = await OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            var text = await editing.ReadAsync(Topics) + $"# {i}\n";
            var draft = await editing.ApprovedAsync(Topics, text);
            using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(i * 3));
            try
            {
                await editing.Publication.PublishAsync([DraftVersion.Of(draft)], Zhao, gone.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(DraftState.Submitted, Done(await editing.Desk.FindAsync(draft.Id, Zhao, default)).State);
                Assert.Null((await editing.PublishAsync(draft)).Problem);
            }

            Assert.Equal(text, await editing.ReadAsync(Topics));
            await editing.AssertSettledAsync();
        }
    }

    /// <summary>A publishing of two files that stopped after so many of them.</summary>
    private static async Task<(PublishingJournal Journal, Draft[] Drafts)> StopAsync(EditingFolder editing, int filesWritten)
    {
        await editing.Publication.RecordHandEditsAsync(await editing.HashAsync(), default);
        Draft[] drafts = [await editing.ApprovedAsync(Road, await editing.WithSummaryAsync(Road, "修路")), await editing.ApprovedAsync(Trees, await editing.WithSummaryAsync(Trees, "种树"))];
        var source = await ContentSource.ReadAsync(editing.ContentPath, default);
        var journal = new PublishingJournal(
            Guid.NewGuid(), RevisionKind.Edit, Wang.Name, Zhao.Name, Zhao.Name, Start, "", "", ContentCheck.Of(source, drafts).Load.Source.Hash,
            [.. drafts.Select(DraftVersion.Of)], [.. drafts.Select(draft => new JournalFile(draft.Path, draft.BaseText, draft.Text))]);
        await File.WriteAllBytesAsync(editing.JournalPath, journal.ToBytes());
        foreach (var file in journal.Files.Take(filesWritten))
        {
            await File.WriteAllBytesAsync(editing[file.Path], Encoding.UTF8.GetBytes(file.After));
        }

        return (journal, drafts);
    }
}
