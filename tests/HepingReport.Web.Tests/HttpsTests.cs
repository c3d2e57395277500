using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HepingReport.Staff;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>HTTPS by the site's own server, and whom it believes that somebody asks over HTTPS, from where, and by which name.</summary>
public sealed class HttpsTests : IDisposable
{
    private const string Name = "report.example.cn";
    private const string Outside = "198.51.100.9";

    private readonly string folder = Directory.CreateTempSubdirectory("heping-certificate-").FullName;

    private string CertificatePath => Path.Combine(folder, "site.crt");

    private string KeyPath => Path.Combine(folder, "site.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Browsers_get_HTTP_2_over_TLS_1_3_older_ones_HTTP_1_1_over_TLS_1_2_and_none_gets_less()
    {
        Certify();
        using var site = Secured();
        var port = Listen(site);

        Assert.Equal((SslApplicationProtocol.Http2, SslProtocols.Tls13), await ShakeHandsAsync(port, SslProtocols.None, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11));
        Assert.Equal((SslApplicationProtocol.Http11, SslProtocols.Tls12), await ShakeHandsAsync(port, SslProtocols.Tls12, SslApplicationProtocol.Http11));
#pragma warning disable CS0618, SYSLIB0039, CA5397 // Asked for in order to be refused.
        await Assert.ThrowsAnyAsync<AuthenticationException>(() => ShakeHandsAsync(port, SslProtocols.Tls11, SslApplicationProtocol.Http11));
#pragma warning restore CS0618, SYSLIB0039, CA5397

        using var reader = Over(port);
        using var page = await reader.GetAsync("/report/opening");
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (page.StatusCode, page.Version));
        Assert.Equal("max-age=31536000; includeSubDomains", page.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Contains($"<link rel=\"canonical\" href=\"https://{Name}/report/opening\">", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Staff_sign_in_there_with_a_cookie_that_no_other_site_can_set()
    {
        Certify();
        using var site = Secured();
        using var browser = Over(Listen(site));
        var link = (await site.Services.GetRequiredService<StaffDesk>().AddAsync("林晓", StaffRole.Editor, Actor.Operator, default)).Link!;
        var visitor = new StaffVisitor(site, "203.0.113.7", browser);
        await visitor.FirstAsync(link);

        var cookie = visitor.SetCookies.Single(line => line.StartsWith("__Host-", StringComparison.Ordinal));
        Assert.StartsWith(StaffCookie.Name + "=", cookie);
        foreach (var attribute in new[] { "path=/", "secure", "httponly", "samesite=lax" })
        {
            Assert.Contains(attribute, cookie.Split("; "));
        }

        Assert.DoesNotContain("domain", cookie);
        Assert.True(await visitor.IsSignedInAsync());
    }

    [Fact]
    public async Task A_renewed_certificate_is_taken_up_without_a_restart()
    {
        // The server opens its port anew, and a port that it may choose would be another one.
        var first = Certify();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var site = Secured().With("Kestrel:Endpoints:Https:Url", $"https://127.0.0.1:{port}");
        Assert.Equal(port, Listen(site));
        Assert.Equal(first, await SeenAsync(port));

        var second = Certify();
        Assert.NotEqual(first, second);
        await EventuallyAsync(async () => await SeenAsync(port) == second);
        using var reader = Over(port);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/report/opening")).StatusCode);
    }

    /// <summary>Who asks: from where, with which head. Where to: null means that the site answers itself.</summary>
    [Theory]
    [InlineData("http", Name, Outside, "", $"https://{Name}/report/full?q=1")]
    [InlineData("https", Name, Outside, "", null)]
    [InlineData("https", "evil.example", Outside, "", $"https://{Name}/report/full?q=1")]
    [InlineData("https", "198.51.100.1", Outside, "", $"https://{Name}/report/full?q=1")]
    [InlineData("https", "REPORT.example.cn", Outside, "", null)]
    [InlineData("http", "localhost", "127.0.0.1", "", null)]
    [InlineData("http", "10.0.0.1", "::1", "", null)]
    [InlineData("http", "10.0.0.1", "10.1.2.3", "", null)]
    [InlineData("http", "10.0.0.1", "::ffff:10.1.2.3", "", null)]
    [InlineData("http", "127.0.0.1:5080", "127.0.0.1", "X-Forwarded-For: 198.51.100.9", null)]
    [InlineData("http", "127.0.0.1:5080", "127.0.0.1", "X-Forwarded-For: 198.51.100.9|X-Forwarded-Proto: https", null)]
    [InlineData("http", Name, "127.0.0.1", "X-Forwarded-For: 198.51.100.9|X-Forwarded-Proto: http", $"https://{Name}/report/full?q=1")]
    [InlineData("http", Name, Outside, "X-Forwarded-For: 127.0.0.1|X-Forwarded-Proto: https", $"https://{Name}/report/full?q=1")]
    [InlineData("https", "evil.example", Outside, $"X-Forwarded-Host: {Name}", $"https://{Name}/report/full?q=1")]
    public async Task Whoever_comes_from_outside_is_led_to_the_public_address_and_nobody_else_is(string scheme, string host, string from, string headers, string? to)
    {
        using var site = new TestSite().With("Site:Url", $"https://{Name}").With("Site:Proxies", "10.1.0.0/16, 192.0.2.1");
        var answer = await AskAsync(site, scheme, host, from, headers, "/report/full", "?q=1");
        Assert.Equal((to is null ? 200 : 308, to ?? ""), (answer.StatusCode, answer.Headers.Location.ToString()));
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Headers.ContentSecurityPolicy.ToString());

        var health = await AskAsync(site, scheme, host, from, headers, "/health/ready");
        Assert.Equal(200, health.StatusCode);

        var sent = await AskAsync(site, scheme, host, from, headers, "/reading", method: "POST");
        Assert.Equal(400, sent.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/x", $"https://{Name}//evil.example/x")]
    [InlineData("/@evil.example", $"https://{Name}/@evil.example")]
    [InlineData("/\\evil.example", $"https://{Name}/%5Cevil.example")]
    [InlineData("/a\r\nSet-Cookie: x=1", $"https://{Name}/a%0D%0ASet-Cookie:%20x=1")]
    public async Task The_way_to_the_public_address_leads_nowhere_else(string path, string to)
    {
        using var site = new TestSite().With("Site:Url", $"https://{Name}");
        Assert.Equal(to, (await AskAsync(site, "http", Name, Outside, "", path)).Headers.Location.ToString());
    }

    /// <summary>Seen by whether HTTPS is believed (its header comes back) and by whose searches are counted.</summary>
    [Theory]
    [InlineData(Outside, "", false, Outside)]
    [InlineData("10.1.2.3", "", true, "203.0.113.1")]
    [InlineData("::ffff:10.1.2.3", "", true, "203.0.113.1")]
    [InlineData("127.0.0.1", "", true, "203.0.113.1")]
    [InlineData("10.2.0.1", "", false, "10.2.0.1")]
    [InlineData("10.1.2.3", "203.0.113.66, ", true, "203.0.113.1")]
    [InlineData("10.1.2.3", "127.0.0.1, ", true, "203.0.113.1")]
    public async Task Forwarded_headers_are_believed_from_named_proxies_only_and_forged_ones_before_them_are_not(string from, string forged, bool believed, string counted)
    {
        using var site = new TestSite().With("Site:Proxies", "10.1.0.0/16").With("Limits:SearchesPerMinute", "1");
        var answer = await AskAsync(site, "http", "localhost", from, $"X-Forwarded-For: {forged}203.0.113.1|X-Forwarded-Proto: https|X-Forwarded-Host: evil.example|X-Forwarded-Prefix: /evil", Links.Search);
        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(believed, answer.Headers.StrictTransportSecurity.Count == 1);

        Assert.Equal(429, (await AskAsync(site, "http", "localhost", "127.0.0.1", $"X-Forwarded-For: {counted}", Links.Search)).StatusCode);
        Assert.Equal(200, (await AskAsync(site, "http", "localhost", "127.0.0.1", "X-Forwarded-For: 203.0.113.200", Links.Search)).StatusCode);
    }

    [Fact]
    public async Task Through_two_named_proxies_the_visitor_is_still_seen()
    {
        using var site = new TestSite().With("Site:Proxies", "10.1.0.0/16").With("Limits:SearchesPerMinute", "1");
        Assert.Equal(200, (await AskAsync(site, "http", "localhost", "127.0.0.1", "X-Forwarded-For: 203.0.113.1, 10.1.2.3", Links.Search)).StatusCode);
        Assert.Equal(200, (await AskAsync(site, "http", "localhost", "127.0.0.1", "X-Forwarded-For: 203.0.113.2, 10.1.2.3", Links.Search)).StatusCode);
        Assert.Equal(429, (await AskAsync(site, "http", "localhost", "127.0.0.1", "X-Forwarded-For: 203.0.113.1", Links.Search)).StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("*")]
    public void A_proxy_that_is_none_or_everybody_is_refused(string value)
    {
        var fault = Assert.Throws<FormatException>(() => SiteOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("Site:Proxies", value)]).Build()));
        Assert.StartsWith($"配置 Site:Proxies 里的“{value}”不是 IP 地址", fault.Message);
    }

    private static async Task<HttpResponse> AskAsync(TestSite site, string scheme, string host, string from, string headers, string path, string query = "", string method = "GET") => (await site.Server.SendAsync(context =>
    {
        var request = context.Request;
        (request.Method, request.Scheme, request.Host, request.Path, request.QueryString) = (method, scheme, new HostString(host), path, new QueryString(query));
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            request.Headers[header.Split(": ")[0]] = header.Split(": ")[1];
        }
    })).Response;

    private TestSite Secured() => new TestSite()
        .With("Site:Url", $"https://{Name}")
        .With("Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0")
        .With("Kestrel:Endpoints:Https:Certificate:Path", CertificatePath)
        .With("Kestrel:Endpoints:Https:Certificate:KeyPath", KeyPath);

    private static int Listen(TestSite site)
    {
        site.UseKestrel();
        site.StartServer();
        return new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal))).Port;
    }

    /// <summary>Writes a new certificate and its key over the old ones, the key first.</summary>
    /// <returns>The certificate's thumbprint.</returns>
    private string Certify()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        return certificate.Thumbprint;
    }

    private static bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors faults) => certificate?.Subject == $"CN={Name}";

    private static HttpClient Over(int port) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = { RemoteCertificateValidationCallback = IsOurs } })
    {
        BaseAddress = new Uri($"https://127.0.0.1:{port}"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static async Task<(SslApplicationProtocol Protocol, SslProtocols Tls)> ShakeHandsAsync(int port, SslProtocols tls, params List<SslApplicationProtocol> protocols)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(socket.GetStream(), false, IsOurs);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Name, EnabledSslProtocols = tls, ApplicationProtocols = protocols });
        return (stream.NegotiatedApplicationProtocol, stream.SslProtocol);
    }

    private static async Task<string?> SeenAsync(int port)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await using var stream = new SslStream(socket.GetStream(), false, IsOurs);
            await stream.AuthenticateAsClientAsync(Name);
            return stream.RemoteCertificate!.GetCertHashString();
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            // The listener is being opened anew.
            return null;
        }
    }
}
