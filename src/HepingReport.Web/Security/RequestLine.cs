using Microsoft.AspNetCore.Diagnostics;

namespace HepingReport.Web.Security;

/// <summary>What a request may begin with. A page asked for by another method than its own would be run without its handler.</summary>
public sealed class RequestLine(RequestDelegate next)
{
    /// <summary>Where other sites' scripts may ask beforehand.</summary>
    private static readonly PathString[] OpenToScripts = ["/api", "/data", "/openapi"];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method)
            && !(HttpMethods.IsOptions(request.Method) && Array.Exists(OpenToScripts, path => request.Path.StartsWithSegments(path))))
        {
            // No browser asks so, and nobody reads the page.
            context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD, POST";
            return Task.CompletedTask;
        }

        return next(context);
    }
}
