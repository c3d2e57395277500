using System.Text.Json;

namespace HepingReport.Web.Tests;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Each_request_has_one_line_that_tells_what_was_asked_and_nothing_of_who_asked()
    {
        var data = Directory.CreateTempSubdirectory("heping-log-").FullName;
        await using (var site = new TestSite { Data = data })
        {
            using var reader = site.Reader();
            reader.DefaultRequestHeaders.Add("User-Agent", "SecretBrowser/1.0");
            reader.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
            reader.DefaultRequestHeaders.Add("Cookie", "reading=view=care");
            foreach (var path in new[] { "/", "/?q=secret-words", "/search?q=secret-words", "/not/there", "/api/v1/report", "/feedback/status?receipt=1234567890123456", "/staff/first/secret-link", "/staff/nowhere/secret-link", $"/{new string('a', 900)}" })
            {
                using var answer = await reader.GetAsync(path);
            }

            using var head = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));
        }

        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(data, "logs"), "requests-*.log")));
        foreach (var secret in new[] { "secret", "SecretBrowser", "203.0.113.77", "care", "1234567890123456" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "HEAD"], lines.Select(line => line.GetProperty("method").GetString()));
        Assert.Equal([200, 200, 200, 404, 200], lines.Take(5).Select(line => line.GetProperty("status").GetInt32()));
        Assert.Equal(["/", "/", "/search", "/not/there", "/api/v1/report", "/feedback/status"], lines.Take(6).Select(line => line.GetProperty("path").GetString()));
        Assert.All(lines, line => Assert.InRange(line.GetProperty("path").GetString()!.Length, 1, 200));
        Assert.All(lines, line => Assert.InRange(line.GetProperty("ms").GetDouble(), 0, 60_000));
        Assert.InRange(lines[0].GetProperty("bytes").GetInt64(), 1000, 100_000);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_line_is_in_the_file_while_the_site_runs_also_after_a_time_without_readers()
    {
        var data = Directory.CreateTempSubdirectory("heping-log-").FullName;
        await using (var site = new TestSite { Data = data })
        {
            using var reader = site.Reader();
            foreach (var path in new[] { "/outline", "/places", "/timeline" })
            {
                using var answer = await reader.GetAsync(path);
                await Eventually.EventuallyAsync(
                    async () => Directory.GetFiles(Path.Combine(data, "logs"), "requests-*.log") is [var file] && (await File.ReadAllTextAsync(file)).Contains($"\"{path}\"", StringComparison.Ordinal),
                    $"the line of {path}");
            }
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        var data = Directory.CreateTempSubdirectory("heping-log-").FullName;
        await using (var site = new TestSite { Data = data }.With("Logs:Requests", "off"))
        {
            using var answer = await site.Reader().GetAsync("/");
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(data, "logs"), "requests-*.log"));
        Directory.Delete(data, recursive: true);
    }
}
