using HepingReport.Content;
using HepingReport.Editing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>One file at any two of its revisions.</summary>
public sealed class HistoryCompareModel(ContentSnapshot content, IAntiforgery antiforgery, RevisionHistory history) : StaffPage(content, antiforgery)
{
    private const int MostToChoose = 500;

    public string FilePath { get; private set; } = "";

    public IReadOnlyList<RevisionSummary> Revisions { get; private set; } = [];

    public int From { get; private set; }

    public int To { get; private set; }

    public FileDifference? Difference { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? path, int? from, int? to, CancellationToken cancellation)
    {
        Head = HeadOf("比较两次：历史：工作台");
        FilePath = path ?? "";
        Revisions = await history.ListAsync(FilePath, null, MostToChoose, cancellation);
        if (Revisions.Count == 0)
        {
            return NotFound();
        }

        (From, To) = (from ?? Revisions[^1].Number, to ?? Revisions[0].Number);
        Difference = await history.CompareAsync(FilePath, From, To, cancellation);
        return await ShowAsync(cancellation);
    }

    public IActionResult OnPost() => LocalRedirect(Links.StaffHistory);

    protected override void TakeTyped() => Head = HeadOf("比较两次：历史：工作台");
}
