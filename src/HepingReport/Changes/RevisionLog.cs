using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using HepingReport.Content;
using Microsoft.Extensions.Logging;

namespace HepingReport.Changes;

/// <summary>
/// Keeps what edits changed: one JSON line each in revisions.jsonl, and in published-texts.json the texts that the next edit is compared with.
/// A line is on the disk before the copy follows it, so that a crash between the two loses nothing; the same edit is not written twice.
/// </summary>
public sealed class RevisionLog(string folder, TimeProvider time, ILogger<RevisionLog> log)
{
    /// <summary>The newest ones that readers are shown.</summary>
    public const int Most = 300;

    private const int LargestFile = 8 * 1024 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private readonly string linesPath = Path.Combine(folder, "revisions.jsonl");
    private readonly string textsPath = Path.Combine(folder, "published-texts.json");
    private volatile IReadOnlyList<PublishedRevision> revisions = [];
    private PublishedTexts? published;
    private (DateTime WrittenAt, long Length) followed;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PublishedRevision> Revisions => revisions;

    /// <summary>Reads what was kept, and records what was edited since. Before the first reader.</summary>
    public async Task StartAsync(ContentSnapshot content, CancellationToken cancellation)
    {
        try
        {
            revisions = await ReadLinesAsync(cancellation);
            published = await ReadTextsAsync(cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogError(fault, "The record of changes in {Folder} cannot be read", folder);
        }

        await RecordAsync(content, null, cancellation);
    }

    /// <summary>For a copy that only reads: looks whether the site that edits has written more.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        try
        {
            // The copy may have a link to the other's file.
            var file = new FileInfo(linesPath);
            file = file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file : file;
            var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (now != followed)
            {
                revisions = await ReadLinesAsync(cancellation);
                followed = now;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(fault, "The record of changes in {Folder} cannot be read now; what is known stays", folder);
        }
    }

    /// <summary>Records what changes when this snapshot takes its place. One writer at a time. A full disk delays the record, never the publishing.</summary>
    /// <param name="cause">The publishing that led to it; null for an edit in the folder, of which nobody said why.</param>
    public async Task RecordAsync(ContentSnapshot next, ChangeCause? cause, CancellationToken cancellation)
    {
        var texts = PublishedTexts.Of(next);
        if (texts.Hash == published?.Hash)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            var when = (cause?.At ?? time.GetUtcNow()).ToOffset(PublishedChange.China);
            var isRecorded = revisions is [.., { To: var last }] && last == texts.Hash;
            if (!isRecorded && published?.ChangesTo(texts, when, cause?.Reason).ToList() is { Count: > 0 } changes)
            {
                await AppendAsync(changes, cancellation);
                revisions = [.. revisions.Concat(changes).TakeLast(Most)];
                log.LogInformation("{Count} changes of published texts are recorded", changes.Count);
            }

            await ReplaceTextsAsync(texts, cancellation);
            published = texts;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is what a limit on the size of files comes as.
            log.LogError(fault, "The record of changes in {Folder} cannot be written; it is tried again with the next edit or start", folder);
        }
    }

    private async Task AppendAsync(List<PublishedRevision> changes, CancellationToken cancellation)
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(changes.Select(change => JsonSerializer.Serialize(change, Json) + "\n")));
        await using var file = new FileStream(linesPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(EndOfLastWholeLine(file));
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(lines, cancellation);
        file.Flush(flushToDisk: true);
    }

    /// <summary>A crash while writing leaves a line without its end: it is cut off.</summary>
    private static long EndOfLastWholeLine(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
            {
                return end;
            }
        }

        return 0;
    }

    private async Task<IReadOnlyList<PublishedRevision>> ReadLinesAsync(CancellationToken cancellation)
    {
        if (!File.Exists(linesPath))
        {
            return [];
        }

        await using var file = new FileStream(linesPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(file.Length, LargestFile), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = (await reader.ReadToEndAsync(cancellation)).Split('\n');
        return [.. lines.Select(ReadLine).OfType<PublishedRevision>().TakeLast(Most)];
    }

    /// <summary>Null for a line that is torn, or begins before the part that was read.</summary>
    private static PublishedRevision? ReadLine(string line)
    {
        try
        {
            return line.Length > 0 && JsonSerializer.Deserialize<PublishedRevision>(line, Json) is { Key: not null, Kind: not null, Place: not null, To: not null } revision ? revision : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<PublishedTexts?> ReadTextsAsync(CancellationToken cancellation)
    {
        if (new FileInfo(textsPath) is not { Exists: true, Length: <= LargestFile })
        {
            return null;
        }

        try
        {
            await using var file = File.OpenRead(textsPath);
            return await JsonSerializer.DeserializeAsync<PublishedTexts>(file, Json, cancellation) is { Form: PublishedTexts.CurrentForm, Passages: not null, Corrections: not null } texts ? texts : null;
        }
        catch (JsonException fault)
        {
            log.LogError(fault, "{File} cannot be read; changes are recorded from now on", textsPath);
            return null;
        }
    }

    private async Task ReplaceTextsAsync(PublishedTexts texts, CancellationToken cancellation)
    {
        var temporary = textsPath + ".new";
        await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await JsonSerializer.SerializeAsync(file, texts, Json, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, textsPath, overwrite: true);
    }
}
