using HepingReport.Web.Tests;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>A static export behind the sample nginx, as a reader opens it.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ExportTests(BrowserSite site, ExportedSite exported) : IClassFixture<ExportedSite>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Home_a_section_and_its_care_view_read_and_lead_on_with_and_without_scripts(bool scripts)
    {
        await using var nginx = await NginxProcess.StartAsync("nginx-static.conf", ("/srv/heping-report", exported.Alone));
        await using var reader = await site.ReaderAsync(390, also: options => (options.IgnoreHTTPSErrors, options.JavaScriptEnabled) = (true, scripts));
        var failed = new List<string>();
        reader.Page.Response += (_, answer) => { if (answer.Status >= 400) { failed.Add(answer.Url); } };
        await reader.Page.GotoAsync(nginx.Root.AbsoluteUri);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "从头读起" }).ClickAsync();
        await reader.Page.WaitForURLAsync("**/report/opening");
        await reader.Page.GotoAsync(new Uri(nginx.Root, "/report/review-2017/economy").AbsoluteUri);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "关怀版", Exact = true }).ClickAsync();
        await reader.Page.WaitForURLAsync("**/care/report/review-2017/economy");
        Assert.Equal("care", await OfPageAsync("view"));
        await reader.Page.GetByRole(AriaRole.Navigation, new() { Name = "阅读" }).GetByText("下一节").ClickAsync();
        await reader.Page.WaitForURLAsync("**/care/report/review-2017/wellbeing");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "返回标准版" }).ClickAsync();
        await reader.Page.WaitForURLAsync("**/report/review-2017/wellbeing");
        Assert.Equal("standard", await OfPageAsync("view"));
        Assert.DoesNotContain("/care", reader.Page.Url);

        Assert.Equal([], failed);
        Assert.Equal([], reader.Complaints);
        Assert.Equal([], reader.Requests.Where(request => !request.Url.StartsWith(nginx.Root.AbsoluteUri, StringComparison.Ordinal)).Select(request => request.Url));

        async Task<string?> OfPageAsync(string setting) => await reader.Page.Locator("html").GetAttributeAsync($"data-{setting}");
    }

    [Fact]
    public async Task Settings_are_kept_by_the_script_from_page_to_page_in_both_views()
    {
        await using var nginx = await NginxProcess.StartAsync("nginx-static.conf", ("/srv/heping-report", exported.Alone));
        await using var reader = await site.ReaderAsync(1280, also: options => options.IgnoreHTTPSErrors = true);
        await reader.Page.GotoAsync(new Uri(nginx.Root, "/report/opening").AbsoluteUri);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "网站无障碍", Exact = true }).ClickAsync();
        await reader.Page.GetByLabel("黑底黄字").CheckAsync();
        await reader.Page.GetByLabel("特大").CheckAsync();
        await AssertSettingsAsync("yellow-on-black", "5");

        await reader.Page.GotoAsync(new Uri(nginx.Root, "/care/topics").AbsoluteUri);
        await AssertSettingsAsync("yellow-on-black", "5");

        // The form shows what is in force; one choice more leaves the others, and 恢复默认 goes back to all defaults.
        await reader.Page.GotoAsync(new Uri(nginx.Root, "/care/reading").AbsoluteUri);
        Assert.True(await reader.Page.GetByLabel("黑底黄字").IsCheckedAsync());
        await reader.Page.GetByLabel("最大").CheckAsync();
        await AssertSettingsAsync("yellow-on-black", "6");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "恢复默认" }).ClickAsync();
        await AssertSettingsAsync("auto", "1");
        Assert.EndsWith("/care/reading", reader.Page.Url);
        Assert.Equal([], reader.Complaints);

        async Task AssertSettingsAsync(string theme, string size)
        {
            await Assertions.Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
            await Assertions.Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("data-size", size);
        }
    }

    [Fact]
    public async Task Without_scripts_the_settings_page_says_what_can_be_done()
    {
        await using var nginx = await NginxProcess.StartAsync("nginx-static.conf", ("/srv/heping-report", exported.Alone));
        await using var reader = await site.ReaderAsync(390, also: options => (options.IgnoreHTTPSErrors, options.JavaScriptEnabled) = (true, false));
        await reader.Page.GotoAsync(new Uri(nginx.Root, "/reading").AbsoluteUri);

        Assert.Equal(0, await reader.Page.Locator("form:visible").CountAsync());
        await reader.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "关怀版" }).ClickAsync();
        await reader.Page.WaitForURLAsync("**/care");
    }

    [Fact]
    public async Task An_address_of_the_live_site_for_the_care_view_opens_it_on_any_host()
    {
        await using var nginx = await NginxProcess.StartAsync("nginx-static.conf", ("/srv/heping-report", exported.Alone), ("if ($arg_view = care) {", "if ($arg_view = never) {"));
        await using var reader = await site.ReaderAsync(390, also: options => options.IgnoreHTTPSErrors = true);
        await reader.Page.GotoAsync(new Uri(nginx.Root, "/report/opening?view=care#opening-request").AbsoluteUri);

        await reader.Page.WaitForURLAsync("**/care/report/opening#opening-request");
    }
}
