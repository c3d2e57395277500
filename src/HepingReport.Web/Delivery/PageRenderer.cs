using HepingReport.Content;
using HepingReport.Web.Content;
using HepingReport.Web.Reading;
using Microsoft.AspNetCore.Http.Features;

namespace HepingReport.Web.Delivery;

/// <summary>Asks the site itself for a page, as nobody in particular: no cookie, no header and no address of the reader who happens to be the first can get into it.</summary>
public sealed class PageRenderer(IHttpContextFactory contexts, SiteAddress address)
{
    /// <summary>Room for nearly every page, so that what is written need not be copied on the way.</summary>
    private const int UsualBytes = 64 * 1024;

    private RequestDelegate? site;

    /// <summary>The rest of the site, behind the cache.</summary>
    public void Use(RequestDelegate rest) => site = rest;

    /// <summary>The page's bytes; null for what is not a page, or not good.</summary>
    public Task<ReadOnlyMemory<byte>?> RenderAsync(string path, ReadingVisit visit, ContentSnapshot content)
    {
        // On a flow of its own: the context of the request that waits stays as it is.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(async () =>
            {
                using var body = new MemoryStream(UsualBytes);
                var request = new HttpRequestFeature { Method = HttpMethods.Get, Path = path, RawTarget = path, Scheme = address.Root.Scheme, Protocol = "HTTP/1.1" };
                request.Headers.Host = address.Root.Authority;
                var features = new FeatureCollection();
                features.Set<IHttpRequestFeature>(request);
                features.Set<IHttpResponseFeature>(new HttpResponseFeature());
                features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
                features.Set(new PageVisit(visit));
                var context = contexts.Create(features);
                try
                {
                    context.RequestServices.GetRequiredService<VisitedContent>().Snapshot = content;
                    await site!(context);
                    await context.Response.CompleteAsync();
                    return context.Response is { StatusCode: StatusCodes.Status200OK, ContentType: { } type } && type.StartsWith("text/html", StringComparison.Ordinal)
                        ? body.GetBuffer().AsMemory(0, (int)body.Length)
                        : (ReadOnlyMemory<byte>?)null;
                }
                finally
                {
                    contexts.Dispose(context);
                }
            });
        }
    }
}

/// <summary>For which settings a page is rendered.</summary>
public sealed record PageVisit(ReadingVisit Visit);
