using System.Diagnostics;

namespace HepingReport.Bench;

/// <summary>Waiting for something to answer, no longer than a minute and no longer than its process lives.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static async Task UntilAsync(Func<Task<bool>> isSo, Process? process = null, int milliseconds = 20)
    {
        var clock = Stopwatch.StartNew();
        while (!await AskAsync(isSo))
        {
            if (process is { HasExited: true } || clock.Elapsed > Longest)
            {
                throw new TimeoutException($"{process?.StartInfo.FileName} {process?.StartInfo.ArgumentList.LastOrDefault()} did not become ready.");
            }

            await Task.Delay(milliseconds);
        }
    }

    /// <summary>Until the process has taken less than a twentieth of a second's work in each of two seconds, one after the other.</summary>
    public static async Task AtRestAsync(int processId)
    {
        using var process = Process.GetProcessById(processId);
        var quiet = 0;
        var worked = process.TotalProcessorTime;
        await UntilAsync(
            () =>
            {
                process.Refresh();
                quiet = process.TotalProcessorTime - worked < TimeSpan.FromSeconds(0.05) ? quiet + 1 : 0;
                worked = process.TotalProcessorTime;
                return Task.FromResult(quiet == 2);
            },
            milliseconds: 1000);
    }

    private static async Task<bool> AskAsync(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
