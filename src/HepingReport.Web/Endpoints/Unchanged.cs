using HepingReport.Content;
using HepingReport.Web.Content;
using Microsoft.Net.Http.Headers;

namespace HepingReport.Web.Endpoints;

/// <summary>What follows from the content and its recordings carries their versions as its tag; whoever has it already gets 304.</summary>
public static class Unchanged
{
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var content = http.RequestServices.GetRequiredService<ContentSnapshot>();

        // Weak: compression changes the bytes, not the content.
        var recordings = http.RequestServices.GetRequiredService<RecordingKeeper>();
        var tag = new EntityTagHeaderValue($"\"{content.Hash[..32]}{recordings.Version}\"", isWeak: true);
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "public, no-cache";
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        if (known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(tag, useStrongComparison: false)))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var result = await next(invocation);
        var answer = result is INestedHttpResult nested ? nested.Result : result;
        if (answer is IStatusCodeHttpResult { StatusCode: >= 400 })
        {
            http.Response.Headers.Remove(HeaderNames.ETag);
        }

        return result;
    }
}
