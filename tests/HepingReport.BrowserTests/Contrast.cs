using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>Measures contrast from computed colours: each text, each edge of a field, and the focus ring of each thing that takes focus, against the ground behind it.</summary>
internal static class Contrast
{
    public sealed record Measured(double LeastText, double LeastRing, double LeastEdge, string[] Weak);

    public static async Task<Measured> MeasureContrastAsync(this IPage page)
    {
        var least = await page.EvaluateAsync<MeasuredByScript>(Script);
        return new(least.Text ?? double.MaxValue, least.Ring ?? double.MaxValue, least.Edge ?? double.MaxValue, least.Weak);
    }

    private sealed class MeasuredByScript
    {
        public double? Text { get; set; }

        public double? Ring { get; set; }

        public double? Edge { get; set; }

        public string[] Weak { get; set; } = [];
    }

    /// <summary>Text needs 7, large text (24 px, or bold 18.66 px) 4.5; edges and rings 3. Text over a picture cannot be measured, and is reported.</summary>
    private const string Script =
        """
        () => {
            const colour = text => {
                const parts = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number), alpha = parts[3] ?? 1;
                if (/^rgba?\(/.test(text)) return [...parts.slice(0, 3), alpha];
                if (/^color\(srgb /.test(text)) return [...parts.slice(0, 3).map(part => part * 255), alpha];
                throw new Error(`not a colour: ${text}`);
            };
            const over = ([r, g, b, a], ground) => [r, g, b].map((part, i) => part * a + ground[i] * (1 - a));
            const light = rgb => { const [r, g, b] = rgb.map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
            const contrast = (one, two) => { const [a, b] = [light(one), light(two)].sort((x, y) => y - x); return (a + .05) / (b + .05); };
            const ground = (element, onPicture) => {
                const layers = [];
                for (let at = element; at; at = at.parentElement) {
                    const style = getComputedStyle(at), layer = colour(style.backgroundColor);
                    if (style.backgroundImage !== "none") onPicture?.(at);
                    layers.push(layer);
                    if (layer[3] === 1) break;
                }
                return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
            };
            const faded = (element, [r, g, b, a]) => { for (let at = element; at; at = at.parentElement) a *= Number(getComputedStyle(at).opacity); return [r, g, b, a]; };
            const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
            const weak = new Set(), say = element => element.outerHTML.slice(0, 100), round = ratio => Math.floor(ratio * 100) / 100;
            const least = { text: null, ring: null, edge: null };
            const measure = (kind, ratio, floor, element, counts = true) => {
                if (counts) least[kind] = Math.min(least[kind] ?? 99, ratio);
                if (ratio < floor) weak.add(`${kind} ${round(ratio)}:1, not ${floor}:1: ${say(element)}`);
            };
            const text = (element, style) => {
                const behind = ground(element, picture => weak.add(`text over a picture: ${say(picture)}`));
                const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
                measure("text", contrast(over(faded(element, colour(element.closest("svg") ? style.fill : style.color)), behind), behind), large ? 4.5 : 7, element, !large);
            };
            for (const element of document.querySelectorAll("body, body *")) {
                if (!shown(element) || element.closest(":disabled, title, defs")) continue;
                const style = getComputedStyle(element);
                if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) text(element, style);
                for (const pseudo of ["::before", "::after"]) {
                    const made = getComputedStyle(element, pseudo);
                    if (/^["'].*\S.*["']$/.test(made.content) && made.display !== "none") {
                        const behind = over(colour(made.backgroundColor), ground(element));
                        measure("text", contrast(over(faded(element, colour(made.color)), behind), behind), 7, element);
                    }
                }
                if (element.matches("select, textarea, input:not([type=radio], [type=checkbox], [type=hidden])"))
                    measure("edge", contrast(colour(style.borderTopColor).slice(0, 3), ground(element.parentElement)), 3, element);
            }
            for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
                if (!shown(element) || element.disabled) continue;
                element.focus({ preventScroll: true });
                if (document.activeElement !== element) continue;
                const style = getComputedStyle(element);
                if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) weak.add(`no ring of 3 px: ${say(element)}`);
                else measure("ring", contrast(over(colour(style.outlineColor), ground(element.parentElement)), ground(element.parentElement)), 3, element);
            }
            return { ...least, weak: [...weak] };
        }
        """;

    /// <summary>The page in another theme, as the cookie would have it; the style sheet asks for nothing but this attribute.</summary>
    public static async Task ShowThemeAsync(this Reader reader, string theme, ColorScheme scheme)
    {
        await reader.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await reader.Page.EvaluateAsync("theme => document.documentElement.dataset.theme = theme", theme);
    }
}
