using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HepingReport.Bench;

/// <summary>What the site is measured beside: Kestrel answering every request with the same bytes (of HTML, in brotli), in a process of its own, without a log.</summary>
internal sealed class ByteServer : IAsyncDisposable
{
    private readonly Process process;

    private ByteServer(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int ProcessId => process.Id;

    /// <param name="kind"><c>bare</c>: the bytes and nothing else; <c>output-cache</c>: the framework's output cache with its defaults; <c>apart</c>: kept apart from other sites' windows, as the site's pages are.</param>
    /// <param name="asTheSite">With the runtime settings that the published site has, its garbage collector among them; else with those of a new program.</param>
    public static async Task<ByteServer> StartAsync(string kind, string file, bool asTheSite = true)
    {
        var address = new Uri($"http://127.0.0.1:{PublishedSite.FreePort()}");
        var program = Path.ChangeExtension(typeof(ByteServer).Assembly.Location, null);
        var runtime = asTheSite ? Path.Combine(PublishedSite.Folder, "HepingReport.Web.runtimeconfig.json") : $"{program}.runtimeconfig.json";
        var server = new ByteServer(Programs.Start("dotnet", ["exec", "--runtimeconfig", runtime, "--depsfile", $"{program}.deps.json", $"{program}.dll", "serve", kind, file, address.ToString()]), address);
        using var client = new HttpClient();
        await Patience.UntilAsync(async () => (await client.GetAsync(address)).IsSuccessStatusCode, server.process);
        return server;
    }

    /// <summary>The server itself, until it is killed.</summary>
    public static async Task ServeAsync(string kind, string file, string address)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddOutputCache(cache => cache.AddBasePolicy(policy => policy.Cache()));
        var app = builder.Build();
        if (kind == "output-cache")
        {
            app.UseOutputCache();
        }

        app.Run(context =>
        {
            var response = context.Response;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = bytes.Length;
            response.Headers.ContentEncoding = "br";
            response.Headers.ETag = "\"0123456789abcdef\"";
            response.Headers.Vary = "Accept-Encoding, Cookie";
            response.Headers.XContentTypeOptions = "nosniff";
            if (kind == "apart")
            {
                response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
            }

            return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
        });
        await app.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
