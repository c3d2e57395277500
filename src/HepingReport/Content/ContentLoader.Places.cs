using System.Text.RegularExpressions;
using HepingReport.Markdown;

namespace HepingReport.Content;

// What leads readers to the report's words: places, residents' own words, and pinyin.
public static partial class ContentLoader
{
    private sealed record PlaceEntry(Place Place, IReadOnlyList<TextWithPlace> Names);

    /// <summary>
    /// Says whether words stand in one paragraph of the report, in capitals or not. The paragraphs are one text in capitals, parted by what no word
    /// holds: each load asks more than a thousand times, and a search that compares both cases takes many times as long.
    /// </summary>
    private sealed class WordsOfReport(IEnumerable<ReportBlock> blocks)
    {
        private readonly string upperCase = string.Join('\0', blocks.Select(block => block.Text)).ToUpperInvariant();

        public bool Contain(string words) => upperCase.Contains(words.ToUpperInvariant(), StringComparison.Ordinal);
    }

    private sealed partial class Loading
    {
        private List<Place> ReadPlaces(Report report)
        {
            var entries = new List<PlaceEntry>();
            var ids = new HashSet<string>(StringComparer.Ordinal);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var keys in List(ContentFiles.Places))
            {
                keys.Allow("id", "name", "kind", "names");
                var others = keys.OptionalTexts("names");
                if (keys.Text("id") is not { } id || keys.Text("name") is not { } name || keys.Text("kind") is not { } kindName)
                {
                    continue;
                }

                CheckAddressWord(keys.PlaceOf("id"), "id", id);
                if (Anchors.IsReserved(id))
                {
                    problems.Add(ContentProblems.IdReserved(keys.PlaceOf("id"), id));
                }

                if (!ids.Add(id))
                {
                    problems.Add(ContentProblems.Duplicate(keys.PlaceOf("id"), "地点编号", id));
                }

                List<TextWithPlace> all = [new(name, keys.PlaceOf("name")), .. others];
                foreach (var words in all.Where(words => !names.Add(words.Text)).ToList())
                {
                    all.Remove(words);
                    problems.Add(ContentProblems.Duplicate(words.Place, "地点的名称", words.Text));
                }

                if (PlaceKinds.Parse(kindName) is { } kind)
                {
                    entries.Add(new PlaceEntry(new Place(id, name, kind, [.. others.Select(other => other.Text)]), all));
                }
                else
                {
                    problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("kind"), "kind", kindName, $"其中一个：{PlaceKinds.AllNames}"));
                }
            }

            return WithMentions(entries, report);
        }

        /// <summary>Every naming of every place; words within a longer name are the longer one's.</summary>
        private List<Place> WithMentions(List<PlaceEntry> entries, Report report)
        {
            var found = new HashSet<TextWithPlace>();
            var longestFirst = entries.SelectMany(entry => entry.Names.Select(name => (Entry: entry, Name: name))).OrderByDescending(pair => pair.Name.Text.Length).ToList();
            var mentions = report.Sections
                .SelectMany(section => section.Paragraphs.SelectMany(paragraph => Namings(paragraph.Text).Select(naming => (naming.Entry, Mention: new PlaceMention(section, paragraph, naming.Start, naming.Length)))))
                .ToLookup(naming => naming.Entry, naming => naming.Mention);
            var notes = report.Notes.SelectMany(note => Namings(note.Text).Select(naming => (naming.Entry, Note: note))).ToLookup(naming => naming.Entry, naming => naming.Note);

            // Without an outline there is no report to look in.
            if (report.Chapters.Count > 0)
            {
                problems.AddRange(entries.SelectMany(entry => entry.Names).Where(name => !found.Contains(name)).Select(name => ContentProblems.PlaceAbsent(name.Place, name.Text)));
            }

            return [.. entries.Select(entry => entry.Place with { Mentions = [.. mentions[entry]], Notes = [.. notes[entry].Distinct()] })];

            IEnumerable<(PlaceEntry Entry, int Start, int Length)> Namings(string text)
            {
                var namings = new List<(PlaceEntry Entry, int Start, int Length)>();
                foreach (var (entry, name) in longestFirst)
                {
                    foreach (var start in Positions(text, name.Text).Where(start => !namings.Exists(other => other.Start < start + name.Text.Length && start < other.Start + other.Length)).ToList())
                    {
                        found.Add(name);
                        namings.Add((entry, start, name.Text.Length));
                    }
                }

                return namings.OrderBy(naming => naming.Start);
            }
        }

        /// <summary>What stands in the report needs no other words, and other words lead to what stands there.</summary>
        private List<Synonym> ReadSynonyms(WordsOfReport printed, Report report)
        {
            var all = new List<Synonym>();
            var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var keys in List(ContentFiles.Synonyms))
            {
                keys.Allow("words", "find");
                var words = keys.Texts("words");
                var find = keys.Texts("find");
                problems.AddRange(words.Where(word => !known.Add(word.Text)).Select(word => ContentProblems.Duplicate(word.Place, "居民的说法", word.Text)));
                problems.AddRange(words.Where(word => printed.Contain(word.Text)).Select(word => ContentProblems.SynonymInReport(word.Place, word.Text)));
                CheckSearchWords(find, printed, report);
                if (words.Count > 0 && find.Count > 0)
                {
                    all.Add(new Synonym([.. words.Select(word => word.Text)], [.. find.Select(word => word.Text)]));
                }
            }

            return all;
        }

        /// <summary>Words that the site itself searches for: each finds something.</summary>
        private void CheckSearchWords(IReadOnlyList<TextWithPlace> words, WordsOfReport printed, Report report)
        {
            // Without an outline there is no report to look in.
            if (report.Chapters.Count > 0)
            {
                problems.AddRange(words.Where(word => !printed.Contain(word.Text)).Select(word => ContentProblems.SearchWordAbsent(word.Place, word.Text)));
            }
        }

        private List<PinyinEntry> ReadPinyin(WordsOfReport printed, Report report, List<Place> places, List<Topic> topics, List<TermEntry> terms)
        {
            var entries = new List<PinyinEntry>();
            var known = new HashSet<string>(StringComparer.Ordinal);
            string[] wanted = [.. topics.Select(topic => topic.Name), .. report.Notes.Select(note => note.Term), .. terms.Select(entry => entry.Term.Name), .. places.SelectMany(place => place.Names)];
            foreach (var keys in List(ContentFiles.Pinyin))
            {
                keys.Allow("words", "pinyin");
                if (keys.Text("words") is not { } words || keys.Text("pinyin") is not { } pinyin)
                {
                    continue;
                }

                if (!known.Add(words))
                {
                    problems.Add(ContentProblems.Duplicate(keys.PlaceOf("words"), "拼音的词", words));
                }

                if (report.Chapters.Count > 0 && !wanted.Contains(words) && !printed.Contain(words))
                {
                    problems.Add(ContentProblems.WordsAbsent(keys.PlaceOf("words"), words));
                }

                var spoken = SpokenRun().Matches(words).Select(run => run.Value.ToLowerInvariant()).ToList();
                var syllables = pinyin.Split(' ');
                if (syllables.Length != spoken.Count || spoken.Zip(syllables).Any(pair => char.IsAscii(pair.First[0]) ? pair.First != pair.Second : !Syllable().IsMatch(pair.Second)))
                {
                    problems.Add(ContentProblems.PinyinWrong(keys.PlaceOf("pinyin"), words, spoken.Count, syllables.Length));
                }

                entries.Add(new PinyinEntry(words, syllables));
            }

            // A reminder for content that is right; beside an error it would only be in the way.
            if (Text(ContentFiles.Pinyin) is { } file && !problems.Exists(problem => problem.Level == ProblemLevel.Error))
            {
                problems.AddRange(wanted.Distinct().Where(words => !known.Contains(words)).Select(words => ContentProblems.PinyinMissing(new ContentPlace(file.Path, 1, 1), words)));
            }

            return entries;
        }

        /// <summary>What one syllable of pinyin stands for: a Han character, or a run of Latin letters and digits.</summary>
        [GeneratedRegex(@"[\u3007\u3400-\u9FFF]|[A-Za-z0-9]([A-Za-z0-9.+]*[A-Za-z0-9])?")]
        private static partial Regex SpokenRun();

        [GeneratedRegex("^[a-z]{1,6}$")]
        private static partial Regex Syllable();
    }

    private static IEnumerable<int> Positions(string text, string words)
    {
        for (var i = text.IndexOf(words, StringComparison.Ordinal); i >= 0; i = text.IndexOf(words, i + words.Length, StringComparison.Ordinal))
        {
            yield return i;
        }
    }
}
