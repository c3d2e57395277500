using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using HepingReport.Editing;

namespace HepingReport.Backups;

/// <summary>How the last backup went, kept in <c>data/last-backup.json</c> for those who watch over the site.</summary>
/// <param name="GoodAt">When the last whole one was made; null if there is none.</param>
/// <param name="TriedAt">When one was tried last.</param>
/// <param name="Fault">Why that failed; null if it did not.</param>
public sealed record LastBackup(DateTimeOffset? GoodAt, DateTimeOffset TriedAt, string? Fault)
{
    private const string FileName = "last-backup.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public bool HasFailed => Fault is not null;

    /// <returns>Null where none was ever tried, or the record cannot be read.</returns>
    public static LastBackup? Read(string dataPath)
    {
        try
        {
            return JsonSerializer.Deserialize<LastBackup>(File.ReadAllBytes(Path.Combine(dataPath, FileName)), Json);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public static Task RecordAsync(string dataPath, DateTimeOffset at, string? fault) =>
        DurableFile.PutAsync(Path.Combine(dataPath, FileName), JsonSerializer.SerializeToUtf8Bytes(new LastBackup(fault is null ? at : Read(dataPath)?.GoodAt, at, fault), Json));
}
