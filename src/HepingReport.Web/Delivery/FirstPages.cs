namespace HepingReport.Web.Delivery;

/// <summary>The site is started, and its pages are ready: work that no first reader asks for waits for this, and takes no processor from them.</summary>
public sealed class FirstPages
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitAsync(CancellationToken cancellation) => ready.Task.WaitAsync(cancellation);

    internal void AreReady() => ready.TrySetResult();
}
