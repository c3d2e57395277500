namespace HepingReport.Editing;

/// <summary>What a person wants of one part of which there are two texts.</summary>
/// <param name="Choice">Null where nothing was chosen yet.</param>
/// <param name="Own">What they wrote themselves, chosen or not; the name of the line and the id may be left out.</param>
public sealed record MergeDecision(string Key, MergeChoice? Choice, string Own)
{
    /// <summary>What a person starts from who writes it anew.</summary>
    public static MergeDecision On(ThreeWayPart part) => new(part.Key, null, PartFrame.WordsOf(part.Key, part.Mine ?? ""));

    /// <summary>Null takes the part out.</summary>
    internal string? TextFor(ThreeWayPart part) => Choice switch
    {
        MergeChoice.Mine => part.Mine,
        MergeChoice.Theirs => part.Theirs,
        MergeChoice.Both => part.Suggestion,
        _ => string.IsNullOrWhiteSpace(Own) ? null : PartFrame.Of(Key, part.Mine ?? part.Theirs ?? "").Around(Own),
    };

    internal bool Decides(ThreeWayPart part) => Key == part.Key && Choice is not null && (Choice != MergeChoice.Both || part.Suggestion is not null);
}

public enum MergeChoice
{
    Mine,
    Theirs,

    /// <summary>The suggestion.</summary>
    Both,
    Own,
}
