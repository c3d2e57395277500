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
    private const int DontNeed = 4;

    /// <summary>Where there is no glibc there is nothing to do.</summary>
    public static bool IsGlibc { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var glibc) && NativeLibrary.TryGetExport(glibc, "mallopt", out _);

    /// <summary>Before any thread has begun.</summary>
    public static void KeepLittle()
    {
        if (IsGlibc)
        {
            _ = SetOption(MostArenas, Environment.ProcessorCount);
            _ = SetOption(MapThreshold, Bytes);
            _ = SetOption(TrimThreshold, Bytes);
        }
    }

    /// <summary>Gives back the holes between pieces in use.</summary>
    public static void Trim() => _ = Trim(0);

    /// <summary>Gives back pages that come back from their file when they are next read or run. What was written into them would be lost.</summary>
    public static bool Drop(nuint from, nuint to) => Advise(from, to - from, DontNeed) == 0;

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);

    [LibraryImport("libc.so.6", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
