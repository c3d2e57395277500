using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HepingReport.Web.Tests;

/// <summary>The program as it is started from a shell.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Broken_content_stops_the_start_with_a_list_and_no_stack_trace()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var notes = Path.Combine(site.ContentPath, "notes.yml");
        await File.WriteAllTextAsync(notes, (await File.ReadAllTextAsync(notes)).Replace("number: 3", "number: 4", StringComparison.Ordinal));
        File.Delete(Path.Combine(site.ContentPath, "site.yml"));

        var (exit, output, error) = await RunAsync($"--Content:Path={site.ContentPath}", $"--Data:Path={site.DataPath}", "--urls=http://127.0.0.1:0");

        Assert.Equal(1, exit);
        Assert.Contains("内容有错误，网站没有启动：", error);
        Assert.Contains("site.yml:1:1 错误［file-missing］", error);
        Assert.Contains("错误［note-out-of-order］", error);
        Assert.DoesNotContain("   at ", error + output);
    }

    [Fact]
    public async Task The_verb_check_lists_every_problem_and_fails()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await File.AppendAllTextAsync(Path.Combine(site.ContentPath, "report/closing.md"), "\n多出来的一段。\n");

        var (exit, output, _) = await RunAsync("check", $"--Content:Path={site.ContentPath}");

        Assert.Equal(1, exit);
        Assert.Contains("report/closing.md:", output);
        Assert.Contains("［paragraph-without-id］", output);
        Assert.Contains("［paragraph-not-in-source］", output);
    }

    [Fact]
    public async Task The_verb_audio_without_an_engine_says_what_to_set()
    {
        using var site = new TestSite();

        var (exit, output, _) = await RunAsync("audio", $"--Data:Path={site.DataPath}");

        Assert.Equal(2, exit);
        Assert.Contains("Speech:Command", output);
        Assert.False(Directory.Exists(Path.Combine(site.DataPath, "audio")));
    }

    [Fact]
    public async Task The_verb_audio_names_each_section_that_could_not_be_recorded_and_fails()
    {
        using var site = new TestSite();

        var (exit, output, _) = await RunAsync("audio", $"--Data:Path={site.DataPath}", "--Speech:Command=no-such-engine {text} {wav}");

        Assert.Equal(1, exit);
        Assert.Contains("review-2017/economy：没有录成。no-such-engine: ", output);
        Assert.Contains("没有录成 19 个", output);
    }

    [Theory]
    [InlineData(2, "Site:Url", "--Site:Url=report.example.cn")]
    [InlineData(2, "Site:Live", "--Site:Live=live.example.cn/report")]
    [InlineData(2, "Site:Primary", "--Site:Primary=yes")]
    [InlineData(2, "Content:PollSeconds", "--Content:PollSeconds=often")]
    [InlineData(2, "不认识命令“dance”", "dance")]
    public async Task What_cannot_be_meant_is_said_and_refused(int expected, string said, params string[] arguments)
    {
        var (exit, _, error) = await RunAsync(arguments);

        Assert.Equal(expected, exit);
        Assert.Contains(said, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task An_address_that_another_program_uses_or_that_is_none_stops_the_start_with_a_sentence()
    {
        using var site = new TestSite();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        foreach (var urls in (string[])[$"http://{other.LocalEndpoint}", "here"])
        {
            var (exit, _, error) = await RunAsync($"--Content:Path={TestSite.RealContent}", $"--Data:Path={site.DataPath}", $"--urls={urls}");

            Assert.Equal(1, exit);
            Assert.Contains("网站不能用所设的地址，没有启动（", error);
            Assert.DoesNotContain("   at ", error);
        }
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HepingReport.Web.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }
}
