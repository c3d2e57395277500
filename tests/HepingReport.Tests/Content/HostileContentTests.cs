using System.Runtime.InteropServices;
using System.Text;
using HepingReport.Content;
using Xunit.Abstractions;

namespace HepingReport.Tests;

/// <summary>
/// Whatever a file holds, loading gives a snapshot with the report's words unchanged, or problems that each name a place and say a sentence.
/// It never throws.
/// </summary>
public sealed class HostileContentTests(ITestOutputHelper output)
{
    private readonly Lock clock = new();
    private TimeSpan slowest;
    private int problems;

    /// <summary>Shapes on which parsers are known to recurse without end, take time that grows with a power of the length, or throw what they should not.</summary>
    public static TheoryData<string, string> Shapes => new()
    {
        { "[", "" }, { "![", "" }, { "*", "" }, { "*", "a" }, { "**a", "" }, { "*a ", "" }, { "_a", "" }, { "*a_ ", "" }, { "[a](", "" }, { "[a](<b", "" }, { "[", "a](x)" },
        { "![a](", ")" }, { ">", "" }, { "> - ", "a" }, { "- ", "" }, { "1. ", "" }, { "`", "" }, { "`a``", "" }, { "\\", "" }, { "<", "" }, { "<a ", "" }, { "<!--", "" },
        { "<![CDATA[", "" }, { "<?", "" }, { "&", "" }, { "&#x;", "" }, { "a|b\n", "" }, { "|", "\n|-" }, { "# a\n", "" }, { "```\n", "" }, { "[a]: x\n", "[a]" }, { "{#a} ", "" },
        { " ", "{#" }, { "\t", "a" }, { "\n", "" }, { "---\n", "" }, { "...\n", "" }, { "字", "" }, { "1 ", "" }, { "1.", "" }, { "\u00A0", "" }, { "{", "" }, { "? ", "" }, { "&a ", "" }, { "- &a b\n", "- *a" }, { "!", "" }, { "'", "" },
        { "\"\\", "" }, { "a: ", "" }, { "%YAML 1.1\n", "" }, { "- {a: b}\n", "" }, { ",", "" }, { "<<: ", "" }, { "http://a.", "" }, { "<http://a", ">" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_shape_repeated_without_measure_is_refused_or_read(string unit, string end)
    {
        foreach (var times in new[] { 10, 1_000, 20_000 })
        {
            var text = string.Concat(Enumerable.Repeat(unit, times)) + end;
            Try(TestContent.Small.With("pages/help.md", $"---\ntitle: 使用帮助\nsummary: 怎样使用。\n---\n\n{text}\n"));
            Try(TestContent.Small.With("report/closing.md", $"---\ntitle: 结束语\n---\n\n{text} {{#thanks}}\n"));
            Try(TestContent.Small.With("report/closing.md", $"---\n{text}\n---\n\n谢谢大家。 {{#thanks}}\n"));
            Try(TestContent.Small.With("notes.yml", text));
            Try(TestContent.Small.With("report/report.yml", text));
            Try(TestContent.Small.With("ids.txt", text));
            Try(TestContent.Small.With("source/report-2018.txt", text));
        }
    }

    [Theory]
    [InlineData("- a: \"\\UFFFFFFFF\"")]
    [InlineData("- a: \"\\uD800\"")]
    [InlineData("- number: 99999999999999999999")]
    [InlineData("- number: -1")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("- ? {a: b}\n  : c")]
    [InlineData("- number: 1\n  1: 2\n  ~: 3\n  '': 4")]
    [InlineData("- !!binary x")]
    [InlineData("- !!python/object:os.system a")]
    [InlineData("%TAG ! !\n---\n- !x a")]
    [InlineData("%YAML 99999999999999.1\n---\na: b")]
    [InlineData("- a: |99\n  b")]
    [InlineData("&a [*a]")]
    [InlineData("- &a {b: &b [c], d: *b}")]
    [InlineData("- [a\n")]
    [InlineData("- {a\n")]
    [InlineData("\u0085- a\u2028- b\u2029")]
    [InlineData("\uFEFF\uFEFF- a")]
    [InlineData("---\n...\n---\n...\n")]
    public void A_list_that_is_hardly_YAML_is_refused(string yaml)
    {
        Assert.Null(Try(TestContent.Small.With("notes.yml", yaml)).Snapshot);
        Assert.Null(Try(TestContent.Small.With("report/report.yml", yaml)).Snapshot);
        Assert.Null(Try(TestContent.Small.With("report/closing.md", $"---\n{yaml}\n---\n\n谢谢大家。 {{#thanks}}\n")).Snapshot);
    }

    [Theory]
    [InlineData("# a", " ", "b")]
    [InlineData("# a", "\u00A0", "{#b")]
    [InlineData("a", " ", "{#b")]
    [InlineData("a|b\n-|-\n", "a", "|b")]
    public void A_line_of_immeasurable_length_is_refused_or_read(string start, string unit, string end)
    {
        var text = start + string.Concat(Enumerable.Repeat(unit, 200_000)) + end;

        Try(TestContent.Small.With("pages/help.md", $"---\ntitle: 使用帮助\nsummary: 怎样使用。\n---\n\n{text}\n"));
        Try(TestContent.Small.With("report/closing.md", $"---\ntitle: 结束语\n---\n\n{text} {{#thanks}}\n"));
    }

    [Theory]
    [InlineData("**a")]
    [InlineData("[a](")]
    [InlineData("`a")]
    public void Thousands_of_marks_that_might_open_something_are_not_read(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 5_001));

        var load = Try(TestContent.Small.With("pages/about.md", $"---\ntitle: 关于我们\nsummary: 谁办的网站。\n---\n\n{text}\n"));

        Assert.Equal("pages/about.md:1:1 错误［text-too-tangled］这个文件的格式符号太多，或者套得太深，读不懂。请改成普通的段落、标题和列表。", Assert.Single(load.Problems).ToString());
    }

    [Fact]
    public void An_empty_folder_is_a_list_of_missing_files()
    {
        var load = Try(ContentSource.Of([]));

        Assert.Null(load.Snapshot);
        Assert.All(load.Problems, problem => Assert.Equal("file-missing", problem.Code));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    [InlineData(3, 100)]
    [InlineData(6, 400)] // a bare carriage return ends a line too
    public void Hundreds_of_damaged_contents_are_refused_or_leave_the_words_alone(int seed, int times) => Damage(seed, times, alsoAsDraft: true);

    [Fact]
    [Trait("Category", "Long")]
    public void A_hundred_thousand_damaged_contents_are_refused_or_leave_the_words_alone()
    {
        const int Seeds = 4;
        const int TimesEach = 25_000; // more than an hour on two cores
        var accepted = 0;
        Parallel.For(0, Seeds, seed => Interlocked.Add(ref accepted, Damage(seed + 4, TimesEach)));

        output.WriteLine($"RESULT content parser: {Seeds * TimesEach} randomly damaged copies of the real content loaded, 0 exceptions, the slowest in {slowest.TotalMilliseconds:0} ms; {accepted} accepted with every word unchanged, {Seeds * TimesEach - accepted} refused with {problems} problems, each with a file, a line and a sentence");
    }

    /// <returns>How many were accepted.</returns>
    /// <param name="alsoAsDraft">What staff see of content with errors can be made, too.</param>
    private int Damage(int seed, int times, bool alsoAsDraft = false)
    {
        var damage = new Damage(TestContent.Real, seed);
        var accepted = 0;
        for (var i = 0; i < times; i++)
        {
            var (content, what) = damage.Next();
            try
            {
                var start = ThreadTime();
                var load = Try(content);
                Time(ThreadTime() - start, load);
                _ = alsoAsDraft ? load.Draft : null;
                if (load.Snapshot is { } snapshot)
                {
                    accepted++;
                    Assert.Equal(TestContent.RealSnapshot.Fidelity.Printed, snapshot.Fidelity.Printed);
                    Assert.Equal(TestContent.RealSnapshot.Fidelity.Published, snapshot.Fidelity.Restored);
                }
            }
            catch (Exception fault)
            {
                output.WriteLine($"Seed {seed}, {i}: {what}");
                throw new InvalidOperationException($"Seed {seed}, damage {i} ({what}): {fault.Message}", fault);
            }
        }

        return accepted;
    }

    private void Time(TimeSpan took, ContentLoad load)
    {
        lock (clock)
        {
            slowest = took > slowest ? took : slowest;
            problems += load.Problems.Count;
        }

        // A second on an idle machine; what is tight here is a hang anywhere.
        Assert.True(took < TimeSpan.FromSeconds(10), $"took {took}");
    }

    /// <summary>The time this thread has worked: on a busy machine, waiting for a turn is nobody's hang.</summary>
    private static TimeSpan ThreadTime()
    {
        const int ThreadCpuTime = 3;
        var time = new long[2];
        return clock_gettime(ThreadCpuTime, time) == 0 ? TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1] / 1000.0) : throw new NotSupportedException("The time of a thread is asked for as on Linux.");
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, [Out] long[] time);

    private static ContentLoad Try(ContentSource content)
    {
        var load = ContentLoader.Load(content);

        Assert.Equal(load.Snapshot is null, load.Problems.Any(problem => problem.Level == ProblemLevel.Error));
        foreach (var inFile in load.Problems.GroupBy(problem => problem.Place.File))
        {
            var lines = content.Find(inFile.Key) is { } file ? Encoding.UTF8.GetString(file.Bytes.Span).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r') : null;
            foreach (var problem in inFile)
            {
                Assert.True(problem.Place is { File.Length: > 0, Line: > 0, Column: > 0 }, problem.ToString());
                Assert.EndsWith("。", problem.Message, StringComparison.Ordinal);

                // An editor can go there: the line exists, and the column lies in it or right behind it.
                Assert.True(lines is null || (problem.Place.Line <= lines.Length && problem.Place.Column <= lines[problem.Place.Line - 1].Length + 1), problem.ToString());
            }
        }

        return load;
    }
}
