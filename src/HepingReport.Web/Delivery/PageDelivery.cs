using System.Buffers;
using HepingReport.Web.Reading;
using HepingReport.Web.Security;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HepingReport.Web.Delivery;

/// <summary>
/// Answers for public pages from <see cref="PageCache"/>, before the rest of the site is asked. What has a query, is no page of the content,
/// or is for one reader alone goes on to the rest.
/// </summary>
public sealed class PageDelivery
{
    private const string CookiePrefix = ReadingPreferences.CookieName + "=";

    /// <summary>What our own cookies are made of; anything else is read by the framework's rules.</summary>
    private static readonly SearchValues<char> PlainCookie = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789=&-.");
    private static readonly StringValues Html = "text/html; charset=utf-8";
    private static readonly StringValues Varies = $"{HeaderNames.AcceptEncoding}, {HeaderNames.Cookie}";

    /// <summary>Without a cookie all readers get the same, and a shared cache may keep it; it has to ask each time whether it is still true, which costs a 304.</summary>
    private static readonly StringValues ForAll = "public, no-cache";

    /// <summary>What follows from a reader's settings is for no shared cache, not even for one that does not know of Vary.</summary>
    private static readonly StringValues ForOne = "private, no-cache";

    private readonly RequestDelegate next;
    private readonly PageCache cache;

    public PageDelivery(RequestDelegate next, PageCache cache, PageRenderer renderer)
    {
        this.next = next;
        this.cache = cache;
        renderer.Use(next);
    }

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.QueryString.HasValue || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            return next(context);
        }

        var now = cache.Now;
        var path = request.Path.Value ?? "";
        var settings = SettingsOf(request);
        return cache.Find(now, path, settings ?? PageCache.FirstVisit) is { } page ? SendAsync(context, page, settings is null)
            : now.Has(path) ? RenderAsync(context, now, path, settings)
            : next(context);
    }

    private async Task RenderAsync(HttpContext context, PageCache.Edition now, string path, string? settings)
    {
        // A cookie in another order, or with what is no setting, is that of the settings it comes to.
        var visit = settings is null ? ReadingVisit.First : ReadingVisit.Of(ReadingPreferences.Parse(settings));
        var page = (settings is null ? null : cache.Find(now, path, visit.Preferences.ToCookie())) ?? await cache.RenderAsync(now, path, visit).WaitAsync(context.RequestAborted);
        await (page is null ? next(context) : SendAsync(context, page, settings is null));
    }

    /// <summary>What the reader's cookie says, most often in the very words of the key; null on a first visit.</summary>
    private static string? SettingsOf(HttpRequest request)
    {
        var cookie = request.Headers.Cookie;
        if (cookie.Count == 0)
        {
            return null;
        }

        return cookie is [{ } only] && only.StartsWith(CookiePrefix, StringComparison.Ordinal) && !only.AsSpan(CookiePrefix.Length).ContainsAnyExcept(PlainCookie)
            ? only[CookiePrefix.Length..]
            : request.Cookies[ReadingPreferences.CookieName];
    }

    private static Task SendAsync(HttpContext context, CachedPage page, bool isForAll)
    {
        var response = context.Response;
        var body = page.In(EncodingOf(context.Request.Headers.AcceptEncoding));
        var headers = response.Headers;
        SecurityHeaders.Write(headers, SecurityHeaders.ContentSecurityPolicy, context.Request.IsHttps);
        headers.CacheControl = isForAll ? ForAll : ForOne;
        headers.Vary = Varies;
        headers.ETag = body.Tags[0];
        if (KnownTag(context.Request.Headers.IfNoneMatch, body.Tags) is { } known)
        {
            // With the tag that the reader has: the words are the same, and so stays what is kept there.
            headers.ETag = known;
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = Html;
        headers.ContentLength = body.Bytes.Length;
        if (body.Name is not null)
        {
            headers.ContentEncoding = body.Name;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        // The server itself ends a write whose reader is gone; to ask for RequestAborted would make a token for each request.
        var writing = response.BodyWriter.WriteAsync(body.Bytes, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }

    /// <summary>Browsers send one of a few lists; brotli is in all of them. A quality of 0 refuses.</summary>
    private static string EncodingOf(StringValues accepted)
    {
        if (accepted.Count == 0)
        {
            return "";
        }

        var list = accepted.ToString().AsSpan();
        return Takes(list, "br") ? "br" : Takes(list, "gzip") ? "gzip" : "";
    }

    private static bool Takes(ReadOnlySpan<char> accepted, string encoding)
    {
        foreach (var range in accepted.Split(','))
        {
            var entry = accepted[range].Trim();
            var end = entry.IndexOf(';');
            if ((end < 0 ? entry : entry[..end].TrimEnd()).Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return end < 0 || !IsZero(entry[(end + 1)..]);
            }
        }

        return false;
    }

    private static bool IsZero(ReadOnlySpan<char> quality)
    {
        var value = quality.Trim();
        return value.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && value[2..].Trim().Trim("0.").IsEmpty;
    }

    /// <summary>The tag among those the reader has that names these bytes or their equals (RFC 9110, 13.1.2: compared without regard to weakness).</summary>
    private static string? KnownTag(StringValues asked, string[] tags)
    {
        if (asked.Count == 0)
        {
            return null;
        }

        var list = asked.ToString();
        if (list.AsSpan().Trim() is "*")
        {
            return tags[0];
        }

        foreach (var tag in tags)
        {
            if (list.Contains(tag, StringComparison.Ordinal))
            {
                return tag;
            }
        }

        return null;
    }
}
