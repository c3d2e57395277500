namespace HepingReport.Web.Tests;

/// <summary>Waiting for what comes by itself. How long it takes is not asserted, only that it comes.</summary>
public static class Eventually
{
    /// <summary>portal.db is looked at again every ten seconds; on a busy machine everything takes longer.</summary>
    private const int PatienceSeconds = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task EventuallyAsync(Func<bool> holds, string what = "it came", int seconds = PatienceSeconds) => EventuallyAsync(() => Task.FromResult(holds()), what, seconds);

    public static async Task EventuallyAsync(Func<Task<bool>> holds, string what = "it came", int seconds = PatienceSeconds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited {seconds} seconds in vain until {what}.");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
