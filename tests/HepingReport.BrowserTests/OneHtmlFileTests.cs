using HepingReport.Files;
using HepingReport.Web.Tests;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>The report as one HTML file, opened from a disk with the network off.</summary>
[Collection(InTheBrowser.Name)]
public sealed class OneHtmlFileTests(BrowserSite site) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("heping-file-").FullName;

    private string Address => new Uri(Path.Combine(folder, "report.html")).AbsoluteUri;

    public async Task InitializeAsync()
    {
        using var http = new HttpClient();
        await Eventually.EventuallyAsync(async () =>
        {
            using var answer = await http.GetAsync(site.Root + Links.ReportFile(ReportFormat.All.Single(format => format.Extension == "html")));
            await File.WriteAllBytesAsync(Path.Combine(folder, "report.html"), await answer.Content.ReadAsByteArrayAsync());
            return answer.IsSuccessStatusCode;
        });
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(390, false)]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    public async Task It_asks_for_nothing_and_axe_finds_nothing_in_both_views(int width, bool dark)
    {
        await using var reader = await OpenAsync(width, also: options => options.ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light).WithAxeAsync();
        await reader.Page.GotoAsync(Address);

        Assert.Equal([], await reader.Page.AxeAsync());
        await reader.Page.GetByLabel("关怀版").CheckAsync();
        Assert.Equal([], await reader.Page.AxeAsync());

        Assert.Equal([Address], reader.Requests.Select(request => request.Url));
        Assert.Equal([], reader.Complaints);
        Assert.Equal(0, await reader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    [Fact]
    public async Task Without_scripts_the_keyboard_switches_to_the_care_view_and_back()
    {
        await using var reader = await OpenAsync(390, also: options => options.JavaScriptEnabled = false);
        await reader.Page.GotoAsync(Address);
        var paragraph = reader.Page.Locator("#economy-quality");
        Assert.Equal(18, await SizeAsync());

        await reader.Page.Keyboard.PressAsync("Tab");
        await reader.Page.Keyboard.PressAsync("Tab");
        await reader.Page.Keyboard.PressAsync("Space");
        Assert.True(await SizeAsync() >= 24);
        foreach (var link in await reader.Page.Locator(".file-contents a, .back-to-contents a").AllAsync())
        {
            Assert.True((await link.BoundingBoxAsync())!.Height >= 60);
        }

        await reader.Page.Keyboard.PressAsync("Space");
        Assert.Equal(18, await SizeAsync());

        Task<double> SizeAsync() => paragraph.EvaluateAsync<double>("element => parseFloat(getComputedStyle(element).fontSize)");
    }

    [Fact]
    public async Task Contents_notes_and_the_way_back_are_links_within_the_file()
    {
        await using var reader = await OpenAsync(390, also: options => options.JavaScriptEnabled = false);
        await reader.Page.GotoAsync(Address);

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "（一）坚持高端高质、优化结构，经济持续健康发展" }).ClickAsync();
        Assert.EndsWith("#review-2017-economy", reader.Page.Url);
        await reader.Page.Locator("#economy-services").GetByRole(AriaRole.Link, new() { Name = "注1" }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#note-1")).ToBeInViewportAsync();
        await reader.Page.Locator("#note-1").GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#economy-services")).ToBeInViewportAsync();
        Assert.Equal([Address], reader.Requests.Select(request => request.Url.Split('#')[0]).Distinct());
    }

    private Task<Reader> OpenAsync(int width, Action<BrowserNewContextOptions> also) => site.ReaderAsync(width, also: options =>
    {
        options.Offline = true;
        also(options);
    });
}
