using System.IO.Compression;
using System.Text.Json;

namespace HepingReport.Bench;

/// <summary>Lighthouse on a phone's profile, against the published site: the median of each category, and what was found wanting.</summary>
internal static class Lighthouse
{
    private static readonly string[] Categories = ["performance", "accessibility", "best-practices", "seo"];
    private static readonly string[] Addresses = [Links.Home, "/report/review-2017/economy", Links.Indicators, Links.SearchFor("养老")];

    public static async Task RunAsync(int runs)
    {
        var node = Programs.Find("node", "nodejs");
        var program = Path.Combine(PublishedSite.Checkout, "tests", "node_modules", "lighthouse", "cli", "index.js");
        if (!File.Exists(program))
        {
            throw new MissingException("This script needs the npm packages of the tests: npm ci --prefix tests.");
        }

        var chromium = await Programs.ChromiumAsync();
        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-lighthouse-").FullName;
        var rows = new List<IReadOnlyList<string>>();
        var findings = new SortedSet<string>(StringComparer.Ordinal);
        await using (var site = await PublishedSite.StartAsync(Path.Combine(folder, "data")))
        {
            foreach (var address in Addresses)
            {
                foreach (var view in (string[])["standard", "care"])
                {
                    // Search is noindex on purpose.
                    rows.Add(await MeasureAsync($"{Uri.UnescapeDataString(address)}, {view}", new Uri(site.Address, address), view, address.StartsWith(Links.Search, StringComparison.Ordinal) ? Categories[..^1] : Categories));
                }
            }
        }

        // What this machine's browser takes for any page at all that is kept apart from other sites' windows.
        var sentence = Path.Combine(folder, "sentence.br");
        await File.WriteAllBytesAsync(sentence, Brotli("<!DOCTYPE html><html lang=en><meta name=viewport content='width=device-width'><title>One sentence</title><p>One sentence, no style, no script."u8));
        await using (var server = await ByteServer.StartAsync("apart", sentence))
        {
            rows.Add(await MeasureAsync("for comparison, one sentence with the same header", server.Address, "standard", Categories[..1]));
        }

        Directory.Delete(folder, recursive: true);
        Table.Write($"Lighthouse, median of {runs}", ["page", .. Categories, "blocked", "first paint"], rows, [.. findings.DefaultIfEmpty("Nothing was found wanting.")]);

        async Task<IReadOnlyList<string>> MeasureAsync(string name, Uri address, string view, string[] categories)
        {
            var scores = categories.ToDictionary(category => category, _ => new List<double>());
            var (blocked, firstPaint) = (new List<double>(), new List<double>());
            for (var (lost, output) = (0, Path.Combine(folder, "result.json")); scores[categories[0]].Count < runs;)
            {
                try
                {
                    await Programs.RunAsync(node,
                        [
                            program, address.ToString(), "--quiet", "--output=json", $"--output-path={output}", $"--only-categories={string.Join(',', categories)}",
                            "--chrome-flags=--headless=new --no-sandbox", $"--extra-headers={{\"Cookie\":\"reading=view={view}\"}}",
                        ],
                        ("CHROME_PATH", chromium));
                }
                catch (InvalidOperationException fault) when (fault.Message.Contains("Please run Lighthouse again", StringComparison.Ordinal) && lost++ < runs)
                {
                    // On a busy machine the browser loses a piece of its trace now and then: nothing was measured.
                    continue;
                }

                using var result = JsonDocument.Parse(await File.ReadAllBytesAsync(output));
                foreach (var category in categories)
                {
                    scores[category].Add(100 * result.RootElement.GetProperty("categories").GetProperty(category).GetProperty("score").GetDouble());
                }

                blocked.Add(Milliseconds("total-blocking-time"));
                firstPaint.Add(Milliseconds("first-contentful-paint"));
                findings.UnionWith(WantingIn(result.RootElement).Select(finding => $"{name}: {finding}"));

                double Milliseconds(string audit) => result.RootElement.GetProperty("audits").GetProperty(audit).GetProperty("numericValue").GetDouble();
            }

            return [name, .. Categories.Select(category => scores.TryGetValue(category, out var found) ? $"{Table.Median(found):0}" : "–"), $"{Table.Median(blocked):0} ms", $"{Table.Median(firstPaint):0} ms"];
        }
    }

    private static byte[] Brotli(ReadOnlySpan<byte> html)
    {
        var bytes = new byte[BrotliEncoder.GetMaxCompressedLength(html.Length)];
        return BrotliEncoder.TryCompress(html, bytes, out var length) ? bytes[..length] : throw new InvalidOperationException("A sentence was not compressed.");
    }

    /// <summary>Audits that count in a category and are not met in full.</summary>
    private static IEnumerable<string> WantingIn(JsonElement result)
    {
        var counted = result.GetProperty("categories").EnumerateObject()
            .SelectMany(category => category.Value.GetProperty("auditRefs").EnumerateArray())
            .Where(audit => audit.GetProperty("weight").GetDouble() > 0)
            .Select(audit => audit.GetProperty("id").GetString()!);
        foreach (var id in counted.Distinct())
        {
            var audit = result.GetProperty("audits").GetProperty(id);
            if (audit.GetProperty("score") is { ValueKind: JsonValueKind.Number } score && score.GetDouble() < 0.995)
            {
                yield return $"{audit.GetProperty("title").GetString()} ({id})";
            }
        }
    }
}
