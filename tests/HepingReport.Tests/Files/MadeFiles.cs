using System.ComponentModel;
using System.Diagnostics;
using HepingReport.Files;

namespace HepingReport.Tests.Files;

/// <summary>The real report in all its formats, made once as the site makes them.</summary>
public sealed class MadeFiles : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("heping-files-").FullName;

    /// <summary>The browser that the tests use everywhere, else the one the site would find.</summary>
    public static string? Browser => Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named ? $"\"{named}\"" : null;

    internal static Edition Edition { get; } = new(TestContent.RealSnapshot, new Uri("https://report.example.cn/"));

    public async Task InitializeAsync()
    {
        var folder = new FileFolder(data, PdfPrinter.Find(Browser));
        foreach (var format in ReportFormat.All)
        {
            Assert.Equal(new FileOutcome(true, null), await folder.MakeAsync(format, Edition, default));
        }
    }

    public string Of(string extension) => Path.Combine(data, "files", Edition.Key, $"heping-report-2018.{extension}");

    /// <summary>A folder that goes with the files.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(data, name)).FullName;

    public Task DisposeAsync()
    {
        Directory.Delete(data, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>What a program says of a file; a test whose program is missing fails and names its package.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(string package, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await error);
        }
        catch (Win32Exception)
        {
            Assert.Fail($"{program} is missing. Debian: apt-get install {package}");
            throw;
        }
    }
}
