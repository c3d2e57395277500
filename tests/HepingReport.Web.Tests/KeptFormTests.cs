using System.Net;

namespace HepingReport.Web.Tests;

/// <summary>What becomes of a form that is sent when its writer is no longer signed in.</summary>
public sealed class KeptFormTests
{
    private const string Words = "第一行“引号”\n第二行 <b>&amp;</b>";

    private static readonly KeyValuePair<string, string>[] Form =
    [
        new("token", "CfDJ8old"), new("text", Words), new("part", "economy-1"), new("part", "economy-2"), new("note", "说得更清楚"), new("empty", ""), new("new-password", "三只白鹭"), new("step", "save"),
    ];

    [Theory]
    [InlineData("/staff/edit/report/opening.md?entry=a%20b")]
    [InlineData("/staff/not/there")]
    public async Task A_form_sent_after_the_session_ended_is_given_back_whole_at_its_own_address(string address)
    {
        using var site = new TestSite();
        var lin = new StaffVisitor(site);
        await lin.PostAsync(address, Form);

        Assert.Equal((HttpStatusCode.Unauthorized, "登录已经结束，您写的都还在这一页里"), (lin.Answer.StatusCode, lin.Heading));
        Assert.Equal("no-store", lin.Answer.Headers.CacheControl!.ToString());
        Assert.Equal("noindex", lin.Page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Equal([Words, "说得更清楚"], lin.Page.QuerySelectorAll("main textarea[readonly]").Select(area => area.TextContent));
        Assert.All(lin.Page.QuerySelectorAll("main textarea"), area => Assert.Single(lin.Page.QuerySelectorAll($"label[for={area.Id}]")));
        var form = lin.Page.QuerySelector("main form")!;
        Assert.Equal(("post", address), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal(
            Form.Where(field => field.Key != "new-password").Select(field => (field.Key, field.Value)),
            form.QuerySelectorAll("input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)));
        Assert.DoesNotContain("三只白鹭", lin.Html);
        Assert.Equal((Links.StaffSignIn, "_blank"), (lin.Page.QuerySelector("main ol a")!.GetAttribute("href"), lin.Page.QuerySelector("main ol a")!.GetAttribute("target")));
    }

    [Fact]
    public async Task Sent_again_before_signing_in_it_is_given_back_again()
    {
        using var site = new TestSite();
        var lin = new StaffVisitor(site);
        await lin.PostAsync("/staff/x", Form);
        var first = lin.Html;
        await lin.PressAsync("接着保存");
        Assert.Equal((HttpStatusCode.Unauthorized, first), (lin.Answer.StatusCode, lin.Html));
    }

    [Fact]
    public async Task While_accounts_cannot_be_read_it_is_given_back_with_other_words()
    {
        var data = Directory.CreateTempSubdirectory("heping-staff-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(data, "portal.db"), new string('x', 5000));
            using var site = new TestSite { Data = data };
            var lin = new StaffVisitor(site);
            lin.Cookies["__Host-staff"] = new string('0', 64);
            await lin.PostAsync("/staff/x", Form);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "网站现在读不了账户，您写的都还在这一页里"), (lin.Answer.StatusCode, lin.Heading));
            Assert.Equal([Words, "说得更清楚"], lin.Page.QuerySelectorAll("main textarea").Select(area => area.TextContent));
            Assert.Empty(lin.Page.QuerySelectorAll("main ol"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_script_gets_the_status_alone_and_a_form_from_another_site_is_not_shown()
    {
        using var site = new TestSite();
        using var client = site.Reader();
        foreach (var (method, header, value, status) in new[]
        {
            (HttpMethod.Post, "X-Requested-With", "fetch", HttpStatusCode.Unauthorized),
            (HttpMethod.Get, "X-Requested-With", "fetch", HttpStatusCode.Unauthorized),
            (HttpMethod.Post, "Sec-Fetch-Site", "cross-site", HttpStatusCode.Redirect),
        })
        {
            using var request = new HttpRequestMessage(method, "/staff/x") { Content = method == HttpMethod.Post ? new FormUrlEncodedContent(Form) : null };
            request.Headers.Add(header, value);
            using var answer = await client.SendAsync(request);
            Assert.Equal((status, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task Ten_megabytes_by_a_stranger_are_refused_wherever_they_are_sent()
    {
        using var site = new TestSite();
        site.UseKestrel(0);
        site.StartServer();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.ClientOptions.BaseAddress };
        foreach (var address in new[] { "/staff", "/staff/not/there" })
        {
            foreach (var chunked in new[] { false, true })
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([new("text", new string('字', 10_000_000 / 9))]) };
                    request.Headers.TransferEncodingChunked = chunked;
                    using var answer = await client.SendAsync(request);
                    Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{address} {chunked} {answer.StatusCode}");
                }
                catch (HttpRequestException fault) when (fault.InnerException is IOException)
                {
                    // The server may close the connection while the client still sends.
                }
            }
        }

        using var after = await client.GetAsync(Links.Home);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }
}
