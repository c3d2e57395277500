namespace HepingReport;

/// <summary>One of the report's chapters: 一、过去一年工作回顾 and so on.</summary>
/// <param name="Id">The folder's name and the address: <c>review-2017</c>.</param>
/// <param name="Number">As printed before the title: 一、</param>
/// <param name="Lead">The paragraphs that stand between the chapter's title and its first section.</param>
/// <param name="Closing">The paragraphs after the last section; only one chapter has them.</param>
public sealed record Chapter(string Id, string Number, string Title, Section Lead, IReadOnlyList<Section> Sections, Section? Closing)
{
    /// <summary>The year the chapter's statements are about: 2017 looks back, all others ahead.</summary>
    public int Year => Id.EndsWith("-2017", StringComparison.Ordinal) ? 2017 : 2018;

    public string Heading => Number + Title;

    /// <summary>Lead, sections and closing in reading order.</summary>
    public IEnumerable<Section> AllSections => Closing is null ? [Lead, .. Sections] : [Lead, .. Sections, Closing];
}
