using System.Globalization;

namespace HepingReport.Web.Delivery;

/// <summary>How pages are kept and sent.</summary>
/// <param name="IsCached">Delivery:Cache. <c>off</c> renders each page anew, for measuring.</param>
/// <param name="IsWarm">Delivery:Warm. <c>off</c> renders pages when they are first asked for, and leaves them fast and a little larger.</param>
/// <param name="LogsRequests">Logs:Requests. <c>off</c> writes no request log.</param>
/// <param name="CacheBytes">Delivery:CacheMegabytes. The most that kept pages may take.</param>
public sealed record DeliveryOptions(bool IsCached, bool IsWarm, bool LogsRequests, long CacheBytes)
{
    private const int LeastMegabytes = 1;
    private const int MostMegabytes = 4096;

    public static DeliveryOptions Default { get; } = new(IsCached: true, IsWarm: true, LogsRequests: true, CacheBytes: 16L << 20);

    /// <exception cref="FormatException">A setting cannot be what it says; the message tells which and how to mend it.</exception>
    public static DeliveryOptions From(IConfiguration configuration)
    {
        var megabytes = configuration["Delivery:CacheMegabytes"];
        return new DeliveryOptions(IsOn("Delivery:Cache", configuration), IsOn("Delivery:Cache", configuration) && IsOn("Delivery:Warm", configuration), IsOn("Logs:Requests", configuration),
            string.IsNullOrEmpty(megabytes) ? Default.CacheBytes
            : int.TryParse(megabytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= LeastMegabytes and <= MostMegabytes ? (long)number << 20
            : throw new FormatException($"配置 Delivery:CacheMegabytes 写的是“{megabytes}”，应当是 {LeastMegabytes} 到 {MostMegabytes} 的整数（兆字节），例如 16。"));
    }

    private static bool IsOn(string key, IConfiguration configuration) => configuration[key] switch
    {
        null or "" or "on" => true,
        "off" => false,
        var other => throw new FormatException($"配置 {key} 写的是“{other}”，应当是 on（开）或 off（关）。"),
    };
}
