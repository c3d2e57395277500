using HepingReport.Content;
using HepingReport.Staff;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>The second step: the code of the authenticator app, or a recovery code.</summary>
public sealed class CodeModel(ContentSnapshot content, IAntiforgery antiforgery, SignInDesk desk, SignInLimit limit) : StaffPage(content, antiforgery)
{
    public string? From { get; private set; }

    private StaffSession? Waiting => HttpContext.Features.Get<StaffSession>() is { Pending: true } waiting ? waiting : null;

    public IActionResult OnGet()
    {
        TakeTyped();
        return Waiting is null ? LocalRedirect(Links.StaffSignInFrom(From)) : ShowAgain();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (Waiting is not { } waiting)
        {
            return LocalRedirect(Links.StaffSignInFrom(From));
        }

        if (limit.TakeCode(waiting.AccountId) is { } wait)
        {
            return Refuse(StatusCodes.Status429TooManyRequests, $"验证码试得太多了，请等{Math.Max(1, Math.Ceiling(wait.TotalMinutes)):0}分钟再试。如果不是您在试，请马上告诉有“发布”职责的同事：有人知道您的密码。", wait);
        }

        var answer = await desk.GiveCodeAsync(StaffCookie.Read(Request)!, Posted["code"].ToString(), Address, cancellation);
        if (answer.Session is { } session)
        {
            StaffCookie.Give(HttpContext, session.Secret);
            return LocalRedirect(From ?? Links.Staff);
        }

        if (answer.Ended)
        {
            StaffCookie.Take(HttpContext);
            return LocalRedirect(Links.StaffSignInFrom(From));
        }

        return Refuse(StatusCodes.Status400BadRequest, "验证码不对，没有登录。请输入手机上现在显示的六位数字，每个数字只能用一次；刚用过的，请等它变了再输。总是不对时，看看手机的时间准不准。");
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("输入验证码：工作人员登录");
        From = OfThisSite(HttpMethods.IsPost(Request.Method) ? Posted["from"] : Request.Query["from"]);
    }
}
