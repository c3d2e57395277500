using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using HepingReport.Files;
using HepingReport.Staff;
using HepingReport.Web.Content;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>工作台: what waits for whoever is signed in, what is broken, what changed lately; and signing out.</summary>
public sealed class DashboardModel(
    ContentSnapshot content, IAntiforgery antiforgery, SignInDesk desk, DraftDesk drafts, FeedbackDesk feedback, RevisionHistory history, Publication publication, CurrentContent current, FileKeeper files, RecordingKeeper recordings)
    : StaffPage(content, antiforgery)
{
    public const string Leave = "sign-out";
    public const int MostRevisions = 5;
    public const int MostFaults = 10;

    /// <summary>False where portal.db cannot be had: then nobody knows what waits.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>The person's own that are open, those that were returned first.</summary>
    public IReadOnlyList<Draft> Mine { get; private set; } = [];

    /// <summary>Drafts of all that wait for a publisher.</summary>
    public int ToReview { get; private set; }

    public int ToPublish { get; private set; }

    public int WaitingReports { get; private set; }

    public IReadOnlyList<RevisionSummary> Revisions { get; private set; } = [];

    /// <summary>What is wrong with the files in the folder; readers have an earlier state then.</summary>
    public IReadOnlyList<ContentProblem> Faults => [.. current.Faults.Where(problem => problem.Level == ProblemLevel.Error)];

    public bool IsUnfinished => publication.IsUnfinished;

    /// <summary>Files of the whole report that could not be made.</summary>
    public IReadOnlyList<ReportFormat> MissingFiles =>
        [.. ReportFormat.All.Where(format => (format != ReportFormat.Pdf || files.CanPrint) && files.Of(format, Snapshot) is { File: null, InTheMaking: false })];

    /// <summary>Sections without a recording, where others have one.</summary>
    public int MissingRecordings => Report.Sections.Count(section => recordings.Of(section) is null) is var missing && missing < Report.Sections.Count ? missing : 0;

    public bool IsAllWell => Faults.Count == 0 && !IsUnfinished && MissingFiles.Count == 0 && MissingRecordings == 0;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (Posted["step"] != Leave)
        {
            return await ShowAsync(cancellation);
        }

        await desk.SignOutAsync(Session!, Address, cancellation);
        StaffCookie.Take(HttpContext);
        return LocalRedirect(Links.StaffSignIn);
    }

    protected override void TakeTyped() => Head = HeadOf("工作台");

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var open = await drafts.ListAsync(Member, cancellation);
        Mine = [.. open.Where(draft => draft.Owner == Member.Name && draft.HasChanges).OrderByDescending(draft => draft.State == DraftState.Returned)];
        ToReview = open.Count(draft => draft is { State: DraftState.Submitted, IsApproved: false });
        ToPublish = open.Count(draft => draft.IsApproved);
        WaitingReports = await feedback.CountWaitingAsync(cancellation);
        Revisions = await history.ListAsync(null, null, MostRevisions, cancellation);
        IsLoaded = true;
    }
}
