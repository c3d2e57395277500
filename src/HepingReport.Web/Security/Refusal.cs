using System.Globalization;

namespace HepingReport.Web.Security;

/// <summary>What cannot be taken is said to programs as problem details; to people the error page says it.</summary>
public static class Refusal
{
    private static readonly PathString[] Programs = ["/api", "/data", "/openapi"];

    public static bool IsToPrograms(PathString path) => Array.Exists(Programs, path.StartsWithSegments);

    public static Task AnswerAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        return IsToPrograms(context.Request.Path) ? Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(context) : Task.CompletedTask;
    }

    public static void RetryAfter(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
}
