using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>A thousand clients that keep the site waiting, by slowhttptest, with the limits as shipped: readers beside them get every page.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class SlowClientTests(ITestOutputHelper output)
{
    [Theory]
    [Trait("Category", "Long")]
    [InlineData("headers that never end", "-H -i 5 -u {0}/")]
    [InlineData("bodies that trickle in", "-B -i 5 -s 200000 -x 10 -u {0}/feedback")]
    [InlineData("answers that are hardly read", "-X -w 10 -y 20 -z 16 -n 5 -k 3 -u {0}/report/full")]
    [InlineData("ranges without end", "-R -a 1 -b 3000 -u {0}/fidelity/report.txt")]
    public async Task A_thousand_slow_clients_cost_no_reader_a_page(string what, string options)
    {
        await using var site = new SiteUnderFaults();
        await site.StartAsync();
        await using var readers = await Readers.StartAsync(site.Address);
        var before = site.Site.WorkingSet;
        string[] arguments = ["-c", "1000", "-r", "200", "-l", "40", "-p", "5", .. string.Format(null, options, site.Address.ToString().TrimEnd('/')).Split(' ')];
        var told = await RunAsync(arguments);
        var most = site.Site.WorkingSet;

        var read = await readers.StopAsync();
        site.Site.SaidNoError();

        // Each of a thousand may hold an answer of the whole report, and no more.
        Assert.InRange((most - before) / 1024 / 1024, -1000, 1000);
        output.WriteLine($"RESULT slow clients, {what}: slowhttptest {string.Join(' ', arguments.SkipLast(1))}: {told}; among {read} readings 0 failed; memory grown by {(most - before) / 1024 / 1024} MB");
    }

    /// <returns>What it last told of its connections.</returns>
    private static async Task<string> RunAsync(string[] arguments)
    {
        try
        {
            using var slow = Process.Start(new ProcessStartInfo("slowhttptest", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = slow.StandardOutput.ReadToEndAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            await slow.WaitForExitAsync(patience.Token);
            var lines = Colours().Replace(await said, "").Split('\n').Select(line => line.Trim());
            return string.Join(", ", lines.Where(line => Figure().IsMatch(line)).TakeLast(6).Select(line => Spaces().Replace(line, " ")));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("Please install slowhttptest (Debian: the package of that name): slow clients are played by it.");
        }
    }

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colours();

    [GeneratedRegex("^(initializing|pending|connected|error|closed|service available|Exit status|Test ended on)", RegexOptions.IgnoreCase)]
    private static partial Regex Figure();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
