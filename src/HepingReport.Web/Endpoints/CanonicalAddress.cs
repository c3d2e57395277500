using HepingReport.Content;
using HepingReport.Web.Reading;

namespace HepingReport.Web.Endpoints;

/// <summary>One address for each page: lower case, no trailing slash; addresses of old go where redirects.yml says.</summary>
public sealed class CanonicalAddress(RequestDelegate next, CurrentContent content)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            // "//host" would be read as another site.
            var canonical = "/" + path.Trim('/').ToLowerInvariant();

            // What was sent on from a static export, where the care view has addresses of its own.
            var care = canonical == Links.Care || canonical.StartsWith(Links.Care + "/", StringComparison.Ordinal);
            canonical = care ? "/" + canonical[Links.Care.Length..].TrimStart('/') : canonical;
            var isMoved = content.Snapshot.Redirects.TryGetValue(canonical, out var moved);
            var target = moved ?? canonical;
            if (target != path && !path.Contains('\\', StringComparison.Ordinal))
            {
                // What stands after %23 in an address is part of it.
                var fragment = isMoved ? target.IndexOf('#', StringComparison.Ordinal) : -1;
                var page = fragment < 0 ? target : target[..fragment];
                var location = new PathString(page).ToUriComponent() + (care ? context.Request.QueryString.Add("view", ReadingPreferences.Care) : context.Request.QueryString).ToUriComponent() + (fragment < 0 ? "" : target[fragment..]);
                context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
                context.Response.Headers.Location = location;
                return Task.CompletedTask;
            }
        }

        return next(context);
    }
}
