namespace HepingReport.Tests;

/// <summary>Parts of a report that are valid as they come; a test names only what it is about.</summary>
internal static class ReportBuilder
{
    public static Paragraph Paragraph(string text = "路修好了。", int leadLength = 0, IReadOnlyList<Mark>? marks = null, IReadOnlyList<string>? formerIds = null, string id = "road-paving", int number = 1) =>
        new() { Id = id, Number = number, Text = text, LeadLength = leadLength, Marks = marks ?? [], FormerIds = formerIds ?? [] };

    public static Section Section(string chapter = "last-year", string id = "road", params Paragraph[] paragraphs) =>
        new() { ChapterId = chapter, Id = id, Title = "修路", Paragraphs = paragraphs };

    public static Correction Correction(int number = 1, string place = "road-paving") =>
        new(number, place, "了路", "了。路", CorrectionKind.LostPunctuation, "两句之间脱句号。", null);

    public static Doubt Doubt(int number = 1, string words = "很高") => new(number, "road-paving", words, "原文如此。");

    /// <summary>A note reference on the only place where the words stand in the text.</summary>
    public static NoteReference NoteOn(string text, string words, int note = 1, int occurrence = 1) =>
        new(text.IndexOf(words, StringComparison.Ordinal), words.Length, note, occurrence);

    public static CorrectionMark CorrectionOn(string text, string words, int number = 1) =>
        new(text.IndexOf(words, StringComparison.Ordinal), words.Length, Correction(number));

    public static DoubtMark DoubtOn(string text, string words, int number = 1) =>
        new(text.IndexOf(words, StringComparison.Ordinal), words.Length, Doubt(number, words));
}
