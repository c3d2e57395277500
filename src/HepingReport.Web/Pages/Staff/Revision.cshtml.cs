using System.Globalization;
using HepingReport.Content;
using HepingReport.Editing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>One publishing: who, when, why, what changed; any file of it can be brought back as a draft.</summary>
public sealed class RevisionModel(ContentSnapshot content, IAntiforgery antiforgery, RevisionHistory history, DraftDesk desk) : StaffPage(content, antiforgery)
{
    public const string AllBefore = "all-before";

    [FromRoute]
    public int Number { get; set; }

    public Revision? Revision { get; private set; }

    /// <summary>The person's draft that stands in the way of another one of the same file.</summary>
    public Draft? Open { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        await LoadAsync(cancellation);
        return Revision is null ? NotFound() : ShowAgain();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (Posted["as-of"] == AllBefore && await history.FindAsync(Number, cancellation) is { } revision)
        {
            var all = await desk.RestoreAllBeforeAsync(revision, Member, cancellation);
            Open = all.IsDone ? null : all.Draft;
            return all.Problem is null ? LocalRedirect(Links.StaffDone(Links.StaffDrafts, StaffDone.Restored)) : await RefuseAsync(all.Problem, cancellation);
        }

        var result = await desk.RestoreAsync(Posted["path"].ToString(), int.TryParse(Posted["as-of"], CultureInfo.InvariantCulture, out var number) ? number : 0, Member, cancellation);
        if (result.Problem is { } problem)
        {
            Open = result.Draft;
            return await RefuseAsync(problem, cancellation);
        }

        return LocalRedirect(Links.StaffDone(Links.StaffDraft(result.Draft!.Id), StaffDone.Restored));
    }

    protected override void TakeTyped() => Head = HeadOf(string.Create(CultureInfo.InvariantCulture, $"第{Number}次：历史：工作台"));

    protected override async Task LoadAsync(CancellationToken cancellation) => Revision = await history.FindAsync(Number, cancellation);
}
