using System.Collections.Frozen;
using HepingReport.Search;

namespace HepingReport.Content;

/// <summary>
/// Turns the content files into a snapshot, or into the list of everything that is wrong with them. Never throws for bad content.
/// </summary>
public static partial class ContentLoader
{
    /// <summary>Nobody reads further, and a file of two megabytes of nonsense has a fault in every line.</summary>
    private const int MostProblems = 1000;

    public static ContentLoad Load(ContentSource source) => new Loading(source).Run();

    /// <summary>One pass over the files in named steps. Each step works with what the steps before could read, so that all problems show at once.</summary>
    private sealed partial class Loading(ContentSource source)
    {
        private readonly List<ContentProblem> problems = [];
        private readonly HashSet<string> used = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TextFile?> texts = new(StringComparer.Ordinal);

        public ContentLoad Run()
        {
            var site = ReadSite();
            var outline = ReadOutline();
            var notes = ReadNotes();
            var corrections = ReadCorrections();
            var doubts = ReadDoubts();
            var figures = ReadIndicators(outline);
            var terms = ReadTerms();
            var pronunciations = ReadPronunciations();

            var blocks = BlocksOf(outline, notes);
            if (outline.Keys is not null)
            {
                CheckPlaces(corrections, doubts, blocks);
            }

            CheckParagraphIds(outline);
            CheckCoverage(blocks, figures);
            var published = ReadPublishedText(outline);
            IReadOnlyList<Departure> departures = [];
            if (published is not null)
            {
                var fidelity = new FidelityCheck(published, blocks, corrections, problems);
                fidelity.Run();
                departures = fidelity.Departures;
                CheckLedger(outline, published, blocks);
                CheckIdentity(site, outline);
            }

            var marks = new Marks(notes, terms, pronunciations, corrections, doubts, figures, problems);
            var report = BuildReport(outline, notes, marks, ReadRedirects());
            var explained = WithUses(terms, report);
            CheckKeyPoints(outline);
            var spoken = ReadSpoken(blocks, report);
            var printed = new WordsOfReport(blocks);
            var topics = ReadTopics(report, printed);
            var places = ReadPlaces(report);
            var synonyms = ReadSynonyms(printed, report);
            var indicators = BuildIndicators(outline, report, figures, topics);
            var pages = ReadPages(report, explained, topics, indicators);
            if (outline.Keys is not null)
            {
                CheckRedirects(report, explained, topics, indicators, pages);
                CheckAddressLedger(report, explained, topics, indicators, pages);
            }

            var recordingTimes = ReadRecordingTimes(report, spoken);
            var accessibility = ReadAccessibilityResults();
            var pinyin = ReadPinyin(printed, report, places, topics, terms);
            ReportStrayFiles(outline);

            // What could not be read at all comes first: much of the rest may follow from it.
            var sorted = problems.Select(OnItsLine).Distinct().OrderBy(problem => problem.MayCauseOthers ? 0 : 1).ThenBy(problem => problem.Place.File, StringComparer.Ordinal).ThenBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column).Take(MostProblems).ToList();
            if (published is null || site is null || problems.Exists(problem => problem.MayCauseOthers))
            {
                return new ContentLoad(null, sorted, source) { Departures = departures };
            }

            return sorted.Exists(problem => problem.Level == ProblemLevel.Error)
                ? new ContentLoad(null, sorted, source) { Departures = departures, Faulty = new Lazy<ContentSnapshot>(Build) }
                : new ContentLoad(Build(), sorted, source);

            ContentSnapshot Build() => new()
            {
                Hash = source.Hash,
                Report = report,
                Site = site,
                Fidelity = new Fidelity(published, blocks, [.. corrections.Select(entry => entry.Correction)]),
                Corrections = [.. corrections.Select(entry => entry.Correction)],
                Doubts = [.. doubts.Select(entry => entry.Doubt)],
                Terms = explained,
                Topics = topics,
                Places = places,
                Synonyms = synonyms,
                Pinyin = pinyin,
                Indicators = indicators,
                Search = new SearchIndex(Searchable.Everything(report, explained, topics, places, indicators, pages), synonyms, pinyin),
                KeyFigures = [.. outline.KeyFigures.Select(figure => indicators.Find(figure.Text)).OfType<Indicator>()],
                Pages = pages,
                Spoken = spoken,
                RecordingTimes = recordingTimes.ToFrozenDictionary(StringComparer.Ordinal),
                AccessibilityResults = accessibility,
                Redirects = redirects.DistinctBy(redirect => redirect.From.Text).ToFrozenDictionary(redirect => redirect.From.Text, redirect => redirect.To.Text),
            };
        }

        private ContentProblem OnItsLine(ContentProblem problem) =>
            texts.GetValueOrDefault(problem.Place.File) is { } file ? problem with { Place = file.OnItsLine(problem.Place) } : problem;

        /// <summary>The file's text, read once; a missing or unreadable file is reported once.</summary>
        private TextFile? Text(string path, bool required = true)
        {
            used.Add(path);
            if (texts.TryGetValue(path, out var known))
            {
                return known;
            }

            return texts[path] = source.Find(path) is { } file ? Decode(file) : Missing(path, required);
        }

        private TextFile? Decode(RawFile file)
        {
            switch (file.Fault)
            {
                case FileFault.TooLarge:
                    problems.Add(ContentProblems.FileTooLarge(file.Path, file.Detail));
                    return null;
                case FileFault.Unreadable:
                    problems.Add(ContentProblems.FileUnreadable(file.Path, file.Detail));
                    return null;
                case FileFault.LeadsOutside:
                    problems.Add(ContentProblems.FileLeadsOutside(file.Path));
                    return null;
                default:
                    return TextFile.Decode(file.Path, file.Bytes.Span, keepBytes: file.Path.StartsWith("source/", StringComparison.Ordinal), problems);
            }
        }

        private TextFile? Missing(string path, bool required)
        {
            if (required)
            {
                problems.Add(ContentProblems.FileMissing(path));
            }

            return null;
        }

        private IReadOnlyList<YamlMap> List(string path, bool required = true) =>
            Text(path, required) is { } file && !IsOnlyComments(file) ? YamlMap.ReadList(file, problems) : [];

        /// <summary>A list that has no entry yet may consist of its explaining comment alone.</summary>
        private static bool IsOnlyComments(TextFile file) =>
            file.Text.Split('\n').All(line => line.Length == 0 || line.StartsWith('#'));

        private void ReportStrayFiles(Outline outline)
        {
            used.Add(ContentFiles.Ids);
            foreach (var file in source.Files.Where(file => !used.Contains(file.Path)))
            {
                // While report.yml cannot be read, nobody may be told that the report's own files are not needed.
                if (outline.Keys is not null || !(file.Path.StartsWith("report/", StringComparison.Ordinal) || file.Path.StartsWith("source/", StringComparison.Ordinal)))
                {
                    problems.Add(ContentProblems.FileUnknown(file.Path));
                }
            }
        }
    }
}
