using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using HepingReport.Content;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>
/// The real site on the real content, or on a copy of it that a test may change. Its data folder is its own and goes with it.
/// </summary>
public class TestSite : WebApplicationFactory<Program>
{
    private readonly string folder = Directory.CreateTempSubdirectory("heping-site-").FullName;
    private readonly Dictionary<string, string> settings = [];

    public static string RealContent { get; } = FindRealContent();

    public string ContentPath { get; init; } = RealContent;

    public string DataPath => Data ?? Path.Combine(folder, "data");

    /// <summary>Another data folder than the site's own; it stays.</summary>
    public string? Data { get; init; }

    /// <summary>Another time than the machine's.</summary>
    public TimeProvider? Clock { get; init; }

    public ContentSnapshot Content => Services.GetRequiredService<CurrentContent>().Snapshot;

    /// <summary>A site whose content folder the test may edit.</summary>
    public static TestSite OnACopyOfTheContent(TimeProvider? clock = null) => new() { ContentPath = CopyOfTheContent(), Clock = clock };

    public static string CopyOfTheContent()
    {
        var copy = Directory.CreateTempSubdirectory("heping-content-").FullName;
        foreach (var file in Directory.EnumerateFiles(RealContent, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(RealContent, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public TestSite With(string setting, string value)
    {
        settings[setting] = value;
        return this;
    }

    /// <summary>
    /// Puts a portal.db in the place of the site's that is none. What SQLite keeps beside it goes first: it may still hold every page, and would
    /// mend the file.
    /// </summary>
    public async Task DamagePortalAsync()
    {
        var portal = Path.Combine(DataPath, "portal.db");
        var damaged = Path.Combine(folder, "damaged.db");
        await File.WriteAllTextAsync(damaged, new string('x', 5000));
        File.Delete(portal + "-wal");
        File.Delete(portal + "-shm");
        File.Move(damaged, portal, overwrite: true);
    }

    /// <summary>A reader who follows no redirects by itself and keeps no cookies.</summary>
    public HttpClient Reader() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });

    public async Task<IHtmlDocument> PageAsync(string address, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await Reader().SendAsync(request);
        return await ParseAsync(response);
    }

    public static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage response) =>
        await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Content:Path", ContentPath);
        builder.UseSetting("Data:Path", DataPath);
        builder.UseSetting("Content:PollSeconds", "0.2");

        // A browser started for every site, or all its pages rendered, would slow the tests down; those about them ask for it.
        builder.UseSetting("Files:Browser", "none");
        builder.UseSetting("Delivery:Warm", "off");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        if (Clock is not null)
        {
            builder.ConfigureTestServices(services => services.AddSingleton(Clock));
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var own in new[] { folder, ContentPath }.Where(own => own != RealContent && Directory.Exists(own)))
        {
            Directory.Delete(own, recursive: true);
        }
    }

    private static string FindRealContent()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HepingReport.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run inside the checkout.");
        }

        return Path.Combine(folder.FullName, "content");
    }
}

public static class ReportText
{
    /// <summary>The report's own words on a page: each paragraph's text without the aids set beside it.</summary>
    public static IReadOnlyList<string> ParagraphsOf(IParentNode page) => [.. page.QuerySelectorAll(".para").Select(WordsOf)];

    public static string WordsOf(IElement paragraph)
    {
        var words = (IElement)paragraph.Clone();
        foreach (var aid in words.QuerySelectorAll("[data-aid]"))
        {
            aid.Remove();
        }

        return words.TextContent;
    }
}
