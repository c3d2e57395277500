using HepingReport.Tests;
using HepingReport.Web.Reading;
using HepingReport.Web.Tests;
using Xunit.Abstractions;

namespace HepingReport.BrowserTests;

/// <summary>
/// Pages read from the beginning to the end of their main part by a virtual screen reader (@guidepup/virtual-screen-reader, in the page itself).
/// It is a simulation: it says roles in English and knows no quirks of real readers.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class VirtualScreenReaderTests(BrowserSite site, ITestOutputHelper output)
{
    private const string HowToInstall = "The virtual screen reader is not there: cd tests && npm ci (Debian: apt-get install nodejs npm). tests/run installs it.";

    private static readonly string Package = Path.Combine(Path.GetDirectoryName(TestSite.RealContent)!, "tests", "node_modules", "@guidepup", "virtual-screen-reader");

    [Fact]
    public async Task A_section_is_read_in_order_each_word_once_with_its_notes_said_to_be_notes()
    {
        var said = await ListenAsync("/report/review-2017/economy", "main");

        await Golden.MatchesAsync(Path.Combine("Spoken", "section.txt"), Shown(said));
        Assert.Equal("main", said[0]);
        Assert.Equal("end of main", said[^1]);
        Assert.Contains(said, phrase => phrase.StartsWith("heading, ", StringComparison.Ordinal) && phrase.Contains("经济持续健康发展", StringComparison.Ordinal) && phrase.EndsWith("level 1", StringComparison.Ordinal));
        Assert.Equal("注1", said[said.IndexOf("doc-noteref") + 1]);
        Assert.Contains("doc-endnotes, 附注", said);
        Assert.Equal("返回正文", said[said.IndexOf("doc-backlink") + 1]);

        // The section's own words, in their order, and nothing of them again.
        var words = string.Concat(said);
        var place = 0;
        foreach (var sentence in site.Content.Report.FindSection("review-2017/economy")!.Paragraphs.Select(paragraph => paragraph.Text[..paragraph.Text.IndexOf('。')]))
        {
            var first = words.IndexOf(sentence, place, StringComparison.Ordinal);
            Assert.True(first >= 0, $"not said, or not in its place: {sentence}");
            Assert.True(words.IndexOf(sentence + "。", first + 1, StringComparison.Ordinal) < 0, $"said twice: {sentence}");
            place = first;
        }
    }

    [Fact]
    public async Task A_table_is_read_with_its_caption_and_headers()
    {
        var said = await ListenAsync("/indicators?topic=housing", "main table");

        await Golden.MatchesAsync(Path.Combine("Spoken", "table.txt"), Shown(said));
        Assert.StartsWith("table", said[0]);
        foreach (var header in new[] { "指标", "年份", "数值", "类型", "出处" })
        {
            Assert.Contains(said, phrase => phrase.StartsWith("columnheader", StringComparison.Ordinal) && phrase.Contains(header, StringComparison.Ordinal));
        }

        Assert.Contains(said, phrase => phrase.StartsWith("rowheader", StringComparison.Ordinal));
        Assert.DoesNotContain("", said);
    }

    [Fact]
    public async Task A_chart_is_read_as_one_picture_that_says_its_figures_and_then_as_a_table()
    {
        var said = await ListenAsync("/indicators/tax-share-2017", "main");

        await Golden.MatchesAsync(Path.Combine("Spoken", "chart.txt"), Shown(said));
        var pictures = said.Where(phrase => phrase.StartsWith("image", StringComparison.Ordinal)).ToList();
        Assert.Single(pictures);
        Assert.Contains("2017年72%，2018年目标75%", pictures[0]);
        Assert.Contains(said, phrase => phrase.StartsWith("table", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_settings_form_is_read_with_the_name_and_state_of_every_choice()
    {
        var said = await ListenAsync(Links.ReadingSettings, "main");

        await Golden.MatchesAsync(Path.Combine("Spoken", "settings.txt"), Shown(said));
        foreach (var group in new[] { "版面", "字号", "配色" })
        {
            Assert.Contains(said, phrase => phrase.StartsWith($"group, {group}", StringComparison.Ordinal));
        }

        foreach (var name in ReadingSetting.Find("theme")!.Values.Select(theme => theme.Name))
        {
            Assert.Contains(said, phrase => phrase.StartsWith($"radio, {name}", StringComparison.Ordinal) && phrase.Contains("checked", StringComparison.Ordinal));
        }

        Assert.Contains(said, phrase => phrase.StartsWith("button, 保存", StringComparison.Ordinal));
        Assert.Contains(said, phrase => phrase.StartsWith("button, 恢复默认", StringComparison.Ordinal));
        output.RecordCheck("模拟读屏通读", "@guidepup/virtual-screen-reader", "一节正文、一张表、一幅图、设置表单", "顺序、角色、名称、状态与审阅过的一致");
    }

    /// <summary>The reader's script is served as if it were the site's own, which is what the page's policy allows.</summary>
    private async Task<List<string>> ListenAsync(string address, string part)
    {
        var script = Path.Combine(Package, "lib", "esm", "index.browser.js");
        Assert.True(File.Exists(script), HowToInstall);
        await using var reader = await site.ReaderAsync(1280);
        await reader.Page.RouteAsync("**/virtual-screen-reader.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Path = script }));
        await reader.OpenAsync(address);
        var said = await reader.Page.EvaluateAsync<string[]>(
            """
            async part => {
                const { virtual } = await import("/virtual-screen-reader.js");
                const container = document.querySelector(part);
                await virtual.start({ container });
                const end = `end of ${await virtual.lastSpokenPhrase()}`.split(",")[0];
                for (let step = 0; step < 5000; step++) {
                    await virtual.next();
                    if ((await virtual.lastSpokenPhrase()).split(",")[0] === end && virtual.activeNode === container) break;
                }
                const said = await virtual.spokenPhraseLog();
                await virtual.stop();
                return said;
            }
            """,
            part);
        return [.. said];
    }

    private static string Shown(IEnumerable<string> said) =>
        string.Join('\n', said.Select(Lasting.Of).Select(phrase => phrase.Length <= 90 ? phrase : $"{phrase[..90]}…"));
}
