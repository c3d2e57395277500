using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace HepingReport.Web.Security;

/// <summary>
/// How often something may be done by one address, or with one account. No address is kept: each falls into one of 65,536 buckets by a hash whose key
/// is drawn at start, which also bounds the memory, whoever comes from however many addresses.
/// </summary>
/// <param name="most">At once, and then as many again in each period, one after another.</param>
public sealed class Tries(int most, TimeSpan period) : IDisposable
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

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
        using var lease = limiter.AttemptAcquire(BitConverter.ToUInt16(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(who))));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : period / most;
    }

    public void Dispose() => limiter.Dispose();
}
