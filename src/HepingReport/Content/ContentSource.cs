using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace HepingReport.Content;

/// <summary>Why a file of the content folder could not be taken.</summary>
public enum FileFault
{
    None,
    TooLarge,
    Unreadable,
    LeadsOutside,
}

/// <summary>One file as it lay in the folder.</summary>
/// <param name="Detail">For a fault: the size, the link's target or the system's words.</param>
public sealed record RawFile(string Path, ReadOnlyMemory<byte> Bytes, FileFault Fault = FileFault.None, string Detail = "");

/// <summary>
/// All content files at one moment: a folder that was read, or the same with one draft laid over it, or literals in a test.
/// Immutable; reading and checking never touch the disk again.
/// </summary>
public sealed class ContentSource
{
    /// <summary>Bytes of the largest file that is read; the whole report is a hundredth of it.</summary>
    public const int LargestFile = 2 * 1024 * 1024;

    private const int MostFiles = 2000;
    private static readonly string[] Extensions = [".md", ".yml", ".txt"];
    private readonly SortedDictionary<string, RawFile> files;

    private ContentSource(IEnumerable<RawFile> files)
    {
        this.files = new SortedDictionary<string, RawFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            this.files[file.Path] = file;
        }

        Hash = ComputeHash();
    }

    /// <summary>SHA-256 over names and bytes, in lower-case hexadecimal: the version of everything that follows from this content.</summary>
    public string Hash { get; }

    public IEnumerable<RawFile> Files => files.Values;

    public RawFile? Find(string path) => files.GetValueOrDefault(path);

    public ContentSource With(string path, string text) => With(path, Encoding.UTF8.GetBytes(text));

    public ContentSource With(string path, byte[] bytes) => new([.. Files, new RawFile(path, bytes)]);

    public ContentSource Without(string path) => new(Files.Where(file => file.Path != path));

    public static ContentSource Of(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.Select(text => new RawFile(text.Key, Encoding.UTF8.GetBytes(text.Value))));

    /// <summary>
    /// Reads the folder. Files that change while they are read are read again, so that the set belongs to one moment;
    /// what cannot be read becomes a file with a fault.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static async Task<ContentSource> ReadAsync(string folder, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = Stamp(folder);
            var read = new List<RawFile>();
            foreach (var entry in Entries(folder))
            {
                read.Add(await ReadFileAsync(folder, entry, cancellation));
            }

            if (attempt == 5 || before == Stamp(folder))
            {
                return new ContentSource(read);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), cancellation);
        }
    }

    /// <summary>Names, sizes, times and rights of the files in one line: two equal stamps mean that nothing was written between them.</summary>
    public static string Stamp(string folder)
    {
        var stamp = new StringBuilder();
        foreach (var entry in Entries(folder))
        {
            entry.Refresh();
            stamp.Append(entry.FullName).Append('|');
            if (entry.Exists)
            {
                stamp.Append(entry.Length).Append('|').Append(entry.LastWriteTimeUtc.Ticks).Append('|').Append((int)entry.UnixFileMode);
            }

            stamp.Append('\n');
        }

        return stamp.ToString();
    }

    /// <summary>Content files in a fixed order. Hidden files and what editors leave behind are no content; linked folders are not entered.</summary>
    private static IEnumerable<FileInfo> Entries(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
            IgnoreInaccessible = false,
            MaxRecursionDepth = 8,
        };
        var found = new FileSystemEnumerable<FileInfo>(Path.GetFullPath(folder), (ref entry) => (FileInfo)entry.ToFileSystemInfo(), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

        return found
            .Where(file => Extensions.Contains(file.Extension) && !file.Name.StartsWith('~'))
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Take(MostFiles);
    }

    private static async Task<RawFile> ReadFileAsync(string folder, FileInfo file, CancellationToken cancellation)
    {
        var path = Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');
        try
        {
            // A link is read by the very path that was found to lie inside.
            var target = file.LinkTarget is null ? file.FullName : Resolve(file.FullName);
            if (file.LinkTarget is not null && !target.StartsWith(Resolve(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return new RawFile(path, default, FileFault.LeadsOutside, target);
            }

            // A pipe has no length, and would be waited for without end.
            if (new FileInfo(target).Length == 0)
            {
                return new RawFile(path, default);
            }

            await using var stream = new FileStream(target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, useAsync: true);
            if (stream.Length > LargestFile)
            {
                return new RawFile(path, default, FileFault.TooLarge, $"{stream.Length / 1024.0 / 1024.0:0.#}");
            }

            var bytes = new byte[stream.Length];
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
            return new RawFile(path, bytes.AsMemory(0, length));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new RawFile(path, default, FileFault.Unreadable, fault.GetType().Name);
        }
    }

    /// <summary>The path with every link in it followed, those of its folders too.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    private static string Resolve(string path)
    {
        var linksLeft = 40;
        return Follow(path);

        string Follow(string path)
        {
            if (Path.GetDirectoryName(path) is not { } parent)
            {
                return path;
            }

            var here = Path.Combine(Follow(parent), Path.GetFileName(path));
            if (new FileInfo(here).LinkTarget is not { } target)
            {
                return here;
            }

            return linksLeft-- > 0 ? Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!)) : throw new IOException($"Too many links: {path}");
        }
    }

    private string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Values)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\0{file.Bytes.Length}\0{file.Fault}\0{file.Detail}\0"));
            hash.AppendData(file.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
