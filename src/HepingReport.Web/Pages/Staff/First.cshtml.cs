using HepingReport.Content;
using HepingReport.Sharing;
using HepingReport.Staff;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.Web.Pages;

/// <summary>The first sign-in, by a link that can be used once: a password of one's own, the authenticator app, the recovery codes.</summary>
public sealed class FirstModel(ContentSnapshot content, IAntiforgery antiforgery, SignInDesk desk, StaffRules rules, SiteOptions options) : StaffPage(content, antiforgery)
{
    public string Link { get; private set; } = "";

    /// <summary>Whose link it is; null where it can no longer be used.</summary>
    public StaffAccount? Account { get; private set; }

    public bool SecondFactor => rules.SecondFactor;

    public string? PasswordFault { get; private set; }

    public string? CodeFault { get; private set; }

    /// <summary>Not empty once all is done: to be written down now.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>The key in fours, as it is typed by hand.</summary>
    public string Key => string.Join(' ', Account!.AuthenticatorKey!.Chunk(4).Select(four => new string(four)));

    public string Picture => QrPicture.Svg(AuthenticatorApp.AddressOf(Snapshot.Site.Name, Account!.UserName!, Account.AuthenticatorKey!), "验证器应用要扫的二维码");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        await LoadAsync(cancellation);
        return !StaffCookie.IsSafe(HttpContext, options) ? Refuse(StatusCodes.Status403Forbidden, "这里不能设密码：这个连接没有加密（不是 HTTPS）。请用 https:// 开头的地址打开这个链接。")
            : Account is null ? RefuseLink()
            : ShowAgain();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var password = Posted["password"].ToString();
        if (!StaffCookie.IsSafe(HttpContext, options) || await desk.FindByLinkAsync(Link, cancellation) is not { } account)
        {
            return RefuseLink();
        }

        if (password != Posted["again"])
        {
            Account = account;
            PasswordFault = "两次写的密码不一样，请再写一遍。";
            return Refuse(StatusCodes.Status400BadRequest, "还没有完成，请改一改下面标出的地方。");
        }

        var answer = await desk.FirstAsync(Link, password, Posted["code"].ToString(), Address, cancellation);
        if (answer.Session is not { } session)
        {
            await LoadAsync(cancellation);
            (PasswordFault, CodeFault) = (answer.PasswordFault, answer.CodeFault);
            return Account is null ? RefuseLink() : Refuse(StatusCodes.Status400BadRequest, "还没有完成，请改一改下面标出的地方。");
        }

        StaffCookie.Give(HttpContext, session.Secret);
        if (answer.RecoveryCodes.Count == 0)
        {
            return LocalRedirect(Links.Staff);
        }

        RecoveryCodes = answer.RecoveryCodes;
        Head = HeadOf("请记下恢复码");
        return Page();
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("首次登录");
        Link = (HttpMethods.IsPost(Request.Method) ? Posted["link"] : Request.Query["link"]).ToString();
    }

    protected override async Task LoadAsync(CancellationToken cancellation) => Account = await desk.FindByLinkAsync(Link, cancellation);

    private PageResult RefuseLink()
    {
        Account = null;
        return Refuse(StatusCodes.Status404NotFound, "这个链接不能用了：可能已经用过、过期，或者没有复制完整。请找给您链接的人，重新发一个。已经设好密码的，请直接登录。");
    }
}
