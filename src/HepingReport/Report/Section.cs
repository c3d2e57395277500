namespace HepingReport;

/// <summary>
/// A run of paragraphs with a page of its own. Besides the printed sections （一）… these are the opening, the closing,
/// and the lead and closing paragraphs of a chapter; those carry no number, and their title is the site's.
/// </summary>
public sealed record Section
{
    public const string LeadId = "chapter";
    public const string ClosingId = "closing";
    public const string OpeningId = "opening";

    /// <summary>The chapter id that stands in for a chapter in the keys of the report's opening and closing.</summary>
    public const string WholeReport = "report";

    public required string ChapterId { get; init; }

    public required string Id { get; init; }

    /// <summary>As printed before the title, （一）; null where the title is not the report's own.</summary>
    public string? Number { get; init; }

    public required string Title { get; init; }

    /// <summary>One sentence of the site's own on what stands here.</summary>
    public string? Summary { get; init; }

    /// <summary>要点: a few plain sentences of the site's own, for a hurried or tired reader.</summary>
    public IReadOnlyList<string> KeyPoints { get; init; } = [];

    /// <summary>Ids of the figures shown at the head of the section's page.</summary>
    public IReadOnlyList<string> KeyFigures { get; init; } = [];

    public required IReadOnlyList<Paragraph> Paragraphs { get; init; }

    /// <summary><c>review-2017/economy</c>: unique in the report.</summary>
    public string Key => $"{ChapterId}/{Id}";

    public string Heading => Number + Title;

    public bool IsLead => Id == LeadId;

    /// <summary>The section's text, paragraphs divided by one line feed: the canonical form that the published checksums are of.</summary>
    public string Text => string.Join('\n', Paragraphs.Select(paragraph => paragraph.Text));

    /// <summary>Characters of the report on this page, white space not counted.</summary>
    public int CharacterCount => Paragraphs.Sum(paragraph => paragraph.Text.Count(c => !char.IsWhiteSpace(c)));

    /// <summary>Whole minutes at 300 characters a minute, a calm reading speed for Chinese prose; at least one.</summary>
    public int ReadingMinutes => Math.Max(1, (int)Math.Round(CharacterCount / 300.0));
}
