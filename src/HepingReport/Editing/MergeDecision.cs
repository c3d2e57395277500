namespace HepingReport.Editing;

/// <summary>What a person wants of one part of which there are two texts.</summary>
/// <param name="Choice">Null where nothing was chosen yet.</param>
/// <param name="Own">What they wrote themselves, chosen or not.</param>
public sealed record MergeDecision(string Key, MergeChoice? Choice, string Own)
{
    /// <summary>Null takes the part out.</summary>
    internal string? TextFor(ThreeWayPart part) => Choice switch
    {
        MergeChoice.Mine => part.Mine,
        MergeChoice.Theirs => part.Theirs,
        MergeChoice.Both => part.Suggestion,
        _ => string.IsNullOrWhiteSpace(Own) ? null : Own,
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
