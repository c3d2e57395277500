using System.Security.Cryptography;
using HepingReport.Content;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.Web.Pages;

/// <summary>
/// What the pages with forms share. They ask for the antiforgery token themselves: the framework's own refusal would be an empty page,
/// and what was typed would be gone.
/// </summary>
[IgnoreAntiforgeryToken]
[RequestSizeLimit(LargestBody)]
[DisableRequestTimeout]
public abstract class FormPage(ContentSnapshot content, IAntiforgery antiforgery) : SitePage(content)
{
    public const string CookieName = "antiforgery";
    public const string TokenField = "token";

    /// <summary>Ten thousand emoji as a form sends them, and room to spare.</summary>
    private const int LargestBody = 256 * 1024;

    /// <summary>What happened and what to do, above the form.</summary>
    public string? Notice { get; private set; }

    /// <summary>Null where no key can be had, as in a data folder that cannot be written: then no form can be taken.</summary>
    public string? Token { get; private set; }

    /// <summary>The cookie that goes with the token, also where it is given out with this answer only.</summary>
    protected string Cookie => Request.Cookies[CookieName] ?? "";

    protected async Task<bool> HasTokenAsync()
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(HttpContext);
        }
        catch (Exception fault) when (fault is AntiforgeryValidationException or CryptographicException)
        {
            return false;
        }
    }

    protected PageResult Refuse(int status, string notice, TimeSpan? retryAfter = null)
    {
        Response.StatusCode = status;
        Notice = notice;
        if (retryAfter is { } wait)
        {
            Refusal.RetryAfter(Response, wait);
        }

        return ShowAgain();
    }

    protected PageResult ShowAgain()
    {
        Prepare();
        return Page();
    }

    /// <summary>A token for the form that is about to be shown; true where one could be had.</summary>
    protected bool Prepare()
    {
        try
        {
            Token = antiforgery.GetAndStoreTokens(HttpContext).RequestToken;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Token = null;
        }

        return Token is not null;
    }
}
