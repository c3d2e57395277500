using HepingReport.Tests;
using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>A page of each kind by keyboard alone, from the first Tab to the last.</summary>
[Collection(InTheBrowser.Name)]
public sealed class KeyboardTests(BrowserSite site, ITestOutputHelper output)
{
    private const int MostStops = 600;

    /// <summary>What can be reached, in the order of the document; of the choices of one question the chosen one, as the arrow keys reach the others.</summary>
    private const string Prepare =
        """
        () => {
            const chosen = radio => document.querySelector(`input[type=radio][name="${radio.name}"]:checked`) ?? document.querySelector(`input[type=radio][name="${radio.name}"]`);
            window.expected = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, audio[controls], [tabindex='0']")].filter(element =>
                !element.disabled && element.type !== "hidden" && element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }) && (element.type !== "radio" || element === chosen(element)));

            // What is pressed does nothing here but tell that it was.
            window.pressed = null;
            addEventListener("click", event => { window.pressed = document.activeElement; event.preventDefault(); event.stopImmediatePropagation(); }, true);
            addEventListener("submit", event => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
            return window.expected.length;
        }
        """;

    /// <summary>Which of them has the focus, and what is wrong with how it is shown. -1: the focus has left the page.</summary>
    private const string Look =
        """
        () => {
            const element = document.activeElement;
            if (!element || element === document.body) return { place: -1, role: "", name: "", fault: "" };
            const place = window.expected.indexOf(element), style = getComputedStyle(element), faults = [];
            if (place < 0) faults.push("takes focus and is nothing to operate");
            if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) faults.push(`its ring is ${style.outlineStyle} ${style.outlineWidth}`);
            const box = element.getClientRects()[0], inset = 2;
            const bars = [...document.body.children].filter(child => getComputedStyle(child).position === "fixed" && !child.matches(".skip")).reduce((sum, bar) => sum + bar.getBoundingClientRect().height, 0);
            if (box.width <= innerWidth && box.height + 10 <= innerHeight - bars) {
                for (const [x, y] of [[box.left + inset, box.top + inset], [box.right - inset, box.top + inset], [box.left + inset, box.bottom - inset], [box.right - inset, box.bottom - inset]]) {
                    const top = document.elementFromPoint(x, y);
                    if (!top || !(top === element || element.contains(top) || top.contains(element))) faults.push(`at ${Math.round(x)},${Math.round(y)} it is ${top ? `covered by ${top.outerHTML.slice(0, 60)}` : "out of sight"}`);
                }
            }
            const words = said => { const copy = said.cloneNode(true); copy.querySelectorAll("[aria-hidden=true], select, input").forEach(silent => silent.remove()); return copy.textContent; };
            const label = element.labels?.[0] ?? element, group = element.type === "radio" ? element.closest("fieldset")?.querySelector("legend")?.textContent.trim() + "：" : "";
            const name = element.getAttribute("aria-label") ?? document.getElementById(element.getAttribute("aria-labelledby"))?.textContent ?? words(label);
            const role = element.getAttribute("role") ?? (element.localName === "a" ? "link" : element.localName === "input" ? element.type : element.localName);
            return { place, role, name: group + name.trim().replace(/\s+/g, " "), fault: faults.length ? `${faults.join("; ")}: ${element.outerHTML.slice(0, 120)}` : "" };
        }
        """;

    [Theory]
    [InlineData(ReadingPreferences.Standard)]
    [InlineData(ReadingPreferences.Care)]
    public async Task Everything_is_reached_once_in_order_is_in_full_view_with_a_ring_and_answers_its_keys(string view)
    {
        var stops = 0;
        var found = await BrowserSite.SweepAsync(site.Kinds.Select(kind => kind.Address), () => site.ReaderAsync(390, 700, ReadingPreferences.Default.With("view", view).ToCookie()), async (reader, address) =>
        {
            var (walk, faults) = await WalkAsync(reader);
            Interlocked.Add(ref stops, walk.Count);
            try
            {
                await Golden.MatchesAsync(Path.Combine("Keyboard", $"{site.Kinds.Single(kind => kind.Address == address).Name}.{view}.txt"), $"{address}\n{string.Join('\n', Shortened(walk))}");
            }
            catch (Xunit.Sdk.XunitException difference)
            {
                faults.Add(difference.Message);
            }

            return faults;
        });

        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found.Take(40))}");
        output.RecordCheck($"只用键盘走完：{(view == ReadingPreferences.Care ? "关怀版" : "标准版")}", "本站测试", $"{site.Kinds.Count} 类页面，{stops} 个停靠点；顺序、焦点框、遮挡、回车和空格", $"{found.Count} 处问题");
    }

    /// <summary>A long table goes on as it began.</summary>
    private static List<string> Shortened(List<string> walk) =>
        walk.Count <= 100 ? walk : [.. walk.Take(70), $"… {walk.Count - 90} more", .. walk.TakeLast(20)];

    private static async Task<(List<string> Walk, List<string> Faults)> WalkAsync(Reader reader)
    {
        var expected = await reader.Page.EvaluateAsync<int>(Prepare);
        var walk = new List<string>();
        var faults = new List<string>();
        for (var place = 0; place < MostStops; place++)
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            var stop = await reader.Page.EvaluateAsync<Stop>(Look);
            if (stop.Place < 0 || (stop.Place == 0 && place > 0))
            {
                break; // Out of the page, and perhaps in again at its top.
            }

            walk.Add($"{stop.Role} {stop.Name}");
            if (stop.Fault != "")
            {
                faults.Add(stop.Fault);
            }

            if (stop.Place != place)
            {
                faults.Add($"stop {place + 1} is {stop.Role} {stop.Name}, number {stop.Place + 1} of the document");
            }

            foreach (var key in stop.Keys)
            {
                await reader.Page.Keyboard.PressAsync(key);
                if (!await reader.Page.EvaluateAsync<bool>("() => { const answered = window.pressed === document.activeElement; window.pressed = null; return answered; }"))
                {
                    faults.Add($"{stop.Role} {stop.Name} does not answer {key}");
                }
            }
        }

        if (walk.Count != expected)
        {
            faults.Add($"{walk.Count} of {expected} reached");
        }

        return (walk, faults);
    }

    private sealed class Stop
    {
        public int Place { get; set; }

        public string Role { get; set; } = "";

        public string Name { get; set; } = "";

        public string Fault { get; set; } = "";

        /// <summary>Fields take keys as the browser has it; a choice that is made already answers the arrow keys only.</summary>
        public string[] Keys => Role switch
        {
            "button" or "summary" or "submit" => ["Enter", "Space"],
            "checkbox" => ["Space"],
            "radio" or "select" or "text" or "search" or "number" or "range" or "textarea" or "audio" or "region" => [],
            _ => ["Enter"],
        };
    }
}
