namespace HepingReport;

/// <summary>本站注释: the site's own explanation of words that the report uses and does not explain (terms.yml).</summary>
/// <param name="Id">The last part of its address, /glossary/river-chief.</param>
/// <param name="Name">The words as a reader would look them up.</param>
/// <param name="Phrases">The words of the body that it explains; their first occurrence in each section is marked.</param>
/// <param name="Source">The public document that the definition follows.</param>
public sealed record Term(string Id, string Name, IReadOnlyList<string> Phrases, string Definition, string Source)
{
    /// <summary>The first use in each section, in reading order.</summary>
    public IReadOnlyList<TermUse> Uses { get; init; } = [];
}

/// <summary>One place where the report uses a term's words.</summary>
public sealed record TermUse(Section Section, Paragraph Paragraph, TermReference Reference);
