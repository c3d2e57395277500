using HepingReport.Web.Operations;

namespace HepingReport.Web.Endpoints;

/// <summary>Whether the process lives, whether it should be sent readers, and how it is. Anybody may ask: no names, no paths.</summary>
public static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods(Links.Health + "/live", methods, () => Results.Json(new { status = "live" }));

        // Stale content, a database that is away and a full disk are still a site that serves readers: 200; what is wrong stands in the log and in `check`.
        app.MapMethods(Links.Health + "/ready", methods, (SiteState state) => Results.Json(
            new
            {
                status = state.IsStopping ? "draining" : "ready",
                content = state.IsStale ? "stale" : "current",
                problems = state.Problems,
                portal = state.Portal.ToString().ToLowerInvariant(),
                freeDisk = state.FreeDisk,
                lastBackup = state.Backup is { } last ? new { ageSeconds = (long?)last.Age?.TotalSeconds, failed = last.HasFailed } : null,
            },
            statusCode: state.IsStopping ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK));
    }
}
