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

        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-lighthouse-").FullName;
        await using var site = await PublishedSite.StartAsync(Path.Combine(folder, "data"));
        var rows = new List<IReadOnlyList<string>>();
        var findings = new SortedSet<string>(StringComparer.Ordinal);
        var repeated = 0;
        foreach (var address in Addresses)
        {
            foreach (var view in (string[])["standard", "care"])
            {
                // Search is noindex on purpose.
                var categories = address.StartsWith(Links.Search, StringComparison.Ordinal) ? Categories[..^1] : Categories;
                var scores = categories.ToDictionary(category => category, _ => new List<double>());
                while (scores[categories[0]].Count < runs)
                {
                    var output = Path.Combine(folder, "result.json");
                    try
                    {
                        await Programs.RunAsync(node,
                            [
                                program, new Uri(site.Address, address).ToString(), "--quiet", "--output=json", $"--output-path={output}", $"--only-categories={string.Join(',', categories)}",
                                "--chrome-flags=--headless=new --no-sandbox", $"--extra-headers={{\"Cookie\":\"reading=view={view}\"}}",
                            ],
                            ("CHROME_PATH", Programs.Chromium()));
                    }
                    catch (InvalidOperationException fault) when (fault.Message.Contains("Please run Lighthouse again", StringComparison.Ordinal) && repeated < runs)
                    {
                        // On a busy machine the browser loses a piece of its trace now and then: nothing was measured.
                        repeated++;
                        continue;
                    }

                    using var result = JsonDocument.Parse(await File.ReadAllBytesAsync(output));
                    foreach (var category in categories)
                    {
                        scores[category].Add(100 * result.RootElement.GetProperty("categories").GetProperty(category).GetProperty("score").GetDouble());
                    }

                    findings.UnionWith(WantingIn(result.RootElement).Select(finding => $"{Uri.UnescapeDataString(address)}, {view}: {finding}"));
                }

                rows.Add([$"{Uri.UnescapeDataString(address)}, {view}", .. Categories.Select(category => scores.TryGetValue(category, out var found) ? $"{Table.Median(found):0}" : "–")]);
            }
        }

        Directory.Delete(folder, recursive: true);
        Table.Write($"Lighthouse, median of {runs}", ["page", .. Categories], rows, [.. findings.DefaultIfEmpty("Nothing was found wanting."), $"{repeated} runs were repeated because the browser had lost its trace."]);
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
