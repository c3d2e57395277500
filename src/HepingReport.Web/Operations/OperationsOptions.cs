namespace HepingReport.Web.Operations;

/// <summary>What whoever runs the site may set about watching and stopping it.</summary>
/// <param name="Metrics">Metrics:OtlpEndpoint. Where measurements are sent, by OTLP over HTTP; null sends none.</param>
/// <param name="MetricsInterval">Metrics:IntervalSeconds. How often.</param>
/// <param name="Drain">Shutdown:DrainSeconds. How long a site that is asked to stop still takes requests while it tells balancers not to send any.</param>
/// <param name="SpareMemory">Memory:SpareSeconds. How often, at most, memory that work left behind is given back; zero leaves that to the collector and the machine.</param>
public sealed record OperationsOptions(Uri? Metrics, TimeSpan MetricsInterval, TimeSpan Drain, TimeSpan SpareMemory)
{
    private const string MetricsPath = "/v1/metrics";

    public static OperationsOptions Default { get; } = new(null, TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.FromSeconds(30));

    /// <exception cref="FormatException">A setting cannot be what it says; the message tells which and how to mend it.</exception>
    public static OperationsOptions From(IConfiguration configuration) => new(
        ReadEndpoint(configuration["Metrics:OtlpEndpoint"]),
        TimeSpan.FromSeconds(configuration.ReadNumber("Metrics:IntervalSeconds", Default.MetricsInterval.TotalSeconds, 1, 3600)),
        TimeSpan.FromSeconds(configuration.ReadNumber("Shutdown:DrainSeconds", Default.Drain.TotalSeconds, 0, 300)),
        TimeSpan.FromSeconds(configuration.ReadNumber("Memory:SpareSeconds", Default.SpareMemory.TotalSeconds, 0, 3600)));

    private static Uri? ReadEndpoint(string? value) =>
        string.IsNullOrEmpty(value) ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", UserInfo: "" } ? (url.AbsolutePath == "/" ? new Uri(url, MetricsPath) : url)
        : throw new FormatException($"配置 Metrics:OtlpEndpoint 写的是“{value}”，应当是采集器收 OTLP/HTTP 的网址，例如 http://localhost:4318。");
}
