using HepingReport.Web.Tests;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>The site over Kestrel on a free loopback port, and one Chromium beside it.</summary>
public sealed class BrowserSite : TestSite, IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Root { get; private set; } = "";

    /// <summary>Every page but most of those of a single figure, which are all of one make: every twelfth stands for them. The long run takes all.</summary>
    public IReadOnlyList<string> Addresses =>
    [
        .. Content.PageAddresses.Where(address => !address.StartsWith(Links.Indicators + "/", StringComparison.Ordinal)),
        .. Content.Indicators.All.Where(indicator => indicator.Order % 12 == 0).Select(Links.Indicator),
        "/indicators?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E8%AF%8D",
        "/indicators?year=1999",
        "/not-there",
    ];

    public IReadOnlyList<string> FigureAddresses => [.. Content.Indicators.All.Select(Links.Indicator)];

    public async Task InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        Root = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/');
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindChromium(),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>The browser named in CHROMIUM_PATH, else one of the system; null leaves it to Playwright's own.</summary>
    private static string? FindChromium()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named)
        {
            return named;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        await DisposeAsync();
    }

    /// <summary>A reader with a window of their own: what they were shown, asked for and complained of is kept.</summary>
    public async Task<Reader> ReaderAsync(int width = 1280, int height = 900, string? cookie = null, Action<BrowserNewContextOptions>? also = null)
    {
        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = "zh-CN", TimezoneId = "Asia/Shanghai" };
        also?.Invoke(options);
        var context = await browser!.NewContextAsync(options);
        if (cookie is not null)
        {
            await context.AddCookiesAsync([new Cookie { Name = "reading", Value = Uri.EscapeDataString(cookie), Url = Root }]);
        }

        return new Reader(Root, context, await context.NewPageAsync());
    }
}

/// <summary>One reader's window.</summary>
public sealed class Reader : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public Reader(string root, IBrowserContext context, IPage page)
    {
        Root = root;
        this.context = context;
        Page = page;
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
        page.PageError += (_, fault) => Complaints.Add(fault);
        page.Request += (_, request) => Requests.Add(request);
    }

    public string Root { get; }

    public IPage Page { get; }

    public IBrowserContext Context => context;

    /// <summary>Console messages and script errors.</summary>
    public List<string> Complaints { get; } = [];

    public List<IRequest> Requests { get; } = [];

    public Task OpenAsync(string address) => Page.GotoAsync(Root + address);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class InTheBrowser : ICollectionFixture<BrowserSite>
{
    public const string Name = "in the browser";
}
