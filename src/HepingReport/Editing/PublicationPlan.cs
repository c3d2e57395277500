using HepingReport.Content;

namespace HepingReport.Editing;

/// <summary>What of the approved drafts would become public now, and what has to wait.</summary>
/// <param name="Ready">All of them together, one of each file: those approved first.</param>
/// <param name="Waiting">Their file has changed, or is about to, so that they have to be merged before.</param>
/// <param name="Check">Of what is ready, together with the published rest; null where nothing is, or the folder cannot be read.</param>
/// <param name="Problem">Why nothing can be published at all.</param>
public sealed record PublicationPlan(IReadOnlyList<Draft> Ready, IReadOnlyList<Draft> Waiting, ContentCheck? Check, EditingProblem? Problem = null)
{
    public bool MayBePublished => Check is { MayBePublished: true };

    internal static PublicationPlan Of(ContentSource published, IReadOnlyList<Draft> approved)
    {
        var ready = approved.Where(draft => draft.HasChanges && draft.IsBasedOn(published)).DistinctBy(draft => draft.Path).ToList();
        return new PublicationPlan(ready, [.. approved.Except(ready)], ready.Count == 0 ? null : ContentCheck.Of(published, ready));
    }
}
