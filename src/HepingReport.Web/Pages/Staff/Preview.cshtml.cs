using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Web.Preview;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>Beside the pages of a preview themselves, which <see cref="DraftPreviewMiddleware"/> serves: a page in the width of a telephone, and what is wrong where no page can be made.</summary>
public sealed class PreviewModel(ContentSnapshot content, IAntiforgery antiforgery, DraftPreviews previews) : StaffPage(content, antiforgery)
{
    public DraftPreview? Preview { get; private set; }

    /// <summary>The page as a telephone shows it; null where there are errors to show.</summary>
    public string? Phone { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid draft, string? address, CancellationToken cancellation)
    {
        TakeTyped();
        Preview = await previews.FindAsync(draft, cancellation);
        Phone = Preview?.Load.Draft is not null && Request.Query["as"] == PreviewVisit.Phone ? Links.StaffPreview(draft, "/" + address) : null;
        return Preview is null || (Phone is null && Preview.Errors.Count == 0) ? NotFound() : ShowAgain();
    }

    public IActionResult OnPost() => NotFound();

    protected override void TakeTyped() => Head = HeadOf("草稿预览");
}
