using HepingReport.Web.Delivery;
using Microsoft.Net.Http.Headers;

namespace HepingReport.Web.Reading;

/// <summary>Reads the reader's preferences for each request; <c>?view=care</c> and <c>?view=standard</c> change them and are remembered.</summary>
public sealed class ReadingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<PageVisit>() is { } page)
        {
            context.Features.Set(page.Visit);
            return next(context);
        }

        var cookie = context.Request.Cookies[ReadingPreferences.CookieName];
        var kept = ReadingPreferences.Parse(cookie);
        var preferences = kept.With("view", context.Request.Query["view"].ToString());
        var viewChanged = preferences.View != kept.View;
        context.Features.Set(new ReadingVisit(preferences, IsFirst: cookie is null && !viewChanged, viewChanged));
        if (viewChanged)
        {
            // Only a page has a view; data that caches may share must carry nobody's cookie.
            context.Response.OnStarting(() =>
            {
                if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                {
                    context.RememberReading(preferences);
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}

/// <summary>What one request tells of its reader's settings.</summary>
/// <param name="IsFirst">No settings are kept in this browser yet.</param>
/// <param name="ViewChanged">This request opened the other view.</param>
public sealed record ReadingVisit(ReadingPreferences Preferences, bool IsFirst, bool ViewChanged)
{
    public static ReadingVisit First { get; } = new(ReadingPreferences.Default, IsFirst: true, ViewChanged: false);

    public static ReadingVisit Of(ReadingPreferences preferences) => new(preferences, IsFirst: false, ViewChanged: false);
}

public static class ReadingContext
{
    private static readonly ReadingVisit Unknown = ReadingVisit.Of(ReadingPreferences.Default);

    public static ReadingVisit Visit(this HttpContext context) => context.Features.Get<ReadingVisit>() ?? Unknown;

    public static ReadingPreferences Reading(this HttpContext context) => context.Visit().Preferences;

    /// <summary>
    /// Keeps the preferences for a year, in this browser and for this site only. Written as they are: the framework's own way would escape
    /// <c>=</c> and <c>&amp;</c>, which a cookie may hold, and scripts would have to undo it.
    /// </summary>
    public static void RememberReading(this HttpContext context, ReadingPreferences preferences) =>
        context.Response.Headers.Append(HeaderNames.SetCookie, new SetCookieHeaderValue(ReadingPreferences.CookieName, preferences.ToCookie())
        {
            MaxAge = TimeSpan.FromDays(365),
            Path = "/",
            SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        }.ToString());
}
