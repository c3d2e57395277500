namespace HepingReport.Search;

/// <summary>One thing a search can find.</summary>
public sealed record SearchDocument
{
    public required SearchKind Kind { get; init; }

    /// <summary>What a reader would call it.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands; the words looked for are added to it where that page marks them.</summary>
    public required string Address { get; init; }

    /// <summary>What is searched and shown.</summary>
    public required string Text { get; init; }

    /// <summary>How much of the start of <see cref="Text"/> says what the rest is about: a topic sentence, a term, a name.</summary>
    public int LeadLength { get; init; }

    /// <summary>Who types one of these wants this above all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public Section? Section { get; init; }

    public Paragraph? Paragraph { get; init; }

    /// <summary>Whether its page marks the words looked for when they are given to it.</summary>
    public bool MarksWords { get; init; }
}

/// <summary>What kind of thing was found, in the order in which equally good hits are shown. The code is the word used in the API.</summary>
public enum SearchKind
{
    Page,
    Heading,
    Topic,
    Place,
    Figure,
    Paragraph,
    Term,
    Note,
}

/// <summary>Hits that are shown together: a chapter of the report, or what is not of the report's own text.</summary>
public sealed record SearchGroup(string Id, string Name);

/// <summary>One thing found.</summary>
/// <param name="Address">With the words looked for, where the page marks them.</param>
/// <param name="Snippet">The part of the text around the first words found.</param>
/// <param name="Marks">Where in the snippet the words stand.</param>
public sealed record SearchHit(SearchDocument Document, SearchGroup Group, string Address, string Snippet, IReadOnlyList<TextRun> Marks);

/// <summary>What was found: how many in all, and the asked part of them, group by group.</summary>
/// <param name="Query">As it was understood, with what was looked for besides.</param>
/// <param name="Hits">The best group first, in each the best hit first.</param>
/// <param name="Suggestions">Where nothing was found: parts of what was typed that would find something.</param>
public sealed record SearchResults(SearchQuery Query, int Total, IReadOnlyList<SearchHit> Hits, IReadOnlyList<string> Suggestions);
