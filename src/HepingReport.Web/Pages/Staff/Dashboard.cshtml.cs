using HepingReport.Content;
using HepingReport.Staff;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>工作台: who is signed in and where, and signing out.</summary>
public sealed class DashboardModel(ContentSnapshot content, IAntiforgery antiforgery, SignInDesk desk) : StaffPage(content, antiforgery)
{
    public const string Leave = "sign-out";
    public const string EndOthers = "end-others";

    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        switch (Posted["step"].ToString())
        {
            case Leave:
                await desk.SignOutAsync(Session!, Address, cancellation);
                StaffCookie.Take(HttpContext);
                return LocalRedirect(Links.StaffSignIn);
            case EndOthers:
                await desk.EndOthersAsync(Session!, Address, cancellation);
                return LocalRedirect(Links.Staff);
            default:
                return await ShowAsync(cancellation);
        }
    }

    protected override void TakeTyped() => Head = HeadOf("工作台");

    protected override async Task LoadAsync(CancellationToken cancellation) => Sessions = await desk.SessionsOfAsync(Person.Id, cancellation);
}
