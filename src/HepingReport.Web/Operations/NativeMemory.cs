using System.Runtime.InteropServices;

namespace HepingReport.Web.Operations;

/// <summary>
/// Compression and SQLite take memory from the C library, in pieces of some megabytes for a moment. glibc learns from that to keep such pieces,
/// for each thread, and the process looks three times its size for ever. Told not to learn, and to keep no more heaps than there are processors, it gives them back.
/// </summary>
internal static partial class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;
    private const int Bytes = 128 * 1024;

    /// <summary>Before any thread has begun. Where there is no glibc there is nothing to do.</summary>
    public static void GiveBack()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var glibc) && NativeLibrary.TryGetExport(glibc, "mallopt", out _))
        {
            _ = SetOption(MostArenas, Environment.ProcessorCount);
            _ = SetOption(MapThreshold, Bytes);
            _ = SetOption(TrimThreshold, Bytes);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
