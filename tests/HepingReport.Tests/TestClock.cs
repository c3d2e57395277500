namespace HepingReport.Tests;

/// <summary>The time as a test sets it; waiting takes as long as ever.</summary>
public sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
