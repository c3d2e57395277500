namespace HepingReport.Content;

// What the site says about the text: corrections, doubts, and the ledger of paragraph ids.
public static partial class ContentLoader
{
    private sealed record DoubtEntry(Doubt Doubt, ContentPlace PlaceAt, ContentPlace WordsPlace);

    private sealed partial class Loading
    {
        private List<CorrectionEntry> ReadCorrections()
        {
            var entries = new List<CorrectionEntry>();
            foreach (var keys in List(ContentFiles.Corrections))
            {
                keys.Allow("place", "source", "corrected", "kind", "reason", "date", "notice");
                var place = keys.Text("place");
                var published = keys.Text("source");
                var corrected = keys.Text("corrected");
                var kindCode = keys.Text("kind");
                var reason = keys.Text("reason");
                var date = keys.Has("date") ? keys.Date("date") : null;
                var notice = ReadNotice(keys.OptionalMap("notice"));
                if (place is null || published is null || corrected is null || kindCode is null || reason is null)
                {
                    continue;
                }

                if (CorrectionKinds.Parse(kindCode) is not { } kind)
                {
                    problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("kind"), "kind", kindCode, $"其中一个：{CorrectionKinds.Codes}"));
                    continue;
                }

                var correction = new Correction(entries.Count + 1, place, published, corrected, kind, reason, notice) { Date = date };
                CheckKind(correction, kindCode, keys);
                if (kind != CorrectionKind.IssuerAmendment && keys.Has("notice"))
                {
                    problems.Add(ContentProblems.KeyUnknown(keys.PlaceOf("notice"), "notice", ["place", "source", "corrected", "kind", "reason", "date"]));
                }

                entries.Add(new CorrectionEntry(correction, keys.PlaceOf("place"), keys.PlaceOf("source"), keys.PlaceOf("corrected")));
            }

            return entries;
        }

        private static AmendmentNotice? ReadNotice(YamlMap? keys)
        {
            keys?.Allow("title", "number", "date");
            return keys?.Text("title") is { } title && keys.Text("number") is { } number && keys.Date("date") is { } date
                ? new AmendmentNotice(title, number, date)
                : null;
        }

        /// <summary>Each kind may add or take away its own characters and no other; only the issuer changes words or figures.</summary>
        private void CheckKind(Correction correction, string kindCode, YamlMap keys)
        {
            if (correction.Source == correction.Corrected)
            {
                problems.Add(ContentProblems.CorrectionIdle(keys.PlaceOf("corrected")));
                return;
            }

            if (correction.Kind == CorrectionKind.IssuerAmendment)
            {
                if (correction.Notice is null && !keys.Has("notice"))
                {
                    problems.Add(ContentProblems.CorrectionNeedsNotice(keys.PlaceOf("kind")));
                }

                return;
            }

            var (allowed, name) = correction.Kind switch
            {
                CorrectionKind.LostPunctuation => ("，。、；：！？", "标点"),
                CorrectionKind.LostQuotationMark => ("“”‘’《》", "引号"),
                CorrectionKind.NoteNumber => (".", "附注编号后的点"),
                _ => (" \n\u2002\u00A0\u3000", "空白和换行"),
            };
            if (Without(PunctuationRule.Apply(correction.Source), allowed) != Without(correction.Corrected, allowed)
                || (correction.Kind == CorrectionKind.NoteNumber && !IsNoteNumber(correction)))
            {
                problems.Add(ContentProblems.CorrectionChangesWords(keys.PlaceOf("corrected"), kindCode, name));
            }
        }

        /// <summary>The full stop after the number that a note begins with; anywhere else a full stop may be a decimal point.</summary>
        private static bool IsNoteNumber(Correction correction)
        {
            var number = correction.Place.StartsWith(NotePlace, StringComparison.Ordinal) ? correction.Place[NotePlace.Length..] : "";
            return number.Length > 0 && correction.Corrected.StartsWith(number + ".", StringComparison.Ordinal)
                && PunctuationRule.Apply(correction.Source) == correction.Corrected.Remove(number.Length, 1);
        }

        private const string NotePlace = "note-";

        private static string Without(string text, string characters) => string.Concat(text.Where(c => !characters.Contains(c)));

        private List<DoubtEntry> ReadDoubts()
        {
            var entries = new List<DoubtEntry>();
            foreach (var keys in List(ContentFiles.Doubts))
            {
                keys.Allow("place", "words", "note");
                if (keys.Text("place") is { } place && keys.Text("words") is { } words && keys.Text("note") is { } note)
                {
                    entries.Add(new DoubtEntry(new Doubt(entries.Count + 1, place, words, note), keys.PlaceOf("place"), keys.PlaceOf("words")));
                }
            }

            return entries;
        }

        private void CheckPlaces(List<CorrectionEntry> corrections, List<DoubtEntry> doubts, List<ReportBlock> blocks)
        {
            var known = blocks.Select(block => block.Place).ToHashSet(StringComparer.Ordinal);
            foreach (var entry in corrections.Where(entry => !known.Contains(entry.Correction.Place)))
            {
                problems.Add(ContentProblems.PlaceUnknown(entry.PlaceAt, entry.Correction.Place));
            }

            // Only paragraphs and notes can show a doubt's mark.
            var markable = blocks.Where(block => block.CanBeMarked).Select(block => block.Place).ToHashSet(StringComparer.Ordinal);
            foreach (var entry in doubts.Where(entry => !markable.Contains(entry.Doubt.Place)))
            {
                problems.Add(ContentProblems.PlaceUnknown(entry.PlaceAt, entry.Doubt.Place));
            }

            foreach (var pair in corrections.GroupBy(entry => entry.Correction.Place).SelectMany(Overlapping))
            {
                problems.Add(ContentProblems.CorrectionsOverlap(pair.SourcePlace));
            }

            IEnumerable<CorrectionEntry> Overlapping(IEnumerable<CorrectionEntry> entries)
            {
                var text = blocks.Find(block => block.Place == entries.First().Correction.Place)?.TextWithBreak ?? "";
                var end = 0;
                var found = entries.Select(entry => (Entry: entry, Start: text.IndexOf(entry.Correction.Corrected, StringComparison.Ordinal)));
                foreach (var (entry, start) in found.Where(entry => entry.Start >= 0).OrderBy(entry => entry.Start))
                {
                    if (start < end)
                    {
                        yield return entry;
                    }

                    end = Math.Max(end, start + entry.Correction.Corrected.Length);
                }
            }
        }

        private void CheckParagraphIds(Outline outline)
        {
            var first = new Dictionary<string, ContentPlace>(StringComparer.Ordinal);
            foreach (var paragraph in outline.Sections.SelectMany(section => section.File.Paragraphs).Where(paragraph => paragraph.Id.Length > 0))
            {
                if (!first.TryAdd(paragraph.Id, paragraph.IdPlace))
                {
                    problems.Add(ContentProblems.ParagraphIdTwice(paragraph.IdPlace, paragraph.Id, first[paragraph.Id]));
                }
            }
        }

        /// <summary>A published id stays with its paragraph of the source for ever, or redirects.yml says where it went.</summary>
        private void CheckLedger(Outline outline, PublishedText published, List<ReportBlock> blocks)
        {
            if (Text(ContentFiles.Ids) is not { } file)
            {
                return;
            }

            var lineOf = new Dictionary<string, int>(StringComparer.Ordinal);
            if (blocks.Count == published.Blocks.Count)
            {
                for (var i = 0; i < blocks.Count; i++)
                {
                    lineOf[blocks[i].Place] = published.Blocks[i].Line;
                }
            }

            var present = outline.Sections.SelectMany(section => section.File.Paragraphs).Where(paragraph => paragraph.Id.Length > 0).DistinctBy(paragraph => paragraph.Id).ToDictionary(paragraph => paragraph.Id);
            var redirected = RedirectedIds();
            var listed = new HashSet<string>(StringComparer.Ordinal);
            var lines = file.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                var place = new ContentPlace(file.Path, i + 1, 1);
                if (lines[i].Length == 0 || lines[i][0] is '#' or '/')
                {
                    continue;
                }

                if (lines[i].Split(' ') is not [var id, var number] || !int.TryParse(number, out var publishedLine))
                {
                    problems.Add(ContentProblems.LedgerLineBroken(place));
                    continue;
                }

                if (!listed.Add(id))
                {
                    problems.Add(ContentProblems.Duplicate(place, "编号", id));
                }
                else if (!present.TryGetValue(id, out var paragraph))
                {
                    if (!redirected.Contains(id))
                    {
                        problems.Add(ContentProblems.IdGone(place, id));
                    }
                }
                else if (lineOf.TryGetValue(id, out var line) && line != publishedLine)
                {
                    problems.Add(ContentProblems.IdReused(paragraph.IdPlace, id, publishedLine));
                }
            }

            foreach (var paragraph in present.Values.Where(paragraph => !listed.Contains(paragraph.Id) && AddressWord().IsMatch(paragraph.Id)))
            {
                problems.Add(ContentProblems.IdNotInLedger(paragraph.IdPlace, paragraph.Id, lineOf.TryGetValue(paragraph.Id, out var line) ? line : null));
            }
        }

        /// <summary>The paragraph ids that redirects.yml leads elsewhere.</summary>
        private HashSet<string> RedirectedIds()
        {
            ReadRedirects();
            return [.. redirects.Select(redirect => redirect.From.Text).Where(from => from.Contains('#', StringComparison.Ordinal)).Select(Fragment)];
        }
    }
}
