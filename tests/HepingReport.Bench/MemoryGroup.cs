using System.Globalization;

namespace HepingReport.Bench;

/// <summary>
/// What systemd's <c>MemoryMax</c> and a container's limit are made of: a control group, whose processes together may hold so much memory, the files they read among it.
/// Files have to give way first. Needs root; the kernel's first and second kind of control groups are both found.
/// </summary>
internal sealed class MemoryGroup : IDisposable
{
    private static readonly bool IsSecondKind = File.Exists("/sys/fs/cgroup/cgroup.controllers");

    private readonly string folder = Path.Combine(IsSecondKind ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory", $"heping-bench-{Environment.ProcessId}");

    public MemoryGroup(int megabytes)
    {
        try
        {
            if (IsSecondKind)
            {
                File.WriteAllText("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
            }

            // What another process read first would be counted there.
            File.WriteAllText("/proc/sys/vm/drop_caches", "3");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, IsSecondKind ? "memory.max" : "memory.limit_in_bytes"), (megabytes * 1024L * 1024).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MissingException($"--memory needs root and the kernel's control groups for memory: {fault.Message}");
        }

        Megabytes = megabytes;
    }

    public int Megabytes { get; }

    /// <summary>A process that writes its id here belongs to the group, with all it starts.</summary>
    public string Members => Path.Combine(folder, "cgroup.procs");

    /// <summary>Bytes held now, and the most that ever were.</summary>
    public (long Now, long Peak) Held() =>
        IsSecondKind ? (Read("memory.current"), Read("memory.peak")) : (Read("memory.usage_in_bytes"), Read("memory.max_usage_in_bytes"));

    /// <summary>Only when its processes have ended.</summary>
    public void Dispose() => Directory.Delete(folder);

    private long Read(string file) => long.Parse(File.ReadAllText(Path.Combine(folder, file)), CultureInfo.InvariantCulture);
}
