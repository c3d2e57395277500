namespace HepingReport.Web.Security;

/// <summary>The headers that every answer carries. Nothing inline, nothing from elsewhere, nothing in a frame.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    public const string ContentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // What a resident typed, and the receipt; what staff see. Asked before an error page answers in the page's place.
        var personal = context.Request.Path.StartsWithSegments(Links.Feedback) || context.Request.Path.StartsWithSegments(Links.Staff);
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            Write(headers, context.Request.IsHttps);

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

    internal static void Write(IHeaderDictionary headers, bool isHttps)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), interest-cohort=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (isHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }
}
