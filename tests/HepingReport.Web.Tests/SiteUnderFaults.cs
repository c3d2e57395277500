using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;

namespace HepingReport.Web.Tests;

/// <summary>A content folder and a data folder in which a test breaks things, and the real program on them, always at the same address.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SiteUnderFaults : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("heping-fault-").FullName;
    private readonly int port = FreePort();
    private SiteProcess? site;

    public SiteUnderFaults()
    {
        // Also for a site that does not run as root.
        File.SetUnixFileMode(root, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Data);
        Fill(Content);
    }

    public string Content => Path.Combine(root, "content");

    public string Data => Path.Combine(root, "data");

    /// <summary>A place beside the two folders.</summary>
    public string Beside(string name) => Path.Combine(root, name);

    public Uri Address => new($"http://127.0.0.1:{port}");

    public SiteProcess Site => site!;

    /// <summary>Copies the real content to there.</summary>
    public static void Fill(string folder)
    {
        foreach (var file in RealFiles())
        {
            var target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(TestSite.RealContent, file), target, overwrite: true);
        }
    }

    /// <summary>The files of the real content, by their paths in the folder.</summary>
    public static IReadOnlyList<string> RealFiles() =>
        [.. Directory.EnumerateFiles(TestSite.RealContent, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(TestSite.RealContent, file)).Order(StringComparer.Ordinal)];

    public async Task StartAsync(bool asNobody = false, params string[] settings) =>
        site = await SiteProcess.StartAsync(Data, asNobody, Content, port, settings: ["--Content:PollSeconds=0.2", .. settings]);

    /// <summary>SIGKILL, and gone.</summary>
    public async Task KillAsync()
    {
        await Site.DisposeAsync();
        site = null;
    }

    public async Task<string> ContentStateAsync() => (await Site.Client.GetFromJsonAsync<JsonElement>(Links.Health + "/ready")).GetProperty("content").GetString()!;

    public Task IsSaidAsync(string words) => EventuallyAsync(() => Site.Said.Any(line => line.Contains(words, StringComparison.Ordinal)), $"the log says “{words}”");

    public async ValueTask DisposeAsync()
    {
        if (site is not null)
        {
            await site.DisposeAsync();
        }

        Directory.Delete(root, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
