using System.Runtime.InteropServices;
using System.Text;

namespace HepingReport.Editing;

/// <summary>Writes a file so that at every moment, a power cut among them, the old or the new one is there whole.</summary>
internal static class DurableFile
{
    /// <summary>Beside the file, on the same disk; not a name that content has.</summary>
    public const string TemporarySuffix = ".publishing";

    public static async Task PutAsync(string path, ReadOnlyMemory<byte> bytes)
    {
        await PrepareAsync(path, bytes);
        Commit(path);
        SyncFolderOf(path);
    }

    /// <summary>Brings the bytes to the disk beside the file: all that can run out of space happens here.</summary>
    public static async Task PrepareAsync(string path, ReadOnlyMemory<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            // Who may read or write the file stays as it was.
            options.UnixCreateMode = File.GetUnixFileMode(path);
        }

        try
        {
            await using var file = new FileStream(path + TemporarySuffix, options);
            await file.WriteAsync(bytes);
            await file.FlushAsync();
            file.Flush(flushToDisk: true);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            // What .NET makes of a limit on the size of files, which is a full disk to us.
            throw new IOException(fault.Message, FileTooLarge);
        }
    }

    /// <summary>Puts what was prepared in the file's place.</summary>
    public static void Commit(string path) => File.Move(path + TemporarySuffix, path, overwrite: true);

    public static void Discard(string path) => File.Delete(path + TemporarySuffix);

    /// <summary>
    /// Brings the names in a folder to the disk. .NET opens no folder as a file, so the system is asked. Windows has no such call and needs none:
    /// NTFS keeps a log of its own for names.
    /// </summary>
    public static void SyncFolderOf(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (handle < 0)
        {
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
        }

        try
        {
            // Some network file systems have no such call, and write names through by themselves.
            if (Sync(handle) < 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private const int InvalidArgument = 22;
    private const int FileTooLarge = 27;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
