using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>我的改动: what the person is writing, and submitting what belongs together as one change.</summary>
public sealed class DraftsModel(ContentSnapshot content, IAntiforgery antiforgery, DraftDesk desk) : StaffPage(content, antiforgery)
{
    private const int MostClosed = 20;

    public IReadOnlyList<Draft> Open { get; private set; } = [];

    public IReadOnlyList<Draft> Closed { get; private set; } = [];

    public IEnumerable<Draft> Changed => Open.Where(draft => draft.HasChanges);

    public IEnumerable<Draft> Unchanged => Open.Where(draft => !draft.HasChanges);

    public IEnumerable<Draft> Submittable => Changed.Where(draft => draft.State != DraftState.Submitted);

    /// <summary>Of all that is changed, together.</summary>
    public ContentCheck? Check { get; private set; }

    public string Note { get; private set; } = "";

    public bool IsChosen(Draft draft) => !HttpMethods.IsPost(Request.Method) || Seen.Any(seen => seen.Id == draft.Id);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation) =>
        await desk.SubmitAsync(Seen, Member, Note, cancellation) is { } problem ? await RefuseAsync(problem, cancellation) : LocalRedirect(Links.StaffDone(Links.StaffDrafts, StaffDone.Submitted));

    protected override void TakeTyped()
    {
        Head = HeadOf("我的改动：工作台");
        Note = TypedText.Clean(Posted["note"]);
    }

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        Open = (await desk.ListAsync(Member, cancellation)).FindAll(draft => draft.Owner == Member.Name);
        Closed = await desk.ClosedAsync(Member, MostClosed, cancellation);
        Check = Changed.Any() ? await desk.CheckAsync(Changed, cancellation) : null;
    }
}
