using HepingReport.Content;

namespace HepingReport.Web.Endpoints;

/// <summary>Whether the process lives, and whether it serves what lies in its content folder.</summary>
public static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods(Links.Health + "/live", methods, () => Results.Json(new { status = "live" }));

        // Stale content is still a site that serves readers: 200, with the count; what is wrong stands in the log and in `check`.
        app.MapMethods(Links.Health + "/ready", methods, (CurrentContent content) => Results.Json(new
        {
            status = "ready",
            content = content.IsStale ? "stale" : "current",
            problems = content.Faults.Count,
        }));
    }
}
