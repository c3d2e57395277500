using System.Globalization;

namespace HepingReport.Content;

// What the site adds to help with the words: 要点, 本站注释, readings, and how numbers are spoken.
public static partial class ContentLoader
{
    /// <summary>Characters of a 要点; a longer sentence is no way in.</summary>
    private const int LongestKeyPoint = 40;

    private sealed record TermEntry(Term Term, IReadOnlyList<TextWithPlace> Phrases);

    private sealed record PronunciationEntry(TextWithPlace Word, string Pinyin);

    private sealed partial class Loading
    {
        private List<TermEntry> ReadTerms()
        {
            var entries = new List<TermEntry>();
            var ids = new HashSet<string>(StringComparer.Ordinal);
            foreach (var keys in List(ContentFiles.Terms))
            {
                keys.Allow("id", "term", "phrases", "definition", "source");
                var phrases = keys.Texts("phrases");
                if (keys.Text("id") is not { } id || keys.Text("term") is not { } name || keys.Text("definition") is not { } definition || keys.Text("source") is not { } written)
                {
                    continue;
                }

                CheckAddressWord(keys.PlaceOf("id"), "id", id);
                if (!ids.Add(id))
                {
                    problems.Add(ContentProblems.Duplicate(keys.PlaceOf("id"), "本站注释的编号", id));
                    continue;
                }

                entries.Add(new TermEntry(new Term(id, name, [.. phrases.Select(phrase => phrase.Text)], definition, written), phrases));
            }

            return entries;
        }

        private List<PronunciationEntry> ReadPronunciations()
        {
            var entries = new List<PronunciationEntry>();
            foreach (var keys in List(ContentFiles.Pronunciations))
            {
                keys.Allow("word", "pinyin", "reason");
                if (keys.Text("word") is { } word && keys.Text("pinyin") is { } pinyin && keys.Text("reason") is not null)
                {
                    entries.Add(new PronunciationEntry(new TextWithPlace(word, keys.PlaceOf("word")), pinyin));
                }
            }

            return entries;
        }

        /// <summary>Which sections use a term is known only when the report stands.</summary>
        private static List<Term> WithUses(List<TermEntry> terms, Report report)
        {
            var uses = report.Sections
                .SelectMany(section => section.Paragraphs.SelectMany(paragraph => paragraph.Marks.OfType<TermReference>().Select(reference => new TermUse(section, paragraph, reference))))
                .ToLookup(use => use.Reference.Term.Id);
            return [.. terms.Select(entry => entry.Term with { Uses = [.. uses[entry.Term.Id]] })];
        }

        /// <summary>A 要点 is the site's own wording, but its numbers are the report's.</summary>
        private void CheckKeyPoints(Outline outline)
        {
            foreach (var (_, file) in outline.Sections)
            {
                var numbers = file.Paragraphs.SelectMany(paragraph => DigitToken().Matches(paragraph.Text)).Select(token => token.Value).ToHashSet(StringComparer.Ordinal);
                foreach (var point in file.KeyPoints)
                {
                    problems.AddRange(DigitToken().Matches(point.Text).Where(token => !numbers.Contains(token.Value)).Select(token => ContentProblems.KeyPointNumberAbsent(point.Place, token.Value)));
                    if (point.Text.Length > LongestKeyPoint)
                    {
                        problems.Add(ContentProblems.KeyPointLong(point.Place, point.Text.Length, LongestKeyPoint));
                    }
                }
            }
        }

        /// <summary>How numbers are said, and whether each number of the report has a form, headings and notes included.</summary>
        private SpokenForms ReadSpoken(List<ReportBlock> blocks, Report report)
        {
            var entries = new List<(SpokenForm Form, ContentPlace Place)>();
            foreach (var keys in List(ContentFiles.Spoken))
            {
                keys.Allow("words", "spoken", "paragraph");
                if (keys.Text("words") is { } words && keys.Text("spoken") is { } said)
                {
                    entries.Add((new SpokenForm(words, said, keys.OptionalText("paragraph")), keys.PlaceOf("words")));
                }
            }

            var forms = new SpokenForms([.. entries.Select(entry => entry.Form)]);
            var used = new HashSet<SpokenForm>();
            foreach (var block in blocks)
            {
                var place = report.FindChapter(block.Place) is { } chapter ? chapter.Lead.Key : block.Place;
                var found = forms.Find(block.Text, place).ToList();
                used.UnionWith(found.Select(entry => entry.Form));

                // A note's own number is not said.
                var tokens = DigitToken().Matches(block.Text).Where(token => token.Index > 0 || !block.Place.StartsWith(NotePlace, StringComparison.Ordinal));
                problems.AddRange(tokens
                    .Where(token => !found.Exists(entry => entry.Start <= token.Index && token.Index < entry.Start + entry.Form.Words.Length))
                    .Select(token => ContentProblems.SpokenMissing(block.Origin.PlaceOf(token.Index), token.Value, SentenceAt(block.Text, token.Index))));
            }

            // Without an outline there is no report to look in.
            if (report.Chapters.Count > 0)
            {
                problems.AddRange(entries.Where(entry => !used.Contains(entry.Form)).Select(entry => ContentProblems.WordsAbsent(entry.Place, entry.Form.Words)));
            }

            return forms;
        }

        /// <summary>Where a person's recording comes with its times: one for the title and one for each sentence, each later than the one before.</summary>
        private Dictionary<string, IReadOnlyList<double>> ReadRecordingTimes(Report report, SpokenForms forms)
        {
            var all = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
            foreach (var section in report.Sections)
            {
                if (Text(ContentFiles.RecordingTimes(section.Key), required: false) is not { } file || YamlMap.Read(file, problems) is not { } keys)
                {
                    continue;
                }

                keys.Allow("times");
                var times = keys.Texts("times").Select(time => (time.Place, Seconds: double.TryParse(time.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1)).ToList();
                var lines = 1 + section.Paragraphs.Sum(paragraph => SpokenSentence.Cut(paragraph.Text, paragraph.Id, forms).Count);
                var wrong = times.Index().Where(time => time.Item.Seconds < 0 || (time.Index > 0 && time.Item.Seconds <= times[time.Index - 1].Seconds)).Select(time => time.Item.Place).ToList();
                if (wrong.Count > 0 || times.Count != lines)
                {
                    problems.Add(ContentProblems.RecordingTimesWrong(wrong.Count > 0 ? wrong[0] : keys.PlaceOf("times"), lines, times.Count));
                }
                else
                {
                    all[section.Key] = [.. times.Select(time => time.Seconds)];
                }
            }

            return all;
        }

        private AccessibilityResults? ReadAccessibilityResults()
        {
            if (Text(ContentFiles.AccessibilityResults, required: false) is not { } file || YamlMap.Read(file, problems) is not { } keys)
            {
                return null;
            }

            keys.Allow("date", "browser", "checks");
            var checks = new List<AccessibilityCheck>();
            foreach (var check in keys.Maps("checks"))
            {
                check.Allow("name", "tool", "scope", "result");
                if (check.Text("name") is { } name && check.Text("tool") is { } tool && check.Text("scope") is { } scope && check.Text("result") is { } result)
                {
                    checks.Add(new AccessibilityCheck(name, tool, scope, result));
                }
            }

            return keys.Date("date") is { } date && keys.Text("browser") is { } browser ? new AccessibilityResults(date, browser, checks) : null;
        }
    }
}
