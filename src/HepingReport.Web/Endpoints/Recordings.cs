using HepingReport.Content;
using HepingReport.Web.Content;

namespace HepingReport.Web.Endpoints;

/// <summary>/audio/{chapter}/{section}.mp3: a section's recording, in parts where a player asks for parts.</summary>
public static class Recordings
{
    public static void MapRecordings(this WebApplication app) =>
        app.MapGet("/audio/{chapter}/{section}.mp3", (string chapter, string section, ContentSnapshot content, RecordingKeeper recordings) =>
            content.Report.FindSection($"{chapter}/{section}") is { } found && recordings.Of(found) is { } recording && File.Exists(recording.Path)
                ? Results.File(recording.Path, "audio/mpeg", lastModified: recording.WrittenAt, enableRangeProcessing: true)
                : Results.NotFound());
}
