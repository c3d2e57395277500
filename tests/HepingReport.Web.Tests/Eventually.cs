namespace HepingReport.Web.Tests;

/// <summary>Waiting for what comes by itself. How long it takes is not asserted, only that it comes.</summary>
public static class Eventually
{
    /// <summary>portal.db is looked at again every ten seconds; nothing here takes longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task EventuallyAsync(Func<bool> holds) => EventuallyAsync(() => Task.FromResult(holds()));

    public static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, $"It did not come within {Patience.TotalSeconds} seconds.");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
