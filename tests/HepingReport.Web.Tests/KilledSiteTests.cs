using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>The process killed while many read: whatever it was doing, the next one serves every page whole, at once.</summary>
[SupportedOSPlatform("linux")]
public sealed class KilledSiteTests(ITestOutputHelper output)
{
    private const int Seed = 20180207;

    [Fact]
    public Task A_site_killed_under_load_serves_whole_pages_after_its_start() => KillAsync(1);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_site_killed_fifty_times_under_load_serves_whole_pages_after_each_start() => KillAsync(50);

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_site_that_is_asked_to_stop_while_it_starts_ends_without_complaint()
    {
        const int endedBySignal = 128 + 15;
        var codes = new Dictionary<int, int>();
        for (var wait = 50; wait <= 2000; wait += 50)
        {
            var data = Directory.CreateTempSubdirectory("heping-stopped-").FullName;
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HepingReport.Web.dll"), $"--Content:Path={TestSite.RealContent}", $"--Data:Path={data}", "--Files:Browser=none", "--urls=http://127.0.0.1:0"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await Task.Delay(wait);
            using (var told = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            {
                await told.WaitForExitAsync();
            }

            await process.WaitForExitAsync();
            var words = string.Concat(await said);

            // The framework calls a start that was broken off a failed one.
            var errors = words.Split('\n').Where(line => line.Contains(" ERR] ", StringComparison.Ordinal) && !line.Contains("Hosting failed to start", StringComparison.Ordinal));
            Assert.True(process.ExitCode is 0 or endedBySignal && !words.Contains("Unhandled", StringComparison.Ordinal) && !errors.Any(), $"After {wait} ms: {process.ExitCode}\n{words}");
            codes[process.ExitCode] = codes.GetValueOrDefault(process.ExitCode) + 1;
            Directory.Delete(data, recursive: true);
        }

        output.WriteLine($"RESULT asked to stop while starting: {codes.Values.Sum()} times after 50 to 2000 ms, {codes.GetValueOrDefault(0)} ended in order, {codes.GetValueOrDefault(endedBySignal)} before there was anything to end");
    }

    private async Task KillAsync(int times)
    {
        var random = new Random(Seed);
        await using var site = new SiteUnderFaults();
        await site.StartAsync();
        await using var readers = await Readers.StartAsync(site.Address, count: 6, pauseMilliseconds: 0);
        var starts = new List<TimeSpan>();
        for (var kill = 1; kill <= times; kill++)
        {
            // Also while report.db is being filled.
            await Task.Delay(random.Next(kill % 2 == 0 ? 50 : 600));
            site.Site.SaidNoError();
            await readers.WhileAwayAsync(async () =>
            {
                await site.KillAsync();
                var start = Stopwatch.GetTimestamp();
                await site.StartAsync();
                using var page = await site.Site.Client.GetAsync(Links.Home);
                starts.Add(Stopwatch.GetElapsedTime(start));
                page.EnsureSuccessStatusCode();
            });
            await readers.AllIsAsBeforeAsync();
            Assert.Empty(Directory.EnumerateFiles(site.Data, "*damaged*"));
        }

        var read = await readers.StopAsync();
        site.Site.SaidNoError();
        await site.KillAsync();
        foreach (var name in new[] { "report.db", "portal.db" })
        {
            await using var db = new SqliteConnection($"Data Source={Path.Combine(site.Data, name)};Pooling=False");
            await db.OpenAsync();
            await using var check = db.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", await check.ExecuteScalarAsync());
        }

        starts.Sort();
        output.WriteLine($"RESULT killed under load: kill -9 {times} times among {read} answers to six readers, {readers.Broken} readings broken while the process was away, 0 at other times; pages not whole or changed 0, damaged stores 0; from start to first page median {starts[starts.Count / 2].TotalSeconds:0.0} s, longest {starts[^1].TotalSeconds:0.0} s");
    }
}
