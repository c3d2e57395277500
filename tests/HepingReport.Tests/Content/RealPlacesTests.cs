using System.Text.RegularExpressions;
using HepingReport.Content;

namespace HepingReport.Tests;

/// <summary>What leads readers to the real report's words: places, residents' own words and pinyin.</summary>
public sealed partial class RealPlacesTests
{
    /// <summary>Words that end like a place's name and are none, each with its reason.</summary>
    private static readonly Dictionary<string, string> NoPlaces = new()
    {
        ["一带一路"] = "倡议",
        ["占路"] = "占路经营",
        ["甬路"] = "小区甬路，没有名字",
        ["道路"] = "统称",
        ["线路"] = "旅游线路",
        ["轨道"] = "法治轨道",
        ["管道"] = "排水、自来水管道",
        ["渠道"] = "多渠道",
        ["街道"] = "统称",
        ["背街里巷"] = "统称",
        ["主次干道"] = "统称",
        ["汉阳道校区"] = "岳阳道小学的校区，汉阳道已列",
        ["校线"] = "“摆渡式校线”",
        ["楼"] = "统称：楼宇、楼门、办公楼",
        ["公园"] = "没有名字的健身公园",
        ["健身园"] = "没有名字的社区健身园",
        ["校园"] = "统称",
        ["公里"] = "单位",
        ["学校"] = "统称",
        ["一校"] = "“一校一品”",
        ["现代医院"] = "现代医院管理制度",
    };

    private static ContentSnapshot Content => TestContent.RealSnapshot;

    [Fact]
    public void Every_naming_of_a_place_stands_at_its_words_and_no_two_share_any()
    {
        Assert.NotEmpty(Content.Places);
        Assert.All(Content.Places, place =>
        {
            Assert.All(place.Mentions, mention => Assert.Contains(mention.Paragraph.Text.Substring(mention.Start, mention.Length), place.Names));
            Assert.True(place.Mentions.Count + place.Notes.Count > 0, place.Name);
        });

        var byParagraph = Content.Places.SelectMany(place => place.Mentions).GroupBy(mention => mention.Paragraph.Id);
        Assert.All(byParagraph, mentions =>
        {
            var inOrder = mentions.OrderBy(mention => mention.Start).ToList();
            Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        });
    }

    [Fact]
    public void A_name_within_a_longer_one_belongs_to_the_longer_one()
    {
        Assert.Equal(["city-environment"], Content.Places.Single(place => place.Name == "解放北路").Mentions.Select(mention => mention.Paragraph.Id));
        Assert.Equal(["industry-clusters"], Content.Places.Single(place => place.Name == "解放北路金融创新示范区").Mentions.Select(mention => mention.Paragraph.Id));
        Assert.True(Content.Places.Single(place => place.Name == "解放北路").NameIsPartOf(Content.Places.Single(place => place.Name == "解放北路金融创新示范区")));
    }

    [Fact]
    public void A_place_that_only_a_note_names_is_found_there() =>
        Assert.Equal(3, Assert.Single(Content.Places.Single(place => place.Name == "天津市第二医院").Notes).Number);

    /// <summary>What a plain look at the report's words finds, before anybody thinks: whatever ends like the name of a street, building, school or hospital.</summary>
    [Fact]
    public void Whatever_ends_like_the_name_of_a_place_is_listed_or_known_to_be_none()
    {
        var missed = new List<string>();
        foreach (var paragraph in Content.Report.Paragraphs)
        {
            var taken = Content.Places.SelectMany(place => place.Mentions).Where(mention => mention.Paragraph.Id == paragraph.Id).ToList();
            missed.AddRange(LooksLikeAPlace().Matches(paragraph.Text)
                .Where(match => !taken.Exists(mention => mention.Start < match.Index + match.Length && match.Index + match.Length <= mention.End))
                .Where(match => !NoPlaces.Keys.Any(words => (match.Value + After(paragraph.Text, match)).Contains(words, StringComparison.Ordinal)))
                .Select(match => $"{paragraph.Id}: {match.Value}"));
        }

        Assert.Empty(missed);

        static string After(string text, Match match) => text[(match.Index + match.Length)..Math.Min(text.Length, match.Index + match.Length + 2)];
    }

    [Fact]
    public void No_place_is_known_to_be_none_in_vain()
    {
        var text = string.Join('\n', Content.Report.Paragraphs.Select(paragraph => paragraph.Text));

        Assert.All(NoPlaces.Keys, words => Assert.Contains(words, text));
    }

    [Fact]
    public void No_word_that_widens_a_search_stands_in_the_report_and_each_word_it_leads_to_does()
    {
        var text = string.Join('\n', Content.Report.Sections.SelectMany(section => section.Paragraphs.Select(paragraph => paragraph.Text).Prepend(section.Heading)).Concat(Content.Report.Notes.Select(note => note.Text)));

        Assert.InRange(Content.Synonyms.Count, 80, 200);
        Assert.All(Content.Synonyms.SelectMany(synonym => synonym.Words), word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(Content.Synonyms.SelectMany(synonym => synonym.Find), word => Assert.Contains(word, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("河长制", "he zhang zhi")]
    [InlineData("人民银行二期", "ren min yin hang er qi")]
    [InlineData("会宁", "hui ning")]
    [InlineData("舟曲", "zhou qu")]
    [InlineData("靖远", "jing yuan")]
    [InlineData("长春市朝阳区", "chang chun shi chao yang qu")]
    [InlineData("大沽北路", "da gu bei lu")]
    [InlineData("四箴北里小区", "si zhen bei li xiao qu")]
    [InlineData("兴安路", "xing an lu")]
    [InlineData("“三个着力”重要要求", "san ge zhuo li zhong yao yao qiu")]
    [InlineData("重点领域", null)]
    [InlineData("城镇登记失业率", "cheng zhen deng ji shi ye lv")]
    [InlineData("PM2.5", "pm2.5")]
    [InlineData("现代城A区", "xian dai cheng a qu")]
    public void Words_with_several_readings_have_their_own(string words, string? pinyin) =>
        Assert.Equal(pinyin, Content.Pinyin.FirstOrDefault(entry => entry.Words == words) is { } found ? string.Join(' ', found.Syllables) : null);

    /// <summary>The readings were written twice, once with tones for the text and once without for the search: they agree.</summary>
    [Fact]
    public void Search_and_text_have_the_same_readings()
    {
        var shown = Content.Report.Paragraphs
            .SelectMany(paragraph => paragraph.Marks.OfType<PronunciationMark>().Select(mark => (Word: paragraph.Text.Substring(mark.Start, mark.Length), mark.Pinyin)))
            .Distinct();
        var compared = 0;
        foreach (var (word, pinyin) in shown)
        {
            foreach (var entry in Content.Pinyin.Where(entry => entry.Words.Contains(word, StringComparison.Ordinal) && entry.Words.Length == entry.Syllables.Count))
            {
                var start = entry.Words.IndexOf(word, StringComparison.Ordinal);
                Assert.Equal(Plain(pinyin), string.Concat(entry.Syllables.Skip(start).Take(word.Length)));
                compared++;
            }
        }

        Assert.True(compared >= 10, $"Only {compared} readings were compared.");
    }

    [Fact]
    public void Every_printed_heading_can_be_found_by_its_pinyin() =>
        Assert.All(Content.Report.Sections.Where(section => section.Number is not null).Select(section => section.Heading).Concat(Content.Report.Chapters.Select(chapter => chapter.Heading)),
            heading => Assert.Contains(Content.Pinyin, entry => heading.Contains(entry.Words, StringComparison.Ordinal)));

    private static string Plain(string pinyin) => string.Concat(pinyin.ToLowerInvariant().Select(c => Toned.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i ? "aeiouv"[i / 4] : c).Where(char.IsAsciiLetter));

    private const string Toned = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";

    [GeneratedRegex("[一-龥]{0,5}[一-龥](?:路|街|道|里|楼|园|校|医院|大厦)")]
    private static partial Regex LooksLikeAPlace();
}
