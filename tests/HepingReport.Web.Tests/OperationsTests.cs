using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using HepingReport.Backups;
using HepingReport.Storage;
using HepingReport.Tests;
using HepingReport.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HepingReport.Web.Tests;

/// <summary>What those who run the site watch, and how it stops.</summary>
public sealed class OperationsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ready_tells_how_the_site_is_without_a_name_or_a_path()
    {
        using var site = TestSite.OnACopyOfTheContent(new TestClock(Now));
        var ready = await EventuallyReadyAsync(site, answer => answer.GetProperty("portal").GetString() == "open");
        Assert.Equal(("ready", "current", 0), (ready.GetProperty("status").GetString(), ready.GetProperty("content").GetString(), ready.GetProperty("problems").GetInt32()));
        Assert.InRange(ready.GetProperty("freeDisk").GetInt64(), 1, long.MaxValue);
        Assert.Equal(JsonValueKind.Null, ready.GetProperty("lastBackup").ValueKind);

        await LastBackup.RecordAsync(site.DataPath, Now.AddHours(-30), null);
        await LastBackup.RecordAsync(site.DataPath, Now.AddHours(-6), $"{site.DataPath} 满了");
        File.Delete(Path.Combine(site.ContentPath, "site.yml"));
        await site.DamagePortalAsync();
        await site.Services.GetRequiredService<PortalStore>().OpenAsync(default);

        ready = await EventuallyReadyAsync(site, answer => answer.GetProperty("content").GetString() == "stale");
        Assert.Equal("damaged", ready.GetProperty("portal").GetString());
        Assert.Equal((108_000, true), (ready.GetProperty("lastBackup").GetProperty("ageSeconds").GetInt64(), ready.GetProperty("lastBackup").GetProperty("failed").GetBoolean()));
        Assert.Equal(["status", "content", "problems", "portal", "freeDisk", "lastBackup"], ready.EnumerateObject().Select(property => property.Name));
        Assert.DoesNotContain("满了", ready.GetRawText());
    }

    [Fact]
    public async Task Each_measurement_says_what_is_so()
    {
        using var site = TestSite.OnACopyOfTheContent(new TestClock(Now));
        await EventuallyReadyAsync(site, answer => answer.GetProperty("portal").GetString() == "open");
        var values = Measure(site.Services);
        Assert.Equal((0, 0, 1, 0), (values["heping.content.stale"], values["heping.content.problems"], values["heping.portal.available"], values["heping.backup.failed"]));
        Assert.True(values["heping.disk.free"] > 0);
        Assert.DoesNotContain("heping.backup.age", values.Keys);

        await LastBackup.RecordAsync(site.DataPath, Now.AddHours(-30), null);
        await LastBackup.RecordAsync(site.DataPath, Now.AddHours(-6), "磁盘满了");
        File.Delete(Path.Combine(site.ContentPath, "site.yml"));
        await site.DamagePortalAsync();
        await site.Services.GetRequiredService<PortalStore>().OpenAsync(default);
        var ready = await EventuallyReadyAsync(site, answer => answer.GetProperty("content").GetString() == "stale");

        values = Measure(site.Services);
        Assert.Equal((1, ready.GetProperty("problems").GetInt32(), 0, 1, 108_000), (values["heping.content.stale"], values["heping.content.problems"], values["heping.portal.available"], values["heping.backup.failed"], values["heping.backup.age"]));
    }

    [Fact]
    public async Task Work_that_fails_is_counted_under_its_name()
    {
        using var site = new TestSite();
        using var failing = site.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.AddHostedService<FailingWork>()));
        await EventuallyAsync(() => Measure(failing.Services)["heping.work.faults FailingWork"] == 1);
        Assert.Equal(0, Measure(failing.Services)["heping.work.faults FileKeeper"]);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Measurements_are_sent_by_OTLP_where_an_endpoint_is_set_and_name_no_reader()
    {
        var received = new ConcurrentQueue<(string Path, string? Type, string Body)>();
        await using var collector = await CollectorAsync(received);
        var data = Directory.CreateTempSubdirectory("heping-otlp-").FullName;
        await using (var site = await SiteProcess.StartAsync(data, settings: [$"--Metrics:OtlpEndpoint={collector.Urls.Single()}", "--Metrics:IntervalSeconds=1"]))
        {
            using var answer = await site.Client.GetAsync("/report/opening?who=reader-7");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await EventuallyAsync(() => received.Any(post => post.Body.Contains("http.server.request.duration", StringComparison.Ordinal)));
        }

        Directory.Delete(data, recursive: true);
        Assert.All(received, post => Assert.Equal(("/v1/metrics", "application/x-protobuf"), (post.Path, post.Type)));
        var all = string.Concat(received.Select(post => post.Body));
        Assert.All(["heping-report", "heping.content.stale", "heping.backup.failed", "heping.disk.free", "heping.portal.available", "kestrel.active_connections", "dotnet.gc.collections"], name => Assert.Contains(name, all));
        Assert.DoesNotContain("reader-7", all);
    }

    [Theory]
    [InlineData("Metrics:OtlpEndpoint", "collector:4318")]
    [InlineData("Metrics:OtlpEndpoint", "https://user:secret@collector")]
    [InlineData("Metrics:IntervalSeconds", "0")]
    [InlineData("Shutdown:DrainSeconds", "-1")]
    [InlineData("Shutdown:DrainSeconds", "301")]
    [InlineData("Shutdown:DrainSeconds", "soon")]
    [InlineData("Memory:SpareSeconds", "3601")]
    public void A_setting_that_cannot_be_is_named(string key, string value)
    {
        var fault = Assert.Throws<FormatException>(() => From(key, value));
        Assert.StartsWith($"配置 {key} 写的是“{value}”", fault.Message);
    }

    [Theory]
    [InlineData("http://localhost:4318", "http://localhost:4318/v1/metrics")]
    [InlineData("https://monitor.example.cn/otlp/metrics", "https://monitor.example.cn/otlp/metrics")]
    public void An_endpoint_without_a_path_is_that_of_a_collector(string value, string expected) =>
        Assert.Equal(new Uri(expected), From("Metrics:OtlpEndpoint", value).Metrics);

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Asked_to_stop_it_says_so_takes_requests_a_while_longer_answers_the_running_one_whole_and_ends_well()
    {
        var data = Directory.CreateTempSubdirectory("heping-drain-").FullName;
        await using (var site = await SiteProcess.StartAsync(data, settings: "--Shutdown:DrainSeconds=2"))
        {
            // In flight: the site has begun to read the form, and asks for it.
            using var slow = new TcpClient();
            await slow.ConnectAsync(site.Client.BaseAddress!.Host, site.Client.BaseAddress.Port);
            await using var stream = slow.GetStream();
            var form = $"text={Uri.EscapeDataString("少了一个字")}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /feedback HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n"));
            var asked = new byte[64];
            Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(asked, 0, await stream.ReadAsync(asked)));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(form[..5]));

            await site.TerminateAsync();
            JsonElement ready = default;
            await EventuallyAsync(async () =>
            {
                using var answer = await site.Client.GetAsync("/health/ready");
                ready = await answer.Content.ReadFromJsonAsync<JsonElement>();
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
            });
            Assert.Equal("draining", ready.GetProperty("status").GetString());
            using (var page = await site.Client.GetAsync("/report/opening"))
            {
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            }

            // Then it takes no more.
            await EventuallyAsync(async () =>
            {
                try
                {
                    using var late = new TcpClient();
                    await late.ConnectAsync(site.Client.BaseAddress.Host, site.Client.BaseAddress.Port);
                    return false;
                }
                catch (SocketException)
                {
                    return true;
                }
            });
            await stream.WriteAsync(Encoding.ASCII.GetBytes(form[5..]));
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var whole = await reader.ReadToEndAsync();
            Assert.StartsWith("HTTP/1.1 ", whole.TrimStart());
            Assert.Contains("</html>", whole);
            Assert.Equal(0, await site.ExitAsync());
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Alone_it_stops_at_once_and_ends_well()
    {
        var data = Directory.CreateTempSubdirectory("heping-stop-").FullName;
        await using (var site = await SiteProcess.StartAsync(data))
        {
            await site.TerminateAsync();
            Assert.Equal(0, await site.ExitAsync());
        }

        Directory.Delete(data, recursive: true);
    }

    private static OperationsOptions From(string key, string value) =>
        OperationsOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());

    /// <summary>The site's own meter, not that of another test beside it.</summary>
    private sealed class FailingWork(TimeProvider time, ILogger<FailingWork> log) : SteadyService(time, log)
    {
        protected override Task WorkAsync(CancellationToken stoppingToken) => throw new InvalidOperationException("Nobody foresaw this.");
    }

    private static Dictionary<string, double> Measure(IServiceProvider services)
    {
        var values = new Dictionary<string, double>();
        using var listener = new MeterListener();
        var own = services.GetRequiredService<IMeterFactory>().Create(SiteMetrics.MeterName);
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter == own)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => values[NameOf(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => values[NameOf(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => values[NameOf(instrument, tags)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return values;

        static string NameOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
    }

    private static async Task<WebApplication> CollectorAsync(ConcurrentQueue<(string, string?, string)> received)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue((request.Path, request.ContentType, Encoding.Latin1.GetString(body.ToArray())));
        });
        await collector.StartAsync();
        return collector;
    }

    private static async Task<JsonElement> EventuallyReadyAsync(TestSite site, Func<JsonElement, bool> isSo)
    {
        JsonElement ready = default;
        await EventuallyAsync(async () => isSo(ready = await site.Reader().GetFromJsonAsync<JsonElement>("/health/ready")));
        return ready;
    }
}
