namespace HepingReport.Content;

public static partial class ContentLoader
{
    /// <summary>Finds the words of a text that notes and terms explain, corrections changed, doubts concern, or whose reading is given.</summary>
    private sealed class Marks(List<NoteEntry> notes, List<TermEntry> terms, List<PronunciationEntry> pronunciations, List<CorrectionEntry> corrections, List<DoubtEntry> doubts, List<IndicatorEntry> figures, List<ContentProblem> problems)
    {
        private readonly ILookup<string, IndicatorEntry> figures = figures.Where(entry => entry.Found).ToLookup(entry => entry.Paragraph, StringComparer.Ordinal);
        private readonly Dictionary<int, int> references = [];
        private readonly HashSet<TextWithPlace> usedWords = [];
        private readonly HashSet<(string Section, string Term)> explained = [];
        private readonly Dictionary<string, int> termReferences = new(StringComparer.Ordinal);

        public Mark[] In(string section, ParagraphDraft paragraph)
        {
            var references = NoteReferences(paragraph.Text);
            var figures = Figures(paragraph.Id).ToList();
            return InOrder(
            [
                .. references, .. TermReferences(section, paragraph.Text, references), .. OfPlace(paragraph.Id, paragraph.Text), .. figures,
                .. Pronunciations(paragraph.Text).Where(mark => !figures.Exists(figure => figure.Start < mark.End && mark.Start < figure.End)),
            ]);
        }

        public Mark[] In(NoteEntry note) => InOrder(OfPlace(note.Note.Place, note.Note.Text));

        public void ReportUnusedWords()
        {
            foreach (var phrase in notes.SelectMany(note => note.Phrases).Where(phrase => !usedWords.Contains(phrase)))
            {
                problems.Add(ContentProblems.NotePhraseAbsent(phrase.Place, phrase.Text));
            }

            foreach (var words in terms.SelectMany(term => term.Phrases).Concat(pronunciations.Select(entry => entry.Word)).Where(words => !usedWords.Contains(words)))
            {
                problems.Add(ContentProblems.WordsAbsent(words.Place, words.Text));
            }
        }

        private static Mark[] InOrder(IEnumerable<Mark> marks) => [.. marks.OrderBy(mark => mark.End).ThenBy(mark => mark.Start)];

        /// <summary>One mark for each number, with all the indicators that are bound to it.</summary>
        private IEnumerable<FigureMark> Figures(string paragraph) => figures[paragraph]
            .GroupBy(entry => entry.Unplaced.Start)
            .Select(group => new FigureMark(group.Key, group.Max(entry => entry.Unplaced.Length), [.. group.Select(entry => entry.Unplaced.Id)]));

        private List<NoteReference> NoteReferences(string text)
        {
            var found = new List<NoteReference>();
            var candidates = notes
                .SelectMany(note => note.Phrases.Select(phrase => (note.Number, Phrase: phrase)))
                .SelectMany(candidate => Positions(text, candidate.Phrase.Text).Select(start => (candidate.Number, candidate.Phrase, Start: start)))
                .OrderBy(candidate => candidate.Start).ThenBy(candidate => candidate.Number);
            foreach (var (number, phrase, start) in candidates)
            {
                usedWords.Add(phrase);
                if (found.LastOrDefault() is { } last && start < last.End)
                {
                    problems.Add(ContentProblems.NotePhraseOverlaps(phrase.Place, phrase.Text, last.Note));
                    continue;
                }

                var occurrence = references[number] = references.GetValueOrDefault(number) + 1;
                found.Add(new NoteReference(start, phrase.Text.Length, number, occurrence));
            }

            return found;
        }

        /// <summary>
        /// A term's words where its section has them first. Words within those of one of the report's own notes are that note's,
        /// and of two terms the longer words win.
        /// </summary>
        private List<TermReference> TermReferences(string section, string text, List<NoteReference> references)
        {
            var taken = references.Select(reference => (reference.Start, reference.End)).ToList();
            var found = new List<TermReference>();
            var candidates = terms
                .SelectMany(entry => entry.Phrases.Select(phrase => (entry.Term, Phrase: phrase)))
                .SelectMany(candidate => Positions(text, candidate.Phrase.Text).Select(start => (candidate.Term, candidate.Phrase, Start: start, End: start + candidate.Phrase.Text.Length)))
                .OrderByDescending(candidate => candidate.Phrase.Text.Length).ThenBy(candidate => candidate.Start);
            foreach (var (term, phrase, start, end) in candidates)
            {
                if (taken.Exists(other => other.Start < end && start < other.End))
                {
                    continue;
                }

                taken.Add((start, end));
                usedWords.Add(phrase);
                found.Add(new TermReference(start, end - start, term, 0));
            }

            return
            [
                .. found.OrderBy(reference => reference.Start)
                    .Where(reference => explained.Add((section, reference.Term.Id)))
                    .Select(reference => reference with { Occurrence = termReferences[reference.Term.Id] = termReferences.GetValueOrDefault(reference.Term.Id) + 1 }),
            ];
        }

        private IEnumerable<PronunciationMark> Pronunciations(string text)
        {
            var end = 0;
            var candidates = pronunciations
                .SelectMany(entry => Positions(text, entry.Word.Text).Select(start => (Entry: entry, Start: start)))
                .OrderBy(candidate => candidate.Start).ThenByDescending(candidate => candidate.Entry.Word.Text.Length);
            foreach (var (entry, start) in candidates)
            {
                usedWords.Add(entry.Word);
                if (start >= end)
                {
                    end = start + entry.Word.Text.Length;
                    yield return new PronunciationMark(start, entry.Word.Text.Length, entry.Pinyin);
                }
            }
        }

        private IEnumerable<Mark> OfPlace(string place, string text)
        {
            foreach (var correction in corrections.Select(entry => entry.Correction).Where(correction => correction.Place == place))
            {
                var start = text.IndexOf(correction.Corrected, StringComparison.Ordinal);
                if (start >= 0)
                {
                    var (from, length) = ChangedPart(correction);
                    yield return new CorrectionMark(start + from, length, correction);
                }
            }

            foreach (var entry in doubts.Where(entry => entry.Doubt.Place == place))
            {
                var count = FidelityCheck.Occurrences(text, entry.Doubt.Words);
                if (count == 1)
                {
                    yield return new DoubtMark(text.IndexOf(entry.Doubt.Words, StringComparison.Ordinal), entry.Doubt.Words.Length, entry.Doubt);
                }
                else
                {
                    problems.Add(ContentProblems.WordsNotOnce(entry.WordsPlace, $"“{place}”", entry.Doubt.Words, count));
                }
            }
        }

        /// <summary>The characters that were put in, so that the marker stands right behind them; all the words where something was only taken away.</summary>
        private static (int Start, int Length) ChangedPart(Correction correction)
        {
            var before = PunctuationRule.Apply(correction.Source);
            var after = correction.Corrected;
            var start = before.AsSpan().CommonPrefixLength(after);
            var end = after.Length;
            for (var rest = before.Length; rest > start && end > start && before[rest - 1] == after[end - 1]; rest--)
            {
                end--;
            }

            return end > start ? (start, end - start) : (0, after.Length);
        }
    }
}
