using System.Text.RegularExpressions;
using HepingReport.Tests;
using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>What a screen reader is told of a page of each kind, against what a person has read through.</summary>
[Collection(InTheBrowser.Name)]
public sealed partial class AccessibilityTreeTests(BrowserSite site, ITestOutputHelper output)
{
    [Theory]
    [InlineData(ReadingPreferences.Standard, 1280)]
    [InlineData(ReadingPreferences.Care, 390)]
    public async Task Every_kind_of_page_tells_a_screen_reader_what_was_reviewed(string view, int width)
    {
        var different = new List<string>();
        var frame = new Dictionary<string, string>();
        await using var reader = await site.ReaderAsync(width, cookie: ReadingPreferences.Default.With("view", view).ToCookie());
        foreach (var kind in site.Kinds.OrderBy(kind => kind.Address != Links.SiteMap))
        {
            await reader.OpenAsync(kind.Address);
            try
            {
                await Golden.MatchesAsync(Path.Combine("Trees", $"{kind.Name}.{view}.txt"), $"{kind.Address}\n{WithoutTheFrame(await reader.AccessibilityTreeAsync(), frame)}");
            }
            catch (Xunit.Sdk.XunitException difference)
            {
                different.Add(difference.Message);
            }
        }

        Assert.True(different.Count == 0, string.Join("\n\n", different));
        output.RecordCheck($"读屏软件得到的内容（无障碍树）与人工审阅过的一致：{(view == ReadingPreferences.Care ? "关怀版" : "标准版")}", "Chromium 无障碍树", $"{site.Kinds.Count} 类页面", "全部一致");
    }

    /// <summary>Head and foot are written out for the site map only, and wherever they are not the same as there but for the place the reader is at.</summary>
    private static string WithoutTheFrame(string tree, Dictionary<string, string> frame) => FramePart().Replace(tree, part =>
    {
        var role = part.Groups["role"].Value;
        var anywhere = Current().Replace(part.Value, "");
        if (frame.TryAdd(role, anywhere) || frame[role] != anywhere)
        {
            return part.Value;
        }

        var here = Current().Match(part.Value);
        return $"  {role} as on the site map{(here.Success ? $", at {here.Groups["name"].Value}{here.Value}" : "")}\n";
    });

    [GeneratedRegex(@"^  (?<role>banner|contentinfo)\n(?:    .*\n)*", RegexOptions.Multiline)]
    private static partial Regex FramePart();

    [GeneratedRegex("(?<=(?<name>“.*”)) aria-current=[a-z]+")]
    private static partial Regex Current();

    /// <summary>A table stays a table where it is set as blocks, which browsers have been known to forget.</summary>
    [Theory]
    [InlineData("/indicators")]
    [InlineData("/compare")]
    [InlineData("/indicators/tax-share-2017")]
    public async Task A_table_set_as_blocks_is_still_a_table(string address)
    {
        var rows = new List<int>();
        foreach (var (view, size, width) in new[] { ("standard", 1, 1280), ("standard", 1, 390), ("standard", 6, 390), ("care", 1, 390), ("care", 6, 320) })
        {
            await using var reader = await site.ReaderAsync(width, cookie: $"view={view}&size={size}&theme=auto");
            await reader.OpenAsync(address);
            var browser = await reader.Context.NewCDPSessionAsync(reader.Page);
            var answer = await browser.SendAsync("Accessibility.getFullAXTree");
            var roles = answer!.Value.GetProperty("nodes").EnumerateArray().Where(node => !node.GetProperty("ignored").GetBoolean()).Select(node => node.GetProperty("role").GetProperty("value").GetString()).ToList();
            Assert.Contains("table", roles);
            Assert.Contains("columnheader", roles);
            rows.Add(roles.Count(role => role == "row") + (1000 * roles.Count(role => role is "cell" or "gridcell" or "rowheader" or "columnheader")));
        }

        Assert.True(rows.Distinct().Count() == 1, string.Join(", ", rows));
    }
}
