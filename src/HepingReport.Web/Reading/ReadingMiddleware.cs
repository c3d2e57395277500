namespace HepingReport.Web.Reading;

/// <summary>Reads the reader's preferences for each request; <c>?view=care</c> and <c>?view=standard</c> change them and are remembered.</summary>
public sealed class ReadingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var kept = ReadingPreferences.Parse(context.Request.Cookies[ReadingPreferences.CookieName]);
        var preferences = kept.With("view", context.Request.Query["view"].ToString());
        context.Features.Set(preferences);
        if (preferences != kept)
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

public static class ReadingContext
{
    public static ReadingPreferences Reading(this HttpContext context) =>
        context.Features.Get<ReadingPreferences>() ?? ReadingPreferences.Default;

    /// <summary>Keeps the preferences for a year, in this browser and for this site only.</summary>
    public static void RememberReading(this HttpContext context, ReadingPreferences preferences)
    {
        context.Features.Set(preferences);
        context.Response.Cookies.Append(ReadingPreferences.CookieName, preferences.ToCookie(), new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
    }
}
