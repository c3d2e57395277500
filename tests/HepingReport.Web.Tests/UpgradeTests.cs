using System.Diagnostics;
using System.Runtime.Versioning;

namespace HepingReport.Web.Tests;

/// <summary>The published program on folders outside of it, as it is installed and upgraded.</summary>
[SupportedOSPlatform("linux")]
public sealed class UpgradeTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("heping-upgrade-").FullName;

    private string Program => Path.Combine(folder, "app");

    private string Content => Path.Combine(folder, "live", "content");

    private string Data => Path.Combine(folder, "live", "data");

    public async Task InitializeAsync()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var (code, said) = await RunAsync("publish", Path.Combine(TestSite.RealContent, "../src/HepingReport.Web"), "--no-build", "-c", configuration, "-o", Program, "--nologo", "-v", "quiet");
        Assert.True(code == 0, said);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_first_start_brings_the_content_and_no_later_one_touches_it()
    {
        await using (var first = await SiteProcess.StartAsync(Data, content: Content, program: Program))
        {
            Assert.Contains("和平区", await first.Client.GetStringAsync("/report/opening"));
            Assert.Contains(first.Said, line => line.Contains("已经放入程序自带的内容", StringComparison.Ordinal));
            Assert.DoesNotContain(first.Said, line => line.Contains("shipped content differs", StringComparison.Ordinal));
        }

        Assert.Equal(FilesOf(TestSite.RealContent), FilesOf(Content));

        // Staff changed one file, the next release another, and brings a new one.
        await File.AppendAllTextAsync(Path.Combine(Content, "topics.yml"), "# 编辑改的\n");
        await File.AppendAllTextAsync(Path.Combine(Program, "shipped-content", "notes.yml"), "# 新版改的\n");
        await File.WriteAllTextAsync(Path.Combine(Program, "shipped-content", "new.yml"), "# 新版加的\n");
        var live = FilesOf(Content);
        await using (var second = await SiteProcess.StartAsync(Data, content: Content, program: Program))
        {
            Assert.Contains(second.Said, line => line.Contains("The shipped content differs from the content in use in 3 files, and overwrites none", StringComparison.Ordinal));
        }

        Assert.Equal(live, FilesOf(Content));
        var (code, said) = await RunAsync(Path.Combine(Program, "HepingReport.Web.dll"), "check", $"--Content:Path={Content}", $"--Data:Path={Data}");
        Assert.Equal(0, code);
        Assert.Contains("有 3 个文件不同。这不是问题，也不会被覆盖", said);
        Assert.Contains("  new.yml：只有自带的内容里有\n  notes.yml：两边不同\n  topics.yml：两边不同\n", said);
    }

    [Fact]
    public async Task A_first_copy_that_was_broken_off_is_begun_anew_and_one_that_was_whole_is_finished()
    {
        Directory.CreateDirectory(Path.Combine(Content, ".first-start"));
        await File.WriteAllTextAsync(Path.Combine(Content, ".first-start", "site.yml"), "half of");
        await using (var first = await SiteProcess.StartAsync(Data, content: Content, program: Program))
        {
            Assert.Equal(FilesOf(TestSite.RealContent), FilesOf(Content));
        }

        var whole = Path.Combine(Content, ".first-start-whole");
        Directory.CreateDirectory(whole);
        File.Move(Path.Combine(Content, "site.yml"), Path.Combine(whole, "site.yml"));
        Directory.Move(Path.Combine(Content, "pages"), Path.Combine(whole, "pages"));
        await using (var second = await SiteProcess.StartAsync(Data, content: Content, program: Program))
        {
            Assert.Equal(FilesOf(TestSite.RealContent), FilesOf(Content));
        }
    }

    [Fact]
    public async Task A_folder_that_holds_anything_is_never_filled()
    {
        Directory.CreateDirectory(Content);
        await File.WriteAllTextAsync(Path.Combine(Content, ".gitignore"), "");

        var (code, said) = await RunAsync(Path.Combine(Program, "HepingReport.Web.dll"), $"--Content:Path={Content}", $"--Data:Path={Data}", "--urls=http://127.0.0.1:0");

        Assert.Equal(1, code);
        Assert.Contains("内容有错误，网站没有启动", said);
        Assert.Equal([".gitignore"], Directory.GetFileSystemEntries(Content).Select(Path.GetFileName));
    }

    private static List<(string, string)> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (Path.GetRelativePath(folder, path), File.ReadAllText(path)))];

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
