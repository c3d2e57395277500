using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>What readers have set in their system: forced colours, more contrast, less motion. The site follows, on a page of each kind.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ReadersOwnSettingsTests(BrowserSite site, ITestOutputHelper output)
{
    public static TheoryData<string> Views => new() { ReadingPreferences.Standard, ReadingPreferences.Care };

    /// <summary>Grounds and shadows are gone then: a button, a field and the focus have to be seen by their lines.</summary>
    [Theory]
    [MemberData(nameof(Views))]
    public async Task With_forced_colours_fields_and_buttons_have_a_border_and_focus_a_ring(string view)
    {
        var found = await SweepAsync(view, options => options.ForcedColors = ForcedColors.Active, async reader =>
        {
            Assert.True(await reader.Page.EvaluateAsync<bool>("matchMedia('(forced-colors: active)').matches"));
            await reader.Page.Keyboard.PressAsync("Tab");
            return await reader.Page.EvaluateAsync<string[]>(
                """
                () => {
                    const found = [], say = element => element.outerHTML.slice(0, 100);
                    const edged = element => { const style = getComputedStyle(element); return style.borderBlockEndStyle !== "none" && parseFloat(style.borderBlockEndWidth) >= 1; };
                    for (const element of document.querySelectorAll("button, .button, select, textarea, input:not([type=radio], [type=checkbox], [type=hidden]), .care-bar a, [data-view=care] .tool"))
                        if (element.checkVisibility() && !edged(element)) found.push(`no border: ${say(element)}`);
                    for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
                        if (!element.checkVisibility()) continue;
                        element.focus({ preventScroll: true });
                        const style = getComputedStyle(element);
                        if (document.activeElement === element && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3)) found.push(`no ring: ${say(element)}`);
                    }
                    for (const element of document.querySelectorAll("body, body *"))
                        if (getComputedStyle(element).forcedColorAdjust === "none" && element.textContent.trim() && !element.closest("svg, .swatch")) found.push(`keeps its own colours: ${say(element)}`);
                    return found;
                }
                """);
        });

        AssertNothing(found);
        output.RecordCheck($"系统强制颜色：{NameOf(view)}", "本站测试", $"{site.Kinds.Count} 类页面；边框、焦点框", $"{found.Count} 处问题");
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task With_less_motion_nothing_moves_by_itself(string view)
    {
        var found = await SweepAsync(view, options => options.ReducedMotion = ReducedMotion.Reduce, async reader => await reader.Page.EvaluateAsync<string[]>(
            """
            () => [document.documentElement, ...document.querySelectorAll("body, body *")].flatMap(element => [null, "::before", "::after"].map(part => [element, getComputedStyle(element, part)]))
                .filter(([, style]) => style.transitionDuration.split(",").some(time => parseFloat(time) > 0) || style.animationName !== "none" || style.scrollBehavior === "smooth")
                .map(([element]) => `moves: ${element.outerHTML.slice(0, 100)}`).concat(document.getAnimations().map(animation => `runs: ${animation.animationName ?? animation.transitionProperty}`))
            """));

        AssertNothing(found);
        output.RecordCheck($"减弱动态效果：{NameOf(view)}", "本站测试", $"{site.Kinds.Count} 类页面；过渡、动画、平滑滚动", $"{found.Count} 处");
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task With_more_contrast_the_theme_that_follows_the_device_is_stronger_on_light_and_dark(string view)
    {
        var found = new List<string>();
        var least = double.MaxValue;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            found.AddRange(await SweepAsync(view, options => (options.Contrast, options.ColorScheme) = (Microsoft.Playwright.Contrast.More, scheme), async reader =>
            {
                Assert.True(await reader.Page.EvaluateAsync<bool>("matchMedia('(prefers-contrast: more)').matches"));
                await reader.Page.Keyboard.PressAsync("Tab");
                var measured = await reader.Page.MeasureContrastAsync();
                lock (output)
                {
                    least = Math.Min(least, measured.LeastText);
                }

                return measured.Weak.Select(weak => $"{scheme}: {weak}");
            }));
        }

        AssertNothing(found);
        output.RecordCheck($"系统高对比度：{NameOf(view)}", "本站测试", $"{site.Kinds.Count} 类页面，浅色和深色", FormattableString.Invariant($"文字最低 {Math.Floor(least * 10) / 10}:1"));
    }

    private Task<IReadOnlyList<string>> SweepAsync(string view, Action<BrowserNewContextOptions> also, Func<Reader, Task<IEnumerable<string>>> ask) =>
        BrowserSite.SweepAsync(site.Kinds.Select(kind => kind.Address), () => site.ReaderAsync(390, cookie: ReadingPreferences.Default.With("view", view).ToCookie(), also: also), (reader, _) => ask(reader));

    private static string NameOf(string view) => view == ReadingPreferences.Care ? "关怀版" : "标准版";

    private static void AssertNothing(IReadOnlyList<string> found) =>
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found.Take(40))}");
}
