using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace HepingReport.Editing;

/// <summary>A draft that a publishing makes public, in the version that was approved.</summary>
internal sealed record JournalDraft(Guid Id, int Version);

/// <summary>One file of a set, as it was and as it shall be.</summary>
internal sealed record JournalFile(string Path, string Before, string After)
{
    public string BeforeHash { get; } = Draft.HashOf(Before);

    public string AfterHash { get; } = Draft.HashOf(After);
}

/// <summary>
/// A publishing that has begun: all that is needed to finish it, or to take it back. It stands in the data folder from before the first file is
/// written until after its revision is in portal.db.
/// </summary>
internal sealed record PublishingJournal(
    Guid Id, RevisionKind Kind, string By, string ApprovedBy, string PublishedBy, DateTimeOffset At, string Note, string Check, string ContentHash,
    IReadOnlyList<JournalDraft> Drafts, IReadOnlyList<JournalFile> Files)
{
    public const string FileName = "publishing.json";

    private const string Head = "{\"sha256\":\"";
    private const string Middle = "\",\"publishing\":";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>As it is written: the hash of what follows stands before it, so that a torn journal is known.</summary>
    public byte[] ToBytes()
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        return [.. Encoding.ASCII.GetBytes(Head + Convert.ToHexStringLower(SHA256.HashData(content)) + Middle), .. content, (byte)'}'];
    }

    /// <returns>Null for bytes that are not a whole journal.</returns>
    public static PublishingJournal? Read(ReadOnlySpan<byte> bytes)
    {
        var start = Head.Length + (SHA256.HashSizeInBytes * 2) + Middle.Length;
        if (bytes.Length <= start)
        {
            return null;
        }

        var content = bytes[start..^1];
        var hash = Encoding.ASCII.GetString(bytes.Slice(Head.Length, SHA256.HashSizeInBytes * 2));
        return hash == Convert.ToHexStringLower(SHA256.HashData(content)) ? JsonSerializer.Deserialize<PublishingJournal>(content, Json) : null;
    }
}
