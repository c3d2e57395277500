using HepingReport.Changes;
using HepingReport.Editing;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>Files cut into parts, compared, and merged.</summary>
public sealed class ThreeWayTests
{
    private const string Section = "---\ntitle: 种树\nsummary: 讲种树。\n---\n\n一。 {#one}\n\n二。 {#two}\n\n三。 {#three}\n";
    private const string List = "# 说明\n\n- id: a\n  name: 甲\n\n- { id: b, name: 乙 }\n";

    public static TheoryData<string> ContentFiles => [.. TestContent.Real.Files.Select(file => file.Path).Where(path => !path.StartsWith("source/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(ContentFiles))]
    public void Every_content_file_is_its_parts(string path)
    {
        var text = TestContent.Real.TextOf(path);
        var file = FileText.Of(path, text);

        Assert.Equal(text, file.ToString());
        Assert.Equal(file.Parts.Count, file.Parts.DistinctBy(part => part.Key).Count());
        Assert.All(file.Parts, part => Assert.False(string.IsNullOrWhiteSpace(part.Text)));
    }

    [Fact]
    public void The_parts_are_what_staff_think_of_as_one_thing()
    {
        Assert.Equal(["---head", "title", "summary", "---", "one", "two", "three"], FileText.Of(Trees, Section).Parts.Select(part => part.Key));
        Assert.Equal(["~1", "a", "b"], FileText.Of(Topics, List).Parts.Select(part => part.Key));
        Assert.Equal(143, Keys("indicators.yml").Count(key => key[0] != '~'));
        Assert.Equal(Enumerable.Range(1, 18).Select(number => $"{number}"), Keys("notes.yml").Where(key => key[0] != '~'));
        Assert.Equal(["economy-quality", "economy-structure", "economy-cooperation", "economy-reform", "economy-services"], Keys("report/review-2017/economy.md").SkipWhile(key => key != "---").Skip(1));

        static IEnumerable<string> Keys(string path) => FileText.Of(path, TestContent.Real.TextOf(path)).Parts.Select(part => part.Key);
    }

    [Fact]
    public void A_difference_tells_kept_changed_added_removed_and_moved_parts()
    {
        var after = "---\ntitle: 种树\n---\n\n三。 {#three}\n\n一； {#one}\n\n二。 {#two}\n\n新的。 {#four}\n";

        var difference = FileDifference.Between(Trees, Section, after);

        Assert.Equal(
            [("summary", PartChangeKind.Removed, false), ("three", PartChangeKind.Kept, true), ("one", PartChangeKind.Changed, false), ("four", PartChangeKind.Added, false)],
            difference.Changes.Select(change => (change.Key, change.Kind, change.IsMoved)));
        var one = difference.Parts.Single(part => part.Key == "one");
        Assert.True(one.IsOnlyPunctuation);
        Assert.Equal([new(RunKind.Kept, "一"), new(RunKind.Removed, "。"), new(RunKind.Added, "；"), new TextRun(RunKind.Kept, " {#one}")], one.Runs);
        Assert.False(FileDifference.Between(Trees, Section, Section.Replace("一。", "壹。", StringComparison.Ordinal)).Changes.Single().IsOnlyPunctuation);
        Assert.Empty(FileDifference.Between(Trees, Section, Section).Changes);
    }

    [Fact]
    public void Changes_of_different_parts_come_together_by_themselves()
    {
        var mine = Section.Replace("讲种树。", "讲去年种树。", StringComparison.Ordinal).Replace("三。", "三！", StringComparison.Ordinal) + "\n我加的。 {#mine}\n";
        var theirs = Section.Replace("一。", "一，改了。", StringComparison.Ordinal).Replace("二。 {#two}\n\n", "", StringComparison.Ordinal) + "\n他加的。 {#theirs}\n";

        var merge = ThreeWay.Of(Trees, Section, mine, theirs);

        Assert.True(merge.IsClean);
        Assert.Equal("---\ntitle: 种树\nsummary: 讲去年种树。\n---\n\n一，改了。 {#one}\n\n三！ {#three}\n\n我加的。 {#mine}\n\n他加的。 {#theirs}\n", merge.Merged);
        Assert.Equal(
            [("summary", ChangedBy.Mine), ("one", ChangedBy.Theirs), ("two", ChangedBy.Theirs), ("three", ChangedBy.Mine), ("mine", ChangedBy.Mine), ("theirs", ChangedBy.Theirs)],
            merge.Parts.Where(part => part.By != ChangedBy.Nobody).Select(part => (part.Key, part.By)));
    }

    [Fact]
    public void Entries_of_a_list_come_together_by_their_ids()
    {
        var mine = List.Replace("甲", "甲甲", StringComparison.Ordinal);
        var theirs = "# 说明\n\n- { id: b, name: 乙乙 }\n\n- id: a\n  name: 甲\n\n- id: c\n  name: 丙\n";

        var merge = ThreeWay.Of(Topics, List, mine, theirs);

        Assert.True(merge.IsClean);
        Assert.Equal("# 说明\n\n- { id: b, name: 乙乙 }\n\n- id: a\n  name: 甲甲\n\n- id: c\n  name: 丙\n", merge.Merged);
    }

    [Fact]
    public void Two_changes_of_one_part_are_a_conflict_with_all_three_texts_and_a_suggestion_where_they_touch_no_character()
    {
        var @base = Section.Replace("一。", "去年种树三十棵，都活了。", StringComparison.Ordinal);
        var mine = @base.Replace("去年", "上一年", StringComparison.Ordinal);
        var theirs = @base.Replace("都活了", "全活了", StringComparison.Ordinal);

        var merge = ThreeWay.Of(Trees, @base, mine, theirs);

        var conflict = Assert.Single(merge.Conflicts);
        Assert.False(merge.IsClean);
        Assert.Equal(("去年种树三十棵，都活了。 {#one}", "上一年种树三十棵，都活了。 {#one}", "去年种树三十棵，全活了。 {#one}"), (conflict.Base, conflict.Mine, conflict.Theirs));
        Assert.Equal("上一年种树三十棵，全活了。 {#one}", conflict.Suggestion);
        Assert.Equal(mine, merge.Merged);
        Assert.Equal(theirs, merge.Resolve(new Dictionary<string, string?> { ["one"] = conflict.Theirs }));
        Assert.Equal(@base.Replace(conflict.Base + "\n\n", "", StringComparison.Ordinal), merge.Resolve(new Dictionary<string, string?> { ["one"] = null }));

        Assert.Null(Assert.Single(ThreeWay.Of(Trees, @base, mine, @base.Replace("去年", "今年", StringComparison.Ordinal)).Conflicts).Suggestion);
        var removed = Assert.Single(ThreeWay.Of(Trees, @base, mine, @base.Replace(conflict.Base + "\n\n", "", StringComparison.Ordinal)).Conflicts);
        Assert.Equal((null, null), (removed.Theirs, removed.Suggestion));
    }

    [Fact]
    public void Two_different_orders_are_a_conflict_and_one_new_order_is_taken()
    {
        var mine = "---\ntitle: 种树\nsummary: 讲种树。\n---\n\n二。 {#two}\n\n一。 {#one}\n\n三。 {#three}\n";
        var theirs = "---\ntitle: 种树\nsummary: 讲种树。\n---\n\n一。 {#one}\n\n三。 {#three}\n\n二。 {#two}\n";

        Assert.True(ThreeWay.Of(Trees, Section, mine, theirs).OrderConflict);
        Assert.Equal(mine, ThreeWay.Of(Trees, Section, mine, Section).Merged);
        Assert.Equal(theirs, ThreeWay.Of(Trees, Section, Section, theirs).Merged);
        Assert.True(ThreeWay.Of(Trees, Section, mine, mine).IsClean);
    }

    [Fact]
    public void A_side_that_changed_nothing_leaves_the_other_as_it_is_whatever_that_did()
    {
        var random = new Random(20180207);
        foreach (var file in TestContent.Real.Files.Where(file => !file.Path.StartsWith("source/", StringComparison.Ordinal) && file.Bytes.Length < 20_000))
        {
            var text = TestContent.Real.TextOf(file.Path);
            for (var i = 0; i < 5; i++)
            {
                var other = Damaged(random, file.Path, text);
                Assert.Equal(other, ThreeWay.Of(file.Path, text, other, text).Merged);
                Assert.Equal(other, ThreeWay.Of(file.Path, text, text, other).Merged);
                Assert.Equal(other, ThreeWay.Of(file.Path, text, other, other).Merged);
            }
        }
    }

    /// <summary>Parts taken out, put elsewhere, written differently, added.</summary>
    private static string Damaged(Random random, string path, string text)
    {
        var file = FileText.Of(path, text);
        var parts = file.Parts.ToList();
        for (var times = random.Next(1, 4); times > 0 && parts.Count > 1; times--)
        {
            var at = random.Next(parts.Count);
            var part = parts[at];
            switch (random.Next(4))
            {
                case 0:
                    parts.RemoveAt(at);
                    break;
                case 1:
                    parts.RemoveAt(at);
                    parts.Insert(random.Next(parts.Count + 1), part);
                    break;
                case 2:
                    parts[at] = part with { Text = part.Text.Insert(random.Next(1, part.Text.Length), "改") };
                    break;
                default:
                    parts.Insert(at, new FilePart("", path.EndsWith(".md", StringComparison.Ordinal) ? $"新的一段{times}。" : $"- id: new-{times}", null));
                    break;
            }
        }

        return (file with { Parts = parts }).ToString();
    }
}
