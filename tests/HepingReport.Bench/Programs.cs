using System.Diagnostics;

namespace HepingReport.Bench;

/// <summary>Other programs that a script uses. None is installed: what is missing is named.</summary>
internal static class Programs
{
    private static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin"];

    /// <summary>The browser; never without a Chinese font, for a page of empty boxes is laid out in no time.</summary>
    public static async Task<string> ChromiumAsync()
    {
        var chromium = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named ? named : Find("chromium", "chromium");
        return !OperatingSystem.IsLinux() || (await RunAsync(Find("fc-list", "fontconfig"), [":lang=zh"])).Length > 0
            ? chromium
            : throw new MissingException("This script needs a Chinese font: please install the Debian package fonts-noto-cjk.");
    }

    /// <exception cref="MissingException">It is not on this machine.</exception>
    public static string Find(string name, string debianPackage) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new MissingException($"This script needs {name}: please install the Debian package {debianPackage}.");

    public static Process Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end; what it wrote to its standard output.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, arguments, environment);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{output}\n{await errors}");
    }
}

/// <summary>Something that a script needs is not on this machine; the message says how to get it.</summary>
internal sealed class MissingException(string message) : Exception(message);
