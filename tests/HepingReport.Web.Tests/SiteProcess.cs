using System.Diagnostics;
using System.Runtime.Versioning;

namespace HepingReport.Web.Tests;

/// <summary>The real program on the real content and a test's data folder, to be killed. Answers on a port of this machine.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private readonly string[] command;
    private readonly List<string> said;
    private Process process;

    private SiteProcess(string[] command, Process process, Uri address, List<string> said)
    {
        (this.command, this.process, this.said) = (command, process, said);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>What it has written to its log so far.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (said)
            {
                return [.. said];
            }
        }
    }

    /// <summary>What the log tells of errors: the line, and the next, where the exception stands.</summary>
    private IEnumerable<string> Errors =>
        Said.Zip(Said.Skip(1).Append(""), (line, next) => $"{line} {next}").Where(line => line.Contains(" ERR] ", StringComparison.Ordinal) || line.Contains(" FTL] ", StringComparison.Ordinal));

    public void SaidNoError() => Assert.True(!Errors.Any(), string.Join('\n', Errors));

    /// <summary>Bytes that the process holds in memory.</summary>
    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <param name="asNobody">As a user who is not root, for whom rights mean something; owns the data folder from then on.</param>
    /// <param name="program">A published one, in place of that of the tests.</param>
    [SupportedOSPlatform("linux")]
    public static async Task<SiteProcess> StartAsync(string data, bool asNobody = false, string? content = null, int port = 0, string? program = null, params string[] settings)
    {
        // What does not fit is an error to the program, as on a full disk, and not its end.
        string[] command = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", "dotnet", Path.Combine(program ?? AppContext.BaseDirectory, "HepingReport.Web.dll"), $"--Content:Path={content ?? TestSite.RealContent}", $"--Data:Path={data}", "--Files:Browser=none", "--Delivery:Warm=off", $"--urls=http://127.0.0.1:{port}", .. settings];
        if (asNobody && Environment.UserName == "root")
        {
            using var given = Process.Start("chown", ["-R", "nobody", data]);
            await given.WaitForExitAsync();
            command = ["setpriv", "--reuid=nobody", "--clear-groups", .. command];
        }

        var said = new List<string>();
        var (process, address) = await StartAsync(command, said);
        return new SiteProcess(command, process, address, said);
    }

    /// <summary>The same again, after it has ended. Its port has to be a given one.</summary>
    public async Task StartAgainAsync()
    {
        process.Dispose();
        (process, _) = await StartAsync(command, said);
    }

    private static async Task<(Process Process, Uri Address)> StartAsync(string[] command, List<string> said)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var address = new TaskCompletionSource<Uri>();
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.OutputDataReceived += (_, line) =>
        {
            Keep(line.Data);
            if (line.Data?.Split("Now listening on: ") is [_, var url])
            {
                address.TrySetResult(new Uri(url.Trim('"')));
            }
            else if (line.Data is null)
            {
                address.TrySetException(new InvalidOperationException(string.Join('\n', said)));
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            return (process, await address.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        }
        catch
        {
            process.Kill();
            throw;
        }

        void Keep(string? line)
        {
            lock (said)
            {
                said.Add(line ?? "");
            }
        }
    }

    /// <summary>No file grows beyond so many bytes.</summary>
    public async Task LimitFilesAsync(string bytes)
    {
        using var limit = Process.Start("prlimit", [$"--pid={process.Id}", $"--fsize={bytes}:"]);
        await limit.WaitForExitAsync();
        Assert.Equal(0, limit.ExitCode);
    }

    /// <summary>SIGKILL: nothing is written after it.</summary>
    public void Kill() => process.Kill();

    /// <summary>SIGTERM: asked to stop, as systemd and containers do.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits until it has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await TerminateAsync();
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
