using System.Collections.Frozen;

namespace HepingReport;

/// <summary>
/// The government work report as it is read: an opening, chapters with their sections, a closing, and the notes printed after it.
/// Immutable once loaded.
/// </summary>
public sealed class Report
{
    /// <summary>How many chapters a page names that is not itself the table of contents: with more, every page would carry a book's index.</summary>
    public const int ChaptersListed = 25;

    private readonly FrozenDictionary<string, ParagraphPlace> paragraphs;
    private readonly FrozenDictionary<string, int> positions;
    private readonly FrozenDictionary<string, int> chapterPositions;

    public Report(string title, DateOnly issueDate, string issuer, Section opening, IReadOnlyList<Chapter> chapters, Section closing, IReadOnlyList<Note> notes)
    {
        Title = title;
        IssueDate = issueDate;
        Issuer = issuer;
        Opening = opening;
        Chapters = chapters;
        Closing = closing;
        Notes = notes;
        Sections = [opening, .. chapters.SelectMany(chapter => chapter.AllSections), closing];
        CharacterCount = Sections.Sum(section => section.CharacterCount);
        positions = Sections.Index().ToFrozenDictionary(section => section.Item.Key, section => section.Index);
        chapterPositions = Chapters.Index().DistinctBy(chapter => chapter.Item.Id).ToFrozenDictionary(chapter => chapter.Item.Id, chapter => chapter.Index);
        paragraphs = Sections
            .SelectMany(section => section.Paragraphs.Select(paragraph => new ParagraphPlace(section, paragraph)))
            .ToFrozenDictionary(place => place.Paragraph.Id);
    }

    /// <summary>The title line of the source (line 3).</summary>
    public string Title { get; }

    /// <summary>The day the district published it. The source names no hour, so there is none.</summary>
    public DateOnly IssueDate { get; }

    /// <summary>发布者, as the source's date line names it.</summary>
    public string Issuer { get; }

    public Section Opening { get; }

    public IReadOnlyList<Chapter> Chapters { get; }

    public Section Closing { get; }

    /// <summary>The report's own 附注, in the order of their numbers.</summary>
    public IReadOnlyList<Note> Notes { get; }

    /// <summary>Everything that has a page of its own, in reading order: opening, each chapter's lead, sections and closing, the report's closing.</summary>
    public IReadOnlyList<Section> Sections { get; }

    /// <summary>Characters of all sections, white space not counted.</summary>
    public int CharacterCount { get; }

    /// <summary>Every paragraph with its section, in order.</summary>
    public IEnumerable<ParagraphPlace> Places => Sections.SelectMany(section => section.Paragraphs.Select(paragraph => new ParagraphPlace(section, paragraph)));

    public IEnumerable<Paragraph> Paragraphs => Sections.SelectMany(section => section.Paragraphs);

    /// <summary>The note's number, or null where the report has no such note.</summary>
    public Note? FindNote(int number) => Notes.FirstOrDefault(note => note.Number == number);

    public Chapter? FindChapter(string id) => chapterPositions.TryGetValue(id, out var position) ? Chapters[position] : null;

    /// <param name="key">Chapter and section, as in <c>review-2017/economy</c>, <c>plan-2018/chapter</c> or <c>report/opening</c>.</param>
    public Section? FindSection(string key) => positions.TryGetValue(key, out var position) ? Sections[position] : null;

    public ParagraphPlace? FindParagraph(string id) => paragraphs.GetValueOrDefault(id);

    /// <summary>The chapter a section belongs to; the opening and the closing of the report belong to none.</summary>
    public Chapter? ChapterOf(Section section) => FindChapter(section.ChapterId);

    /// <summary>The chapters to name beside a section, in order: all, or the <see cref="ChaptersListed"/> around it.</summary>
    public IReadOnlyList<Chapter> ChaptersNear(Section section)
    {
        var position = chapterPositions.TryGetValue(section.ChapterId, out var found) ? found : section == Closing ? Chapters.Count - 1 : 0;
        var first = Math.Clamp(position - (ChaptersListed / 2), 0, Math.Max(0, Chapters.Count - ChaptersListed));
        return [.. Chapters.Skip(first).Take(ChaptersListed)];
    }

    /// <summary>A section by the words a reader would say: 第一章（一）, 第一章导语, 开场.</summary>
    public string NameOf(Section section)
    {
        if (ChapterOf(section) is not { } chapter)
        {
            return section.Title;
        }

        var name = $"第{chapter.Number.TrimEnd('、')}章";
        return section.IsLead ? name + "导语" : name + (section.Number ?? section.Title);
    }

    public Section? Before(Section section) => Sections.ElementAtOrDefault(PositionOf(section) - 1);

    public Section? After(Section section) => Sections.ElementAtOrDefault(PositionOf(section) + 1);

    /// <summary>Where a section stands in <see cref="Sections"/>, counted from 0.</summary>
    public int PositionOf(Section section) =>
        positions.TryGetValue(section.Key, out var position) ? position : throw new ArgumentException($"Section {section.Key} is not part of this report.", nameof(section));
}

/// <summary>A paragraph together with the section it stands in.</summary>
public sealed record ParagraphPlace(Section Section, Paragraph Paragraph);
