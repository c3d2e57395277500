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
