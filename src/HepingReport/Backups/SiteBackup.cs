using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.Data.Sqlite;

namespace HepingReport.Backups;

/// <summary>
/// Everything that cannot be made again, in one ZIP file: the content folder, portal.db and what lies beside it. Taken while the site runs. No
/// publishing falls between the history and the texts, because the publication's turn is held while both are copied.
/// </summary>
public sealed partial class SiteBackup(string contentPath, string dataPath, Publication publication, TimeProvider time)
{
    internal const string Keys = "keys";

    /// <summary>In the order in which they are copied: texts that are older than the record beside them are recorded once, the other way round a change would be lost.</summary>
    internal static readonly string[] DataFiles = [PublishingJournal.FileName, "published-texts.json", "revisions.jsonl"];

    /// <summary>Writes the backup beside its place, and puts it there when it is whole and on the disk. Readable for its owner only: it holds accounts and contacts.</summary>
    /// <exception cref="BackupException">It could not be made; what lay in its place still does.</exception>
    public async Task<BackupManifest> MakeAsync(string file, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(file);
        if (target.StartsWith(Path.GetFullPath(contentPath) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new BackupException("备份文件不能放在内容文件夹里：下一次备份会把它也装进去。请换一个文件夹。");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var stream = PortalFile.CreateForOwner(target + ".part");
            return await MakeAsync(stream, target, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new BackupException($"没有备份成：{fault.Message}", fault);
        }
    }

    /// <summary>Makes a dated backup in a folder and deletes the oldest of those it made there itself, whatever else lies in it.</summary>
    /// <param name="keep">How many are to be there afterwards.</param>
    /// <exception cref="BackupException">It could not be made; then none is deleted either.</exception>
    public async Task<(string File, BackupManifest Manifest, int Deleted)> MakeDatedAsync(string folder, int keep, CancellationToken cancellation)
    {
        var file = Path.Combine(Path.GetFullPath(folder), string.Create(CultureInfo.InvariantCulture, $"heping-report-{time.GetUtcNow():yyyyMMdd-HHmmss}.zip"));
        var manifest = await MakeAsync(file, cancellation);
        var others = Directory.EnumerateFiles(Path.GetDirectoryName(file)!).Where(path => path != file).ToList();
        var old = others.FindAll(path => DatedName().IsMatch(Path.GetFileName(path))).OrderDescending(StringComparer.Ordinal).Skip(keep - 1).ToList();
        old.ForEach(File.Delete);

        // What a kill left half made, if it is not another backup's that is under way.
        others.FindAll(path => PartName().IsMatch(Path.GetFileName(path)) && time.GetUtcNow() - File.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1)).ForEach(File.Delete);
        return (file, manifest, old.Count);
    }

    private async Task<BackupManifest> MakeAsync(FileStream stream, string target, CancellationToken cancellation)
    {
        var portal = target + ".portal.part";
        try
        {
            var manifest = await WriteAsync(stream, portal, cancellation);
            stream.Flush(flushToDisk: true);
            File.Move(stream.Name, target, overwrite: true);
            DurableFile.SyncFolderOf(target);
            return manifest;
        }
        finally
        {
            File.Delete(stream.Name);
            foreach (var suffix in PortalFile.Suffixes)
            {
                File.Delete(portal + suffix);
            }
        }
    }

    private async Task<BackupManifest> WriteAsync(FileStream stream, string portal, CancellationToken cancellation)
    {
        var texts = new List<(string Name, ReadOnlyMemory<byte> Bytes)>();
        ContentSource content;
        using (var turn = await publication.HoldAsync(cancellation) ?? throw new BackupException("另一次发布还没有做完，没有备份。请过一会儿再试。"))
        {
            CopyPortal(portal);
            foreach (var path in DataFiles.Concat(KeyFiles()).Where(path => File.Exists(Path.Combine(dataPath, path))))
            {
                texts.Add((BackupManifest.Data + path, await ReadSharedAsync(Path.Combine(dataPath, path), cancellation)));
            }

            content = await ContentSource.ReadAsync(contentPath, cancellation);
        }

        texts.AddRange(content.Files.Where(text => text.Fault == FileFault.None).Select(text => (BackupManifest.Content + text.Path, text.Bytes)));
        var files = new List<BackedUpFile>();
        await using (var archive = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation))
        {
            foreach (var (name, bytes) in texts)
            {
                files.Add(await AddAsync(archive, name, new MemoryStream(bytes.ToArray()), cancellation));
            }

            // What is no text, recordings above all, no publishing writes.
            foreach (var path in Others(content))
            {
                files.Add(await AddAsync(archive, BackupManifest.Content + path, File.OpenRead(Path.Combine(contentPath, path)), cancellation));
            }

            if (File.Exists(portal))
            {
                files.Add(await AddAsync(archive, BackupManifest.Portal, File.OpenRead(portal), cancellation));
            }

            var leftOut = content.Files.Where(text => text.Fault == FileFault.LeadsOutside).Select(text => text.Path).ToList();
            var manifest = new BackupManifest(BackupManifest.CurrentFormat, BackupManifest.ThisProgram, time.GetUtcNow(), files, leftOut);
            await AddAsync(archive, BackupManifest.FileName, new MemoryStream(manifest.ToBytes()), cancellation);
            return manifest;
        }
    }

    /// <summary>By SQLite's own backup: whole, whoever writes meanwhile.</summary>
    private void CopyPortal(string copy)
    {
        var path = Path.Combine(dataPath, "portal.db");
        if (!File.Exists(path))
        {
            if (Directory.EnumerateFiles(dataPath, "portal-damaged-*.db").Any())
            {
                throw new BackupException("没有备份成：portal.db 损坏，已被放到一边，现在没有可以备份的。请先按 docs/operations.md 恢复它。");
            }

            return;
        }

        PortalFile.CreateForOwner(copy).Dispose();
        PortalFile.Copy(path, copy);
        if (PortalFile.Damage(copy) is { } damage)
        {
            throw new BackupException($"没有备份成：portal.db 有损坏（{damage}）。请先按 docs/operations.md 恢复它；以前的备份都还在。");
        }
    }

    private IEnumerable<string> KeyFiles()
    {
        var folder = Path.Combine(dataPath, Keys);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.xml").Select(path => Path.GetRelativePath(dataPath, path).Replace('\\', '/')) : [];
    }

    /// <summary>Files of the content folder that are no content texts, and texts that are too large or cannot be read by the site; without links and hidden files.</summary>
    private IEnumerable<string> Others(ContentSource content)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        return Directory.EnumerateFiles(contentPath, "*", options)
            .Select(path => Path.GetRelativePath(contentPath, path).Replace('\\', '/'))
            .Where(path => !path.EndsWith(DurableFile.TemporarySuffix, StringComparison.Ordinal) && content.Find(path) is null or { Fault: FileFault.TooLarge or FileFault.Unreadable })
            .Order(StringComparer.Ordinal);
    }

    private static async Task<BackedUpFile> AddAsync(ZipArchive archive, string name, Stream source, CancellationToken cancellation)
    {
        await using var from = source;
        if (name != BackupManifest.FileName && !BackupManifest.IsSafe(name))
        {
            throw new BackupException($"没有备份成：文件名“{name}”太长，或者里面有冒号、反斜杠这样的字符，恢复时放不回去。请改名。");
        }

        await using var to = await archive.CreateEntry(name).OpenAsync(cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        var length = 0L;
        for (int count; (count = await from.ReadAsync(buffer, cancellation)) > 0; length += count)
        {
            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        return new BackedUpFile(name, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The record of changes is appended to while it is read.</summary>
    private static async Task<byte[]> ReadSharedAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    [GeneratedRegex(@"^heping-report-\d{8}-\d{6}\.zip$")]
    private static partial Regex DatedName();

    [GeneratedRegex(@"^heping-report-\d{8}-\d{6}\.zip(\.portal)?\.part")]
    private static partial Regex PartName();
}
