using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

public sealed class AddressTests(TestSite site) : IClassFixture<TestSite>
{
    [Theory]
    [InlineData("/report/", "/report")]
    [InlineData("/Report/Review-2017/Economy", "/report/review-2017/economy")]
    [InlineData("/report/full/?q=1", "/report/full?q=1")]
    [InlineData("//evil.example/", "/evil.example")]
    [InlineData("/report//", "/report")]
    public async Task Each_page_has_one_address(string asked, string expected)
    {
        using var response = await site.Reader().GetAsync(new Uri("http://localhost" + asked));

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Canonical_links_use_the_configured_address_and_never_the_host_header()
    {
        using var configured = new TestSite().With("Site:Url", "https://report.example.cn");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/report/opening");
        request.Headers.Host = "evil.example";
        using var response = await configured.Reader().SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("<link rel=\"canonical\" href=\"https://report.example.cn/report/opening\">", text);
        Assert.DoesNotContain("evil.example", text);
        Assert.DoesNotContain("evil.example", await (await site.Reader().SendAsync(new HttpRequestMessage(HttpMethod.Get, "/sitemap.xml") { Headers = { Host = "evil.example" } })).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_fault_inside_the_site_shows_a_page_that_helps_and_no_detail()
    {
        using var faulty = new TestSite().WithWebHostBuilder(builder => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, FaultAtTheEnd>()));
        using var response = await faulty.CreateClient().GetAsync("/fault/inside");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var page = await TestSite.ParseAsync(response);
        Assert.Equal("网站出了差错", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("secret", page.Source.Text);
        Assert.NotNull(page.QuerySelector("main a[href='/report']"));
    }

    [Theory]
    [InlineData("/health/live", "{\"status\":\"live\"}")]
    public async Task Health_answers_in_one_line(string address, string expected) =>
        Assert.Equal(expected, await site.Reader().GetStringAsync(address));

    private sealed class FaultAtTheEnd : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(context => context.Request.Path == "/fault/inside" ? throw new InvalidOperationException("secret") : Task.CompletedTask);
        };
    }
}
