using System.Net;
using System.Text;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>No address and no name that a visitor sends leads anybody to another site, or to a file that is none of the site's own.</summary>
public sealed class WayOutTests(ITestOutputHelper output)
{
    /// <summary>As they stand in an address, decoded once.</summary>
    private static readonly string[] Elsewhere =
    [
        "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "/\r\n/evil.example",
        "/%2Fevil.example", "/%5Cevil.example", "~//evil.example", "~/\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "evil.example", ".evil.example", "@evil.example", "https:evil.example", "https:/evil.example",
        "／／evil.example", "/.//evil.example", "/..//evil.example", "/;//evil.example", "/\0/evil.example", "\u00A0//evil.example", " //evil.example", "/report\r\nLocation: https://evil.example", "https://localhost@evil.example/", "https://localhost.evil.example/", "/\u2028/evil.example",
    ];

    /// <summary>Ways to a file of the machine that lies in every checkout and on every system, as they stand in a request line.</summary>
    private static readonly string[] Traversals =
    [
        "..", "../..", "..%2f", "..%2F..", "..%5c..", "%2e%2e", "%2e%2e%2f%2e%2e", "%252e%252e%252f", "..%252f..", "..%c0%af..", "..%c1%9c..", "....//", "..;/", ".%00.", "..%00/", "..\\..", "%5c..%5c..", "/..", "%2f..", "..%ef%bc%8f..", "%u002e%u002e/", "..%01/",
    ];

    private static readonly string[] Wanted = ["etc/passwd", "appsettings.json", "portal.db", "HepingReport.Web.dll", "report/report.yml", "source/report-2018.txt"];

    [Fact]
    public async Task Nothing_that_names_an_address_leads_to_another_site()
    {
        using var forms = await StaffForms.OpenAsync(overTheNetwork: true);
        var root = forms.Site.ClientOptions.BaseAddress.AbsoluteUri.TrimEnd('/');
        using var reader = Over(root);
        var asked = 0;
        foreach (var elsewhere in Elsewhere)
        {
            var value = Uri.EscapeDataString(elsewhere);

            // As a path; in every parameter that names a way back, by GET and as a form; and what follows when it is pressed.
            foreach (var path in new[] { elsewhere, value }.Where(path => path.All(c => c is > ' ' and < '\x7F')))
            {
                await CheckAsync(await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, Raw(root, path.StartsWith('/') ? path : "/" + path))), path);
            }

            foreach (var name in new[] { "from", "returnUrl", "url", "page" })
            {
                foreach (var page in new[] { Links.ReadingSettings, Links.Feedback, Links.FeedbackSent, Links.FeedbackStatus, Links.Search, Links.Indicators, Links.Home, "/share/opening", Links.StaffSignIn, Links.StaffCode, Links.StaffFirst })
                {
                    await CheckAsync(await reader.GetAsync($"{page}?{name}={value}&view=care"), $"{page}?{name}");
                }
            }

            foreach (var fields in new[] { new[] { ("keep", "true") }, [("reset", "true")], [("undo", "view=care")], [("size", "3")] })
            {
                await CheckAsync(await reader.PostAsync(Links.ReadingSettings, new FormUrlEncodedContent([new("from", elsewhere), .. fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))])), "settings");
            }

            await CheckAsync(await reader.PostAsync($"{Links.ReadingSettings}?from={value}", new FormUrlEncodedContent([new("keep", "true")])), "settings by address");
            foreach (var page in new[] { Links.StaffSignIn, Links.StaffCode })
            {
                await forms.Editor.OpenAsync($"{page}?from={value}");
                await CheckAsync(forms.Editor.Answer, $"{page} signed in");
            }

            await forms.Editor.OpenAsync(Links.StaffPreview(forms.Drafts[StaffForms.Mine].Id, "/reading") + $"?from={value}");
            await CheckAsync(forms.Editor.Answer, "preview");
        }

        // Somebody who signs in by such a link arrives on the site.
        var visitor = new StaffVisitor(forms.Site, "127.0.0.1", Over(root));
        await visitor.OpenAsync($"{Links.StaffSignIn}?from={Uri.EscapeDataString("//evil.example")}");
        await visitor.PressAsync("登录", ("username", "林晓"), ("password", StaffVisitor.Password), ("from", "https://evil.example/"));
        await CheckAsync(visitor.Answer, "signing in");
        Assert.Equal(HttpStatusCode.Redirect, visitor.Answer.StatusCode);
        output.WriteLine($"RESULT open redirects: {asked} requests, {Elsewhere.Length} addresses of other sites: led there 0");

        async Task CheckAsync(HttpResponseMessage answer, string what)
        {
            asked++;
            Assert.True((int)answer.StatusCode < 500, $"{what}: {answer.StatusCode}");
            if (answer.Headers.Location is { } location)
            {
                var to = location.OriginalString;
                Assert.True(to is ['/', ..] and not ['/', '/' or '\\', ..] && !to.Any(char.IsControl), $"{what} leads to {to}");
                Assert.True(new Uri(new Uri("http://this.site/"), to).Host == "this.site", $"{what} leads to {to}");
            }

            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                var page = await TestSite.ParseAsync(answer);
                foreach (var link in page.QuerySelectorAll("[href], [src], [action], [formaction]").SelectMany(element => new[] { "href", "src", "action", "formaction" }.Select(element.GetAttribute)).OfType<string>())
                {
                    Assert.True(!Uri.TryCreate(new Uri("http://this.site/"), link, out var target) || !target.Host.Contains("evil", StringComparison.OrdinalIgnoreCase), $"{what} links to {link}");
                    Assert.False(link.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || link.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase), $"{what} links to {link}");
                }
            }
        }
    }

    [Fact]
    public async Task Nothing_that_names_a_file_reaches_one_that_is_not_the_sites_own()
    {
        using var forms = await StaffForms.OpenAsync(overTheNetwork: true);
        var root = forms.Site.ClientOptions.BaseAddress.AbsoluteUri.TrimEnd('/');
        using var reader = Over(root);
        string[] places = ["/", "/downloads/", "/audio/review-2017/", "/audio/", "/share/", "/report/", "/fidelity/", "/css/", "/js/", "/data/", "/openapi/", "/api/v1/sections/", "/errors/", "/staff/edit/", "/staff/preview/", "/staff/history?path=", "/staff/history/compare?from=1&to=1&path=", "/feedback?paragraph=", "/downloads/report.txt/"];
        string[] secrets = ["root:x:", "\"Serilog\"", "SQLite format", "This program cannot be run"];
        var asked = 0;
        foreach (var place in places)
        {
            foreach (var way in Traversals)
            {
                foreach (var wanted in Wanted)
                {
                    var address = $"{place}{way}/{wanted}";
                    using var answer = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, Raw(root, address)));
                    var text = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
                    asked++;
                    Assert.True((int)answer.StatusCode < 500, $"{address}: {answer.StatusCode}");
                    Assert.All([.. secrets, "sha256:"], secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{address} gives {secret}"));
                    if (place.StartsWith(Links.Staff, StringComparison.Ordinal))
                    {
                        await forms.Editor.OpenAsync(address.Replace("\\", "%5C", StringComparison.Ordinal));
                        asked++;
                        Assert.True((int)forms.Editor.Answer.StatusCode < 500, $"{address} signed in: {forms.Editor.Answer.StatusCode}");
                        Assert.All(secrets, secret => Assert.False(forms.Editor.Html.Contains(secret, StringComparison.Ordinal), $"{address} signed in gives {secret}"));
                    }
                }
            }
        }

        output.WriteLine($"RESULT path traversal: {asked} requests: files given that are not the site's own 0");
    }

    private static HttpClient Over(string root) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(root) };

    private static Uri Raw(string root, string path) => new(root + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
