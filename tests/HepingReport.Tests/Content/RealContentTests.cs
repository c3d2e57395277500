using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HepingReport.Content;
using YamlDotNet.Serialization;

namespace HepingReport.Tests;

/// <summary>
/// The content of this repository: it loads without a problem, and it is the published text. What the library proves about itself
/// is proven here once more by other, simpler means.
/// </summary>
public sealed class RealContentTests
{
    private const string SourceFile = "source/report-2018.txt";
    private const int FirstLine = 7;
    private const int LastLine = 188;
    private const int NotesLine = 152;

    private static ContentSnapshot Content => TestContent.RealSnapshot;

    private static Report Report => Content.Report;

    private static byte[] SourceBytes { get; } = File.ReadAllBytes(Path.Combine(TestContent.RealFolder, SourceFile));

    private static string[] SourceLines { get; } = Encoding.UTF8.GetString(SourceBytes).Split('\n');

    [Fact]
    public void It_loads_without_a_problem() => Assert.Empty(ContentLoader.Load(TestContent.Real).Problems);

    [Fact]
    public void The_source_file_is_the_one_that_was_published()
    {
        const string Sha256 = "4b9d4b2cbf52703a4cf9d8affa928a98d4756c6eed1c92ece553771b92a43919";

        Assert.Equal(Sha256, Convert.ToHexStringLower(SHA256.HashData(SourceBytes)));
        Assert.Equal(Sha256, Content.Fidelity.SourceSha256);
        Assert.Equal(SourceBytes, Content.Fidelity.SourceFile.ToArray());
    }

    [Fact]
    public void The_report_has_all_its_parts()
    {
        Assert.Equal(3, Report.Chapters.Count);
        Assert.Equal(13, Report.Sections.Count(section => section.Number is not null));
        Assert.Equal(19, Report.Sections.Count);
        Assert.Equal(57, Report.Paragraphs.Count());
        Assert.Equal(18, Report.Notes.Count);
        Assert.Equal(19, Report.Notes.Sum(note => note.Phrases.Count));
        Assert.Equal(22, Report.Paragraphs.Sum(paragraph => paragraph.Marks.OfType<NoteReference>().Count()));
        Assert.Equal(22, Report.Notes.Sum(note => note.Uses.Count));
        Assert.Equal(13, Content.Corrections.Count);
        Assert.Equal(8, Content.Doubts.Count);
        Assert.Equal(92, Content.Fidelity.BlockCount);
    }

    [Fact]
    public void Every_correction_and_doubt_of_a_paragraph_or_note_is_marked_at_its_words()
    {
        var marks = Report.Paragraphs.SelectMany(paragraph => paragraph.Marks.Select(mark => (mark, paragraph.Text)))
            .Concat(Report.Notes.SelectMany(note => note.Marks.Select(mark => (mark, note.Text)))).ToList();

        Assert.Equal(
            ["。", "，", "。", "。", "。", "”", "。", "实施商务楼宇", ".", ".", ".", "“1”"],
            marks.Where(mark => mark.mark is CorrectionMark).OrderBy(mark => ((CorrectionMark)mark.mark).Correction.Number).Select(mark => mark.Text[mark.mark.Start..mark.mark.End]));
        Assert.Equal(
            Content.Doubts.Select(doubt => doubt.Words),
            marks.Where(mark => mark.mark is DoubtMark).OrderBy(mark => ((DoubtMark)mark.mark).Doubt.Number).Select(mark => mark.Text[mark.mark.Start..mark.mark.End]));
    }

    [Fact]
    public void Every_heading_paragraph_and_note_stands_in_the_order_of_the_source()
    {
        var printed = new List<string>();
        foreach (var section in Report.Sections)
        {
            printed.AddRange(section.IsLead ? [Report.ChapterOf(section)!.Heading] : section.Number is null ? [] : [section.Heading]);
            printed.AddRange(section.Paragraphs.Select(paragraph => paragraph.Text));
        }

        printed.Add("附注：");
        printed.AddRange(Report.Notes.Select(note => note.Text));

        Assert.Equal(ExpectedByLine().Values, printed);
    }

    [Fact]
    public void Every_paragraph_is_its_line_of_the_source_with_the_rule_and_its_corrections()
    {
        var expected = ExpectedByLine();
        var lineOf = LinesOfPlaces();

        Assert.Equal(57, Report.Paragraphs.Count(paragraph => expected[lineOf[paragraph.Id]] == paragraph.Text));
        Assert.Equal(18, Report.Notes.Count(note => expected[lineOf[note.Place]] == note.Text));
    }

    [Fact]
    public void Turned_back_it_is_the_source_byte_for_byte()
    {
        var lineStarts = SourceBytes.Index().Where(b => b.Item == '\n').Select(b => b.Index + 1).Prepend(0).ToList();
        var published = SourceBytes[lineStarts[FirstLine - 1]..(lineStarts[LastLine] - 1)];

        Assert.Equal(published, Encoding.UTF8.GetBytes(Content.Fidelity.Restored));
        Assert.Equal(string.Join('\n', SourceLines[(FirstLine - 1)..LastLine]), Content.Fidelity.Restored);
        Assert.Equal(Content.Fidelity.PublishedSha256, Content.Fidelity.RestoredSha256);
        Assert.Equal((FirstLine, LastLine), (Content.Fidelity.FirstLine, Content.Fidelity.LastLine));
    }

    [Theory]
    [InlineData(',', '，', 482, 8)]
    [InlineData(':', '：', 6, 19)]
    [InlineData(';', '；', 10, 2)]
    [InlineData('!', '！', 3, 0)]
    [InlineData('(', '（', 17, 0)]
    [InlineData(')', '）', 17, 0)]
    public void The_punctuation_rule_applies_as_often_as_the_list_of_defects_says(char published, char printed, int inBody, int inNotes)
    {
        Assert.Equal(inBody, SourceLines[(FirstLine - 1)..(NotesLine - 1)].Sum(line => line.Count(c => c == published)));
        Assert.Equal(inNotes, SourceLines[(NotesLine - 1)..LastLine].Sum(line => line.Count(c => c == published)));
        Assert.DoesNotContain(printed, string.Join('\n', SourceLines));
        Assert.Contains(new PunctuationCount(published, printed, inBody, inNotes), Content.Fidelity.Punctuation);
        Assert.Equal(6, Content.Fidelity.Punctuation.Count);
    }

    [Fact]
    public void No_half_width_punctuation_is_left() =>
        Assert.DoesNotContain(Texts(), text => text.Text.Any(",:;!()".Contains));

    [Fact]
    public void No_white_space_is_left_but_one_that_was_printed()
    {
        var spaces = Texts().SelectMany(text => text.Text.Index().Where(c => char.IsWhiteSpace(c.Item) || char.IsControl(c.Item)).Select(c => text.Text[Math.Max(0, c.Index - 2)..(c.Index + 3)]));

        Assert.Equal(["环境 支持"], spaces);
        Assert.Contains("《关于营造企业家创业发展良好环境 支持企业创新发展的若干意见》", Report.FindNote(1)!.Definition, StringComparison.Ordinal);
    }

    [Fact]
    public void No_character_is_invisible_or_out_of_place() =>
        Assert.DoesNotContain(Texts(), text => text.Text.Any(c => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned));

    [Fact]
    public void Brackets_and_quotation_marks_balance_in_every_paragraph_and_note()
    {
        foreach (var (place, text) in Texts())
        {
            var open = new Stack<char>();
            foreach (var c in text)
            {
                if ("“‘《（".Contains(c))
                {
                    open.Push(c);
                }
                else if ("”’》）".IndexOf(c) is >= 0 and var closing)
                {
                    Assert.True(open.TryPop(out var opening) && opening == "“‘《（"[closing], $"{place}: {c} closes nothing.");
                }
            }

            Assert.True(open.Count == 0, $"{place}: {string.Concat(open)} stays open.");
        }
    }

    [Fact]
    public void Every_paragraph_of_the_body_ends_as_a_sentence()
    {
        var others = Report.Paragraphs.Where(paragraph => paragraph.Text[^1] is not ('。' or '！'));

        // These two lead on to what follows.
        Assert.Equal(["各位代表：", "重点做好五方面工作："], others.Select(paragraph => paragraph.Text.Split('，')[^1]));
    }

    [Fact]
    public void Every_topic_sentence_is_quoted_word_for_word_from_one_place()
    {
        var sentences = Content.Topics.SelectMany(topic => topic.Sentences).ToList();

        Assert.NotEmpty(sentences);
        Assert.All(sentences, sentence => Assert.Equal(2, Report.FindParagraph(sentence.Place.Paragraph.Id)!.Paragraph.Text.Split(sentence.Quote).Length));
    }

    [Fact]
    public void A_topic_says_of_the_first_chapter_what_was_done_and_of_the_others_what_is_to_do() =>
        Assert.All(
            Content.Topics.SelectMany(topic => topic.Sentences),
            sentence => Assert.Equal(sentence.Place.Section.ChapterId == "review-2017" ? TopicSide.Done2017 : TopicSide.ToDo2018, sentence.Side));

    [Theory]
    [InlineData(3, "以", "和医科大学", 3)] // 三区
    [InlineData(3, "和北辰区和", "为代表", 2, "和平区、河北区、北辰区和")] // 两院
    [InlineData(4, "是指", "五个清单。", 5)]
    [InlineData(6, "是指", "。", 3)]
    [InlineData(7, "是指", "联动。", 5)]
    [InlineData(9, "即", "。", 5)]
    [InlineData(10, "“7”是指", "7种服务。", 7)]
    [InlineData(10, "搭建由", "共同组成", 5)]
    [InlineData(11, "是指", "。", 20)]
    [InlineData(13, "是指", "。", 5)]
    [InlineData(14, "是指", "。", 5)]
    [InlineData(16, "是指", "。", 4)]
    [InlineData(17, "“3”是指", "三项制度", 3)]
    [InlineData(17, "“4”是指", "四项机制", 4)]
    [InlineData(18, "调动", "五方面积极性", 5, null, "以及")]
    public void A_list_in_a_note_has_as_many_items_as_its_name_says(int note, string after, string before, int count, string? exactAfter = null, string? and = null)
    {
        var definition = Report.FindNote(note)!.Definition;
        var words = definition.Split(exactAfter ?? after, 2)[1].Split(before, 2)[0];

        Assert.Equal(count, words.Replace(and ?? "、", "、", StringComparison.Ordinal).Split('、').Distinct().Count());
    }

    [Fact]
    public void The_numbers_in_the_names_of_modes_are_those_of_their_notes()
    {
        Assert.Equal(3, Report.FindNote(16)!.Definition.Split("到位").Length - 1);
        Assert.Equal(5, Report.FindNote(13)!.Definition.Split('一').Length - 1);
        Assert.StartsWith("是指由1个牵头招商部门、7个专业招商部门和1个专业招商公司组成", Report.FindNote(8)!.Definition, StringComparison.Ordinal);
        Assert.Equal(1, Report.FindNote(17)!.Definition.Split("“1”是指").Length - 1);
        Assert.Contains("实施20项健康工程", Report.FindParagraph("livelihood-health")!.Paragraph.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_five_fields_of_work_are_the_five_sections_of_the_plan()
    {
        var plan = Report.FindChapter("plan-2018")!;

        Assert.EndsWith("重点做好五方面工作：", plan.Lead.Paragraphs[^1].Text, StringComparison.Ordinal);
        Assert.Equal(["（一）", "（二）", "（三）", "（四）", "（五）"], plan.Sections.Select(section => section.Number));
    }

    [Fact]
    public void The_lessons_of_the_year_count_from_one_to_five()
    {
        var text = Report.FindParagraph("review-lessons")!.Paragraph.Text;

        Assert.All("一二三四五", number => Assert.Equal(2, text.Split($"{number}是必须").Length));
    }

    [Fact]
    public void Chapters_and_their_sections_are_numbered_in_order()
    {
        Assert.Equal(["一、", "二、", "三、"], Report.Chapters.Select(chapter => chapter.Number));
        Assert.All(Report.Chapters, chapter => Assert.Equal("一二三四五"[..chapter.Sections.Count].Select(number => $"（{number}）"), chapter.Sections.Select(section => section.Number)));
        Assert.Equal(Enumerable.Range(1, 18), Report.Notes.Select(note => note.Number));
        Assert.All(Report.Sections, section => Assert.Equal(Enumerable.Range(1, section.Paragraphs.Count), section.Paragraphs.Select(paragraph => paragraph.Number)));
    }

    [Fact]
    public void A_section_leads_to_the_next_and_back()
    {
        for (var section = Report.Opening; Report.After(section) is { } next; section = next)
        {
            Assert.Same(section, Report.Before(next));
        }

        Assert.Null(Report.Before(Report.Opening));
        Assert.Null(Report.After(Report.Closing));
    }

    private static IEnumerable<(string Place, string Text)> Texts() =>
        Report.Chapters.Select(chapter => (chapter.Id, chapter.Heading))
            .Concat(Report.Sections.Select(section => (section.Key, section.Heading)))
            .Concat(Report.Paragraphs.Select(paragraph => (paragraph.Id, paragraph.Text)))
            .Concat(Report.Notes.Select(note => (note.Place, note.Text)));

    /// <summary>By its line in the source, what each heading, paragraph and note should read: six replacements and corrections.yml, and nothing of the library's.</summary>
    private static SortedDictionary<int, string> ExpectedByLine()
    {
        var lines = new SortedDictionary<int, string>();
        for (var number = FirstLine; number <= LastLine; number++)
        {
            if (SourceLines[number - 1].Length > 0)
            {
                lines[number] = FullWidth(SourceLines[number - 1]);
            }
        }

        var lineOf = LinesOfPlaces();
        foreach (var correction in new DeserializerBuilder().Build().Deserialize<List<Dictionary<string, object>>>(TestContent.Real.TextOf("corrections.yml")))
        {
            var line = lineOf[(string)correction["place"]];
            var parts = lines[line].Split(FullWidth((string)correction["source"]).TrimStart('\n'));
            Assert.Equal(2, parts.Length);
            lines[line] = parts[0] + ((string)correction["corrected"]).TrimStart('\n') + parts[1];
        }

        return lines;
    }

    private static Dictionary<string, int> LinesOfPlaces()
    {
        var lines = TestContent.Real.TextOf("ids.txt").Split('\n').Where(line => line.Length > 0 && line[0] is not '#' and not '/').Select(line => line.Split(' '))
            .ToDictionary(line => line[0], line => int.Parse(line[1], CultureInfo.InvariantCulture));
        lines["notes"] = NotesLine;
        for (var note = 1; note <= 18; note++)
        {
            lines[$"note-{note}"] = NotesLine + (2 * note);
        }

        return lines;
    }

    private static string FullWidth(string text) =>
        text.Replace(',', '，').Replace(':', '：').Replace(';', '；').Replace('!', '！').Replace('(', '（').Replace(')', '）');
}
