using System.Globalization;
using System.Text.RegularExpressions;

namespace HepingReport.Bench;

/// <summary>One measurement by wrk.</summary>
internal sealed partial record Wrk(long Requests, double RequestsPerSecond, double P99Milliseconds, int Errors)
{
    private const int Connections = 32;

    public static async Task<Wrk> RunAsync(Uri address, int seconds, params IEnumerable<(string Name, string Value)> headers)
    {
        var output = await Programs.RunAsync(Programs.Find("wrk", "wrk"),
            ["--threads", "2", "--connections", $"{Connections}", "--duration", $"{seconds}s", "--latency", .. headers.SelectMany(header => (string[])["--header", $"{header.Name}: {header.Value}"]), address.ToString()]);
        var p99 = P99().Match(output);
        var errors = Failed().Match(output) is { Success: true } failed ? Number(failed.Groups[1]) : 0;
        return new Wrk((long)Number(All().Match(output).Groups[1]), Number(PerSecond().Match(output).Groups[1]), Number(p99.Groups[1]) * (p99.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 }),
            (int)(errors + (Broken().Match(output) is { Success: true } broken ? broken.Groups.Values.Skip(1).Sum(Number) : 0)));
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex All();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Failed();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex Broken();
}
