using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>What every answer carries, whatever was asked and whoever answers: a page, a file, a redirect, a refusal, or the server before the site is asked.</summary>
public sealed partial class HeaderTests(ITestOutputHelper output)
{
    private const string Fault = "/fault/inside";

    [Fact]
    public async Task Every_route_of_the_site_answers_with_the_headers_whatever_it_answers()
    {
        using var site = new FaultySite();
        using var reader = Over(site);
        var root = reader.BaseAddress!.AbsoluteUri.TrimEnd('/');
        var routes = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().ToList();
        var addresses = routes.SelectMany(route => new[] { Fill(route, good: true), Fill(route, good: false) })
            .Concat(["/Report/", "//evil.example/", "/not-there", "/not-there.css", "/api/v1/not-there", "/data/indicators.csv?year=1", "/search?q=养老", "/downloads/report.txt", Fault]).Distinct().ToList();
        var statuses = new HashSet<HttpStatusCode>();
        var asked = 0;
        foreach (var address in addresses)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Options, HttpMethod.Delete, HttpMethod.Trace })
            {
                using var answer = await reader.SendAsync(new HttpRequestMessage(method, new Uri(root + address)));
                Check(answer, $"{method} {address}");
                statuses.Add(answer.StatusCode);
                asked++;
                if (method == HttpMethod.Get && answer is { StatusCode: HttpStatusCode.OK, Headers.ETag: { } tag })
                {
                    using var again = await reader.SendAsync(new HttpRequestMessage(method, new Uri(root + address)) { Headers = { IfNoneMatch = { tag } } });
                    Check(again, $"{method} {address} again");
                    statuses.Add(again.StatusCode);
                    asked++;
                }
            }
        }

        Assert.True(routes.Count > 100, $"only {routes.Count} routes");
        Assert.Superset(
            new HashSet<HttpStatusCode>([HttpStatusCode.OK, HttpStatusCode.MovedPermanently, HttpStatusCode.Redirect, HttpStatusCode.NotModified, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.InternalServerError]),
            statuses);
        output.WriteLine($"RESULT headers: {routes.Count} routes, {asked} requests, {statuses.Count} statuses ({string.Join(' ', statuses.Select(status => (int)status).Order())}): headers missing 0");
    }

    [Fact]
    public void The_policy_allows_nothing_inline_and_nobody_elses()
    {
        foreach (var policy in new[] { SecurityHeaders.ContentSecurityPolicy, SecurityHeaders.StaffContentSecurityPolicy, SecurityHeaders.PreviewContentSecurityPolicy })
        {
            Assert.StartsWith("default-src 'none'; ", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.All(policy.Split("; "), directive => Assert.Matches("^[a-z-]+ '(none|self)'$", directive));
        }
    }

    /// <summary>Their bytes are the server's own: no page, no header of the site, no name of the program, and the connection ends.</summary>
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400)]
    [InlineData("{line}", 414)]
    [InlineData("{count}", 431)]
    [InlineData("{size}", 431)]
    [InlineData("POST /feedback HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    public async Task What_the_server_refuses_before_the_site_is_asked_tells_nothing(string request, int status)
    {
        using var site = new FaultySite();
        using var reader = Over(site);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, reader.BaseAddress!.Port);
        await using var stream = socket.GetStream();
        var sent = request switch
        {
            "{line}" => $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n",
            "{count}" => $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"))}\r\n",
            "{size}" => $"GET / HTTP/1.1\r\nHost: a\r\nX-Large: {new string('a', 40_000)}\r\n\r\n",
            _ => request,
        };
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(sent));
        }
        catch (IOException)
        {
            // Refused before all of it was sent.
        }

        var answer = await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync();
        var lines = answer.Split("\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", lines[0]);
        Assert.EndsWith("\r\n\r\n", answer);
        Assert.Equal(["Connection", "Content-Length", "Date"], lines[1..].Where(line => line.Length > 0).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("Content-Length: 0", lines);
    }

    private static void Check(HttpResponseMessage answer, string asked)
    {
        var path = answer.RequestMessage!.RequestUri!.AbsolutePath;
        var policy = path.StartsWith(Links.StaffPreviews + "/", StringComparison.Ordinal) ? SecurityHeaders.PreviewContentSecurityPolicy
            : path == Links.Staff || path.StartsWith(Links.Staff + "/", StringComparison.Ordinal) ? SecurityHeaders.StaffContentSecurityPolicy
            : SecurityHeaders.ContentSecurityPolicy;
        foreach (var (name, value) in new[]
        {
            ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Permissions-Policy", SecurityHeaders.PermissionsPolicy),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        })
        {
            Assert.True(answer.Headers.TryGetValues(name, out var values) && string.Join(", ", values) == value, $"{asked}: {(int)answer.StatusCode} without {name}");
        }

        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"), asked);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"), $"{asked}: over plain HTTP");
        Assert.True(answer.StatusCode != HttpStatusCode.InternalServerError || path == Fault, $"{asked}: 500");
    }

    /// <summary>An address of the route: with what is there, or with what is not.</summary>
    private static string Fill(string route, bool good) => Parameter().Replace(route, parameter => (good, parameter.Groups[1].Value) switch
    {
        (true, "chapter") => "review-2017",
        (true, "section") => "economy",
        (true, "name") => "report.txt",
        (true, "number") => "1",
        (true, "documentName") => "v1",
        (_, "number") => "99999",
        (_, "code") => "404",
        (_, "draft") or (_, "id") when parameter.Value.Contains("guid", StringComparison.Ordinal) => Guid.Empty.ToString(),
        _ => "not-there",
    });

    private static HttpClient Over(TestSite site)
    {
        site.UseKestrel(0);
        site.StartServer();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.ClientOptions.BaseAddress };
    }

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    /// <summary>With one address at which the program breaks.</summary>
    private sealed class FaultySite : TestSite, IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(context => context.Request.Path == Fault ? throw new InvalidOperationException("secret") : Task.CompletedTask);
        };

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(this));
        }
    }
}
