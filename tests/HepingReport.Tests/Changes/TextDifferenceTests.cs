using HepingReport.Changes;

namespace HepingReport.Tests;

public sealed class TextDifferenceTests
{
    /// <summary>Han characters, punctuation, one outside the first plane, an emoji family of several code points, a letter with a combining mark.</summary>
    private static readonly string[] Characters = ["养", "老", "停", "车", "，", "。", "“", "”", " ", "8", "𠮷", "😀", "👨‍👩‍👧", "e\u0301", "\n"];

    [Theory]
    [InlineData("全面实施行政审批", "全面实施，行政审批", "=全面实施 +， =行政审批")]
    [InlineData("新增就业7万人", "新增就业8万人", "=新增就业 -7 +8 =万人")]
    [InlineData("", "新的一段", "+新的一段")]
    [InlineData("旧的一段", "", "-旧的一段")]
    [InlineData("一样", "一样", "=一样")]
    [InlineData("", "", "")]
    public void Each_run_stayed_went_or_came(string before, string after, string runs) =>
        Assert.Equal(runs, string.Join(' ', TextDifference.Between(before, after).Select(run => "=-+"[(int)run.Kind] + run.Text)));

    [Fact]
    public void The_runs_of_any_two_texts_give_both_texts_again_and_cut_no_character()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var before = Some(random);
            var after = i % 2 == 0 ? Some(random) : Edited(before, random);

            var runs = TextDifference.Between(string.Concat(before), string.Concat(after));

            Assert.Equal(string.Concat(before), string.Concat(runs.Where(run => run.Kind != RunKind.Added).Select(run => run.Text)));
            Assert.Equal(string.Concat(after), string.Concat(runs.Where(run => run.Kind != RunKind.Removed).Select(run => run.Text)));
            Assert.All(runs, run =>
            {
                Assert.NotEmpty(run.Text);
                Assert.False(char.IsLowSurrogate(run.Text[0]) || char.IsHighSurrogate(run.Text[^1]) || run.Text[0] is '\u0301' or '\u200D');
            });
        }
    }

    [Fact]
    public void Every_paragraph_of_the_report_and_any_other_give_both_again()
    {
        var texts = TestContent.RealSnapshot.Report.Paragraphs.Select(paragraph => paragraph.Text).ToList();
        foreach (var (before, after) in texts.Zip(texts.Skip(1)))
        {
            var runs = TextDifference.Between(before, after);

            Assert.Equal(before, string.Concat(runs.Where(run => run.Kind != RunKind.Added).Select(run => run.Text)));
            Assert.Equal(after, string.Concat(runs.Where(run => run.Kind != RunKind.Removed).Select(run => run.Text)));
        }
    }

    [Fact]
    public void Texts_of_pages_are_shown_whole_one_after_the_other() =>
        Assert.Equal([RunKind.Removed, RunKind.Added], TextDifference.Between(new string('旧', 20_000), new string('新', 20_000)).Select(run => run.Kind));

    [Theory]
    [InlineData("实施行政", "实施，行政", true)]
    [InlineData("“输血向", "“输血”向", true)]
    [InlineData("实 施", "实施", true)]
    [InlineData("7万人", "8万人", false)]
    [InlineData("实施", "实行", false)]
    public void Only_marks_and_white_space_are_punctuation(string before, string after, bool isPunctuation) =>
        Assert.Equal(isPunctuation, TextDifference.IsOnlyPunctuation(TextDifference.Between(before, after)));

    [Theory]
    [InlineData("一二三四五六七八九十", "一二三四五六甲七八九十", "……五六+甲七八……")]
    [InlineData("一二三甲四五六七八九十", "一二三四五六七八九十", "一二三-甲四五……")]
    [InlineData("一甲二三四五六七乙八", "一二三四五六七八", "一-甲二三……六七-乙八")]
    [InlineData("𠮷😀𠮷甲", "𠮷😀𠮷", "𠮷😀𠮷-甲")]
    public void An_excerpt_keeps_some_characters_around_each_change(string before, string after, string excerpt) =>
        Assert.Equal(excerpt, string.Concat(TextDifference.Excerpt(TextDifference.Between(before, after), 2).Select(run => run.Kind == RunKind.Kept ? run.Text : "=-+"[(int)run.Kind] + run.Text)));

    private static List<string> Some(Random random) => [.. Enumerable.Range(0, random.Next(40)).Select(_ => Characters[random.Next(Characters.Length)])];

    private static List<string> Edited(List<string> text, Random random)
    {
        var edited = text.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(edited.Count + 1);
            if (random.Next(2) == 0)
            {
                edited.Insert(at, Characters[random.Next(Characters.Length)]);
            }
            else if (at < edited.Count)
            {
                edited.RemoveAt(at);
            }
        }

        return edited;
    }
}
