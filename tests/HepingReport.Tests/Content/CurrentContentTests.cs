using HepingReport.Content;

namespace HepingReport.Tests;

public sealed class CurrentContentTests
{
    private readonly CurrentContent current = new(TestContent.SmallSnapshot);

    private static ContentLoad Good => ContentLoader.Load(TestContent.Small.Edit("site.yml", "name: 小区报告", "name: 小区的报告"));

    private static ContentLoad Bad => ContentLoader.Load(TestContent.Small.Edit("report/closing.md", "谢谢大家。", "谢谢各位。"));

    [Fact]
    public void A_good_load_replaces_the_snapshot()
    {
        var good = Good;

        current.Offer(good);

        Assert.Same(good.Snapshot, current.Snapshot);
        Assert.Equal("小区的报告", current.Snapshot.Site.Name);
        Assert.False(current.IsStale);
        Assert.Empty(current.Faults);
    }

    [Fact]
    public void A_bad_load_keeps_the_snapshot_and_lists_what_is_wrong()
    {
        current.Offer(Bad);

        Assert.Same(TestContent.SmallSnapshot, current.Snapshot);
        Assert.True(current.IsStale);
        Assert.Equal("report/closing.md:5:3 错误［text-differs］与原文第 29 行不同：原文是“↵↵谢谢【大家】。”，这里是“↵↵谢谢【各位】。”。请改回来；如确需更正，请在 corrections.yml 登记。", Assert.Single(current.Faults).ToString());
    }

    [Fact]
    public void Another_bad_load_lists_only_what_is_wrong_now()
    {
        current.Offer(Bad);
        current.Offer(ContentLoader.Load(TestContent.Small.Without("doubts.yml")));

        Assert.Same(TestContent.SmallSnapshot, current.Snapshot);
        Assert.Equal("file-missing", Assert.Single(current.Faults).Code);
    }

    [Fact]
    public void A_later_good_load_clears_the_faults()
    {
        current.Offer(Bad);
        var good = Good;
        current.Offer(good);

        Assert.Same(good.Snapshot, current.Snapshot);
        Assert.False(current.IsStale);
        Assert.Empty(current.Faults);
    }

    [Fact]
    public void A_warning_does_not_hold_content_back()
    {
        var load = ContentLoader.Load(TestContent.Small.With("report/old.md", "x"));

        current.Offer(load);

        Assert.Equal(ProblemLevel.Warning, Assert.Single(load.Problems).Level);
        Assert.Same(load.Snapshot, current.Snapshot);
        Assert.False(current.IsStale);
    }

    [Fact]
    public async Task Readers_see_one_whole_snapshot_or_the_other_while_it_is_swapped()
    {
        ContentLoad[] loads = [ContentLoader.Load(TestContent.Small), Good, Bad];
        var names = loads.Select(load => load.Snapshot).OfType<ContentSnapshot>().ToDictionary(snapshot => snapshot.Hash, snapshot => snapshot.Site.Name);
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                current.Offer(loads[i % loads.Length]);
            }
        });

        while (!writer.IsCompleted)
        {
            var snapshot = current.Snapshot;
            Assert.Equal(names[snapshot.Hash], snapshot.Site.Name);
        }

        await writer;
    }
}
