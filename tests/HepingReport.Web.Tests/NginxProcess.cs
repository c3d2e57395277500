using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HepingReport.Web.Tests;

/// <summary>A real nginx with one of the examples of docs/operations, in which only ports, paths and the certificate are others.</summary>
public sealed class NginxProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly string certificateHash;

    private NginxProcess(Process process, string folder, string certificateHash, int port)
    {
        this.certificateHash = certificateHash;
        this.process = process;
        this.folder = folder;
        Root = new Uri($"https://localhost:{port}");
    }

    public Uri Root { get; }

    /// <param name="example">The name of the file in docs/operations.</param>
    /// <param name="replaced">Ports and paths of the example, and what stands for them.</param>
    public static async Task<NginxProcess> StartAsync(string example, params (string From, string To)[] replaced)
    {
        var folder = Directory.CreateTempSubdirectory("heping-nginx-").FullName;
        var certificateHash = await WriteCertificateAsync(folder);
        var port = FreePort();
        var text = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(TestSite.RealContent)!, "docs", "operations", example));
        foreach (var (from, to) in replaced.Concat([
            ("listen 443 ", $"listen 127.0.0.1:{port} "), ("listen 80;", $"listen 127.0.0.1:{FreePort()};"), ("server_name report.example.cn;", "server_name localhost;"),
            ("/etc/nginx/report.", folder + "/report."), ("/var/log/nginx/", folder + "/"),
            ("http {\n", $"http {{\n{string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {folder}/{kind};\n"))}"),
        ]))
        {
            Assert.Contains(from, text);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, text);
        var program = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("nginx is not there (Debian: apt-get install nginx-light). tests/run installs it.");
        var process = Process.Start(new ProcessStartInfo(program, ["-p", folder, "-c", file, "-e", folder + "/error.log", "-g", $"daemon off; pid {folder}/nginx.pid;{(Environment.UserName == "root" ? " user root;" : "")}"]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync();
        while (!await AnswersAsync(port))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException(await said);
            }

            await Task.Delay(20);
        }

        return new NginxProcess(process, folder, certificateHash, port);
    }

    /// <summary>A client that knows the self-made certificate.</summary>
    public HttpClient Client(bool followRedirects = false) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = followRedirects,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == certificateHash },
    })
    {
        BaseAddress = Root,
        DefaultRequestVersion = HttpVersion.Version20,
    };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        // Told to end, the master takes its workers along.
        using var told = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await told.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string> WriteCertificateAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(folder, "report.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "report.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString();
    }
}
