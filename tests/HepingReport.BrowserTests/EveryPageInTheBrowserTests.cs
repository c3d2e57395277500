using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using HepingReport.Web.Reading;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>Every page of the site map in a real browser, in both views, narrow and wide.</summary>
[Collection(InTheBrowser.Name)]
public sealed class EveryPageInTheBrowserTests(BrowserSite site, ITestOutputHelper output)
{
    private static readonly string[] AxeTags = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>axe has these AAA rules, and two of 2.2, switched off unless asked for.</summary>
    private static readonly string[] AxeRulesOffByDefault = ["color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions", "target-size", "label-content-name-mismatch"];

    private static readonly AxeRunOptions AxeOptions = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. AxeTags] },
        Rules = AxeRulesOffByDefault.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = true }),
        ResultTypes = new HashSet<ResultType> { ResultType.Violations },
    };

    /// <summary>What a theme can change: colours.</summary>
    private static readonly AxeRunOptions ContrastOptions = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"] },
        ResultTypes = new HashSet<ResultType> { ResultType.Violations },
    };

    /// <summary>The browser reports the status of pages that answer a wrong address or filter.</summary>
    private static readonly string[] AnswersOnPurpose = ["404 (Not Found)", "400 (Bad Request)"];

    public static TheoryData<string, int> ViewsAndWidths => new() { { "standard", 390 }, { "standard", 1280 }, { "care", 390 }, { "care", 1280 } };

    [Theory]
    [MemberData(nameof(ViewsAndWidths))]
    public Task Axe_finds_nothing_and_nothing_is_complained_of_or_asked_of_another_host(string view, int width) => AxeFindsNothingAsync(site.Addresses, view, width);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("standard", 1280)]
    [InlineData("care", 390)]
    public Task Axe_finds_nothing_on_the_page_of_any_figure(string view, int width) => AxeFindsNothingAsync(site.FigureAddresses, view, width);

    private async Task AxeFindsNothingAsync(IReadOnlyList<string> addresses, string view, int width)
    {
        await using var reader = await site.ReaderAsync(width, cookie: $"view={view}&size=1&theme=auto", also: options => options.BypassCSP = false);
        var found = new List<string>();
        foreach (var address in addresses)
        {
            await reader.OpenAsync(address);
            var axe = await reader.Page.RunAxe(AxeOptions);
            found.AddRange(axe.Violations.Select(violation => $"{address}: {violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        }

        output.WriteLine($"RESULT axe-core, {view} view at {width} px: {addresses.Count} pages, {found.Count} violations");
        Assert.Empty(found);
        Assert.DoesNotContain(reader.Complaints, complaint => !AnswersOnPurpose.Any(answer => complaint.Contains(answer, StringComparison.Ordinal)));
        Assert.All(reader.Requests, request => Assert.StartsWith(reader.Root, request.Url));
    }

    [Fact]
    public async Task Every_theme_has_contrast_enough_for_low_vision_in_both_views()
    {
        var found = new List<string>();
        foreach (var theme in ReadingSetting.Find("theme")!.Values.Select(value => value.Id))
        {
            foreach (var view in new[] { "standard", "care" })
            {
                foreach (var scheme in theme == "auto" ? new[] { ColorScheme.Light, ColorScheme.Dark } : [ColorScheme.Light])
                {
                    await using var reader = await site.ReaderAsync(390, cookie: $"view={view}&size=1&theme={theme}", also: options => options.ColorScheme = scheme);
                    foreach (var address in new[] { "/", "/report/plan-2018/industry", "/fidelity", "/topics/housing", "/reading", "/help", "/indicators", "/indicators/tax-share-2017", "/compare" })
                    {
                        await reader.OpenAsync(address);
                        var axe = await reader.Page.RunAxe(ContrastOptions);
                        found.AddRange(axe.Violations.Select(violation => $"{theme} {view} {scheme} {address}: {violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
                    }
                }
            }
        }

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("view=standard&size=1&theme=auto")]
    [InlineData("view=care&size=1&theme=auto")]
    [InlineData("view=standard&size=6&theme=auto")]
    [InlineData("view=care&size=6&theme=auto")]
    public async Task Nothing_scrolls_sideways_at_320_pixels(string cookie)
    {
        await using var reader = await site.ReaderAsync(320, 640, cookie);
        var wide = new List<string>();
        foreach (var address in site.Addresses)
        {
            await reader.OpenAsync(address);
            var overflow = await reader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0)
            {
                wide.Add($"{address}: {overflow} px");
            }
        }

        Assert.Empty(wide);
    }

    [Theory]
    [InlineData("standard", 44)]
    [InlineData("care", 48)]
    public async Task Everything_to_press_is_large_enough(string view, int least)
    {
        await using var reader = await site.ReaderAsync(390, cookie: $"view={view}&size=1&theme=auto");
        var small = new List<string>();
        foreach (var address in new[] { "/", "/report", "/report/review-2017", "/report/plan-2018/industry", "/report/full", "/glossary", "/glossary/15", "/topics", "/topics/housing", "/indicators", "/indicators/gdp-2017", "/compare", "/downloads", "/fidelity", "/sitemap", "/reading", "/help", "/not-there" })
        {
            await reader.OpenAsync(address);

            // Links within a sentence are exempt (2.5.5): those whose line holds other words too.
            small.AddRange(await reader.Page.EvaluateAsync<string[]>(
                """
                ([address, least]) => [...document.querySelectorAll("a[href], button, label, summary")].filter(target => {
                    if (target.matches(".skip, .mark, .para *, blockquote *")) return false;
                    const around = target.closest("p, dd, dt, li");
                    const inline = getComputedStyle(target).display === "inline" && around && around.textContent.trim() !== target.textContent.trim();
                    if (inline) return false;
                    const box = target.getBoundingClientRect();
                    return box.width > 0 && (Math.round(box.height) < least || Math.round(box.width) < least);
                }).map(target => `${address}: ${target.textContent.trim().slice(0, 20)} ${Math.round(target.getBoundingClientRect().width)}×${Math.round(target.getBoundingClientRect().height)}`)
                """,
                new object[] { address, least }));
        }

        Assert.Empty(small.Distinct());
    }

    [Fact]
    public async Task The_main_buttons_of_care_view_are_sixty_pixels_and_its_text_is_large()
    {
        await using var reader = await site.ReaderAsync(390, cookie: "view=care&size=1&theme=auto");
        await reader.OpenAsync("/report/review-2017/economy");

        foreach (var name in new[] { "上一节", "目录", "下一节", "返回首页", "返回标准版" })
        {
            var box = await reader.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).BoundingBoxAsync();
            Assert.True(box!.Width >= 60 && box.Height >= 60, $"{name}: {box.Width}×{box.Height}");
        }

        Assert.True(await FontSizeAsync(reader, ".para") >= 24);
        var smallest = await reader.Page.EvaluateAsync<double>(
            """
            Math.min(...[...document.querySelectorAll("body *")].filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && element.getClientRects().length && !element.closest(".visually-hidden, .skip"))
                .map(element => parseFloat(getComputedStyle(element).fontSize)))
            """);
        Assert.True(smallest >= 18, $"smallest text {smallest} px");
        Assert.Empty(await reader.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("body *")].filter(element => { const style = getComputedStyle(element); return style.boxShadow !== "none" || style.textShadow !== "none" || style.backgroundImage !== "none"; }).map(element => element.className)
            """));

        await using var largest = await site.ReaderAsync(390, cookie: "view=care&size=6&theme=auto");
        await largest.OpenAsync("/report/review-2017/economy");
        Assert.True(await FontSizeAsync(largest, ".para") >= 40);
    }

    [Fact]
    public async Task A_line_of_the_report_holds_at_most_forty_characters_and_is_not_justified()
    {
        await using var reader = await site.ReaderAsync(1280);
        foreach (var address in new[] { "/report/review-2017/economy", "/report/full" })
        {
            await reader.OpenAsync(address);
            var characters = await reader.Page.EvaluateAsync<double>(
                "Math.max(...[...document.querySelectorAll('.para')].map(para => para.getBoundingClientRect().width / parseFloat(getComputedStyle(para).fontSize)))");
            Assert.True(characters <= 40, $"{address}: {characters} characters a line");
            Assert.Equal("start", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.para')).textAlign"));
            Assert.True(await reader.Page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.para')).lineHeight) / parseFloat(getComputedStyle(document.querySelector('.para')).fontSize)") >= 1.75);
        }
    }

    private static Task<double> FontSizeAsync(Reader reader, string selector) =>
        reader.Page.EvaluateAsync<double>("selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)", selector);
}
