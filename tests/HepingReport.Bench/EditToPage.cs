using System.Diagnostics;
using HepingReport.Web.Tests;

namespace HepingReport.Bench;

/// <summary>How long from a saved file to the page that shows it: the real site, a copy of the real content, over HTTP.</summary>
internal static class EditToPage
{
    private const int Edits = 100;

    public static async Task RunAsync()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var reader = site.Reader();
        var file = Path.Combine(site.ContentPath, "report/review-2017/economy.md");
        var text = await File.ReadAllTextAsync(file);
        var summary = text.Split('\n').First(line => line.StartsWith("summary:", StringComparison.Ordinal));
        await reader.GetStringAsync("/");
        await Task.Delay(TimeSpan.FromSeconds(1));

        var waits = new List<double>();
        for (var i = 0; i < Edits; i++)
        {
            var words = $"第{i}次改过的提要";
            var clock = Stopwatch.StartNew();
            await File.WriteAllTextAsync(file, text.Replace(summary, $"summary: {words}。", StringComparison.Ordinal));
            while (!(await reader.GetStringAsync("/report/review-2017/economy")).Contains(words, StringComparison.Ordinal))
            {
                if (clock.Elapsed > TimeSpan.FromSeconds(30))
                {
                    throw new TimeoutException("The edit was never seen.");
                }
            }

            waits.Add(clock.Elapsed.TotalMilliseconds);
        }

        waits.Sort();
        Console.WriteLine($"{Edits} edits: median {waits[Edits / 2]:0} ms, 99th percentile {waits[(int)(Edits * 0.99) - 1]:0} ms, slowest {waits[^1]:0} ms");
    }
}
