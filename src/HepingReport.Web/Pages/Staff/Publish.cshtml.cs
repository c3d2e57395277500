using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Web.Content;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>发布: says exactly what will become public, and one button makes it so.</summary>
public sealed class PublishModel(ContentSnapshot content, IAntiforgery antiforgery, DraftDesk desk, Publication publication, ContentWatcher watcher) : StaffPage(content, antiforgery)
{
    public PublicationPlan? Plan { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var result = await publication.PublishAsync(Seen, Member, cancellation);
        if (result.Problem is null || result.Problem == EditingProblems.Unrecorded)
        {
            // It is done, and nobody breaks that off by going away.
            await watcher.LookAsync(CancellationToken.None);
        }

        return result.Problem is { } problem ? await RefuseAsync(problem, cancellation) : LocalRedirect(Links.StaffDone(Links.StaffRevision(result.Revision!.Number), StaffDone.Published));
    }

    protected override void TakeTyped() => Head = HeadOf("发布：工作台");

    protected override async Task LoadAsync(CancellationToken cancellation) => Plan = await desk.PlanAsync(cancellation);
}
