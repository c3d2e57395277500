using HepingReport.Content;
using HepingReport.Feedback;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>纠错来信: what residents have reported; the oldest that waits is the first.</summary>
public sealed class ReportsModel(ContentSnapshot content, IAntiforgery antiforgery, FeedbackDesk desk) : StaffPage(content, antiforgery)
{
    /// <summary>Answered ones that are listed; `feedback export` gives all.</summary>
    public const int MostAnswered = 50;

    public IReadOnlyList<ErrorReport> Waiting { get; private set; } = [];

    public IReadOnlyList<ErrorReport> Answered { get; private set; } = [];

    public int Withdrawn { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public IActionResult OnPost() => LocalRedirect(Links.StaffReports);

    protected override void TakeTyped() => Head = HeadOf("纠错来信：工作台");

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var all = await desk.ListAsync(cancellation);
        Waiting = all.FindAll(report => report.State == ErrorReportState.Waiting);
        Answered = [.. all.Where(report => report.State == ErrorReportState.Answered).OrderByDescending(report => report.AnsweredAt).Take(MostAnswered)];
        Withdrawn = all.Count(report => report.State == ErrorReportState.Withdrawn);
    }
}
