namespace HepingReport;

/// <summary>A subject residents ask about, with the report's own sentences on it (topics.yml).</summary>
public sealed record Topic(string Id, string Name, string? Summary, IReadOnlyList<TopicSentence> Sentences)
{
    /// <summary>Words of the report by which more on this subject is found.</summary>
    public IReadOnlyList<string> Search { get; init; } = [];

    public IEnumerable<TopicSentence> On(TopicSide side) => Sentences.Where(sentence => sentence.Side == side);
}

/// <summary>A verbatim quote; it stands exactly once in its paragraph.</summary>
public sealed record TopicSentence(ParagraphPlace Place, TopicSide Side, string Quote);

/// <summary>What was done in 2017, or is to be done in 2018.</summary>
public enum TopicSide
{
    Done2017 = 2017,
    ToDo2018 = 2018,
}
