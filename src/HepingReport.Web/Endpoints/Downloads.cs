using HepingReport.Content;
using HepingReport.Files;
using HepingReport.Web.Content;
using Microsoft.Net.Http.Headers;

namespace HepingReport.Web.Endpoints;

/// <summary>/downloads/{name}: the whole report as a file to keep, in parts where a program asks for parts.</summary>
public static class Downloads
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapDownloads(this WebApplication app) =>
        app.MapMethods(Links.Downloads + "/{name}", Methods, async (string name, ContentSnapshot content, FileKeeper files, HttpResponse response, CancellationToken cancellation) =>
        {
            if (ReportFormat.Find(name) is not { } format || await files.FindAsync(format, cancellation) is not { } file || !File.Exists(file.Path))
            {
                return Results.NotFound();
            }

            response.Headers.CacheControl = "public, no-cache";
            response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = format.FileName, FileNameStar = $"{content.Report.Title}.{format.Extension}" }.ToString();

            // Weak where compression may change the bytes on their way.
            return Results.File(file.Path, format.MediaType, entityTag: new EntityTagHeaderValue($"\"{file.Sha256[..32]}\"", isWeak: format.IsText), enableRangeProcessing: true);
        });
}
