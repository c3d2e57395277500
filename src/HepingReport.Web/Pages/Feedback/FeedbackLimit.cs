using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.RateLimiting;

namespace HepingReport.Web.Pages;

/// <summary>
/// How many reports one address may send. No address is kept: each falls into one of 65,536 buckets by a hash whose key is drawn at start,
/// which also bounds the memory, whoever sends from however many addresses.
/// </summary>
public sealed class FeedbackLimit(FeedbackOptions options) : IDisposable
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    private readonly PartitionedRateLimiter<ushort> limiter = PartitionedRateLimiter.Create<ushort, ushort>(bucket => RateLimitPartition.GetTokenBucketLimiter(bucket, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = options.PerAddressPerHour,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromHours(1) / options.PerAddressPerHour,
        QueueLimit = 0,
    }));

    /// <returns>How long to wait; null where it may be sent now.</returns>
    public TimeSpan? Take(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(BucketOf(address ?? IPAddress.None));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    public void Dispose() => limiter.Dispose();

    /// <summary>One household has a /64 of IPv6 and can change within it as it likes.</summary>
    private ushort BucketOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes().AsSpan(0, plain.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : 4);
        return BitConverter.ToUInt16(HMACSHA256.HashData(key, bytes));
    }
}
