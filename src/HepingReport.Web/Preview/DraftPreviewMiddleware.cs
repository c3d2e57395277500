using System.Text;
using System.Text.RegularExpressions;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Storage;
using HepingReport.Web.Content;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Authentication;

namespace HepingReport.Web.Preview;

/// <summary>
/// /staff/preview/{draft}/…: the site's own pages, made from the drafts of one person, for whoever is signed in. What is asked for otherwise
/// goes on its way, and finds a page of the staff or none.
/// </summary>
public sealed partial class DraftPreviewMiddleware(RequestDelegate next)
{
    private static readonly PathString[] NoPages = [Links.Staff, Links.Api, Links.Health, "/errors"];

    public async Task InvokeAsync(HttpContext context, DraftPreviews previews)
    {
        if (!context.Request.Path.StartsWithSegments(Links.StaffPreviews, out var rest) || !IsAsked(context.Request, rest, out var id, out var page)
            || !(await context.AuthenticateAsync(StaffAuthentication.SchemeName)).Succeeded
            || await FindAsync(previews, id, context.RequestAborted) is not { Load.Draft: { } content } preview)
        {
            await next(context);
        }
        else if (content.Redirects.TryGetValue(page, out var moved))
        {
            context.Response.Redirect(Links.StaffPreview(id, moved));
        }
        else
        {
            await ServeAsync(context, preview, content, page);
        }
    }

    /// <summary>Pages are looked at; the one thing that is sent are the reader's own settings.</summary>
    private static bool IsAsked(HttpRequest request, PathString rest, out Guid id, out string page)
    {
        var parts = (rest.Value ?? "").TrimStart('/').Split('/', 2);
        page = "/" + parts.ElementAtOrDefault(1);
        return Guid.TryParse(parts[0], out id) && request.Query["as"] != PreviewVisit.Phone && IsPage(page)
            && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || (HttpMethods.IsPost(request.Method) && page == Links.ReadingSettings));
    }

    private static async Task<DraftPreview?> FindAsync(DraftPreviews previews, Guid id, CancellationToken cancellation)
    {
        try
        {
            return await previews.FindAsync(id, cancellation);
        }
        catch (PortalAwayException)
        {
            // The staff's page says so.
            return null;
        }
    }

    private async Task ServeAsync(HttpContext context, DraftPreview preview, ContentSnapshot content, string page)
    {
        var (request, response) = (context.Request, context.Response);
        var (asked, body) = (request.Path, response.Body);
        var visit = new PreviewVisit(preview, content, request.Query["as"] == PreviewVisit.Print);
        using var made = new MemoryStream();
        try
        {
            context.Features.Set(visit);
            context.RequestServices.GetRequiredService<VisitedContent>().Snapshot = content;
            (request.Path, response.Body) = (page, made);
            await next(context);
        }
        finally
        {
            (request.Path, response.Body) = (asked, body);
            context.Features.Set<PreviewVisit>(null);
        }

        if (response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            var html = Encoding.UTF8.GetBytes(Inside(Encoding.UTF8.GetString(made.ToArray()), visit));
            response.ContentLength = html.Length;
            response.Headers["X-Robots-Tag"] = "noindex";
            await response.Body.WriteAsync(html, context.RequestAborted);
        }
        else if (response.Headers.Location.ToString() is ['/', ..] location && IsLinkToPage(location))
        {
            response.Headers.Location = Links.StaffPreview(preview.Asked.Id, location);
        }
        else
        {
            response.Clear();
            response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    /// <summary>The one place where a page is changed for the preview: what leads to a page of the site leads to its preview.</summary>
    private static string Inside(string html, PreviewVisit visit)
    {
        var inside = Address().Replace(html, address => IsLinkToPage(address.Value) ? Links.StaffPreview(visit.Preview.Asked.Id, address.Value) : address.Value);
        return visit.IsPrint ? Styles().Replace(inside, Links.StaffPrintStyles) : inside;
    }

    private static bool IsLinkToPage(string address) => address is not ['/', '/' or '\\', ..] && IsPage(address.Split('?', '#')[0]);

    /// <summary>Pages have no extension; files have one.</summary>
    private static bool IsPage(PathString path) => !path.Value!.Contains('.', StringComparison.Ordinal) && !Array.Exists(NoPages, path.StartsWithSegments);

    [GeneratedRegex("""(?<=\s(?:href|action)=")/[^"]*""")]
    private static partial Regex Address();

    [GeneratedRegex("""(?<=\shref=")/site[^"/]*\.css(?=")""")]
    private static partial Regex Styles();
}
