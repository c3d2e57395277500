using System.Text.RegularExpressions;

namespace HepingReport.Tests;

/// <summary>What the site adds to the real report's words: 要点, terms, readings and spoken forms, each checked by another way than it was written.</summary>
public sealed partial class RealWordsTests
{
    [Fact]
    public void Every_printed_section_has_three_to_six_main_points_and_every_part_has_some()
    {
        var report = TestContent.RealSnapshot.Report;

        Assert.All(report.Sections, section => Assert.InRange(section.KeyPoints.Count, section.Number is null ? 1 : 3, 6));
        Assert.All(report.Sections.SelectMany(section => section.KeyPoints), point => Assert.EndsWith("。", point));
    }

    [Fact]
    public void Every_term_is_used_and_can_be_read_in_a_breath() =>
        Assert.All(TestContent.RealSnapshot.Terms, term =>
        {
            Assert.InRange(term.Definition.Length, 10, 120);
            Assert.NotEmpty(term.Uses);
        });

    [Fact]
    public void Every_reading_has_as_many_syllables_as_its_word_has_characters()
    {
        var marks = TestContent.RealSnapshot.Report.Paragraphs.SelectMany(paragraph => paragraph.Marks.OfType<PronunciationMark>().Select(mark => (Word: paragraph.Text.Substring(mark.Start, mark.Length), mark.Pinyin))).Distinct().ToList();

        Assert.NotEmpty(marks);
        Assert.All(marks, mark => Assert.Equal((mark.Word, mark.Word.Length), (mark.Word, Vowels().Count(mark.Pinyin))));
    }

    [Fact]
    public void Nothing_that_is_said_holds_a_digit_or_a_sign_that_voices_misread()
    {
        var content = TestContent.RealSnapshot;

        foreach (var section in content.Report.Sections)
        {
            var speech = SectionSpeech.Of(section, content);
            Assert.All(speech.Spoken.Concat(speech.Notes.Select(note => note.Spoken)), line => Assert.DoesNotMatch("[0-9%+/＋／％-]", line));
        }
    }

    /// <summary>The list was written by hand; here each number is worked out from its digits.</summary>
    [Fact]
    public void Every_spoken_form_says_the_numbers_that_are_printed()
    {
        var wrong = TestContent.RealSnapshot.Spoken.All
            .Where(form => !SaysTheNumbersOf(form))
            .Select(form => $"{form.Words} → {form.Spoken}")
            .ToList();

        Assert.Empty(wrong);
    }

    private static bool SaysTheNumbersOf(SpokenForm form)
    {
        var rest = form.Spoken;
        foreach (var number in Number().Matches(form.Words).Select(match => match.Value))
        {
            // A year is said digit by digit, two is 两 before most measures, and all of it is 百分之百.
            var ways = new[] { number == "100" && form.Words.EndsWith('%') ? "百分之百" : Cardinal(number), Cardinal(number).Replace('二', '两'), OnlyFirstTwo(Cardinal(number)), DigitByDigit(number) };
            if (Array.Find(ways, way => rest.Contains(way, StringComparison.Ordinal)) is not { } said)
            {
                return false;
            }

            rest = rest.Remove(rest.IndexOf(said, StringComparison.Ordinal), said.Length);
        }

        return true;
    }

    private static string OnlyFirstTwo(string spoken) => spoken.StartsWith('二') ? '两' + spoken[1..] : spoken;

    private static string DigitByDigit(string number) => string.Concat(number.Select(c => c == '.' ? '点' : Digits[c - '0']));

    private const string Digits = "零一二三四五六七八九";

    /// <summary>Mandarin cardinals up to 99999.99, as GB/T 15835 has them in characters.</summary>
    private static string Cardinal(string number)
    {
        var parts = number.Split('.');
        var whole = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
        return Whole(whole) + (parts.Length == 1 ? "" : "点" + DigitByDigit(parts[1]));
    }

    private static string Whole(int value)
    {
        (int Unit, string Name)[] units = [(10000, "万"), (1000, "千"), (100, "百"), (10, "十")];
        if (value == 0)
        {
            return "零";
        }

        var said = "";
        var gap = false;
        foreach (var (unit, name) in units)
        {
            if (value >= unit)
            {
                said += (gap ? "零" : "") + Digits[value / unit] + name;
                value %= unit;
                gap = false;
            }
            else
            {
                gap = said.Length > 0;
            }
        }

        said += value > 0 ? (gap ? "零" : "") + Digits[value] : "";
        return said.StartsWith("一十", StringComparison.Ordinal) ? said[1..] : said;
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?")]
    private static partial Regex Number();

    [GeneratedRegex("[aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+(?:r(?![aeiouāáǎàēéěèīíǐìōóǒòūúǔù]))?")]
    private static partial Regex Vowels();
}
