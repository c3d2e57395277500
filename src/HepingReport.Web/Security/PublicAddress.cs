using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace HepingReport.Web.Security;

/// <summary>
/// Whoever comes from outside over plain HTTP, or by a name that is not the site's, is led to its public address. Not who asks from this machine or is
/// a proxy, and not /health, which is asked for by number.
/// </summary>
public sealed class PublicAddress(RequestDelegate next, SiteOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.Url is not { } url || context.Request.Path.StartsWithSegments(Links.Health) || !IsElsewhere(context, url))
        {
            return next(context);
        }

        SecurityHeaders.Write(context.Response.Headers, SecurityHeaders.ContentSecurityPolicy, context.Request.IsHttps);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            // Sent in clear already, from a page that the site did not show: it is not asked for a second time.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = url.GetLeftPart(UriPartial.Authority) + context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();

        // A public address that was mistyped must not stay in browsers.
        context.Response.Headers.CacheControl = "max-age=3600";
        return Task.CompletedTask;
    }

    private bool IsElsewhere(HttpContext context, Uri url)
    {
        var request = context.Request;
        var plain = url.Scheme == Uri.UriSchemeHttps && !request.IsHttps;
        if (request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName))
        {
            // One that does not say whether it was asked over HTTPS would be sent round and round; and by which name it was asked is the proxy's own.
            return plain && request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalProtoHeaderName);
        }

        return context.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from) && !options.IsProxy(from)
            && (plain || !string.Equals(request.Host.Host, url.IdnHost, StringComparison.OrdinalIgnoreCase));
    }
}
