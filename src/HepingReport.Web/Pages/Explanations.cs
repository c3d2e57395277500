using HepingReport.Content;

namespace HepingReport.Web.Pages;

/// <summary>What the marks on a page lead to: notes, terms, corrections and doubts, each with the marks that point to it from there.</summary>
public sealed record Explanations(
    IReadOnlyList<(Note Note, IReadOnlyList<NoteUse> Uses)> Notes,
    IReadOnlyList<(Term Term, IReadOnlyList<TermReference> Uses)> Terms,
    IReadOnlyList<Correction> Corrections,
    IReadOnlyList<Doubt> Doubts)
{
    /// <summary>Those of the sections; a page with the whole report shows every note.</summary>
    public static Explanations On(ContentSnapshot content, IReadOnlyList<Section> sections)
    {
        var notes = content.Report.Notes
            .Select(note => (note, (IReadOnlyList<NoteUse>)[.. note.Uses.Where(use => sections.Contains(use.Section))]))
            .Where(entry => entry.Item2.Count > 0)
            .ToList();
        var marks = sections.SelectMany(section => section.Paragraphs.SelectMany(paragraph => paragraph.Marks))
            .Concat(notes.SelectMany(entry => entry.note.Marks))
            .ToList();
        return Of(notes, marks);
    }

    /// <summary>Those within one note.</summary>
    public static Explanations Of(Note note) => Of([], note.Marks);

    private static Explanations Of(IReadOnlyList<(Note, IReadOnlyList<NoteUse>)> notes, IReadOnlyList<Mark> marks) => new(
        notes,
        [.. marks.OfType<TermReference>().GroupBy(reference => reference.Term).Select(uses => (uses.Key, (IReadOnlyList<TermReference>)[.. uses]))],
        [.. marks.OfType<CorrectionMark>().Select(mark => mark.Correction).OrderBy(correction => correction.Number)],
        [.. marks.OfType<DoubtMark>().Select(mark => mark.Doubt).OrderBy(doubt => doubt.Number)]);
}
