using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>axe-core in a page. Its script comes with the window, so that it is not sent anew for every page.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Everything axe has for A, AA and best practice, and its rules of AAA and 2.2, which are off unless asked for.</summary>
    private const string Rules =
        """
        { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
          rules: Object.fromEntries(["color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions", "target-size", "label-content-name-mismatch"].map(rule => [rule, { enabled: true }])) }
        """;

    public static async Task<Reader> WithAxeAsync(this Task<Reader> opening)
    {
        var reader = await opening;
        await reader.Context.AddInitScriptAsync(Script);
        return reader;
    }

    public static Task<string> AxeVersionAsync(this IPage page) => page.EvaluateAsync<string>("axe.version");

    /// <summary>What axe has that asks about colours.</summary>
    private const string ColourRules = """{ runOnly: { type: "rule", values: ["color-contrast", "color-contrast-enhanced", "link-in-text-block"] } }""";

    public static Task<IEnumerable<string>> AxeAsync(this IPage page) => page.AxeAsync(Rules);

    public static Task<IEnumerable<string>> AxeOnColoursAsync(this IPage page) => page.AxeAsync(ColourRules);

    private static async Task<IEnumerable<string>> AxeAsync(this IPage page, string rules) =>
        await page.EvaluateAsync<string[]>(
            $$"""
            async () => (await axe.run(document, { ...{{rules}}, resultTypes: ["violations"] })).violations
                .map(violation => `${violation.id}: ${violation.nodes.slice(0, 3).map(node => `${node.html.slice(0, 200)} ${node.any.map(check => check.message).join("; ")}`).join(" | ")}`)
            """);
}
