using HepingReport.Content;
using HepingReport.Staff;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>我的账户: where one is signed in, one's own password and recovery codes.</summary>
public sealed class AccountModel(ContentSnapshot content, IAntiforgery antiforgery, SignInDesk desk, SignInLimit limit, StaffRules rules) : StaffPage(content, antiforgery)
{
    public const string EndOthers = "end-others";
    public const string Password = "password";
    public const string Codes = "codes";

    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    public bool SecondFactor => rules.SecondFactor;

    /// <summary>What is wrong, and at which field.</summary>
    public (string Field, string Message)? Fault { get; private set; }

    /// <summary>Not empty once they were made: to be written down now.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public bool PasswordChanged { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        PasswordChanged = Request.Query["done"] == Password;
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        switch (Posted["step"].ToString())
        {
            case EndOthers:
                await desk.EndOthersAsync(Session!, Address, cancellation);
                return LocalRedirect(Links.StaffAccount);
            case Password or Codes when limit.TakePassword(Address, Person.UserName!) is { } wait:
                await LoadAsync(cancellation);
                return Refuse(StatusCodes.Status429TooManyRequests, $"密码试得太多了，请等{Math.Max(1, Math.Ceiling(wait.TotalMinutes)):0}分钟再试。", wait);
            case Password:
                return await ChangePasswordAsync(cancellation);
            case Codes when SecondFactor:
                RecoveryCodes = await desk.RenewRecoveryCodesAsync(Session!, Posted["password"].ToString(), Address, cancellation) ?? [];
                return RecoveryCodes.Count > 0 ? ShowAgain() : await RefuseAsync("codes-password", "密码不对，恢复码没有换。", cancellation);
            default:
                return await ShowAsync(cancellation);
        }
    }

    protected override void TakeTyped() => Head = HeadOf("我的账户：工作台");

    protected override async Task LoadAsync(CancellationToken cancellation) => Sessions = await desk.SessionsOfAsync(Person.Id, cancellation);

    private async Task<IActionResult> ChangePasswordAsync(CancellationToken cancellation)
    {
        var password = Posted["new-password"].ToString();
        if (password != Posted["password-again"])
        {
            return await RefuseAsync("new-password", "两次写的新密码不一样，请再写一遍。", cancellation);
        }

        var answer = await desk.ChangePasswordAsync(Session!, Posted["password"].ToString(), password, Address, cancellation);
        if (answer.Session is { } session)
        {
            StaffCookie.Give(HttpContext, session.Secret);
            return LocalRedirect($"{Links.StaffAccount}?done={Password}");
        }

        return answer.OldIsWrong ? await RefuseAsync("password", "现在的密码不对。", cancellation) : await RefuseAsync("new-password", answer.Fault!, cancellation);
    }

    private Task<IActionResult> RefuseAsync(string field, string message, CancellationToken cancellation)
    {
        Fault = (field, message);
        return RefuseAsync("还没有改，请看下面标出的地方。", cancellation);
    }
}
