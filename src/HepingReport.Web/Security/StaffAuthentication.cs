using System.Security.Claims;
using System.Text.Encodings.Web;
using HepingReport.Staff;
using HepingReport.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace HepingReport.Web.Security;

/// <summary>Who asks, below /staff: the session of the cookie, looked up at each request, so that one that was ended is ended at once.</summary>
public sealed class StaffAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, SignInDesk desk) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "staff";

    /// <summary>May edit: every account that is signed in.</summary>
    public const string Editor = "editor";

    /// <summary>May publish and keep accounts.</summary>
    public const string Publisher = "publisher";

    /// <summary>The one place that says who may open what below /staff: all of it signed in, but for the steps of signing in.</summary>
    public static void Authorize(PageConventionCollection pages) => pages
        .AuthorizeFolder("/Staff", Editor)
        .AllowAnonymousToPage("/Staff/SignIn")
        .AllowAnonymousToPage("/Staff/Code")
        .AllowAnonymousToPage("/Staff/First")
        .AuthorizePage("/Staff/Accounts", Publisher)
        .AuthorizePage("/Staff/Audit", Publisher)
        .AuthorizePage("/Staff/Review", Publisher)
        .AuthorizePage("/Staff/Publish", Publisher);

    public static void AddPolicies(AuthorizationOptions authorization)
    {
        authorization.AddPolicy(Editor, policy => policy.AddAuthenticationSchemes(SchemeName).RequireAuthenticatedUser());
        authorization.AddPolicy(Publisher, policy => policy.AddAuthenticationSchemes(SchemeName).RequireRole(StaffRole.Publisher.Code()));
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Path.StartsWithSegments(Links.Staff) || StaffCookie.Read(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            if (await desk.FindSessionAsync(secret, Context.RequestAborted) is not { } session)
            {
                return AuthenticateResult.NoResult();
            }

            Context.Features.Set(session);
            return session.Pending ? AuthenticateResult.NoResult() : AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(session.Account), SchemeName));
        }
        catch (PortalAwayException fault)
        {
            return AuthenticateResult.Fail(fault);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var away = (await HandleAuthenticateOnceAsync()).Failure is not null;
        if (away)
        {
            Response.Headers.RetryAfter = "60";
        }

        // A script asks for no page; a form from another site is nothing that anybody typed here.
        var refusal = away ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized;
        var isFetch = Request.Headers.XRequestedWith == "fetch";
        if (isFetch && Context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        var mayBeKept = !isFetch && HttpMethods.IsPost(Request.Method) && !Request.Path.StartsWithSegments(Links.StaffAccounts) && Request.Headers["Sec-Fetch-Site"] != "cross-site";
        var kept = mayBeKept ? await KeptForm.KeepAsync(Context, refusal) : null;
        if (kept is not null || isFetch || away)
        {
            Response.StatusCode = kept ?? refusal;
            return;
        }

        Response.Redirect(Links.StaffSignInFrom(HttpMethods.IsPost(Request.Method) ? Links.Staff : Request.Path + Request.QueryString));
    }

    private static ClaimsPrincipal PrincipalOf(StaffAccount account) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.Id), new Claim(ClaimTypes.Name, account.UserName!), new Claim(ClaimTypes.Role, account.Role.Code())], SchemeName));
}
