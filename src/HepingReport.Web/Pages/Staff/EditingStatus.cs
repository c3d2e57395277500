using HepingReport.Editing;

namespace HepingReport.Web.Pages;

/// <summary>With which status a page says what stands in the way of an edit.</summary>
public static class EditingStatus
{
    public static int Of(EditingProblem problem) => problem.Code switch
    {
        // Whose draft it is, is nobody else's business.
        "not-found" or "not-yours" or "file-unknown" or "revision-unknown" => StatusCodes.Status404NotFound,
        "publishers-only" or "own-change" => StatusCodes.Status403Forbidden,
        "note-missing" or "missing" or "reason-missing" or "comment-missing" or "nothing-chosen" => StatusCodes.Status400BadRequest,
        "too-large" => StatusCodes.Status413PayloadTooLarge,
        "has-errors" => StatusCodes.Status422UnprocessableEntity,
        "disk-full" => StatusCodes.Status507InsufficientStorage,
        "store-busy" or "store-away" or "read-only" or "not-written" or "unfinished" or "unrecorded" or "publishing-busy" or EditingProblems.FolderAway or "file-unreadable" => StatusCodes.Status503ServiceUnavailable,

        // Somebody else, or the person elsewhere, was faster.
        _ => StatusCodes.Status409Conflict,
    };
}
