using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HepingReport.Changes;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Web.Commands;
using HepingReport.Web.Content;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>What readers get while staff publish, and after a publishing that was broken off.</summary>
public sealed class PublishingTests
{
    private const string Economy = "report/review-2017/economy.md";
    private const string City = "report/review-2017/city.md";
    private static readonly StaffMember Wang = new("王编辑", StaffMember.Editor);
    private static readonly StaffMember Zhao = new("赵发布", StaffMember.Publisher);

    [Fact]
    public async Task A_published_draft_reaches_the_page_and_stands_in_the_history_after_the_folder_as_it_was()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await site.PageAsync("/");
        var history = site.Services.GetRequiredService<RevisionHistory>();
        await EventuallyAsync(async () => (await history.ListAsync(null, null, 10, default)).Count == 1);
        var desk = site.Services.GetRequiredService<DraftDesk>();
        var draft = (await desk.OpenAsync(Economy, Wang, default)).Draft!;
        draft = (await desk.SaveAsync(draft.Id, Wang, WithKeyPoint(draft.Text), draft.Version, default)).Draft!;
        draft = (await desk.SubmitAsync(draft.Id, Wang, "说得更清楚", draft.Version, default)).Draft!;
        draft = (await desk.ApproveAsync(draft.Id, Zhao, draft.Version, default)).Draft!;

        var result = await site.Services.GetRequiredService<Publication>().PublishAsync([DraftVersion.Of(draft)], Zhao, default);

        Assert.Null(result.Problem);
        await EventuallyAsync(async () => (await site.PageAsync("/report/review-2017/economy")).Body!.TextContent.Contains("新的要点。", StringComparison.Ordinal));
        Assert.Equal(result.Revision!.ContentHash, site.Content.Hash);
        var changes = (await site.PageAsync(Links.Changes)).QuerySelector("main")!;
        Assert.Equal("说得更清楚", changes.QuerySelector(".register li p:last-child")!.TextContent);
        Assert.DoesNotContain(Wang.Name, changes.TextContent);
        Assert.Equal(result.Revision.At, site.Services.GetRequiredService<RevisionLog>().Revisions.Single().When);

        await File.AppendAllTextAsync(Path.Combine(site.ContentPath, "topics.yml"), "# 手写的\n");
        await EventuallyAsync(async () => (await history.ListAsync(null, null, 10, default)).Count == 3);
        Assert.Null(await history.CauseOfAsync(result.Revision.ContentHash, default));
        Assert.Equal([RevisionKind.HandEdit, RevisionKind.Edit, RevisionKind.Beginning], (await history.ListAsync(null, null, 10, default)).Select(revision => revision.Kind));
    }

    [Fact]
    public async Task A_set_that_was_left_half_written_is_whole_before_the_first_reader()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await StopHalfWayAsync(site);

        Assert.Contains("新的要点。", (await site.PageAsync("/report/review-2017/economy")).Body!.TextContent);
        Assert.Contains("新的要点。", (await site.PageAsync("/report/review-2017/city")).Body!.TextContent);
        Assert.False(File.Exists(Path.Combine(site.DataPath, "publishing.json")));
    }

    [Fact]
    public async Task The_verb_check_finishes_a_half_written_set_or_says_why_it_cannot()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var second = await StopHalfWayAsync(site);
        Directory.CreateDirectory(second + ".publishing");
        var options = new SiteOptions(site.ContentPath, site.DataPath, null, null, TimeSpan.FromSeconds(1), null, "");
        using var output = new StringWriter();

        Assert.Equal(1, await Check.RunAsync(options, output, default));
        Assert.Contains("错误［publishing-unfinished］发布做到一半停下了", output.ToString());

        Directory.Delete(second + ".publishing");
        Assert.Equal(0, await Check.RunAsync(options, output, default));
        Assert.Contains("  - 新的要点。\n", await File.ReadAllTextAsync(second));
        Assert.NotNull((await WholeContent.LoadAsync(options, default)).Snapshot);
    }

    [Fact]
    public async Task Readers_keep_what_they_have_while_a_set_is_half_written_and_get_all_of_it_at_once()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await site.PageAsync("/");
        var before = site.Content.Hash;
        var second = await StopHalfWayAsync(site, obstacle: true);

        await EventuallyAsync(async () => (await site.Reader().GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("content").GetString() == "stale");
        Assert.Equal(before, site.Content.Hash);

        Directory.Delete(second + ".publishing");
        await EventuallyAsync(async () => (await site.PageAsync("/report/review-2017/city")).Body!.TextContent.Contains("新的要点。", StringComparison.Ordinal));
        Assert.Contains("新的要点。", (await site.PageAsync("/report/review-2017/economy")).Body!.TextContent);
        await EventuallyAsync(() => Task.FromResult(!File.Exists(Path.Combine(site.DataPath, "publishing.json"))));
    }

    /// <summary>A journal of two files of which the first is written; gives the path of the second.</summary>
    private static async Task<string> StopHalfWayAsync(TestSite site, bool obstacle = false)
    {
        var source = await ContentSource.ReadAsync(site.ContentPath, default);
        var files = new[] { Economy, City }.Select(path => (Path: path, Text: Encoding.UTF8.GetString(source.Find(path)!.Bytes.Span)))
            .Select(file => new JournalFile(file.Path, file.Text, WithKeyPoint(file.Text))).ToList();
        var journal = new PublishingJournal(Guid.NewGuid(), RevisionKind.Edit, Wang.Name, Zhao.Name, Zhao.Name, DateTimeOffset.UnixEpoch, "", "", "", [], files);
        var second = Path.Combine(site.ContentPath, City);
        if (obstacle)
        {
            Directory.CreateDirectory(second + ".publishing");
        }

        Directory.CreateDirectory(site.DataPath);
        await File.WriteAllBytesAsync(Path.Combine(site.DataPath, PublishingJournal.FileName), journal.ToBytes());
        await File.WriteAllTextAsync(Path.Combine(site.ContentPath, Economy), files[0].After);
        return second;
    }

    private static string WithKeyPoint(string text) => text.Replace("keypoints:\n", "keypoints:\n  - 新的要点。\n", StringComparison.Ordinal);
}
