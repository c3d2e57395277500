using System.Threading.RateLimiting;

namespace HepingReport.Web.Security;

/// <summary>
/// How often one address may ask for what is worked out anew each time. Pages, which everybody reads, are not counted. What people send
/// has limits of its own, on its pages, so that nothing typed is lost: <see cref="SignInLimit"/> and that of 我要纠错.
/// </summary>
public static class RateLimits
{
    public const string Search = "search";
    public const string Data = "data";

    public static void AddRateLimits(this IServiceCollection services, LimitsOptions limits) => services.AddRateLimiter(limiter =>
    {
        limiter.OnRejected = (rejected, _) =>
        {
            Refusal.RetryAfter(rejected.HttpContext.Response, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero);
            return new ValueTask(Refusal.AnswerAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "问得太多了", "从这个网络地址来的请求太多了，请等 Retry-After 所写的秒数再试。全部数据也可以一次取下：/data/indicators.json。"));
        };
        limiter.AddPolicy(Search, PerMinute(limits.SearchesPerMinute));
        limiter.AddPolicy(Data, PerMinute(limits.DataPerMinute));
    });

    /// <summary>So many at once, and then as many again in each minute, one after another.</summary>
    private static Func<HttpContext, RateLimitPartition<ushort>> PerMinute(int most)
    {
        var buckets = new AddressBuckets();
        return context => RateLimitPartition.GetTokenBucketLimiter(buckets.Of(NetworkAddress.Of(context.Connection.RemoteIpAddress)), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = most,
            TokensPerPeriod = Math.Max(1, most / 60),
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / most * Math.Max(1, most / 60),
            QueueLimit = 0,
        });
    }
}
