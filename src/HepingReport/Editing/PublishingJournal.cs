using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace HepingReport.Editing;

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
    IReadOnlyList<DraftVersion> Drafts, IReadOnlyList<JournalFile> Files, string? Address = null)
{
    public const string FileName = "publishing.json";

    private const int HashLength = SHA256.HashSizeInBytes * 2;
    private static readonly byte[] Head = "{\"sha256\":\""u8.ToArray();
    private static readonly byte[] Middle = "\",\"publishing\":"u8.ToArray();
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>As it is written: the hash of what follows stands before it, so that a torn journal is known.</summary>
    public byte[] ToBytes() => Framed(JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <returns>Null for bytes that are not a whole journal.</returns>
    public static PublishingJournal? Read(ReadOnlySpan<byte> bytes)
    {
        var start = Head.Length + HashLength + Middle.Length;
        return bytes.Length > start && bytes.SequenceEqual(Framed(bytes[start..^1])) ? JsonSerializer.Deserialize<PublishingJournal>(bytes[start..^1], Json) : null;
    }

    private static byte[] Framed(ReadOnlySpan<byte> content) => [.. Head, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content))), .. Middle, .. content, (byte)'}'];
}
