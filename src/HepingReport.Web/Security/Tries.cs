using System.Threading.RateLimiting;

namespace HepingReport.Web.Security;

/// <summary>How often something may be done by one address, or with one account.</summary>
/// <param name="most">At once, and then as many again in each period, one after another.</param>
public sealed class Tries(int most, TimeSpan period) : IDisposable
{
    private readonly AddressBuckets buckets = new();

    private readonly PartitionedRateLimiter<ushort> limiter = PartitionedRateLimiter.Create<ushort, ushort>(bucket => RateLimitPartition.GetTokenBucketLimiter(bucket, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = most,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = period / most,
        QueueLimit = 0,
    }));

    /// <returns>How long to wait; null where it may be done now.</returns>
    public TimeSpan? Take(string who)
    {
        using var lease = limiter.AttemptAcquire(buckets.Of(who));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : period / most;
    }

    public void Dispose() => limiter.Dispose();
}
