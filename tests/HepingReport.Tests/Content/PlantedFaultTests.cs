using System.Text;
using HepingReport.Content;

namespace HepingReport.Tests;

/// <summary>Faults planted in the real content: none slips through, and each is found at its file and line.</summary>
public sealed class PlantedFaultTests
{
    [Fact]
    public void Many_faults_at_once_are_all_reported_at_their_places()
    {
        var content = TestContent.Real;
        var planted = new List<(string Code, ContentPlace Place)>();

        Plant("text-differs", "report/review-2017/economy.md", "突出特色", "突出特点"); // a changed character
        Plant("text-differs", "report/review-2017/wellbeing.md", "主体完工，新增学位520个", "主体完工，新增学位530个"); // a changed figure
        Plant("text-differs", "report/review-2017/governance.md", "检查单位4.7万余家（次），", "检查单位4.7万余家（次）,"); // a half-width comma
        Plant("text-differs", "report/plan-2018/chapter.md", "title: 2018年主要工作", "title: 2018年重点工作"); // a heading
        Plant("paragraph-id-twice", "report/review-2017/city.md", "{#city-housing}", "{#city-environment}", at: "**居住条件");
        Plant("paragraph-without-id", "report/review-2017/self-improvement.md", " {#self-improvement-conduct}", "", at: "**作风建设");
        Plant("section-markup", "report/government/diligence.md", "重实干出实招", "- 重实干出实招");
        Plant("lead-misplaced", "report/plan-2018/reform.md", "**深化供给侧结构性改革。**", "**深化供给侧结构性改革**。");
        Plant("key-unknown", "report/government/rule-of-law.md", "summary:", "sumary:");
        Plant("front-matter-missing", "pages/accessibility.md", "---\ntitle", "title", at: "title");
        Plant("file-bom", "report/opening.md", "---\ntitle", "\uFEFF---\ntitle");
        Plant("key-missing", "notes.yml", "\n  definition: 是指首席医师和希望之星培养工程。", "", at: "number: 12");
        Plant("note-phrase-absent", "notes.yml", "phrases: [雪亮工程]", "phrases: [雪亮行动]");
        Plant("correction-changes-words", "corrections.yml", "corrected: 全面实施，行政审批", "corrected: 全面推行，行政审批");
        Plant("place-unknown", "doubts.yml", "place: environment-management", "place: enviroment-management");
        Plant("words-not-once", "doubts.yml", "words: 伙楼院", "words: 隐患");
        Plant("yaml-broken", "topics.yml", "name: 就业", "name: \"就业", at: "\"就业");
        Plant("id-gone", "ids.txt", "closing-call 151\n", "old-paragraph 19\n");
        Plant("redirect-from-in-use", "redirects.yml", "# - { from: /report/review-2017/old, to: /report/review-2017/economy }", "- { from: /report/plan-2018/reform, to: /report/review-2017/economy }");
        Plant("identity-differs", "site.yml", "022-23196661", "022-23196662");
        Plant("raw-html", "pages/about.md", "---\n\n", "---\n\n<marquee>你好</marquee>\n\n", at: "<marquee>");
        Plant("link-nowhere", "pages/help.md", "[专题](/topics)", "[专题](/topic)");
        Plant("link-scheme", "pages/legal.md", "---\n\n", "---\n\n[点这里](javascript:alert(1))\n\n", at: "[点这里]");

        // Registered nowhere, since its line went away above; the paragraph itself is as it was.
        planted.Add(("id-not-in-ledger", content.PlaceOf("report/closing.md", "closing-call}")));

        // A paragraph dropped, two swapped, a stray copy, an emptied page.
        var safety = content.TextOf("report/plan-2018/safety.md");
        content = content.With("report/plan-2018/safety.md", Without(safety, "safety-order"));
        planted.Add(("source-not-in-content", content.PlaceOf("report/plan-2018/safety.md", "**推进安全和平建设。**"))); // after this one
        planted.Add(("id-gone", content.PlaceOf("ids.txt", "safety-order")));
        content = content.With("report/plan-2018/livelihood.md", Swapped(content.TextOf("report/plan-2018/livelihood.md"), "livelihood-education", "livelihood-health"));
        planted.Add(("paragraph-not-in-source", content.PlaceOf("report/plan-2018/livelihood.md", "**坚持教育优先发展。**")));
        content = content.With("report/plan-2018/safety 副本.md", safety);
        planted.Add(("file-unknown", new ContentPlace("report/plan-2018/safety 副本.md", 1, 1)));
        content = content.With("report/review-2017/closing.md", Encoding.Unicode.GetPreamble());
        planted.Add(("file-encoding", new ContentPlace("report/review-2017/closing.md", 1, 1)));

        var load = ContentLoader.Load(content);

        Assert.Null(load.Snapshot);
        var reported = load.Problems.Select(problem => (problem.Code, problem.Place.File, problem.Place.Line)).ToHashSet();
        var missed = planted.Select(fault => (fault.Code, fault.Place.File, fault.Place.Line)).Except(reported).ToList();
        Assert.Empty(missed);
        Assert.True(planted.Select(fault => fault.Code).Distinct().Count() >= 20);
        Assert.True(planted.Select(fault => fault.Place.File).Distinct().Count() >= 20);

        void Plant(string code, string path, string words, string fault, string? at = null)
        {
            content = content.Edit(path, words, fault);
            planted.Add((code, content.PlaceOf(path, at ?? fault)));
        }
    }

    [Fact]
    public void Problems_come_in_the_order_of_files_and_lines()
    {
        var content = TestContent.Real.Edit("site.yml", "022-23196661", "022").Edit("report/closing.md", "竭力奋斗", "努力奋斗").Edit("notes.yml", "控尘、控煤", "控煤、控尘").Edit("notes.yml", "外经、外包", "外包、外经");

        var places = ContentLoader.Load(content).Problems.Select(problem => problem.Place).ToList();

        Assert.Equal(["notes.yml:35:24", "notes.yml:70:18", "report/closing.md:9:160", "site.yml:10:18"], places.Select(place => place.ToString()));
    }

    [Fact]
    public void No_change_of_one_character_in_any_paragraph_or_note_slips_through()
    {
        var random = new Random(2018);
        var tried = 0;
        foreach (var section in TestContent.RealSnapshot.Report.Sections)
        {
            var path = $"report/{section.Key}.md".Replace("report/report/", "report/", StringComparison.Ordinal);
            foreach (var paragraph in section.Paragraphs)
            {
                var lead = paragraph.LeadLength == 0 ? "" : $"**{paragraph.Lead}**";
                ExpectRefused(path, lead + paragraph.Text[paragraph.LeadLength..], lead.Length);
            }
        }

        foreach (var note in TestContent.RealSnapshot.Report.Notes)
        {
            ExpectRefused("notes.yml", note.Definition, 0);
        }

        Assert.Equal((57 + 18) * 5, tried);

        void ExpectRefused(string path, string words, int leadLength)
        {
            foreach (var edit in SingleCharacterEdits(words, leadLength))
            {
                var load = ContentLoader.Load(TestContent.Real.Edit(path, words, edit));

                Assert.Null(load.Snapshot);
                Assert.True(load.Problems.Any(problem => problem.Level == ProblemLevel.Error && problem.Place.File == path), $"{path}: {edit}");
                tried++;
            }
        }

        IEnumerable<string> SingleCharacterEdits(string words, int leadLength)
        {
            // Inside the words, not in the asterisks around the topic sentence: those are markup.
            int Position() => leadLength > 4 && random.Next(4) == 0 ? random.Next(2, leadLength - 2) : random.Next(leadLength, words.Length);
            var i = Position();
            yield return words.Remove(i, 1);
            i = Position();
            yield return words.Insert(i, words[i].ToString());
            i = Position();
            yield return words[..i] + Other(words[i], "的了和一二3578，。、；“”,.%") + words[(i + 1)..];
            i = Position();
            yield return words[..i] + Other(words[i], "己末士曰0O1lI") + words[(i + 1)..];
            i = Math.Max(1, Position());
            yield return words.Insert(i, Other('\0', "的， 、\u3000\u200B\u00A0\uFEFF\u00AD").ToString());
        }

        char Other(char than, string from)
        {
            var other = from[random.Next(from.Length)];
            return other == than ? '某' : other;
        }
    }

    [Fact]
    public void No_change_of_one_digit_in_any_paragraph_slips_through()
    {
        foreach (var file in TestContent.Real.Files.Where(file => file.Path.StartsWith("report/", StringComparison.Ordinal) && file.Path.EndsWith(".md", StringComparison.Ordinal)))
        {
            var text = TestContent.Real.TextOf(file.Path);
            for (var i = text.IndexOf("\n---\n", StringComparison.Ordinal); i < text.Length; i++)
            {
                if (char.IsAsciiDigit(text[i]))
                {
                    var load = ContentLoader.Load(TestContent.Real.With(file.Path, $"{text[..i]}{(char)('0' + ((text[i] - '0' + 1) % 10))}{text[(i + 1)..]}"));

                    Assert.Null(load.Snapshot);
                    Assert.Contains(load.Problems, problem => problem.Code == "text-differs" && problem.Place.File == file.Path);
                }
            }
        }
    }

    /// <summary>The section without one paragraph and the empty line before it.</summary>
    private static string Without(string text, string id) => string.Join("\n\n", text.Split("\n\n").Where(block => !block.Contains($"{{#{id}}}", StringComparison.Ordinal)));

    private static string Swapped(string text, string one, string other)
    {
        var blocks = text.Split("\n\n");
        var i = Array.FindIndex(blocks, block => block.Contains($"{{#{one}}}", StringComparison.Ordinal));
        var j = Array.FindIndex(blocks, block => block.Contains($"{{#{other}}}", StringComparison.Ordinal));
        (blocks[i], blocks[j]) = (blocks[j], blocks[i]);
        return string.Join("\n\n", blocks);
    }
}
