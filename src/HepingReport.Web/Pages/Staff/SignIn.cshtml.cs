using HepingReport.Content;
using HepingReport.Feedback;
using HepingReport.Staff;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.Web.Pages;

/// <summary>The first step: name and password. Every refusal says the same, whether there is such a name or not.</summary>
public sealed class SignInModel(ContentSnapshot content, IAntiforgery antiforgery, SignInDesk desk, StaffDesk staff, SignInLimit limit, SiteOptions options) : StaffPage(content, antiforgery)
{
    public string Name { get; private set; } = "";

    /// <summary>Where to go afterwards.</summary>
    public string? From { get; private set; }

    public IActionResult OnGet()
    {
        TakeTyped();
        if (Session is not null)
        {
            return LocalRedirect(From ?? Links.Staff);
        }

        return StaffCookie.IsSafe(HttpContext, options) ? ShowAgain() : RefuseUnsafe();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!StaffCookie.IsSafe(HttpContext, options))
        {
            return RefuseUnsafe();
        }

        if (limit.TakePassword(Address, Name) is { } wait)
        {
            if (limit.TakeTelling(Address))
            {
                await staff.RecordAsync(Actor with { Account = null }, AuditAction.TriesStopped, null, cancellation);
            }

            return Refuse(StatusCodes.Status429TooManyRequests, $"从您的网络试得太多了，请等{Math.Max(1, Math.Ceiling(wait.TotalMinutes)):0}分钟再试。急用的话，可以换一个网络（例如手机流量）登录。", wait);
        }

        if (await desk.SignInAsync(Name, Posted["password"].ToString(), Address, cancellation) is not { } session)
        {
            return Refuse(StatusCodes.Status400BadRequest, "姓名或密码不对，没有登录。忘了密码，请找有“发布”职责的同事重设。");
        }

        StaffCookie.Give(HttpContext, session.Secret);
        return LocalRedirect(session.Pending ? Links.StaffCodeFrom(From) : From ?? Links.Staff);
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("工作人员登录");
        Name = TypedText.Clean(Posted["username"]);
        From = OfThisSite(HttpMethods.IsPost(Request.Method) ? Posted["from"] : Request.Query["from"]);
    }

    private PageResult RefuseUnsafe() => Refuse(StatusCodes.Status403Forbidden, "这里不能登录：这个连接没有加密（不是 HTTPS），密码在路上会被人看到。请用 https:// 开头的地址打开；维护人员请看 docs/operations.md 里“HTTPS”一节。");
}
