using System.Globalization;
using System.Text.RegularExpressions;
using HepingReport.Web.Delivery;

namespace HepingReport.Web.Operations;

/// <summary>
/// What work leaves behind and nothing will ask for again is given back: texts that were replaced, pages that fell out of the cache, program code that
/// ran once. The collector and the machine would do so when memory is short; until then the process would look half as large again as it is.
/// </summary>
internal sealed partial class SpareMemory(SiteOptions options, FirstPages pages, TimeProvider time, ILogger<SpareMemory> log) : SteadyService(time, log)
{
    /// <summary>Requests wait while memory is collected: for no more than one moment in so many, however large the content has become.</summary>
    private const int Rarity = 1000;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var least = options.Operations.SpareMemory;
        if (least == TimeSpan.Zero)
        {
            return;
        }

        await pages.WaitAsync(stoppingToken);
        for (var interval = least; ;)
        {
            var before = MappedCode();
            await Task.Delay(interval, Time, stoppingToken);
            var start = Time.GetTimestamp();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var pause = Time.GetElapsedTime(start);
            interval = pause * Rarity > least ? pause * Rarity : least;
            if (NativeMemory.IsGlibc)
            {
                NativeMemory.Trim();

                // Mapped and unchanged for so long: the loader, which writes addresses into some pages, has long done with it.
                var dropped = MappedCode().Intersect(before).Count(code => NativeMemory.Drop(code.From, code.To));
                Log.LogDebug("Memory was collected in {Milliseconds} ms; the pages of {Count} mapped files were given back", pause.TotalMilliseconds, dropped);
            }
        }
    }

    /// <summary>
    /// Where program files are mapped, not to be written to, and not one page differs from the file, in memory or swapped out: such pages come back
    /// from the file when they are next run or read. (The runtime maps a file once to run it and once, shared, to read what it says of its types.)
    /// </summary>
    /// <param name="maps">Lines of <c>/proc/self/smaps</c> (proc(5)).</param>
    internal static IReadOnlySet<(nuint From, nuint To, string File)> CodeIn(IEnumerable<string> maps)
    {
        var found = new HashSet<(nuint, nuint, string)>();
        (nuint, nuint, string)? mapping = null;
        var unchanged = 0;
        foreach (var line in maps)
        {
            if (Header().Match(line) is { Success: true } header)
            {
                unchanged = 0;
                mapping = header.Groups["rights"].Value is "r--p" or "r-xp" or "r--s" && IsProgram(header.Groups["file"].Value) ? (Address(header.Groups["from"]), Address(header.Groups["to"]), header.Groups["file"].Value) : null;
            }
            else if (mapping is { } code && IsCountOfChanges(line) && line.EndsWith(" 0 kB", StringComparison.Ordinal) && ++unchanged == 2)
            {
                found.Add(code);
            }
        }

        return found;

        // One with a space may be a file that was deleted: it says so behind the name.
        static bool IsProgram(string file) => !file.Contains(' ', StringComparison.Ordinal) && (file.EndsWith(".dll", StringComparison.Ordinal) || Path.GetFileName(file).Contains(".so", StringComparison.Ordinal));
        static bool IsCountOfChanges(string line) => line.StartsWith("Anonymous:", StringComparison.Ordinal) || line.StartsWith("Swap:", StringComparison.Ordinal);
        static nuint Address(Group digits) => nuint.Parse(digits.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^(?<from>[0-9a-f]+)-(?<to>[0-9a-f]+) (?<rights>[^ ]+) [^ ]+ [^ ]+ [^ ]+ *(?<file>.*)$")]
    private static partial Regex Header();

    private IReadOnlySet<(nuint From, nuint To, string File)> MappedCode()
    {
        try
        {
            return CodeIn(NativeMemory.IsGlibc ? File.ReadLines("/proc/self/smaps") : []);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.LogDebug(fault, "What is mapped cannot be read; no pages are given back");
            return new HashSet<(nuint, nuint, string)>();
        }
    }
}
