using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>The Nu HTML checker over every page as it is sent, in both views, and over the style sheet. One Java process for all.</summary>
public sealed class HtmlValidityTests(TestSite site, ITestOutputHelper output) : IClassFixture<TestSite>
{
    private const string HowToInstall =
        "The Nu HTML checker is not there. It needs Java (Debian: apt-get install default-jre-headless) and its jar (cd tests && npm ci; Debian: apt-get install nodejs npm). tests/run installs both.";

    private static readonly string Jar = Path.Combine(Path.GetDirectoryName(TestSite.RealContent)!, "tests", "node_modules", "vnu-jar", "build", "dist", "vnu.jar");

    private static readonly string[] Views = ["standard", "care"];

    [Fact]
    public async Task Every_page_and_the_style_sheet_are_valid()
    {
        string[] states =
        [
            .. site.Content.PageAddresses, .. Links.SharePages(site.Content.Report),
            "/indicators?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E8%AF%8D", "/indicators?year=2018&topic=housing&sort=value", "/indicators?year=1999",
            "/reading?saved=true", "/not-there", "/report/not-there/economy",
        ];
        var folder = Directory.CreateTempSubdirectory("heping-html-").FullName;
        try
        {
            var saved = new Dictionary<string, string>();
            var sheets = new HashSet<string>();
            foreach (var view in Views)
            {
                foreach (var address in states)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, address);
                    request.Headers.Add("Cookie", $"reading={Uri.EscapeDataString($"view={view}&size=1&theme=auto")}");
                    using var response = await site.Reader().SendAsync(request);
                    Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
                    var name = $"{saved.Count:d4}.html";
                    saved.Add(name, $"{address} ({view})");
                    await File.WriteAllBytesAsync(Path.Combine(folder, name), await response.Content.ReadAsByteArrayAsync());
                    sheets.UnionWith((await TestSite.ParseAsync(response)).QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!));
                }
            }

            foreach (var sheet in sheets)
            {
                var name = $"{saved.Count:d4}.css";
                saved.Add(name, sheet);
                await File.WriteAllBytesAsync(Path.Combine(folder, name), await site.Reader().GetByteArrayAsync(sheet));
            }

            // A fault that has to be found, so that a checker that looked at nothing is not taken for a good result.
            var control = Path.Combine(folder, "control.html");
            await File.WriteAllTextAsync(control, "<!DOCTYPE html><html lang=\"zh-CN\"><title>control</title><p><div></p>");

            var (version, errors) = await CheckAsync(folder);

            Assert.Contains(errors, error => error.File == "control.html");
            var found = errors.Where(error => error.File != "control.html").Select(error => $"{saved[error.File]}:{error.Line}: {error.Message}\n    {error.Extract}").ToList();
            output.WriteLine($"RESULT Nu HTML checker {version}: {states.Length} pages in both views, {found.Count} errors");
            output.RecordCheck("HTML 与样式表符合规范", $"Nu HTML checker {version}", $"全部 {states.Length} 个页面，两种版面", $"{found.Count} 处错误");
            Assert.True(found.Count == 0, $"{found.Count} errors:\n{string.Join('\n', found.Take(40))}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Version, IReadOnlyList<Finding> Errors)> CheckAsync(string folder)
    {
        Assert.True(File.Exists(Jar), HowToInstall);
        var start = new ProcessStartInfo("java", ["-jar", Jar, "--format", "json", "--stdout", "--exit-zero-always", "--errors-only", "--also-check-css", folder]) { RedirectStandardOutput = true };
        using var java = Start(start);
        var report = await java.StandardOutput.ReadToEndAsync();
        await java.WaitForExitAsync();
        Assert.True(java.ExitCode == 0 && report.StartsWith('{'), $"{HowToInstall}\n{report}");

        using var json = JsonDocument.Parse(report);
        return (json.RootElement.GetProperty("version").GetString()!.Split(' ')[0],
        [
            .. json.RootElement.GetProperty("messages").EnumerateArray().Select(message => new Finding(
                Path.GetFileName(message.GetProperty("url").GetString()!),
                message.TryGetProperty("lastLine", out var line) ? line.GetInt32() : 0,
                message.GetProperty("message").GetString()!,
                message.TryGetProperty("extract", out var extract) ? extract.GetString()! : "")),
        ]);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(HowToInstall, missing);
        }
    }

    private sealed record Finding(string File, int Line, string Message, string Extract);
}
