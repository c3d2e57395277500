namespace HepingReport.Changes;

/// <summary>One change of what readers see.</summary>
/// <param name="Id">The same for ever, so that a feed reader does not show it twice.</param>
/// <param name="Place">What readers call the place: 第一章（二）第3段.</param>
/// <param name="Address">Null where nothing is left to lead to.</param>
/// <param name="Before">Empty where something came.</param>
/// <param name="After">Empty where something went.</param>
public sealed record PublishedChange(string Id, DateTimeOffset When, string Place, string? Address, string Before, string After, string Kind, string Reason, ChangeSource Source)
{
    /// <summary>The district's clock; it has no summer time.</summary>
    public static readonly TimeSpan China = TimeSpan.FromHours(8);

    public DateOnly Date => DateOnly.FromDateTime(When.ToOffset(China).Date);

    public IReadOnlyList<TextRun> Difference => TextDifference.Between(Before, After);

    internal static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, China);
}

/// <summary>When a change was published and why; not by whom, which is nobody's business but the district's.</summary>
/// <param name="Reason">Null where nobody wrote one.</param>
public sealed record ChangeCause(DateTimeOffset At, string? Reason);

public enum ChangeSource
{
    /// <summary>corrections.yml.</summary>
    Corrections,

    /// <summary>An edit of the content files.</summary>
    Revision,
}

/// <summary>What an edit of the content files changed at one place, as it is kept.</summary>
/// <param name="Key">Which text: <c>paragraph:economy-quality</c>.</param>
/// <param name="Before">Null where the text is new.</param>
/// <param name="After">Null where it is gone.</param>
/// <param name="Reason">Null where nobody wrote one.</param>
/// <param name="To">The version of all texts that this edit led to.</param>
public sealed record PublishedRevision(DateTimeOffset When, string Key, string Kind, string Place, string? Address, string? Before, string? After, string? Reason, string To);
