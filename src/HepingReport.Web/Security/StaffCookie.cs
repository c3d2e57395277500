using System.Net;

namespace HepingReport.Web.Security;

/// <summary>The one cookie of a signed-in browser: a secret drawn at random, of which the site keeps the hash. Nothing in it can be read or forged, and no key ring is needed.</summary>
public static class StaffCookie
{
    public const string Name = "__Host-staff";

    /// <summary>Browsers take no <c>__Host-</c> cookie over plain HTTP.</summary>
    public const string PlainName = "staff";

    public static string? Read(HttpRequest request) => request.Cookies[request.IsHttps ? Name : PlainName] is { Length: > 0 } secret ? secret : null;

    /// <summary>Whether it may be sent: over HTTPS, or within this machine where nobody has set a public address with HTTPS.</summary>
    public static bool IsSafe(HttpContext context, SiteOptions options) =>
        context.Request.IsHttps
        || (options.Url?.Scheme != Uri.UriSchemeHttps && context.Connection is { RemoteIpAddress: { } from, LocalIpAddress: { } to } && IPAddress.IsLoopback(from) && IPAddress.IsLoopback(to));

    /// <summary>For as long as the browser is open; when it ends is for the site to say.</summary>
    public static void Give(HttpContext context, string secret) => context.Response.Cookies.Append(context.Request.IsHttps ? Name : PlainName, secret, Options(context.Request));

    public static void Take(HttpContext context) => context.Response.Cookies.Delete(context.Request.IsHttps ? Name : PlainName, Options(context.Request));

    /// <summary>Lax, so that a link from a colleague opens; nothing is changed without an antiforgery token.</summary>
    private static CookieOptions Options(HttpRequest request) => new() { HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
