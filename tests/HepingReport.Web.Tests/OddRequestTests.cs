using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>Requests that no browser sends and that are proper HTTP: refused as the client's fault, never the site's own failure.</summary>
public sealed class OddRequestTests : IClassFixture<TestSite>
{
    private readonly TestSite site;
    private readonly HttpClient reader;

    public OddRequestTests(TestSite site) => (this.site, reader) = (site, site.Reader());

    public static TheoryData<string> Pages => [Links.Home, "/about", Links.Compare, Links.Search, "/glossary/1", "/indicators/gdp-2017", "/report/review-2017/economy", Links.ReadingSettings, Links.Feedback, Links.StaffSignIn, "/not/there", "/errors/404"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_method_that_a_page_does_not_know_is_refused(string address)
    {
        foreach (var method in new[] { "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND" })
        {
            using var answer = await reader.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));

            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow);
        }
    }

    /// <summary>The framework takes each method named On… for a handler, and describes to itself all that its parameters lead to: for a filter's, half of the runtime.</summary>
    [Fact]
    public async Task Pages_have_handlers_for_known_methods_only()
    {
        var loader = site.Services.GetRequiredService<PageLoader>();
        var pages = site.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>().ToList();
        Assert.NotEmpty(pages);
        foreach (var page in pages)
        {
            Assert.All((await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).HandlerMethods, handler => Assert.Contains(handler.HttpMethod, (string[])["Get", "Head", "Post"]));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_name_with_a_bracket_left_open_breaks_no_page(string address)
    {
        using var asked = await reader.GetAsync(address);
        using var odd = await reader.GetAsync(address + "?a[b=1&[=2");
        Assert.Equal(asked.StatusCode, odd.StatusCode);

        using var posted = await reader.PostAsync(address, new StringContent("a[b=1&[=2", Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.InRange((int)posted.StatusCode, 200, 499);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_form_that_breaks_off_and_what_is_no_form_are_refused(string address)
    {
        using var text = await reader.PostAsync(address, new StringContent("no form"));
        Assert.InRange((int)text.StatusCode, 400, 499);

        using var form = new StringContent("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb", Encoding.UTF8);
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        using var answer = await reader.PostAsync(address, form);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Fact]
    public async Task A_number_sign_in_an_address_is_part_of_it()
    {
        using var answer = await reader.GetAsync("/Report%23%E6%95%99");
        Assert.Equal((HttpStatusCode.MovedPermanently, "/report%23%E6%95%99"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("gb18030")]
    public async Task A_form_in_another_charset_is_refused(string charset)
    {
        using var form = new StringContent("a=b");
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"application/x-www-form-urlencoded; charset={charset}");
        using var answer = await reader.PostAsync(Links.ReadingSettings, form);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }
}
