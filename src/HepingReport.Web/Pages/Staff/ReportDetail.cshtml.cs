using System.Globalization;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>One report of a resident: taken up for an edit, and answered.</summary>
public sealed class ReportDetailModel(ContentSnapshot content, IAntiforgery antiforgery, FeedbackDesk desk) : StaffPage(content, antiforgery)
{
    public const string TakeUp = "take-up";
    public const string AnswerIt = "answer";

    private string id = "";

    public ErrorReport? Found { get; private set; }

    /// <summary>The answer as it is being written.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>The content file to be mended; null where the place names none.</summary>
    public string? FileToMend => FileNames.PathOf(Found!.Paragraph, Found.Address, Snapshot);

    /// <summary>Which answer, if any, the page was shown with.</summary>
    public string SeenAnswer => Found?.AnsweredAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        await LoadAsync(cancellation);
        Answer = Found?.Answer ?? "";
        return Found is null ? NotFound() : ShowAgain();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        switch (Posted["step"].ToString())
        {
            case var _ when Found is null:
                return NotFound();
            case TakeUp:
                await desk.TakeUpAsync(Found.Receipt, Actor, cancellation);
                return LocalRedirect(FileToMend is { } file ? Links.StaffEdit(file) : Links.StaffFiles);
            case AnswerIt when Answer.Length is 0 or > Submission.LongestText:
                return await RefuseAsync(Answer.Length == 0 ? "还没有答复：请先写答复。" : $"还没有答复：写了{Answer.Length}字，最多{Submission.LongestText}字，请删短一些。", cancellation);
            case AnswerIt when Posted["seen"] != SeenAnswer && Found.Answer != Answer:
                return await RefuseAsync($"还没有答复：您写的时候，同事已经答复了。同事写的是：“{Found.Answer}”。您写的还在下面；看过以后，要换成您写的，请再按一次。", cancellation);
            case AnswerIt:
                var answered = await desk.AnswerAsync(Found.Receipt, Answer, Actor, cancellation);
                return answered?.State == ErrorReportState.Withdrawn ? await RefuseAsync("没有答复：居民已经撤回这条来信。", cancellation) : LocalRedirect(Links.StaffReport(id));
            default:
                return ShowAgain();
        }
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("一条来信：纠错来信");
        id = RouteData.Values["id"]?.ToString() ?? "";
        Answer = TypedText.Clean(Posted["answer"]);
    }

    protected override async Task LoadAsync(CancellationToken cancellation) => Found = await desk.FindAsync(id, cancellation);
}
