namespace HepingReport.Content;

// The report itself: its outline, sections, notes, and the published text they are proven against.
public static partial class ContentLoader
{
    private sealed record ChapterFiles(string Id, SectionFile? Lead, IReadOnlyList<(string Id, SectionFile? File)> Sections, SectionFile? Closing);

    private sealed record Outline(
        string Title, DateOnly IssueDate, string Issuer, string SourceFile, TextWithPlace? SourceSha256, int FirstLine, int LastLine, YamlMap? Keys,
        IReadOnlyList<TextWithPlace> KeyFigures, SectionFile? Opening, IReadOnlyList<ChapterFiles> Chapters, SectionFile? Closing)
    {
        public static readonly Outline Empty = new("", default, "", "source/report-2018.txt", null, 1, 1, null, [], null, [], null);

        /// <summary>All section files in reading order with their keys.</summary>
        public IEnumerable<(string Key, SectionFile File)> Sections
        {
            get
            {
                var all = new List<(string, SectionFile?)> { ($"{Section.WholeReport}/{Section.OpeningId}", Opening) };
                foreach (var chapter in Chapters)
                {
                    all.Add(($"{chapter.Id}/{Section.LeadId}", chapter.Lead));
                    all.AddRange(chapter.Sections.Select(section => ($"{chapter.Id}/{section.Id}", section.File)));
                    all.Add(($"{chapter.Id}/{Section.ClosingId}", chapter.Closing));
                }

                all.Add(($"{Section.WholeReport}/{Section.ClosingId}", Closing));
                return all.Where(section => section.Item2 is not null).Select(section => (section.Item1, section.Item2!));
            }
        }
    }

    private sealed record NoteEntry(int Number, string Term, IReadOnlyList<TextWithPlace> Phrases, string Definition, TextOrigin Origin)
    {
        public Note Note => new() { Number = Number, Term = Term, Phrases = [.. Phrases.Select(phrase => phrase.Text)], Definition = Definition };
    }

    private sealed partial class Loading
    {
        private Outline ReadOutline()
        {
            if (Text(ContentFiles.Report) is not { } file || YamlMap.Read(file, problems) is not { } keys)
            {
                return Outline.Empty;
            }

            keys.Allow("title", "issue-date", "issuer", "source", "key-figures", "chapters");
            var sourceKeys = keys.Map("source")?.Allow("file", "sha256", "first-line", "last-line");
            var chapters = new List<ChapterFiles>();
            var seen = new HashSet<string>(StringComparer.Ordinal) { Section.WholeReport };
            foreach (var chapter in keys.Maps("chapters"))
            {
                chapter.Allow("id", "sections");
                if (chapter.Text("id") is not { } id)
                {
                    continue;
                }

                CheckAddressWord(chapter.PlaceOf("id"), "id", id);
                if (!seen.Add(id))
                {
                    problems.Add(ContentProblems.Duplicate(chapter.PlaceOf("id"), "章", id));
                    continue;
                }

                // These two have their files in every chapter and are not listed.
                seen.Add($"{id}/{Section.LeadId}");
                seen.Add($"{id}/{Section.ClosingId}");

                chapters.Add(ReadChapter(id, chapter.Texts("sections"), seen));
            }

            return new Outline(
                keys.Text("title") ?? "", keys.Date("issue-date") ?? default, keys.Text("issuer") ?? "",
                sourceKeys?.Text("file") ?? Outline.Empty.SourceFile, sourceKeys?.OptionalTextWithPlace("sha256"), sourceKeys?.WholeNumber("first-line") ?? 1, sourceKeys?.WholeNumber("last-line") ?? 1, keys,
                keys.OptionalTexts("key-figures"), ReadSection(ContentFiles.Opening), chapters, ReadSection(ContentFiles.Closing));
        }

        private ChapterFiles ReadChapter(string id, IReadOnlyList<TextWithPlace> sections, HashSet<string> seen)
        {
            var lead = ReadSection(ContentFiles.Section(id, Section.LeadId));
            var files = new List<(string, SectionFile?)>();
            foreach (var section in sections)
            {
                CheckAddressWord(section.Place, "sections", section.Text);
                if (seen.Add($"{id}/{section.Text}"))
                {
                    files.Add((section.Text, ReadSection(ContentFiles.Section(id, section.Text))));
                }
                else
                {
                    problems.Add(ContentProblems.Duplicate(section.Place, "节", section.Text));
                }
            }

            return new ChapterFiles(id, lead, files, ReadSection(ContentFiles.Section(id, Section.ClosingId), required: false));
        }

        private SectionFile? ReadSection(string path, bool required = true) =>
            Text(path, required) is { } file ? SectionFile.Read(file, problems) : null;

        private List<NoteEntry> ReadNotes()
        {
            var notes = new List<NoteEntry>();
            foreach (var (i, keys) in List(ContentFiles.Notes).Index())
            {
                keys.Allow("number", "term", "phrases", "definition");
                var number = keys.WholeNumber("number");
                var term = keys.Text("term");
                var definition = keys.Text("definition");
                var phrases = keys.Texts("phrases");
                if (number is { } given && given != i + 1)
                {
                    problems.Add(ContentProblems.NoteOutOfOrder(keys.PlaceOf("number"), i + 1, given));
                }

                if (number is null || term is null || definition is null)
                {
                    continue;
                }

                // The printed line is “number.term：definition”.
                var origin = new TextOrigin();
                var termStart = keys.Text("number")!.Length + 1;
                origin.Add(0, keys.PlaceOf("number"));
                origin.Add(termStart, keys.PlaceOf("term"));
                origin.Add(termStart + term.Length + 1, keys.PlaceOf("definition"));
                notes.Add(new NoteEntry(number.Value, term, phrases, definition, origin));
            }

            return notes;
        }

        /// <summary>Headings, paragraphs and notes in the order of the source. A section without a number has no heading of the report's own.</summary>
        private static List<ReportBlock> BlocksOf(Outline outline, List<NoteEntry> notes)
        {
            var blocks = new List<ReportBlock>();
            foreach (var (key, file) in outline.Sections)
            {
                if (file.Number is { } number)
                {
                    var place = key.EndsWith("/" + Section.LeadId, StringComparison.Ordinal) ? key[..key.IndexOf('/', StringComparison.Ordinal)] : key;
                    Add(place, number + file.Title, file.HeadingOrigin, canBeMarked: false);
                }

                foreach (var paragraph in file.Paragraphs)
                {
                    Add(paragraph.Id, paragraph.Text, paragraph.Origin);
                }
            }

            if (notes.Count > 0)
            {
                Add("notes", "附注：", TextOrigin.At(new ContentPlace(ContentFiles.Notes, 1, 1)), canBeMarked: false);
            }

            foreach (var note in notes)
            {
                Add(note.Note.Place, note.Note.Text, note.Origin);
            }

            return blocks;

            void Add(string place, string text, TextOrigin origin, bool canBeMarked = true) =>
                blocks.Add(new ReportBlock(place, text, origin, blocks.Count == 0 ? "" : ReportBlock.BetweenBlocks, canBeMarked));
        }

        private PublishedText? ReadPublishedText(Outline outline)
        {
            if (outline.Keys is null || Text(outline.SourceFile) is not { } file)
            {
                return null;
            }

            var lines = file.Text.Split('\n');
            if (outline.FirstLine < 1 || outline.LastLine < outline.FirstLine || outline.LastLine > lines.Length
                || string.IsNullOrWhiteSpace(lines[outline.FirstLine - 1]) || string.IsNullOrWhiteSpace(lines[outline.LastLine - 1]))
            {
                problems.Add(ContentProblems.SourceLinesInvalid(outline.Keys.PlaceOf("source"), lines.Length));
                return null;
            }

            var text = string.Join('\n', lines[(outline.FirstLine - 1)..outline.LastLine]);
            var published = new PublishedText(source.Find(outline.SourceFile)!.Bytes, text, outline.FirstLine);
            if (outline.SourceSha256 is { } pinned && pinned.Text != published.FileSha256)
            {
                problems.Add(ContentProblems.SourceChanged(pinned.Place, outline.SourceFile));
            }

            return published;
        }

        /// <summary>An id that a paragraph still carries is nobody's former one: where a page moved with its paragraphs, only the address changed.</summary>
        private Report BuildReport(Outline outline, List<NoteEntry> notes, Marks marks, ILookup<string, string> formerIds)
        {
            var present = outline.Sections.SelectMany(section => section.File.Paragraphs).Select(paragraph => paragraph.Id).ToHashSet(StringComparer.Ordinal);
            var sections = new Dictionary<string, Section>();
            foreach (var (key, file) in outline.Sections)
            {
                var paragraphs = file.Paragraphs.Select((draft, i) => new Paragraph
                {
                    Id = draft.Id,
                    Number = i + 1,
                    Text = draft.Text,
                    LeadLength = draft.LeadLength,
                    Marks = marks.In(key, draft),
                    FormerIds = [.. formerIds[draft.Id].Distinct().Where(id => !present.Contains(id))],
                });
                var slash = key.IndexOf('/', StringComparison.Ordinal);
                sections[key] = new Section
                {
                    ChapterId = key[..slash],
                    Id = key[(slash + 1)..],
                    Number = key.EndsWith("/" + Section.LeadId, StringComparison.Ordinal) ? null : file.Number,
                    Title = file.Title,
                    Summary = file.Summary,
                    KeyPoints = [.. file.KeyPoints.Select(point => point.Text)],
                    KeyFigures = [.. file.KeyFigures.Select(figure => figure.Text)],
                    Paragraphs = DistinctById(paragraphs),
                };
            }

            if (outline.Keys is not null)
            {
                marks.ReportUnusedWords();
            }

            var chapters = outline.Chapters.Select(chapter => new Chapter(
                chapter.Id, chapter.Lead?.Number ?? "", chapter.Lead?.Title ?? "", SectionOf(sections, chapter.Id, Section.LeadId),
                [.. chapter.Sections.Select(section => SectionOf(sections, chapter.Id, section.Id))],
                sections.GetValueOrDefault($"{chapter.Id}/{Section.ClosingId}"))).ToList();

            Report Assemble(IReadOnlyList<Note> finished) => new(
                outline.Title, outline.IssueDate, outline.Issuer, SectionOf(sections, Section.WholeReport, Section.OpeningId), chapters,
                SectionOf(sections, Section.WholeReport, Section.ClosingId), finished);

            // Which paragraphs use a note is known only when the sections stand.
            var uses = Assemble([]).Sections
                .SelectMany(section => section.Paragraphs.SelectMany(paragraph => paragraph.Marks.OfType<NoteReference>().Select(reference => new NoteUse(section, paragraph, reference))))
                .ToLookup(use => use.Reference.Note);
            return Assemble([.. notes.DistinctBy(note => note.Number).Select(entry => entry.Note with { Marks = marks.In(entry), Uses = [.. uses[entry.Number]] })]);
        }

        private static Section SectionOf(Dictionary<string, Section> sections, string chapter, string id) =>
            sections.GetValueOrDefault($"{chapter}/{id}") ?? new Section { ChapterId = chapter, Id = id, Title = "", Paragraphs = [] };

        /// <summary>Doubled ids are reported elsewhere; here they must not stop the rest from being checked.</summary>
        private Paragraph[] DistinctById(IEnumerable<Paragraph> paragraphs) => [.. paragraphs.Where(paragraph => paragraphIds.Add(paragraph.Id))];

        private readonly HashSet<string> paragraphIds = new(StringComparer.Ordinal);
    }
}
