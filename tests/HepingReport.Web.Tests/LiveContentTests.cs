using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HepingReport.Web.Tests;

/// <summary>Edits in the content folder while the site runs.</summary>
public sealed class LiveContentTests
{

    [Fact]
    public async Task A_good_edit_reaches_the_page_without_a_restart()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var section = Path.Combine(site.ContentPath, "report/review-2017/economy.md");
        Assert.DoesNotContain("改过的要点", (await site.PageAsync("/report/review-2017/economy")).Body!.TextContent);

        await EditAsync(section, text => text.Replace("keypoints:\n", "keypoints:\n  - 改过的要点。\n", StringComparison.Ordinal));

        await EventuallyAsync(async () => (await site.PageAsync("/report/review-2017/economy")).Body!.TextContent.Contains("改过的要点。", StringComparison.Ordinal));
        Assert.Equal("current", (await ReadyAsync(site)).GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_paragraph_changed_together_with_its_correction_reaches_the_page()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await site.PageAsync("/");
        var corrections = Path.Combine(site.ContentPath, "corrections.yml");

        // Between the two saves the text departs without a reason: readers must not see it.
        await EditAsync(Path.Combine(site.ContentPath, "report/review-2017/closing.md"), text => text.Replace("共创共享美好生活", "共创、共享美好生活", StringComparison.Ordinal));
        await EventuallyAsync(async () => (await ReadyAsync(site)).GetProperty("content").GetString() == "stale");
        Assert.Contains("共创共享美好生活", (await site.PageAsync("/report/review-2017/closing")).Body!.TextContent);

        await EditAsync(corrections, text => text + "\n- place: review-lessons\n  source: 共创共享\n  corrected: 共创、共享\n  kind: lost-punctuation\n  reason: 并列的两个词之间脱顿号。\n");

        await EventuallyAsync(async () => ReportText.ParagraphsOf(await site.PageAsync("/report/review-2017/closing")).Any(words => words.Contains("共创、共享美好生活", StringComparison.Ordinal)));
        Assert.Contains("并列的两个词之间脱顿号。", (await site.PageAsync(Links.Fidelity)).Body!.TextContent);
    }

    [Theory]
    [InlineData("report/review-2017/economy.md", "850亿元", "860亿元")]
    [InlineData("notes.yml", "definition:", "defnition:")]
    [InlineData("topics.yml", "- id: education", "- id: [education")]
    public async Task A_broken_edit_never_reaches_a_reader_and_is_counted(string file, string good, string broken)
    {
        using var site = TestSite.OnACopyOfTheContent();
        var before = await (await site.Reader().GetAsync("/report/full")).Content.ReadAsStringAsync();

        await EditAsync(Path.Combine(site.ContentPath, file), text => text.Replace(good, broken, StringComparison.Ordinal));
        await EventuallyAsync(async () => (await ReadyAsync(site)).GetProperty("content").GetString() == "stale");

        using var ready = await site.Reader().GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.True((await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("problems").GetInt32() > 0);
        Assert.Equal(before, await (await site.Reader().GetAsync("/report/full")).Content.ReadAsStringAsync());

        // Mended, the site is current again.
        await EditAsync(Path.Combine(site.ContentPath, file), text => text.Replace(broken, good, StringComparison.Ordinal));
        await EventuallyAsync(async () => (await ReadyAsync(site)).GetProperty("content").GetString() == "current");
    }

    [Fact]
    public async Task A_content_folder_that_vanishes_and_comes_back_costs_no_reader_a_page()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await site.PageAsync("/");
        var away = site.ContentPath + "-away";

        Directory.Move(site.ContentPath, away);
        await EventuallyAsync(async () => (await ReadyAsync(site)).GetProperty("content").GetString() == "stale");
        Assert.NotEmpty(ReportText.ParagraphsOf(await site.PageAsync("/report/full")));

        Directory.Move(away, site.ContentPath);
        await EventuallyAsync(async () => (await ReadyAsync(site)).GetProperty("content").GetString() == "current");
    }

    [Fact]
    public async Task An_old_address_leads_to_the_new_one_and_an_old_paragraph_id_still_finds_its_paragraph()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await EditAsync(Path.Combine(site.ContentPath, "redirects.yml"), text => text
            + "- { from: /report/review-2017/economy-2, to: /report/review-2017/economy }\n"
            + "- { from: /report/review-2017/economy#quality, to: /report/review-2017/economy#economy-quality }\n");

        using var response = await site.Reader().GetAsync("/report/review-2017/economy-2?view=care");
        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal("/report/review-2017/economy?view=care", response.Headers.Location!.OriginalString);

        var page = await site.PageAsync("/report/review-2017/economy");
        Assert.Equal("economy-quality", page.GetElementById("quality")!.ParentElement!.Id);
    }

    private static async Task<JsonElement> ReadyAsync(TestSite site) => await site.Reader().GetFromJsonAsync<JsonElement>("/health/ready");

    private static async Task EditAsync(string path, Func<string, string> edit)
    {
        var text = await File.ReadAllTextAsync(path);
        var changed = edit(text);
        Assert.NotEqual(text, changed);
        await File.WriteAllTextAsync(path, changed);
    }
}
