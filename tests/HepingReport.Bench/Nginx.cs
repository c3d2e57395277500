using System.Diagnostics;

namespace HepingReport.Bench;

/// <summary>nginx in a process and folder of its own: one worker for each processor, an access log.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process process;

    private Nginx(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="http">What stands in the <c>http</c> block before the server.</param>
    /// <param name="server">What stands in the <c>server</c> block after <c>listen</c>.</param>
    public static async Task<Nginx> StartAsync(string folder, string http, string server)
    {
        var program = Programs.Find("nginx", "nginx-light");
        var port = PublishedSite.FreePort();
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off;
            worker_processes {{Environment.ProcessorCount}};
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 4096; }
            http {
              access_log {{folder}}/access.log;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 1000000;
              {{http}}
              server {
                listen 127.0.0.1:{{port}};
                {{server}}
              }
            }
            """);

        // Its workers need not be root's to read a folder of root's.
        string[] user = Environment.UserName == "root" ? ["-g", "user root;"] : [];
        var nginx = new Nginx(Programs.Start(program, ["-e", Path.Combine(folder, "error.log"), "-c", configuration, .. user]), new Uri($"http://127.0.0.1:{port}"));
        using var client = new HttpClient();
        await Patience.UntilAsync(async () => (await client.GetAsync(nginx.Address)).IsSuccessStatusCode, nginx.process);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        using var signal = Process.Start("kill", ["-QUIT", $"{process.Id}"]);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
