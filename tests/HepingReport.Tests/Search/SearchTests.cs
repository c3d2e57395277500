using System.Diagnostics;
using HepingReport.Search;

namespace HepingReport.Tests.Search;

public class SearchTests
{
    private static readonly SearchIndex index = TestContent.RealSnapshot.Search;

    [Theory]
    [InlineData("850亿", "８５０亿")]
    [InlineData("850亿元", "８５０ 亿元")]
    [InlineData("pm2.5", "ＰＭ２．５")]
    [InlineData("机场", "機場")]
    [InlineData("养老", "養老")]
    [InlineData("养老", "养\u200B老")]
    [InlineData("养老", "  养老\u00A0\u3000")]
    [InlineData("cafe", "Café")]
    [InlineData("cafe", "Cafe\u0301")]
    [InlineData("m2", "㎡")]
    public void Different_ways_of_writing_the_same_are_one(string folded, string written) =>
        Assert.Equal(folded, Folding.Fold(written));

    [Theory]
    [InlineData("显著")]
    [InlineData("乾隆")]
    public void A_character_in_use_in_simplified_text_stays(string words) => Assert.Equal(words, Folding.Fold(words));

    [Fact]
    public void A_mark_covers_whole_characters_of_the_original()
    {
        Assert.Equal([new TextRun(1, 1)], SearchQuery.Parse("m").RunsIn("5㎡"));
        Assert.Equal([new TextRun(3, 5)], SearchQuery.Parse("cafe").RunsIn("一家，Cafe\u0301。"));
        Assert.Equal([new TextRun(0, 2)], SearchQuery.Parse("😀").RunsIn("😀笑"));
    }

    [Fact]
    public void A_figure_is_found_however_its_number_is_typed() =>
        Assert.All(["850亿", "850亿元", "８５０亿元"], typed => Assert.Contains(Find(typed).Hits, hit => hit.Document.Kind == SearchKind.Figure && hit.Document.Address == "/indicators/gdp-2017"));

    [Theory]
    [InlineData("长辈版")]
    [InlineData("老年版")]
    [InlineData("大字版")]
    [InlineData("亲情版")]
    [InlineData("关爱版")]
    [InlineData("关怀版")]
    public void The_care_view_comes_first_by_each_of_its_names(string name) =>
        Assert.Equal("/?view=care", Find(name).Hits[0].Address);

    [Fact]
    public void A_phrase_in_quotation_marks_holds_together()
    {
        Assert.NotEmpty(Find("停车 泊位").Hits);
        Assert.Empty(Find("\"泊位停车\"").Hits);
        Assert.Equal(Find("停车泊位").Total, Find("“停车泊位”").Total);
        Assert.Equal(Find("停车泊位").Total, Find("＂停车泊位＂").Total);
    }

    [Fact]
    public void Quotation_marks_that_the_report_has_are_looked_for_first() =>
        Assert.All(Find("“7+5”").Hits.Where(hit => hit.Document.Kind == SearchKind.Paragraph), hit => Assert.Contains("“7+5”", hit.Document.Text, StringComparison.Ordinal));

    [Fact]
    public void Each_resident_word_finds_what_the_report_says_and_says_what_was_added()
    {
        foreach (var synonym in TestContent.RealSnapshot.Synonyms)
        {
            foreach (var word in synonym.Words)
            {
                var results = Find(word);
                Assert.True(results.Total > 0, word);
                Assert.Superset(synonym.Find.ToHashSet(), results.Query.Alternatives.Select(alternative => alternative.Words).ToHashSet());
                Assert.DoesNotContain(index.Find(index.Understand(word, exact: true)).Hits, hit => hit.Document.Kind is SearchKind.Paragraph or SearchKind.Note);
            }
        }
    }

    [Fact]
    public void Latin_letters_find_by_pinyin_and_initials_what_the_reviewed_list_has()
    {
        foreach (var entry in TestContent.RealSnapshot.Pinyin.Where(entry => entry.Syllables.All(syllable => syllable.All(char.IsAsciiLetterLower))))
        {
            Assert.Contains(Find(string.Concat(entry.Syllables)).Query.Alternatives, alternative => alternative.Words == entry.Words && alternative.Reason == AlternativeReason.Pinyin);
        }

        Assert.Contains(Find("KML").Query.Alternatives, alternative => alternative.Words == "昆明路");
        Assert.Contains(Find("kunm").Query.Alternatives, alternative => alternative.Words == "昆明路");
    }

    [Fact]
    public void Han_characters_are_never_taken_for_their_sound() =>
        Assert.All(TestContent.RealSnapshot.Topics.Select(topic => topic.Name).Append("景点").Append("眷老"), words => Assert.DoesNotContain(index.Understand(words).Alternatives, alternative => alternative.Reason == AlternativeReason.Pinyin));

    [Theory]
    [InlineData("65%", "百分之六十五")]
    [InlineData("7%", "百分之七")]
    [InlineData("10%", "百分之十")]
    [InlineData("12%", "百分之十二")]
    [InlineData("105%", "百分之一百零五")]
    [InlineData("3.8%", "百分之三点八")]
    [InlineData("0.05%", "百分之零点零五")]
    [InlineData("2020%", "百分之二千零二十")]
    public void A_percentage_has_two_ways_of_writing(string digits, string words)
    {
        Assert.Equal(words, ChinesePercent.Other(digits));
        Assert.Equal(digits, ChinesePercent.Other(words));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("-5%")]
    [InlineData("99999999999999999999999999999999%")]
    [InlineData("百分之")]
    [InlineData("百分之百百百")]
    [InlineData("百分之一点")]
    [InlineData("百分之千千千千千千千千千千千千")]
    public void What_is_no_percentage_has_no_other_way(string words) => Assert.Null(ChinesePercent.Other(words));

    [Fact]
    public void A_percentage_finds_the_other_way_of_writing_where_that_stands()
    {
        var document = new SearchDocument { Kind = SearchKind.Note, Title = "附注", Address = "/glossary/1", Text = "占百分之六十五。" };
        var small = new SearchIndex([(document, new SearchGroup("notes", "附注"))], [], []);

        Assert.Equal([new TextRun(1, 6)], Assert.Single(small.Find(small.Understand("65%")).Hits).Marks);
        Assert.Empty(small.Find(small.Understand("65%", exact: true)).Hits);
    }

    [Fact]
    public void Headings_and_figures_come_before_the_text_of_their_chapter()
    {
        foreach (var topic in TestContent.RealSnapshot.Topics)
        {
            foreach (var group in Find(topic.Name).Hits.Where(hit => hit.Group.Id.Contains("20", StringComparison.Ordinal)).GroupBy(hit => hit.Group))
            {
                Assert.Equal(group.OrderBy(hit => hit.Document.Kind == SearchKind.Paragraph), group);
            }
        }
    }

    [Fact]
    public void Hits_of_one_chapter_stand_together_on_whichever_page()
    {
        var all = Find("建设").Hits;
        var byTwenties = Enumerable.Range(0, (all.Count + 19) / 20).SelectMany(page => index.Find(index.Understand("建设"), page * 20, 20).Hits).ToList();

        Assert.Equal(all.Select(hit => hit.Address), byTwenties.Select(hit => hit.Address));
        Assert.Equal(all.Select(hit => hit.Group).Distinct().Count(), all.Zip(all.Skip(1)).Count(pair => pair.First.Group != pair.Second.Group) + 1);
    }

    [Fact]
    public void Where_nothing_is_found_the_parts_that_would_find_something_are_offered()
    {
        Assert.Contains("停车", Find("停车怎么办").Suggestions);
        Assert.Empty(Find("龘龘龘").Suggestions);
        Assert.All(Find("孩子上学去哪里").Suggestions, words => Assert.True(Find(words).Total > 0, words));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \t\n　")]
    [InlineData("\0")]
    [InlineData("\uD800")]
    [InlineData("\uDC00\uD800")]
    [InlineData("\"")]
    [InlineData("\"\"\"\"")]
    [InlineData("“”")]
    [InlineData("养老\" OR 1=1 --")]
    [InlineData("NEAR(养老 停车)")]
    [InlineData("养* ^老 -停车 +x:y {a}")]
    [InlineData("%_%")]
    [InlineData("' ; DROP TABLE Indicators; --")]
    [InlineData("\u202E养老\u200F")]
    [InlineData("👩‍👩‍👧‍👦🏳️‍🌈")]
    [InlineData("<script>alert(1)</script>")]
    public void Hostile_words_are_only_words(string words)
    {
        var results = Find(words);

        Assert.All(results.Hits, hit => Assert.All(hit.Marks, mark => Assert.InRange(mark.End, 1, hit.Snippet.Length)));
    }

    [Fact]
    public void Ten_thousand_characters_are_cut_not_chewed()
    {
        var query = index.Understand(string.Concat(Enumerable.Repeat("养 老", 5000)));

        Assert.Equal(SearchQuery.LongestText, query.Asked.Length);
        Assert.InRange(query.Terms.Count, 1, 16);
    }

    [Fact]
    public void Any_text_at_all_is_searched_without_a_fault()
    {
        var random = new Random(9);
        for (var i = 0; i < 20_000; i++)
        {
            var words = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(char.MaxValue + 1)));
            Find(words);
            SearchQuery.Parse(words).RunsIn(words);
        }
    }

    [Fact]
    public async Task The_table_of_same_characters_is_the_one_its_script_writes()
    {
        var root = Path.GetDirectoryName(TestContent.RealFolder)!;
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(root, "tests", "folding", "make.mjs")]) { RedirectStandardOutput = true })!;
        var made = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(root, "src", "HepingReport", "Search", "folding.txt")), made);
    }

    private static SearchResults Find(string words) => index.Find(index.Understand(words));
}
