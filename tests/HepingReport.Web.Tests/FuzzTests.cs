using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using HepingReport.Staff;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>Random and damaged requests to every route with every parameter: no failure, no hang, nothing that stays in memory, and readers beside them get every page.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20180207;
    private const int Workers = 4;

    /// <summary>What may be kept meanwhile: caches with a bound, buffers, and what the collector has not yet given back.</summary>
    private const long MostGrowth = 100L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>As if for the load of a year: what the shipped limits refuse would not reach the code behind them.</summary>
    private static readonly string[] RaisedLimits =
    [
        "--Feedback:PerAddressPerHour=1000000", "--Feedback:LeastSeconds=0", "--Limits:SearchesPerMinute=1000000", "--Limits:DataPerMinute=1000000", "--Limits:LookUpsPerHour=1000000", "--Limits:SignInsPerQuarterHour=1000000", "--Limits:QueryLength=8192",
    ];

    [Fact]
    public Task Hundreds_of_random_requests_find_no_failure() => FuzzAsync(each: 200);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_hundred_thousand_random_requests_find_no_failure_no_hang_and_no_leak() => FuzzAsync(each: 25_500);

    private async Task FuzzAsync(int each)
    {
        await using var site = new SiteUnderFaults();
        SignedInStaff[] staff = [await SignedInStaff.InAsync(site.Data, "林晓"), await SignedInStaff.InAsync(site.Data, "赵卫", StaffRole.Publisher)];
        var (routes, addresses) = Routes();
        var fields = Fields();
        await site.StartAsync(settings: [.. RaisedLimits, "--Serilog:MinimumLevel:Default=Warning"]);
        List<Visit> visits = [await VisitAsync(new HttpRequestMessage(HttpMethod.Get, Links.Feedback))];
        foreach (var person in staff)
        {
            visits.Add(await VisitAsync(person.Asks(Links.StaffAccount)));
        }

        await using var readers = await Readers.StartAsync(site.Address, count: 1, pauseMilliseconds: 50);
        var faults = new ConcurrentQueue<string>();
        var answers = new ConcurrentDictionary<int, int>();
        var sent = 0;
        var slowest = 0L;
        long? early = null;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker))));
        var took = Stopwatch.GetElapsedTime(began);

        await readers.AllIsAsBeforeAsync();
        var read = await readers.StopAsync();
        foreach (var person in staff)
        {
            Assert.True(await person.At(site.Site).IsSignedInAsync(), "The staff was signed in to the end.");
        }

        var growth = site.Site.WorkingSet - early!.Value;
        Assert.True(faults.IsEmpty, $"Seed {Seed}, {faults.Count} of {sent}:\n{string.Join('\n', faults.Take(20))}");
        site.Site.SaidNoError();
        Assert.InRange(growth, -10 * MostGrowth, MostGrowth);
        output.WriteLine($"RESULT fuzzing: {sent} requests (seed {Seed}) to {routes.Count} routes and {addresses.Count} addresses with {fields.Count} parameters, signed in and not, in {took.TotalSeconds:0} s, limits raised by {string.Join(' ', RaisedLimits)}; answers {string.Join(", ", answers.OrderBy(pair => pair.Key).Select(pair => $"{(pair.Key == 0 ? "cut off" : pair.Key)}: {pair.Value}"))}; 500 or another failure 0, errors in the log 0, slowest {Stopwatch.GetElapsedTime(0, slowest).TotalMilliseconds:0} ms; among {read} readings beside it 0 failed; memory from a tenth of the way to the end {growth / 1024 / 1024:+0;-0;0} MB, {site.Site.WorkingSet / 1024 / 1024} MB at the end");

        // The cookies and the token of an open form, so that what is posted is not refused for the want of them.
        async Task<Visit> VisitAsync(HttpRequestMessage request)
        {
            using var answer = await site.Site.Client.SendAsync(request);
            var page = await TestSite.ParseAsync(answer);
            var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]) : [];
            return new Visit([.. request.Headers.TryGetValues("Cookie", out var own) ? own : [], .. cookies], page.QuerySelector($"input[name={Pages.FormPage.TokenField}]")!.GetAttribute("value")!);
        }

        async Task WorkAsync(int worker)
        {
            var requests = new RandomRequests(new Random(Seed + worker), routes, addresses, fields, visits);
            RawConnection? connection = null;
            try
            {
                for (var number = 0; number < each; number++)
                {
                    var request = requests.Next();
                    using var patience = new CancellationTokenSource(Patience);
                    var start = Stopwatch.GetTimestamp();
                    try
                    {
                        if (request.IsWild)
                        {
                            connection?.Dispose();
                            connection = null;
                        }

                        connection ??= RawConnection.To(site.Address);
                        await connection.SendAsync(request.Bytes, patience.Token);
                        var answer = request.IsWild ? await connection.ReadOrEndAsync(request.IsHead, TimeSpan.FromMilliseconds(150), patience.Token) : await connection.ReadAsync(request.IsHead, patience.Token);
                        answers.AddOrUpdate(answer?.Status ?? 0, 1, (_, count) => count + 1);
                        if (answer is { Status: 0 or >= 500 and not (501 or 505) })
                        {
                            faults.Enqueue($"worker {worker}, request {number}: {answer.Head.Split('\r')[0]} to {request}");
                        }

                        if (request.IsWild || answer is null or { Closes: true } or { Status: 0 })
                        {
                            connection.Dispose();
                            connection = null;
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        faults.Enqueue($"worker {worker}, request {number}: no answer within {Patience.TotalSeconds} s to {request}");
                        connection?.Dispose();
                        connection = null;
                    }

                    InterlockedMax(ref slowest, Stopwatch.GetTimestamp() - start);
                    Interlocked.Increment(ref sent);
                    if (worker == 0 && number == each / 10)
                    {
                        early = site.Site.WorkingSet;
                    }
                }
            }
            finally
            {
                connection?.Dispose();
            }
        }
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    /// <summary>Every route of the site, and real addresses of everything that is there.</summary>
    private static (IReadOnlyList<string> Routes, IReadOnlyList<string> Addresses) Routes()
    {
        using var site = new TestSite();
        IReadOnlyList<string> routes = [.. site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().Order(StringComparer.Ordinal)];
        var content = site.Content;
        IReadOnlyList<string> addresses =
        [
            .. content.PageAddresses, .. Links.Files, .. Links.SharePages(content.Report), .. content.Report.Sections.SelectMany(section => new[] { Links.Speech(section), Links.Recording(section), $"{Links.Api}/sections/{section.Key}" }),
            .. content.Indicators.All.Select(figure => $"{Links.Api}/indicators/{figure.Id}"), .. routes.Where(route => !route.Contains('{', StringComparison.Ordinal)),
            .. SiteUnderFaults.RealFiles().Select(file => Links.StaffEdit(file)), Links.Health + "/live", Links.Health + "/ready", Links.StaffRevision(1), Links.StaffDraft(Guid.Empty), Links.StaffMerge(Guid.Empty), Links.StaffPreview(Guid.Empty, Links.Home),
        ];
        Assert.InRange(routes.Count, 60, 1000);
        return (routes, [.. addresses.Distinct()]);
    }

    /// <summary>Every name of a field that the site reads from a query or a form, as its source says.</summary>
    private static IReadOnlyList<string> Fields()
    {
        var source = Path.Combine(Path.GetDirectoryName(TestSite.RealContent)!, "src", "HepingReport.Web");
        var files = Directory.EnumerateFiles(source, "*.cs*", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
        IReadOnlyList<string> fields = [.. files.SelectMany(file => FieldName().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Concat(["exact", "pageSize", "receipt", "token", "block[0]", "a[b", "undo", "reset", "keep", "before"]).Distinct().Order(StringComparer.Ordinal)];
        Assert.InRange(fields.Count, 30, 1000);
        return fields;
    }

    [GeneratedRegex("""(?:(?:Query|Posted|[Ff]orm)\[|FromQuery\(Name = |<(?:input|select|textarea|button)\b[^>]*? name=)"([a-z][a-z-]*)""")]
    private static partial Regex FieldName();
}
