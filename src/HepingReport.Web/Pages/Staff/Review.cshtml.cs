using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>审核: everything that was submitted, by whom and why, and what would be wrong with it.</summary>
public sealed class ReviewModel(ContentSnapshot content, IAntiforgery antiforgery, DraftDesk desk, SiteOptions options) : StaffPage(content, antiforgery)
{
    public const string Approve = "approve";
    public const string Return = "return";

    public IReadOnlyList<ReviewGroup> Groups { get; private set; } = [];

    public string Reason { get; private set; } = "";

    public bool MayApprove(ReviewGroup group) => options.MayApproveOwn || group.Owner != Member.Name;

    /// <summary>The reason as it was typed for this group.</summary>
    public string ReasonFor(ReviewGroup group) => Seen.Any(seen => group.Drafts.Any(draft => draft.Id == seen.Id)) ? Reason : "";

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var step = Posted["step"].ToString();
        var problem = step == Approve ? await desk.ApproveAsync(Seen, Member, cancellation) : await desk.ReturnAsync(Seen, Member, Reason, cancellation);
        return problem is not null ? await RefuseAsync(problem, cancellation) : LocalRedirect(Links.StaffDone(Links.StaffReview, step == Approve ? StaffDone.Approved : StaffDone.Returned));
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("审核：工作台");
        Reason = TypedText.Clean(Posted["reason"]);
    }

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var submitted = (await desk.ListAsync(Member, cancellation)).FindAll(draft => draft.State == DraftState.Submitted);
        var groups = new List<ReviewGroup>();
        foreach (var group in ReviewGroup.Of(submitted))
        {
            groups.Add(group with { Check = await desk.CheckAsync([.. submitted.Where(draft => draft.IsApproved && !group.Drafts.Contains(draft)), .. group.Drafts], cancellation) });
        }

        Groups = groups;
    }
}
