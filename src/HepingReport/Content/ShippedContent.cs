namespace HepingReport.Content;

/// <summary>How a content file that came with the program stands to the one in use.</summary>
public enum ShippedDifference
{
    Changed,
    OnlyShipped,
    OnlyInUse,
}

/// <summary>The content that comes with a release. It begins a site once; from then on the files in use are the truth, and nobody overwrites them.</summary>
public static class ShippedContent
{
    private const string Copying = ".first-start";
    private const string Copied = ".first-start-whole";

    /// <summary>
    /// Copies it where there is no content yet. Under a hidden name first, in the folder itself, which may be a mount: a copy that was broken off is
    /// begun anew, one that was whole is finished.
    /// </summary>
    /// <returns>Whether the folder has its first content from here.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static async Task<bool> BeginAsync(string shipped, string contentPath, CancellationToken cancellation)
    {
        var whole = Path.Combine(contentPath, Copied);
        if (!Directory.Exists(whole))
        {
            var copy = Path.Combine(contentPath, Copying);
            if (!Directory.Exists(shipped) || Directory.Exists(contentPath) && Directory.EnumerateFileSystemEntries(contentPath).Any(path => path != copy))
            {
                return false;
            }

            if (Directory.Exists(copy))
            {
                Directory.Delete(copy, recursive: true);
            }

            await CopyAsync(shipped, copy, cancellation);
            Directory.Move(copy, whole);
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(whole).ToList())
        {
            Directory.Move(path, Path.Combine(contentPath, Path.GetFileName(path)));
        }

        Directory.Delete(whole);
        return true;
    }

    /// <returns>By path; empty where the program came without content, or uses its own.</returns>
    public static async Task<IReadOnlyList<(string Path, ShippedDifference Difference)>> DifferencesAsync(string shipped, ContentSource inUse, CancellationToken cancellation)
    {
        if (!Directory.Exists(shipped))
        {
            return [];
        }

        var source = await ContentSource.ReadAsync(shipped, cancellation);
        return
        [
            .. source.Files.Select(file => file.Path).Union(inUse.Files.Select(file => file.Path)).Order(StringComparer.Ordinal)
                .Where(path => source.Find(path) is not { } old || inUse.Find(path) is not { } now || !old.Bytes.Span.SequenceEqual(now.Bytes.Span))
                .Select(path => (path, inUse.Find(path) is null ? ShippedDifference.OnlyShipped : source.Find(path) is null ? ShippedDifference.OnlyInUse : ShippedDifference.Changed)),
        ];
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellation)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var source = File.OpenRead(file);
            await using var copy = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await source.CopyToAsync(copy, cancellation);
            copy.Flush(flushToDisk: true);
        }
    }
}
