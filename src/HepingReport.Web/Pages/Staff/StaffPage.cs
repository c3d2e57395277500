using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.Web.Pages;

/// <summary>
/// What the pages of the staff share. A post reaches its page only with a token and as a form that could be read; else, and where portal.db cannot be had,
/// the page is shown again with what was typed.
/// </summary>
public abstract class StaffPage(ContentSnapshot content, IAntiforgery antiforgery) : FormPage(content, antiforgery)
{
    /// <summary>The field of a form that holds a <see cref="DraftVersion"/>.</summary>
    public const string DraftField = "draft";

    /// <summary>The session of whoever is signed in.</summary>
    public StaffSession? Session => HttpContext.Features.Get<StaffSession>() is { Pending: false } session ? session : null;

    public StaffAccount Person => Session!.Account;

    public bool IsPublisher => Session?.Account.Role == StaffRole.Publisher;

    protected StaffMember Member => new(Person.UserName!, Person.Role.Code(), Address);

    protected string Address => NetworkAddress.Of(HttpContext.Connection.RemoteIpAddress);

    protected Actor Actor => new(Session?.Account.UserName, Address);

    /// <summary>What was posted, once it was taken.</summary>
    protected IFormCollection Posted { get; set; } = FormCollection.Empty;

    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellation = HttpContext.RequestAborted;
        try
        {
            if (HttpMethods.IsPost(Request.Method))
            {
                var form = await ReadAsync(cancellation);
                Posted = form ?? FormCollection.Empty;
                TakeTyped();
                if (form is null || !await HasTokenAsync())
                {
                    context.Result = await RefuseAsync(
                        form is null
                            ? "没有接收：网站没有读懂送来的内容，可能太长，或者没有传完。请重新打开这一页再试。"
                            : "还没有完成：这一页打开得太久，或者浏览器没有送回本站的 Cookie。请再按一次按钮；如果又回到这里，请允许本站使用 Cookie。",
                        cancellation);
                    return;
                }
            }

            // The handler may change what this says; a token of before would then no longer do.
            var done = await next();
            if (done.Exception is PortalAwayException fault)
            {
                done.ExceptionHandled = true;
                done.Result = RefuseAway(fault);
            }
        }
        catch (PortalAwayException fault)
        {
            context.Result = RefuseAway(fault);
        }
    }

    /// <summary>The drafts that the form was about, as they were when it was shown.</summary>
    protected IReadOnlyList<DraftVersion> Seen => DraftVersion.ReadAll(Posted[DraftField]);

    /// <summary>Reads what was typed and has to be shown again.</summary>
    protected virtual void TakeTyped()
    {
    }

    /// <summary>Fetches what the page shows besides the form.</summary>
    protected virtual Task LoadAsync(CancellationToken cancellation) => Task.CompletedTask;

    protected async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        return ShowAgain();
    }

    protected async Task<IActionResult> RefuseAsync(string notice, CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        return Refuse(StatusCodes.Status400BadRequest, notice);
    }

    /// <summary>Gives back what was posted where the page itself cannot be shown.</summary>
    protected IActionResult GiveBack(EditingProblem problem)
    {
        HttpContext.Features.Set(KeptForm.Of(Request, Posted) with { Reason = problem.Message });
        return StatusCode(EditingStatus.Of(problem));
    }

    protected async Task<IActionResult> RefuseAsync(EditingProblem problem, CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        return EditingStatus.Of(problem) is StatusCodes.Status503ServiceUnavailable and var away ? Refuse(away, problem.Message, TimeSpan.FromMinutes(1)) : Refuse(EditingStatus.Of(problem), problem.Message);
    }

    protected static PageHead HeadOf(string title) => PageHead.Of(title) with { Unlisted = true };

    private IActionResult RefuseAway(PortalAwayException fault) => Session is not null && Posted.Count > 0 ? GiveBack(EditingProblems.StoreAway(fault)) : Refuse(StatusCodes.Status503ServiceUnavailable, "网站现在读不了也存不了账户，这不是您的操作造成的。请过几分钟再试。", TimeSpan.FromMinutes(1));
}
