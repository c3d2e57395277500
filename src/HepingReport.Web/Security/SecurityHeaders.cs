namespace HepingReport.Web.Security;

/// <summary>The headers that every answer carries. Nothing inline, nothing from elsewhere, nothing in a frame but a preview beside its form.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    public const string ContentSecurityPolicy = Allowed + "; frame-ancestors 'none'";

    /// <summary>Pages of the staff show previews in a frame, and a preview can stand in one of theirs.</summary>
    public const string StaffContentSecurityPolicy = Allowed + "; frame-src 'self'; frame-ancestors 'none'";
    public const string PreviewContentSecurityPolicy = Allowed + "; frame-src 'self'; frame-ancestors 'self'";

    /// <summary>
    /// What would tell of readers or their machines, and pay for them. Not every feature that browsers know: the list is sent with each answer, and
    /// nothing but the site's own script is run that could ask for one.
    /// </summary>
    public const string PermissionsPolicy =
        "browsing-topics=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

    private const string Allowed =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // What a resident typed, and the receipt; what staff see. Asked before an error page answers in the page's place.
        var personal = context.Request.Path.StartsWithSegments(Links.Feedback) || context.Request.Path.StartsWithSegments(Links.Staff);
        var policy = PolicyOf(context.Request.Path);
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            Write(headers, policy, context.Request.IsHttps);

            // A page depends on the reader's cookie and is renewed with each publication.
            if (personal)
            {
                headers.CacheControl = "no-store";
            }
            else if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
            {
                headers.CacheControl = "private, no-cache";
                headers.Append("Vary", "Cookie");
            }

            return Task.CompletedTask;
        });
        return next(context);
    }

    internal static void Write(IHeaderDictionary headers, string policy, bool isHttps)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (isHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }

    private static string PolicyOf(PathString path) =>
        path.StartsWithSegments(Links.StaffPreviews) ? PreviewContentSecurityPolicy
        : path.StartsWithSegments(Links.Staff) ? StaffContentSecurityPolicy
        : ContentSecurityPolicy;
}
