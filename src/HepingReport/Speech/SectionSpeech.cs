using HepingReport.Content;

namespace HepingReport;

/// <summary>A section as it is read aloud: its title, its sentences paragraph by paragraph, and the notes it refers to.</summary>
public sealed record SectionSpeech
{
    public required Section Section { get; init; }

    /// <summary>The heading as printed; a chapter's lead is read under the chapter's.</summary>
    public required string Title { get; init; }

    public required string SpokenTitle { get; init; }

    public required IReadOnlyList<ParagraphSpeech> Paragraphs { get; init; }

    /// <summary>Each note once, in the order in which the section first refers to them.</summary>
    public required IReadOnlyList<NoteSpeech> Notes { get; init; }

    /// <summary>All that is said, in order: the title, then every sentence. A recording's times follow it.</summary>
    public IEnumerable<string> Spoken => [SpokenTitle, .. Paragraphs.SelectMany(paragraph => paragraph.Sentences).Select(sentence => sentence.Spoken)];

    public static SectionSpeech Of(Section section, ContentSnapshot content)
    {
        var chapter = section.IsLead ? content.Report.ChapterOf(section) : null;

        // 一、 is said with a pause; of （一） a voice may say the brackets.
        var title = chapter?.Title ?? section.Title;
        var number = (chapter?.Number ?? section.Number)?.Trim('（', '）', '、');
        List<ParagraphSpeech> paragraphs = [.. section.Paragraphs.Select(paragraph => new ParagraphSpeech(paragraph, SpokenSentence.Cut(paragraph.Text, paragraph.Id, content.Spoken)))];
        return new SectionSpeech
        {
            Section = section,
            Title = TitleOf(section, content),
            SpokenTitle = (number is null ? "" : $"{number}，") + content.Spoken.Apply(title, section.Key),
            Paragraphs = paragraphs,
            Notes = [.. paragraphs.SelectMany(paragraph => NotesOf(paragraph, content)).DistinctBy(note => note.Note.Number)],
        };
    }

    public static string TitleOf(Section section, ContentSnapshot content) =>
        section.IsLead ? content.Report.ChapterOf(section)!.Heading : section.Heading;

    private static IEnumerable<NoteSpeech> NotesOf(ParagraphSpeech speech, ContentSnapshot content) =>
        from reference in speech.Paragraph.Marks.OfType<NoteReference>()
        let note = content.Report.FindNote(reference.Note)
        let sentence = speech.Sentences.TakeWhile(sentence => sentence.End < reference.End).Count()
        select new NoteSpeech(note, speech.Paragraph, sentence, $"{content.Spoken.Apply(note.Term, note.Place)}，{content.Spoken.Apply(note.Definition, note.Place)}");
}

/// <summary>A paragraph's sentences as they are said.</summary>
public sealed record ParagraphSpeech(Paragraph Paragraph, IReadOnlyList<SpokenSentence> Sentences);

/// <summary>One of the report's notes, said after the sentence that first refers to it.</summary>
/// <param name="Sentence">The sentence's place in its paragraph, from 0.</param>
public sealed record NoteSpeech(Note Note, Paragraph Paragraph, int Sentence, string Spoken);

/// <summary>A section's sound file.</summary>
/// <param name="Seconds">Null where nobody has measured it.</param>
/// <param name="Times">The second at which each of <see cref="SectionSpeech.Spoken"/> begins; null where nobody has measured them.</param>
public sealed record Recording(string Url, RecordingKind Kind, double? Seconds, IReadOnlyList<double>? Times);

public enum RecordingKind
{
    /// <summary>合成语音</summary>
    Synthetic,

    /// <summary>真人朗读</summary>
    Human,
}
