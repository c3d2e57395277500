namespace HepingReport.Content;

public static partial class ContentLoader
{
    /// <summary>Finds the words of a text that notes explain, corrections changed, or doubts concern.</summary>
    private sealed class Marks(List<NoteEntry> notes, List<CorrectionEntry> corrections, List<DoubtEntry> doubts, List<IndicatorEntry> figures, List<ContentProblem> problems)
    {
        private readonly Dictionary<int, int> references = [];
        private readonly HashSet<TextWithPlace> usedPhrases = [];

        public Mark[] In(ParagraphDraft paragraph) =>
            InOrder([.. NoteReferences(paragraph.Text), .. OfPlace(paragraph.Id, paragraph.Text), .. Figures(paragraph.Id)]);

        public Mark[] In(NoteEntry note) => InOrder(OfPlace(note.Note.Place, note.Note.Text));

        public void ReportUnusedPhrases()
        {
            foreach (var phrase in notes.SelectMany(note => note.Phrases).Where(phrase => !usedPhrases.Contains(phrase)))
            {
                problems.Add(ContentProblems.NotePhraseAbsent(phrase.Place, phrase.Text));
            }
        }

        private static Mark[] InOrder(IEnumerable<Mark> marks) => [.. marks.OrderBy(mark => mark.End).ThenBy(mark => mark.Start)];

        /// <summary>One mark for each number, with all the indicators that are bound to it.</summary>
        private IEnumerable<FigureMark> Figures(string paragraph) => figures
            .Where(entry => entry.Found && entry.Paragraph == paragraph)
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
                usedPhrases.Add(phrase);
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

        private static IEnumerable<int> Positions(string text, string words)
        {
            for (var i = text.IndexOf(words, StringComparison.Ordinal); i >= 0; i = text.IndexOf(words, i + words.Length, StringComparison.Ordinal))
            {
                yield return i;
            }
        }
    }
}
