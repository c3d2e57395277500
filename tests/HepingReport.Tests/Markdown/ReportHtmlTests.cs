using System.Net;
using AngleSharp.Html.Parser;
using HepingReport.Content;
using HepingReport.Markdown;
using static HepingReport.Tests.ReportBuilder;

namespace HepingReport.Tests;

public sealed class ReportHtmlTests
{
    private const string Permalink = """<a class="permalink" data-aid data-share href="/share/road-paving"><span class="visually-hidden">修路</span>第1段<span class="visually-hidden">：引用、分享、纠错</span></a>""";

    [Fact]
    public void A_paragraph_is_its_words_and_its_link() =>
        Assert.Equal($"""<p class="para" id="road-paving">路修好了。{Permalink}</p>""", ReportHtml.Paragraph(Paragraph("路修好了。"), "修路"));

    [Fact]
    public void The_topic_sentence_is_strong() =>
        Assert.Equal(
            $"""<p class="para" id="road-paving"><strong class="lead">路修好了。</strong>铺了砖。{Permalink}</p>""",
            ReportHtml.Paragraph(Paragraph("路修好了。铺了砖。", leadLength: 5), "修路"));

    [Fact]
    public void A_note_reference_follows_its_words()
    {
        const string Text = "铺上了“透水砖”。";

        Assert.Equal(
            $"""<p class="para" id="road-paving">铺上了“透水砖<a class="mark" data-aid data-explain role="doc-noteref" id="ref-3-2" href="#note-3">注3</a>”。{Permalink}</p>""",
            ReportHtml.Paragraph(Paragraph(Text, marks: [NoteOn(Text, "透水砖", note: 3, occurrence: 2)]), "修路"));
    }

    [Fact]
    public void A_correction_follows_its_words()
    {
        const string Text = "路灯亮了。晚上不怕黑。";

        Assert.Equal(
            $"""<p class="para" id="road-paving">路灯亮了。晚上<a class="mark" data-aid data-explain id="ref-correction-4" href="#correction-4">更正4</a>不怕黑。{Permalink}</p>""",
            ReportHtml.Paragraph(Paragraph(Text, marks: [CorrectionOn(Text, "亮了。晚上", number: 4)]), "修路"));
    }

    [Fact]
    public void A_doubt_follows_its_words_and_repeats_them_for_the_ear()
    {
        const string Text = "成活率很高。";

        Assert.Equal(
            $"""<p class="para" id="road-paving">成活率很高<a class="mark mark--doubt" data-aid data-explain id="ref-doubt-2" href="#doubt-2">原文如此<span class="visually-hidden">：很高</span></a>。{Permalink}</p>""",
            ReportHtml.Paragraph(Paragraph(Text, marks: [DoubtOn(Text, "很高", number: 2)]), "修路"));
    }

    [Fact]
    public void A_former_id_still_leads_here() =>
        Assert.Equal(
            $"""<p class="para" id="road-paving"><span data-aid id="old-road"></span><span data-aid id="a&quot;b"></span>路修好了。{Permalink}</p>""",
            ReportHtml.Paragraph(Paragraph("路修好了。", formerIds: ["old-road", "a\"b"]), "修路"));

    [Fact]
    public void Marks_in_the_topic_sentence_at_its_end_and_across_it_are_all_set()
    {
        const string Text = "修路种树。路好树多。";
        Mark[] marks = [NoteOn(Text, "修路", note: 1), NoteOn(Text, "种树。", note: 2), DoubtOn(Text, "树。路", number: 3)];

        var html = ReportHtml.Paragraph(Paragraph(Text, leadLength: 5, marks: marks), "修路");

        Assert.StartsWith("""<p class="para" id="road-paving"><strong class="lead">修路<a class="mark" data-aid data-explain role="doc-noteref" id="ref-1-1" href="#note-1">注1</a>种树。<a """, html, StringComparison.Ordinal);
        Assert.Contains("""注2</a></strong>路<a class="mark mark--doubt" data-aid data-explain id="ref-doubt-3" href="#doubt-3">""", html, StringComparison.Ordinal);
        Assert.Equal(Text, WordsOf(html));
    }

    [Fact]
    public void Two_marks_that_end_at_the_same_word_are_both_set()
    {
        const string Text = "路灯亮了。晚上不怕黑。";
        Mark[] marks = [CorrectionOn(Text, "亮了。晚上", number: 1), NoteOn(Text, "晚上", note: 2), DoubtOn(Text, "上", number: 3)];

        var html = ReportHtml.Paragraph(Paragraph(Text, marks: marks), "修路");

        Assert.Contains("更正1</a><a ", html, StringComparison.Ordinal);
        Assert.Contains("注2</a><a ", html, StringComparison.Ordinal);
        Assert.Contains("id=\"ref-doubt-3\"", html, StringComparison.Ordinal);
        Assert.Equal(Text, WordsOf(html));
    }

    [Fact]
    public void A_number_lies_in_its_element_and_a_marker_within_it_behind_it()
    {
        const string Text = "修路300米，种树30棵。";
        Mark[] marks = [new FigureMark(2, 4, ["road-2017", "road-share-2017"]), DoubtOn(Text, "修路300", number: 1), new FigureMark(9, 3, ["trees-2017"]), NoteOn(Text, "30棵", note: 2)];

        var html = ReportHtml.Paragraph(Paragraph(Text, marks: marks), "修路");

        Assert.StartsWith(
            """<p class="para" id="road-paving">修路<span class="fig" data-indicator="road-2017 road-share-2017">300米</span><a class="mark mark--doubt" """, html, StringComparison.Ordinal);
        Assert.Contains("""</a>，种树<span class="fig" data-indicator="trees-2017">30棵</span><a class="mark" data-aid data-explain role="doc-noteref" id="ref-2-1" """, html, StringComparison.Ordinal);
        Assert.Equal(Text, WordsOf(html));
    }

    [Fact]
    public void Characters_with_a_meaning_in_HTML_are_words()
    {
        const string Text = "<script>alert('1')</script>&\"“5 > 3”&amp;";

        var html = ReportHtml.Paragraph(Paragraph(Text, leadLength: 8, marks: [DoubtOn(Text, "&\"", number: 1)]), "<b>修路\"&");

        Assert.StartsWith("""<p class="para" id="road-paving"><strong class="lead">&lt;script&gt;</strong>alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;<a """, html, StringComparison.Ordinal);
        Assert.Contains("""<span class="visually-hidden">&lt;b&gt;修路&quot;&amp;</span>""", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(Text, WordsOf(html));
    }

    [Fact]
    public void Without_its_aids_every_paragraph_of_the_report_is_its_text() =>
        Assert.All(
            TestContent.RealSnapshot.Report.Sections.SelectMany(section => section.Paragraphs.Select(paragraph => (section, paragraph))),
            place => Assert.Equal(place.paragraph.Text, WordsOf(ReportHtml.Paragraph(place.paragraph, place.section.Title))));

    [Fact]
    public void Every_mark_of_the_report_is_set_once()
    {
        var report = TestContent.RealSnapshot.Report;
        var html = string.Concat(report.Paragraphs.Select(paragraph => ReportHtml.Paragraph(paragraph, "")));
        var ids = new HtmlParser().ParseDocument(html).QuerySelectorAll("[id]").Select(element => element.Id!).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(57 + report.Paragraphs.Sum(paragraph => paragraph.Marks.Count(mark => mark is not (FigureMark or PronunciationMark))), ids.Count);
    }

    [Fact]
    public void A_words_reading_stands_in_ruby_text_that_is_no_part_of_the_report()
    {
        var paragraph = new Paragraph { Id = "help", Number = 1, Text = "帮扶舟曲", Marks = [new PronunciationMark(2, 2, "Zhōuqū")] };

        Assert.Contains("帮扶<ruby>舟曲<rp data-aid>（</rp><rt data-aid lang=\"zh-Latn-pinyin\">Zhōuqū</rt><rp data-aid>）</rp></ruby><a", ReportHtml.Paragraph(paragraph, ""), StringComparison.Ordinal);
        Assert.All(TestContent.RealSnapshot.Report.Paragraphs, real => Assert.Equal(real.Text, WordsOf(ReportHtml.Paragraph(real, ""))));
    }

    [Fact]
    public void A_term_is_marked_where_its_section_uses_it_first()
    {
        var content = TestContent.RealSnapshot;

        Assert.All(content.Terms, term => Assert.Equal(term.Uses.Select(use => use.Section.Key).Distinct(), term.Uses.Select(use => use.Section.Key)));
        Assert.All(content.Terms.SelectMany(term => term.Uses), use =>
            Assert.Contains($"href=\"#term-{use.Reference.Term.Id}\">释<span class=\"visually-hidden\">：{WebUtility.HtmlEncode(use.Paragraph.Text.Substring(use.Reference.Start, use.Reference.Length))}</span></a>", ReportHtml.Paragraph(use.Paragraph, ""), StringComparison.Ordinal));
    }

    [Fact]
    public void Without_its_aids_every_definition_is_as_printed() =>
        Assert.All(TestContent.RealSnapshot.Report.Notes, note => Assert.Equal(note.Definition, WordsOf(ReportHtml.NoteDefinition(note))));

    [Fact]
    public void A_definition_carries_its_correction_and_doubt()
    {
        var report = TestContent.RealSnapshot.Report;

        Assert.StartsWith("“1”<a class=\"mark\" data-aid data-explain id=\"ref-correction-13\" href=\"#correction-13\">更正13</a>是指在提升改造后", ReportHtml.NoteDefinition(report.FindNote(17)!), StringComparison.Ordinal);
        Assert.Contains("落地重建<a class=\"mark mark--doubt\" data-aid data-explain id=\"ref-doubt-8\"", ReportHtml.NoteDefinition(report.FindNote(15)!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("种树", """<span class="clause">种树</span>""")]
    [InlineData("修路，方便出行", """<span class="clause">修路，</span><span class="clause">方便出行</span>""")]
    [InlineData("坚持高端高质、优化结构，发展", """<span class="clause">坚持高端高质、</span><span class="clause">优化结构，</span><span class="clause">发展</span>""")]
    [InlineData("修路，", """<span class="clause">修路，</span>""")]
    [InlineData("，、", """<span class="clause">，</span><span class="clause">、</span>""")]
    [InlineData("a<b，&", """<span class="clause">a&lt;b，</span><span class="clause">&amp;</span>""")]
    [InlineData("", "")]
    public void A_heading_breaks_after_its_clauses(string heading, string html) => Assert.Equal(html, ReportHtml.Clauses(heading));

    [Fact]
    public void Clauses_keep_the_text_of_every_heading() =>
        Assert.All(TestContent.RealSnapshot.Report.Sections, section => Assert.Equal(section.Heading, WordsOf(ReportHtml.Clauses(section.Heading))));

    [Fact]
    public void The_ids_of_marks_and_explanations_match()
    {
        Assert.Equal("note-3", Anchors.Note(3));
        Assert.Equal("ref-3-2", Anchors.Reference(new NoteReference(0, 1, 3, 2)));
        Assert.Equal(("correction-4", "ref-correction-4"), (Anchors.Correction(Correction(4)), Anchors.Reference(Correction(4))));
        Assert.Equal(("doubt-2", "ref-doubt-2"), (Anchors.Doubt(Doubt(2)), Anchors.Reference(Doubt(2))));
    }

    [Fact]
    public void Raw_HTML_in_a_standing_page_comes_out_as_text()
    {
        var content = TestContent.Small.Edit("pages/about.md", "居委会办的网站", "<script>alert(1)</script>\n\n居委会<img src=x onerror=alert(1)>办的网站");

        var html = ContentLoader.Load(content).Snapshot!.FindPage("about")!.Html;

        var page = new HtmlParser().ParseDocument(html);
        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.Contains("<script>alert(1)</script>", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("居委会<img src=x onerror=alert(1)>办的网站", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_of_a_standing_page_have_ids_of_their_own()
    {
        var content = TestContent.Small.Edit("pages/about.md", "居委会办的网站", "## 谁 {#who}\n\n### 怎样\n\n### 何时\n\n## 何地\n\n居委会办的网站");

        var page = ContentLoader.Load(content).Snapshot!.FindPage("about")!;

        Assert.Equal(["who", "part-2", "part-3", "part-4"], new HtmlParser().ParseDocument(page.Html).QuerySelectorAll("h2, h3").Select(heading => heading.Id));
        Assert.Equal([new PageHeading("who", "谁"), new PageHeading("part-4", "何地")], page.Headings);
    }

    [Fact]
    public void A_link_out_of_the_site_says_so() =>
        Assert.Equal("<p>按<a href=\"https://www.w3.org/\">标准（站外）</a>办。</p>\n", TestContent.SmallSnapshot.FindPage("accessibility")!.Html);

    /// <summary>What is the report's own: the text without anything that carries data-aid.</summary>
    private static string WordsOf(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        foreach (var aid in body.QuerySelectorAll("[data-aid]"))
        {
            aid.Remove();
        }

        return body.TextContent;
    }
}
