namespace HepingReport.Web.Delivery;

/// <summary>How pages are kept and sent.</summary>
/// <param name="IsCached">Delivery:Cache. <c>off</c> renders each page anew, for measuring.</param>
/// <param name="IsWarm">Delivery:Warm. <c>off</c> renders pages when they are first asked for, and leaves them fast and a little larger.</param>
/// <param name="LogsRequests">Logs:Requests. <c>off</c> writes no request log.</param>
/// <param name="CacheBytes">Delivery:CacheMegabytes. The most that kept pages may take.</param>
public sealed record DeliveryOptions(bool IsCached, bool IsWarm, bool LogsRequests, long CacheBytes)
{
    private const int UsualMegabytes = 16;

    public static DeliveryOptions Default { get; } = From(new ConfigurationBuilder().Build());

    /// <exception cref="FormatException">A setting cannot be what it says; the message tells which and how to mend it.</exception>
    public static DeliveryOptions From(IConfiguration configuration)
    {
        var (cached, warm) = (configuration.ReadOnOrOff("Delivery:Cache"), configuration.ReadOnOrOff("Delivery:Warm"));
        return new DeliveryOptions(cached, cached && warm, configuration.ReadOnOrOff("Logs:Requests"), (long)configuration.ReadNumber("Delivery:CacheMegabytes", UsualMegabytes, 1, 4096) << 20);
    }
}
