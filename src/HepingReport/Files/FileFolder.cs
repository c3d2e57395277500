using System.Security.Cryptography;

namespace HepingReport.Files;

/// <summary>A file that lies ready for readers.</summary>
public sealed record KeptFile(ReportFormat Format, string Path, long Length, string Sha256);

/// <summary>What became of a file; <see cref="Fault"/> says why there is none.</summary>
public sealed record FileOutcome(bool Made, string? Fault);

/// <summary>
/// The files made, a folder for each edition (<c>files/&lt;key&gt;/heping-report-2018.pdf</c>). Each is put there whole; what lies there is never written again.
/// </summary>
public sealed class FileFolder(string dataFolder, PdfPrinter? printer)
{
    private readonly string folder = Path.Combine(dataFolder, "files");

    public bool CanPrint => printer is not null;

    public string FolderOf(Edition edition) => Path.Combine(folder, edition.Key);

    public async Task<IReadOnlyList<KeptFile>> FindAsync(Edition edition, CancellationToken cancellation)
    {
        var found = new List<KeptFile>();
        foreach (var format in ReportFormat.All)
        {
            var path = PathOf(format, edition);
            if (File.Exists(path))
            {
                var bytes = await File.ReadAllBytesAsync(path, cancellation);
                found.Add(new KeptFile(format, path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
            }
        }

        return found;
    }

    /// <summary>Makes the file unless it is there.</summary>
    public async Task<FileOutcome> MakeAsync(ReportFormat format, Edition edition, CancellationToken cancellation)
    {
        var path = PathOf(format, edition);
        if (File.Exists(path))
        {
            return new FileOutcome(false, null);
        }

        try
        {
            var (bytes, fault) = format.Write is { } write ? (write(edition), null)
                : printer is null ? (null, "no browser")
                : await printer.PrintAsync(HtmlFile.Write(edition), cancellation);
            if (bytes is null)
            {
                return new FileOutcome(false, fault);
            }

            Directory.CreateDirectory(FolderOf(edition));
            await WholeFile.PutAsync(bytes, path, cancellation);
            return new FileOutcome(true, null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One format that fails keeps nobody from the others.
            return new FileOutcome(false, fault is IOException or UnauthorizedAccessException ? fault.Message : fault.ToString());
        }
    }

    /// <summary>Deletes the folders of other editions but for the last, which comes back when an edit is taken back.</summary>
    public void DeleteOld(Edition edition)
    {
        foreach (var old in new DirectoryInfo(folder).EnumerateDirectories().Where(other => other.Name != edition.Key).OrderByDescending(other => other.LastWriteTimeUtc).Skip(1))
        {
            old.Delete(recursive: true);
        }
    }

    private string PathOf(ReportFormat format, Edition edition) => Path.Combine(FolderOf(edition), format.FileName);
}
