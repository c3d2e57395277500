using HepingReport.Editing;

namespace HepingReport.Web.Pages;

/// <summary>What one person submitted together: judged as one change.</summary>
public sealed record ReviewGroup(string Owner, string? Note, bool IsApproved, IReadOnlyList<Draft> Drafts)
{
    /// <summary>Together with what is approved already.</summary>
    public ContentCheck? Check { get; init; }

    public static IEnumerable<ReviewGroup> Of(IEnumerable<Draft> submitted) =>
        submitted.OrderBy(draft => draft.UpdatedAt).GroupBy(draft => (draft.Owner, draft.Note, draft.IsApproved))
            .Select(group => new ReviewGroup(group.Key.Owner, group.Key.Note, group.Key.IsApproved, [.. group.OrderBy(draft => draft.Path)]));
}
