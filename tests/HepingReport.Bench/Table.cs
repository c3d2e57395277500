using System.Globalization;
using System.Runtime.InteropServices;

namespace HepingReport.Bench;

/// <summary>What a script found, in Markdown for docs/performance.md.</summary>
internal static class Table
{
    public static void Write(string title, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, params IEnumerable<string> remarks)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024 / 1024 / 1024;
        Console.WriteLine($"\n### {title}\n");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores ({RuntimeInformation.OSArchitecture}), {memory} GB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, load {Load()} at the end.\n"));
        WriteRow(head);
        WriteRow([.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            WriteRow(row);
        }

        Console.WriteLine();
        foreach (var remark in remarks)
        {
            Console.WriteLine($"- {remark}");
        }
    }

    /// <summary>The value that so many hundredths of the values do not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100) - 1, 0, sorted.Count - 1)];
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 50);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static void WriteRow(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
