using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Backups;

/// <summary>
/// Puts a backup back. Everything in it is unpacked and proven beside its place before the first file is put there; what was there before is set
/// aside in the same folder, never deleted.
/// </summary>
/// <remarks>Within the folders, because they may be mounts or links, and their parents may not be the site's to write.</remarks>
public sealed class SiteRestore(string contentPath, string dataPath, TimeProvider time)
{
    private readonly string stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);

    private string ContentStage => Path.Combine(contentPath, $".restoring-{stamp}");

    private string DataStage => Path.Combine(dataPath, $".restoring-{stamp}");

    /// <summary>Where what stood there before is afterwards. Hidden, for the folder is read as content.</summary>
    public string ContentAside => Path.Combine(contentPath, $".before-restore-{stamp}");

    public string DataAside => Path.Combine(dataPath, $"before-restore-{stamp}");

    /// <param name="replace">Sets aside what is there; without it a folder that is not empty is refused.</param>
    /// <exception cref="BackupException">Nothing was restored.</exception>
    public async Task<BackupManifest> RunAsync(string file, bool replace, CancellationToken cancellation)
    {
        try
        {
            using var alone = RunningLock.Alone(dataPath);
            await using var archive = await ZipArchive.CreateAsync(File.OpenRead(file), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, cancellation);
            var manifest = await ReadManifestAsync(archive, cancellation);
            Directory.CreateDirectory(contentPath);
            if (!replace && InTheWay() is { } path)
            {
                throw new BackupException($"{path} 已经在了，没有恢复。要换成备份里的，请加上 --replace：原来的会移到旁边，不会删除。");
            }

            try
            {
                CheckSpace(manifest);
                await UnpackAsync(archive, manifest, cancellation);
                CheckPortal();
                PutInPlace();
            }
            finally
            {
                Remove(ContentStage);
                Remove(DataStage);
            }

            return manifest;
        }
        catch (InvalidDataException fault)
        {
            throw new BackupException("这不是一份完整的备份文件：可能损坏了，或者没有传完。没有恢复任何东西；请换一份备份。", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new BackupException($"没有恢复成：{fault.Message}", fault);
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(ZipArchive archive, CancellationToken cancellation)
    {
        var entry = archive.GetEntry(BackupManifest.FileName) ?? throw new InvalidDataException();
        await using var stream = await entry.OpenAsync(cancellation);
        var manifest = await BackupManifest.ReadAsync(stream, cancellation);
        var listed = manifest.Files.Select(file => file.Name).Append(BackupManifest.FileName);
        if (!listed.Order(StringComparer.Ordinal).SequenceEqual(archive.Entries.Select(packed => packed.FullName).Order(StringComparer.Ordinal)))
        {
            throw new BackupException("备份里的文件和清单对不上：有的没有列出，或者列出了却没有。没有恢复任何东西；请换一份备份。");
        }

        return manifest;
    }

    /// <returns>What stands where the backup's files have to go; null where nothing does.</returns>
    private string? InTheWay() => Standing(contentPath).Concat(DurableIn(dataPath)).FirstOrDefault();

    private static IEnumerable<string> Standing(string folder) => Directory.EnumerateFileSystemEntries(folder).Where(path => !Path.GetFileName(path).StartsWith('.'));

    /// <summary>The rest of the data folder is made again from these: it stays.</summary>
    private static IEnumerable<string> DurableIn(string folder) =>
        PortalFile.Suffixes.Select(suffix => "portal.db" + suffix).Concat(SiteBackup.DataFiles).Append(SiteBackup.Keys).Select(name => Path.Combine(folder, name)).Where(Path.Exists);

    private void CheckSpace(BackupManifest manifest)
    {
        // In decimal: what a forged manifest says may add up to more than a long holds.
        foreach (var (folder, prefix) in new[] { (contentPath, BackupManifest.Content), (dataPath, BackupManifest.Data) })
        {
            var needed = manifest.Files.Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(file => (decimal)file.Length);
            if (needed > new DriveInfo(folder).AvailableFreeSpace)
            {
                throw new BackupException($"备份要占 {needed / 1024 / 1024:0} MB，{folder} 所在的磁盘放不下。没有恢复任何东西；请腾出空间。");
            }
        }
    }

    private async Task UnpackAsync(ZipArchive archive, BackupManifest manifest, CancellationToken cancellation)
    {
        Directory.CreateDirectory(ContentStage);
        Directory.CreateDirectory(DataStage);
        foreach (var file in manifest.Files)
        {
            var isContent = file.Name.StartsWith(BackupManifest.Content, StringComparison.Ordinal);
            var target = Path.Combine(isContent ? ContentStage : DataStage, file.Name[(file.Name.IndexOf('/') + 1)..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!isContent && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var from = await archive.GetEntry(file.Name)!.OpenAsync(cancellation);
            await using var to = new FileStream(target, options);
            if (!await CopyAsync(from, to, file, cancellation))
            {
                throw new BackupException($"备份里的 {file.Name} 和清单上的长度或校验值不同：这份备份损坏了，或者被人动过。没有恢复任何东西；请换一份备份。");
            }

            to.Flush(flushToDisk: true);
        }
    }

    /// <returns>Whether it was the file of the manifest. No more is written than that one is long, however much comes.</returns>
    private static async Task<bool> CopyAsync(Stream from, FileStream to, BackedUpFile file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        var left = file.Length;
        for (int count; (count = await from.ReadAsync(buffer, cancellation)) > 0; left -= count)
        {
            if (count > left)
            {
                return false;
            }

            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        return left == 0 && Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Sha256;
    }

    private void CheckPortal()
    {
        var portal = Path.Combine(DataStage, "portal.db");
        if (!File.Exists(portal))
        {
            return;
        }

        if (PortalFile.Damage(portal) is { } damage)
        {
            throw new BackupException($"备份里的 portal.db 有损坏（{damage}）。没有恢复任何东西；请换一份备份。");
        }

        using var model = new PortalDbFactory().CreateDbContext([]);
        if (PortalFile.MigrationsOf(portal).Except(model.Database.GetMigrations()).FirstOrDefault() is { } unknown)
        {
            throw new BackupException($"备份里的 portal.db 来自更新的一版程序（{unknown}）。没有恢复任何东西；请用那一版程序恢复。");
        }
    }

    /// <summary>Content last: whatever breaks this off, the site does not start on half a backup, for without content it does not start.</summary>
    private void PutInPlace()
    {
        SetAside(Standing(contentPath), ContentAside);
        SetAside(DurableIn(dataPath), DataAside);
        MoveAll(Directory.EnumerateFileSystemEntries(DataStage), dataPath);
        DurableFile.SyncFolderOf(Path.Combine(dataPath, "portal.db"));
        MoveAll(Directory.EnumerateFileSystemEntries(ContentStage), contentPath);
        DurableFile.SyncFolderOf(Path.Combine(contentPath, "site.yml"));
    }

    private static void SetAside(IEnumerable<string> paths, string aside)
    {
        var found = paths.ToList();
        if (found.Count > 0)
        {
            Directory.CreateDirectory(aside);
            MoveAll(found, aside);
        }
    }

    private static void MoveAll(IEnumerable<string> paths, string folder)
    {
        foreach (var path in paths.ToList())
        {
            Directory.Move(path, Path.Combine(folder, Path.GetFileName(path)));
        }
    }

    private static void Remove(string stage)
    {
        if (Directory.Exists(stage))
        {
            Directory.Delete(stage, recursive: true);
        }
    }
}
