using HepingReport.Web.Tests;
using Microsoft.AspNetCore.Hosting;
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

    /// <summary>Every page but most of those of a single figure, and of those for citing one place, which are all of one make: every twelfth stands for them. The long run takes all figures.</summary>
    public IReadOnlyList<string> Addresses =>
    [
        .. Content.PageAddresses.Where(address => !address.StartsWith(Links.Indicators + "/", StringComparison.Ordinal)),
        .. Links.SharePages(Content.Report).Where((_, i) => i % 12 == 0),
        .. Content.Indicators.All.Where(indicator => indicator.Order % 12 == 0).Select(Links.Indicator),
        "/indicators?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E8%AF%8D",
        "/indicators?year=1999",
        "/reading?saved=true",
        "/search?q=%E5%81%9C%E8%BD%A6",
        "/search?q=%E5%85%BB%E8%80%81%E9%99%A2",
        "/search?q=%E5%AD%A9%E5%AD%90%E4%B8%8A%E5%AD%A6",
        "/report/review-2017/city?q=%E5%81%9C%E8%BD%A6",
        "/not-there",
    ];

    /// <summary>One page of each kind: where they can be told apart, one that has most of what its kind can have.</summary>
    public IReadOnlyList<PageKind> Kinds { get; private set; } = [];

    public IReadOnlyList<string> FigureAddresses => [.. Content.Indicators.All.Select(Links.Indicator)];

    public string BrowserVersion => browser!.Version;

    /// <summary>Each page says which page it is, so that one of a kind can be chosen without a list of kinds.</summary>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new PageKind.Naming()));
    }

    public async Task InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        Root = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/');
        Kinds = await PageKind.OfAsync(Root, Addresses);
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

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public override async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>A site of its own, on a copy of the content that a test may change.</summary>
    public static async Task<BrowserSite> OnACopyAsync()
    {
        var site = new BrowserSite { ContentPath = CopyOfTheContent() };
        await site.InitializeAsync();
        return site;
    }

    /// <summary>
    /// Asks something of every address, in as many windows at once as the machine has use for; gives what was found, in the order of the addresses.
    /// What a window complained of, or asked of another host, is found too.
    /// </summary>
    public static async Task<IReadOnlyList<string>> SweepAsync(IEnumerable<string> addresses, Func<Task<Reader>> open, Func<Reader, string, Task<IEnumerable<string>>> ask)
    {
        var all = addresses.ToList();
        var found = new IReadOnlyList<string>[all.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 2, 4)).Select(async _ =>
        {
            await using var reader = await open();
            for (var i = Interlocked.Increment(ref next); i < all.Count; i = Interlocked.Increment(ref next))
            {
                await reader.OpenAsync(all[i]);
                found[i] = [.. (await ask(reader, all[i])).Select(finding => $"{all[i]}: {finding}"), .. reader.TakeComplaints().Select(complaint => $"{all[i]}: {complaint}")];
            }
        }));
        return [.. found.SelectMany(findings => findings)];
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

    /// <summary>What was complained of and asked of another host since the last call. The browser complains of the status of pages that answer a wrong address or filter, too.</summary>
    public IReadOnlyList<string> TakeComplaints()
    {
        List<string> found =
        [
            .. Complaints.Where(complaint => !complaint.Contains("404 (Not Found)", StringComparison.Ordinal) && !complaint.Contains("400 (Bad Request)", StringComparison.Ordinal)),
            .. Requests.Where(request => !request.Url.StartsWith(Root + "/", StringComparison.Ordinal)).Select(request => $"asks another host: {request.Url}"),
        ];
        Complaints.Clear();
        Requests.Clear();
        return found;
    }

    /// <summary>What lies in the clipboard, pasted in a window beside: the site's own pages may not read it.</summary>
    public async Task<string> PasteAsync()
    {
        var beside = await context.NewPageAsync();
        await beside.SetContentAsync("<textarea></textarea>");
        await beside.FocusAsync("textarea");
        await beside.Keyboard.PressAsync("Control+V");
        var pasted = await beside.InputValueAsync("textarea");
        await beside.CloseAsync();
        await Page.BringToFrontAsync();
        return pasted;
    }

    public Task OpenAsync(string address) => Page.GotoAsync(Root + address);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class InTheBrowser : ICollectionFixture<BrowserSite>
{
    public const string Name = "in the browser";
}
