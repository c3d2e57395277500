using HepingReport.Changes;
using HepingReport.Content;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Tests;

/// <summary>What edits of the small report leave in the data folder, and what readers are told of them.</summary>
public sealed class RevisionLogTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("heping-revisions-");
    private readonly FixedTime time = new(new DateTimeOffset(2026, 12, 1, 20, 30, 15, 400, TimeSpan.Zero));

    private string Lines => Path.Combine(folder.FullName, "revisions.jsonl");

    private string Texts => Path.Combine(folder.FullName, "published-texts.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_start_has_nothing_to_compare_with_and_records_nothing()
    {
        var log = await StartAsync(TestContent.Small);

        Assert.Empty(log.Revisions);
        Assert.False(File.Exists(Lines));
        Assert.True(File.Exists(Texts));
    }

    [Fact]
    public async Task An_edit_is_told_with_its_place_its_words_and_the_time_on_the_districts_clock()
    {
        var log = await StartAsync(TestContent.Small);

        await log.RecordAsync(Loaded(WithSummary("一句话。")), null, default);

        var change = ChangeLog.Of(Loaded(WithSummary("一句话。")), log.Revisions)[0];
        Assert.Equal(("第一章（二）", "/report/last-year/trees", "", "一句话。", "新增提要", ChangeLog.NoReason, ChangeSource.Revision), (change.Place, change.Address, change.Before, change.After, change.Kind, change.Reason, change.Source));
        Assert.Equal(new DateTimeOffset(2026, 12, 2, 4, 30, 15, 400, TimeSpan.FromHours(8)), change.When);
        Assert.Equal(new DateOnly(2026, 12, 2), change.Date);
    }

    [Fact]
    public async Task A_publishing_gives_its_time_and_its_reason_and_a_corrections_own_reason_goes_first()
    {
        var log = await StartAsync(TestContent.Small);
        var published = new DateTimeOffset(2026, 12, 1, 3, 0, 0, TimeSpan.Zero);
        var edited = Loaded(Corrected("去年，大家", "去年大家", "脱逗号。").Edit("report/last-year/trees.md", "title: 种树\n", "title: 种树\nsummary: 一句话。\n"));

        await log.RecordAsync(edited, new ChangeCause(published, "说得更清楚。"), default);

        var changes = ChangeLog.Of(edited, log.Revisions);
        Assert.Equal(new HashSet<(string, string)> { ("新增提要", "说得更清楚。"), ("补脱落的标点", "脱逗号。") }, changes.Take(2).Select(change => (change.Kind, change.Reason)).ToHashSet());
        Assert.All(changes.Take(2), change => Assert.Equal(published, change.When));
    }

    [Fact]
    public async Task Edits_outlive_a_restart_and_one_made_while_the_site_was_off_is_noticed()
    {
        await (await StartAsync(TestContent.Small)).RecordAsync(Loaded(WithSummary("第一次。")), null, default);

        var log = await StartAsync(WithSummary("第二次。"));

        Assert.Equal([(null, "第一次。"), ("第一次。", "第二次。")], log.Revisions.Select(revision => (revision.Before, revision.After)));
        Assert.Equal(2, File.ReadLines(Lines).Count());
    }

    [Fact]
    public async Task A_text_that_is_put_back_and_changed_again_is_told_each_time()
    {
        var log = await StartAsync(TestContent.Small);

        foreach (var content in new[] { WithSummary("一。"), TestContent.Small, WithSummary("一。") })
        {
            await log.RecordAsync(Loaded(content), null, default);
        }

        Assert.Equal(["新增提要", "删去提要", "新增提要"], log.Revisions.Select(revision => revision.Kind));
    }

    [Fact]
    public async Task An_edit_whose_copy_was_lost_in_a_crash_is_not_told_twice()
    {
        var log = await StartAsync(TestContent.Small);
        var before = await File.ReadAllBytesAsync(Texts);
        await log.RecordAsync(Loaded(WithSummary("一。")), null, default);
        await File.WriteAllBytesAsync(Texts, before);

        Assert.Single((await StartAsync(WithSummary("一。"))).Revisions);
    }

    [Fact]
    public async Task A_line_torn_by_a_crash_is_skipped_and_cut_off_by_the_next()
    {
        await (await StartAsync(TestContent.Small)).RecordAsync(Loaded(WithSummary("一。")), null, default);
        await File.AppendAllTextAsync(Lines, "{\"when\":\"2026-12-0");

        var log = await StartAsync(WithSummary("一。"));
        Assert.Single(log.Revisions);

        await log.RecordAsync(Loaded(WithSummary("二。")), null, default);
        Assert.Equal(["一。", "二。"], (await StartAsync(WithSummary("二。"))).Revisions.Select(revision => revision.After));
        Assert.Equal(2, File.ReadLines(Lines).Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"form\":0,\"passages\":{},\"corrections\":[]}")]
    [InlineData("{\"form\":1,\"pass")]
    public async Task A_copy_that_is_damaged_or_of_another_form_makes_no_change_of_every_text(string copy)
    {
        await File.WriteAllTextAsync(Texts, copy);
        await File.WriteAllTextAsync(Lines, "{}\nnull\n[]\n7\n\n");

        var log = await StartAsync(TestContent.Small);
        Assert.Empty(log.Revisions);

        await log.RecordAsync(Loaded(WithSummary("一。")), null, default);
        Assert.Single(log.Revisions);
    }

    [Fact]
    public async Task Only_the_newest_edits_are_read()
    {
        var log = await StartAsync(TestContent.Small);
        for (var i = 0; i < RevisionLog.Most + 5; i++)
        {
            await log.RecordAsync(Loaded(WithSummary($"第{i}次。")), null, default);
        }

        Assert.Equal(RevisionLog.Most, log.Revisions.Count);
        var read = (await StartAsync(WithSummary($"第{RevisionLog.Most + 4}次。"))).Revisions;
        Assert.Equal(log.Revisions, read);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_delays_the_record_and_stops_nothing()
    {
        var log = await StartAsync(TestContent.Small);
        File.Delete(Texts);
        Directory.CreateDirectory(Texts);

        await log.RecordAsync(Loaded(WithSummary("一。")), null, default);
        Directory.Delete(Texts);
        await log.RecordAsync(Loaded(WithSummary("一。")), null, default);

        Assert.Equal(["一。"], log.Revisions.Select(revision => revision.After));
        Assert.True(File.Exists(Texts));
    }

    [Fact]
    public async Task A_paragraph_changed_by_its_new_correction_is_told_once_by_the_correction_at_the_time_of_the_edit()
    {
        var log = await StartAsync(TestContent.Small);
        var corrected = Corrected("去年，大家", "去年大家", "两个分句之间脱逗号。");

        await log.RecordAsync(Loaded(corrected), null, default);

        var changes = ChangeLog.Of(Loaded(corrected), log.Revisions);
        Assert.Equal(4, changes.Count);
        Assert.Equal(("第一章导语第1段", "去年大家", "去年，大家", "补脱落的标点", "两个分句之间脱逗号。", ChangeSource.Corrections, new DateOnly(2026, 12, 2)), (changes[0].Place, changes[0].Before, changes[0].After, changes[0].Kind, changes[0].Reason, changes[0].Source, changes[0].Date));
        Assert.All(changes.Skip(1), change => Assert.Equal(new DateOnly(2020, 2, 1), change.Date));
    }

    [Fact]
    public async Task A_correction_taken_back_is_told_too()
    {
        var log = await StartAsync(Corrected("去年，大家", "去年大家", "脱逗号。"));

        await log.RecordAsync(TestContent.SmallSnapshot, null, default);

        var change = ChangeLog.Of(TestContent.SmallSnapshot, log.Revisions)[0];
        Assert.Equal(("撤销更正（只改标点）", "去年，大家", "去年大家", ChangeLog.NoReason), (change.Kind, change.Before, change.After, change.Reason));
    }

    [Fact]
    public void A_correction_with_a_date_is_told_on_its_day_and_one_without_on_the_day_the_site_was_published()
    {
        var content = TestContent.Small.Edit("corrections.yml", "  reason: 两句之间脱句号。", "  reason: 两句之间脱句号。\n  date: 2020-03-04");

        var changes = ChangeLog.Of(Loaded(content), []);

        Assert.Equal([new DateOnly(2020, 3, 4), new DateOnly(2020, 2, 1), new DateOnly(2020, 2, 1)], changes.Select(change => change.Date));
        Assert.Equal(["第一章（一）第2段", "附注的标题", "附注2"], changes.Select(change => change.Place));
        Assert.Equal(changes.Count, changes.Select(change => change.Id).Distinct().Count());
    }

    [Fact]
    public void An_issuers_notice_is_told_with_the_reason()
    {
        var content = TestContent.Small
            .Edit("report/this-year/chapter.md", "今年接着种树", "今年继续种树")
            .Edit("indicators.yml", "quote: 今年接着种树（50棵）", "quote: 今年继续种树（50棵）")
            .Edit("topics.yml", "quote: 今年接着种树（50棵）。", "quote: 今年继续种树（50棵）。")
            .With("corrections.yml", TestContent.Small.TextOf("corrections.yml") + "- { place: this-year-trees, source: 接着, corrected: 继续, kind: issuer-amendment, reason: 发布机关改词。, date: 2020-05-06, notice: { title: 更正公告, number: 1号, date: 2020-05-05 } }\n");

        var change = ChangeLog.Of(Loaded(content), [])[0];

        Assert.Equal(("发布机关更正", "发布机关改词。依据：《更正公告》（1号，2020-05-05）。", new DateOnly(2020, 5, 6)), (change.Kind, change.Reason, change.Date));
    }

    private static ContentSource WithSummary(string summary) => TestContent.Small.Edit("report/last-year/trees.md", "title: 种树\n", $"title: 种树\nsummary: {summary}\n");

    private static ContentSource Corrected(string corrected, string published, string reason) =>
        TestContent.Small.Edit("report/last-year/chapter.md", published, corrected)
            .With("corrections.yml", TestContent.Small.TextOf("corrections.yml") + $"- {{ place: last-year-lead, source: {published}, corrected: {corrected}, kind: lost-punctuation, reason: {reason} }}\n");

    private static ContentSnapshot Loaded(ContentSource content)
    {
        var load = ContentLoader.Load(content);
        Assert.Empty(load.Problems);
        return load.Snapshot!;
    }

    private async Task<RevisionLog> StartAsync(ContentSource content)
    {
        var log = new RevisionLog(folder.FullName, time, NullLogger<RevisionLog>.Instance);
        await log.StartAsync(Loaded(content), default);
        return log;
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
