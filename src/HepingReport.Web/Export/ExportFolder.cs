using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace HepingReport.Web.Export;

/// <summary>
/// The folder of an export: writes what changed, keeps the rest with its time, and takes away what it made before and is no longer part. Its list of
/// what it made, by hash, lies in <c>.export</c>; a file that is not on it is never touched. Each file is there whole or as it was; a run that was
/// broken off is finished by the next.
/// </summary>
public sealed class ExportFolder : IDisposable
{
    /// <summary>What a host for files has no need of: the list, and tables for nginx.</summary>
    public const string OwnFolder = ".export";

    private static readonly string[] Compressed = [".html", ".css", ".js", ".json", ".xml", ".txt", ".md", ".csv", ".svg", ".webmanifest"];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string folder;
    private readonly FileStream turn;
    private readonly SortedDictionary<string, string> before;
    private readonly ConcurrentDictionary<string, string> after = new(StringComparer.Ordinal);
    private int written;
    private int unchanged;
    private long bytes;

    private ExportFolder(string folder, FileStream turn, SortedDictionary<string, string> before) => (this.folder, this.turn, this.before) = (folder, turn, before);

    public int Written => written;

    public int Unchanged => unchanged;

    public int Removed { get; private set; }

    /// <summary>Of all files, the compressed ones included.</summary>
    public long Bytes => bytes;

    private string ListPath => Path.Combine(folder, OwnFolder, "files.json");

    /// <exception cref="ExportRefusedException">The folder holds what was not exported.</exception>
    public static async Task<ExportFolder> OpenAsync(string folder, CancellationToken cancellation)
    {
        var own = Path.Combine(folder, OwnFolder);
        var list = Path.Combine(own, "files.json");
        if (Directory.Exists(folder) && !File.Exists(list) && Directory.EnumerateFileSystemEntries(folder).Any(entry => entry != own))
        {
            throw new ExportRefusedException($"{folder} 里有别的文件，不是导出的。请换一个空的文件夹，或者上次导出的文件夹。");
        }

        Directory.CreateDirectory(own);
        FileStream turn;
        try
        {
            turn = new FileStream(Path.Combine(own, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new ExportRefusedException($"另一个导出正在写 {folder}。请等它结束。");
        }

        try
        {
            var before = File.Exists(list) ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(await File.ReadAllBytesAsync(list, cancellation)) : null;
            return new ExportFolder(folder, turn, new SortedDictionary<string, string>(before ?? [], StringComparer.Ordinal));
        }
        catch (JsonException)
        {
            turn.Dispose();
            throw new ExportRefusedException($"{list} 读不懂，不知道哪些文件是导出的。请换一个空的文件夹。");
        }
    }

    /// <summary>Before the first file is written, its name is on the list: what a broken run leaves is known to be ours.</summary>
    /// <exception cref="ExportRefusedException">A file that was not exported stands in the way.</exception>
    public async Task PlanAsync(IEnumerable<string> files, CancellationToken cancellation)
    {
        var planned = files.SelectMany(Variants).ToList();
        if (planned.Find(file => !before.ContainsKey(file) && (File.Exists(PathOf(file)) || Directory.Exists(PathOf(file)))) is { } foreign)
        {
            throw new ExportRefusedException($"{PathOf(foreign)} 不是导出的，却占着一个要导出的文件的名字。什么都没有写；请把它移开，再导出一次。");
        }

        foreach (var file in planned)
        {
            before.TryAdd(file, "");
        }

        await WriteListAsync(before, cancellation);
    }

    /// <summary>Puts a file into the export, with its compressed forms where it is text.</summary>
    public async Task PutAsync(string file, byte[] content, CancellationToken cancellation)
    {
        var hash = HashOf(content);
        var kept = await OnDiskAsync(file, cancellation);
        await PutAsync(file, kept, kept == hash, () => content, cancellation);

        // Those of a file that a broken run has replaced are still the old ones: the list, which is closed last, knows.
        var isListed = kept == hash && before[file] == hash;
        foreach (var variant in Variants(file).Skip(1))
        {
            kept = await OnDiskAsync(variant, cancellation);
            await PutAsync(variant, kept, isListed && kept == before[variant], () => Compress(content, variant), cancellation);
        }
    }

    /// <summary>Takes away what was exported before and is no longer part, and closes the list.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        foreach (var file in before.Keys.Where(file => !after.ContainsKey(file)))
        {
            if (File.Exists(PathOf(file)))
            {
                File.Delete(PathOf(file));
                Removed++;
            }

            RemoveEmptyFolders(Path.GetDirectoryName(PathOf(file))!);
        }

        await WriteListAsync(new SortedDictionary<string, string>(after, StringComparer.Ordinal), cancellation);
    }

    public void Dispose() => turn.Dispose();

    /// <param name="kept">Hash of what lies there.</param>
    private async Task PutAsync(string file, string? kept, bool isSame, Func<byte[]> content, CancellationToken cancellation)
    {
        if (isSame)
        {
            after[file] = kept!;
            Interlocked.Increment(ref unchanged);
        }
        else
        {
            var made = content();
            await ReplaceAsync(PathOf(file), made, cancellation);
            after[file] = HashOf(made);
            Interlocked.Increment(ref written);
        }

        Interlocked.Add(ref bytes, new FileInfo(PathOf(file)).Length);
    }

    private Task WriteListAsync(SortedDictionary<string, string> list, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(list, Json);
        return File.Exists(ListPath) && File.ReadAllBytes(ListPath).AsSpan().SequenceEqual(json) ? Task.CompletedTask : ReplaceAsync(ListPath, json, cancellation);
    }

    /// <summary>Whole, or not at all: prepared in our own folder, then put in place.</summary>
    private async Task ReplaceAsync(string path, byte[] content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(folder, OwnFolder, Path.GetRandomFileName() + ".new");
        try
        {
            await File.WriteAllBytesAsync(temporary, content, cancellation);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task<string?> OnDiskAsync(string file, CancellationToken cancellation) =>
        File.Exists(PathOf(file)) ? HashOf(await File.ReadAllBytesAsync(PathOf(file), cancellation)) : null;

    private void RemoveEmptyFolders(string path)
    {
        while (path.Length > folder.Length && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
            path = Path.GetDirectoryName(path)!;
        }
    }

    private string PathOf(string file) => Path.Combine(folder, file);

    private static IEnumerable<string> Variants(string file) =>
        !file.StartsWith(OwnFolder, StringComparison.Ordinal) && Compressed.Contains(Path.GetExtension(file)) ? [file, file + ".br", file + ".gz"] : [file];

    private static byte[] Compress(byte[] content, string variant)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = variant.EndsWith(".br", StringComparison.Ordinal)
            ? new BrotliStream(compressed, CompressionLevel.SmallestSize)
            : new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            stream.Write(content);
        }

        return compressed.ToArray();
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>An export that cannot be; the message says why and what to do.</summary>
public sealed class ExportRefusedException(string message) : Exception(message);
