using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HepingReport.Web.Tests;

/// <summary>How much one visitor may ask for, and that nobody else notices.</summary>
public sealed class LimitTests
{
    /// <summary>Of what is documented, so that nobody changes it in passing.</summary>
    [Fact]
    public void The_limits_that_are_shipped_are_these()
    {
        Assert.Equal(
            new LimitsOptions(1200, 1200, 600, 60, 4096, TimeSpan.FromSeconds(15), 10_000, 16 * 1024, 64, TimeSpan.FromSeconds(15), 64 * 1024, 240, TimeSpan.FromMinutes(2), 100, 256 * 1024),
            LimitsOptions.Default);

        using var site = new TestSite();
        var server = site.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        Assert.False(server.AddServerHeader);
        Assert.Equal(
            (10_000L, 0L, 64 * 1024L, 8192, 16 * 1024, 64, 15.0, 120.0),
            (server.Limits.MaxConcurrentConnections, server.Limits.MaxConcurrentUpgradedConnections, server.Limits.MaxRequestBodySize, server.Limits.MaxRequestLineSize, server.Limits.MaxRequestHeadersTotalSize,
                server.Limits.MaxRequestHeaderCount, server.Limits.RequestHeadersTimeout.TotalSeconds, server.Limits.KeepAliveTimeout.TotalSeconds));
        Assert.Equal((240.0, 10.0), (server.Limits.MinRequestBodyDataRate!.BytesPerSecond, server.Limits.MinResponseDataRate!.GracePeriod.TotalSeconds));
        Assert.Equal((100, 16 * 1024, 256 * 1024, 128 * 1024), (server.Limits.Http2.MaxStreamsPerConnection, server.Limits.Http2.MaxFrameSize, server.Limits.Http2.InitialConnectionWindowSize, server.Limits.Http2.InitialStreamWindowSize));
    }

    [Theory]
    [InlineData("Limits:SearchesPerMinute", "0")]
    [InlineData("Limits:QueryLength", "100")]
    [InlineData("Limits:HeaderKilobytes", "16K")]
    [InlineData("Limits:RenderSeconds", "-1")]
    public void A_limit_that_cannot_be_is_refused_with_what_can(string key, string value)
    {
        var fault = Assert.Throws<FormatException>(() => SiteOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build()));
        Assert.StartsWith($"配置 {key} 写的是“{value}”，应当是 ", fault.Message);
    }

    /// <summary>As shipped: twelve hundred from one address at once, which is a quarter behind one address of its carrier.</summary>
    [Theory]
    [InlineData("/search")]
    [InlineData("/api/v1/search")]
    [InlineData("/data/indicators.csv-metadata.json")]
    public async Task One_address_may_ask_twelve_hundred_times_at_once_is_stopped_some_time_after_and_nobody_else_is(string address)
    {
        using var site = new TestSite();
        var reader = site.Reader();
        var taken = 0;
        var answer = await AskAsync(reader, address, "198.51.100.7");
        while (answer.StatusCode == HttpStatusCode.OK)
        {
            answer.Dispose();
            Assert.True(++taken < 20_000, "never stopped");
            answer = await AskAsync(reader, address, "198.51.100.7");
        }

        Assert.True(taken >= 1200, $"stopped after {taken}");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        answer.Dispose();

        foreach (var (other, from) in new[] { (address, "198.51.100.8"), (Links.Home, "198.51.100.7"), ("/report/review-2017/economy", "198.51.100.7"), ("/icon.svg", "198.51.100.7"), (Links.Feedback, "198.51.100.7"), ("/health/live", "198.51.100.7") })
        {
            using var free = await AskAsync(reader, other, from);
            Assert.True(free.StatusCode == HttpStatusCode.OK, $"{other} from {from}: {free.StatusCode}");
        }
    }

    [Fact]
    public async Task Whoever_asks_too_much_is_told_how_long_to_wait_people_by_a_page_and_programs_by_problem_details()
    {
        using var site = new TestSite().With("Limits:SearchesPerMinute", "2").With("Limits:DataPerMinute", "1");
        var reader = site.Reader();
        foreach (var address in new[] { "/search?q=养老", "/search?q=停车", Links.IndicatorsJson })
        {
            using var taken = await AskAsync(reader, address, "198.51.100.7");
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        using var people = await AskAsync(reader, "/search?q=养老", "198.51.100.7");
        var page = await TestSite.ParseAsync(people);
        Assert.Equal(HttpStatusCode.TooManyRequests, people.StatusCode);
        Assert.Equal("请稍等一会儿再试", page.QuerySelector("h1")!.TextContent);
        Assert.Contains($"请等{people.Headers.RetryAfter}秒再打开", page.QuerySelector("main")!.TextContent);
        Assert.NotNull(page.QuerySelector("main a[href='/report']"));

        using var programs = await AskAsync(reader, Links.IndicatorsCsv, "198.51.100.7");
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (programs.StatusCode, programs.Content.Headers.ContentType!.MediaType));
        Assert.NotNull(programs.Headers.RetryAfter);
        Assert.Equal("*", programs.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var problem = JsonDocument.Parse(await programs.Content.ReadAsStringAsync());
        Assert.Equal((429, "问得太多了"), (problem.RootElement.GetProperty("status").GetInt32(), problem.RootElement.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task A_household_of_IPv6_counts_as_one_and_its_neighbours_do_not()
    {
        using var site = new TestSite().With("Limits:SearchesPerMinute", "1");
        var reader = site.Reader();
        foreach (var (from, status) in new[] { ("2001:db8:0:1::5", HttpStatusCode.OK), ("2001:db8:0:1:ffff::9", HttpStatusCode.TooManyRequests), ("2001:db8:0:2::5", HttpStatusCode.OK) })
        {
            using var answer = await AskAsync(reader, Links.Search, from);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Too_many_receipts_looked_up_are_refused_and_what_was_typed_stays()
    {
        using var site = new TestSite().With("Limits:LookUpsPerHour", "1").With("Feedback:LeastSeconds", "0");
        var visitor = new FeedbackVisitor(site.Reader(), "198.51.100.7");
        Assert.True(await visitor.SendAsync("第一段有错字"));
        var receipt = await visitor.ReceiptAsync();
        await visitor.LookUpAsync(receipt);
        Assert.Equal(HttpStatusCode.OK, visitor.Answer.StatusCode);

        await visitor.LookUpAsync(receipt);
        Assert.Equal(HttpStatusCode.TooManyRequests, visitor.Answer.StatusCode);
        Assert.NotNull(visitor.Answer.Headers.RetryAfter);
        Assert.Contains("查得太多了", visitor.Fault);
        Assert.Equal(receipt, visitor.Fields()["receipt"]);
    }

    [Fact]
    public async Task A_query_that_is_too_long_gets_a_page_that_says_so()
    {
        using var site = new TestSite();
        using var people = await site.Reader().GetAsync($"/search?q={new string('a', 5000)}");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, people.StatusCode);
        Assert.Equal("地址太长了", (await TestSite.ParseAsync(people)).QuerySelector("h1")!.TextContent);
        using var programs = await site.Reader().GetAsync($"/api/v1/search?q={new string('a', 5000)}");
        Assert.Equal((HttpStatusCode.RequestUriTooLong, "application/problem+json"), (programs.StatusCode, programs.Content.Headers.ContentType!.MediaType));
        using var longest = await site.Reader().GetAsync($"/report/opening?q={new string('a', 4093)}");
        Assert.Equal(HttpStatusCode.OK, longest.StatusCode);
    }

    [Fact]
    public async Task What_is_sent_to_a_page_is_no_larger_than_its_form_can_be()
    {
        using var site = new TestSite();
        site.UseKestrel(0);
        site.StartServer();
        using var reader = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.ClientOptions.BaseAddress };
        foreach (var (address, kilobytes, status) in new[] { (Links.ReadingSettings, 60, 302), (Links.ReadingSettings, 70, 400), (Links.Feedback, 240, 400), (Links.Feedback, 300, 400), (Links.Search, 70, 400) })
        {
            using var answer = await reader.PostAsync(address, new StringContent("undo=" + new string('a', kilobytes * 1024), Encoding.UTF8, "application/x-www-form-urlencoded"));
            Assert.True((int)answer.StatusCode == status, $"{address} {kilobytes} KB: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_page_that_takes_too_long_is_given_up_with_a_page_that_says_so()
    {
        using var slow = new SlowSite().With("Limits:RenderSeconds", "1");
        using var answer = await slow.CreateClient().GetAsync(Links.Topics);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal("这一页没有来得及做好", (await TestSite.ParseAsync(answer)).QuerySelector("h1")!.TextContent);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient reader, string address, string from) =>
        reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "X-Forwarded-For", from }, { "Origin", "https://elsewhere.example" } } });

    /// <summary>One page waits for something that does not come.</summary>
    private sealed class SlowSite : TestSite
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.Configure<MvcOptions>(mvc => mvc.Filters.Add(new Waiting())));
        }

        private sealed class Waiting : IAsyncPageFilter
        {
            public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) =>
                context.HttpContext.Request.Path == Links.Topics ? Task.Delay(Timeout.Infinite, context.HttpContext.RequestAborted) : Task.CompletedTask;

            public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) => next();
        }
    }
}
