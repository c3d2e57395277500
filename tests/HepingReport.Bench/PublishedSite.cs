using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HepingReport.Web.Tests;

namespace HepingReport.Bench;

/// <summary>
/// The site as it is run in the field: published, in Release, a process of its own with its log on. What it writes to the console goes to
/// <c>/dev/null</c>, the log in its data folder stays.
/// </summary>
internal sealed class PublishedSite : IAsyncDisposable
{
    private readonly Process process;
    private bool isDisposed;

    private PublishedSite(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
    }

    /// <summary>The checkout that the scripts are run in.</summary>
    public static string Checkout { get; } = Path.GetDirectoryName(TestSite.RealContent)!;

    public static string Folder { get; } = Path.Combine(Checkout, "artifacts", "bench", "site");

    public Uri Address { get; }

    public HttpClient Client { get; }

    public int ProcessId => process.Id;

    /// <summary>As docs/operations.md says: compiled ahead for this kind of machine.</summary>
    public static Task PublishAsync() =>
        Programs.RunAsync("dotnet", ["publish", Path.Combine(Checkout, "src", "HepingReport.Web"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", Folder, "--verbosity", "quiet", "--nologo"]);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<PublishedSite> StartAsync(string data, string? content = null, int? port = null, MemoryGroup? within = null, params IEnumerable<string> settings)
    {
        var site = Start(data, content, port, within, settings);
        try
        {
            await site.ReadyAsync();
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and does not wait.</summary>
    public static PublishedSite Start(string data, string? content = null, int? port = null, MemoryGroup? within = null, params IEnumerable<string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        Directory.CreateDirectory(data);
        string[] command =
        [
            "-c", $"{(within is null ? "" : "echo $$ >\"$MEMBERS\"; ")}exec \"$0\" \"$@\" >/dev/null 2>\"$ERRORS\"", Path.Combine(Folder, "HepingReport.Web"),
            $"--urls={address}", $"--Content:Path={content ?? TestSite.RealContent}", $"--Data:Path={data}", "--Files:Browser=none", .. settings,
        ];
        return new PublishedSite(Programs.Start("sh", command, ("ERRORS", Path.Combine(data, "errors.txt")), ("MEMBERS", within?.Members ?? "")), address);
    }

    public Task ReadyAsync() => Patience.UntilAsync(
        async () =>
        {
            using var answer = await Client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        },
        process);

    /// <summary>Resident memory in bytes, and the most there ever was.</summary>
    public (long Now, long Peak) WorkingSet()
    {
        var lines = File.ReadLines($"/proc/{process.Id}/status").ToList();
        long Of(string name) => 1024 * long.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), System.Globalization.CultureInfo.InvariantCulture);
        return (Of("VmRSS:"), Of("VmHWM:"));
    }

    /// <summary>SIGTERM: it answers what it was asked, then ends.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await signal.WaitForExitAsync();
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        Client.Dispose();
        await StopAsync();
        process.Dispose();
    }
}
