using HepingReport.Content;
using HepingReport.Editing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>历史: what was published when, by whom and why; of all files or of one. The newest first.</summary>
public sealed class HistoryModel(ContentSnapshot content, IAntiforgery antiforgery, RevisionHistory history) : StaffPage(content, antiforgery)
{
    private const int PageSize = 20;

    public string? FilePath { get; private set; }

    public IReadOnlyList<RevisionSummary> Revisions { get; private set; } = [];

    public bool HasOlder { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? path, int? before, CancellationToken cancellation)
    {
        TakeTyped();
        FilePath = string.IsNullOrEmpty(path) ? null : path;
        var found = await history.ListAsync(FilePath, before, PageSize + 1, cancellation);
        (Revisions, HasOlder) = ([.. found.Take(PageSize)], found.Count > PageSize);
        return await ShowAsync(cancellation);
    }

    public IActionResult OnPost() => LocalRedirect(Links.StaffHistory);

    protected override void TakeTyped() => Head = HeadOf("历史：工作台");
}
