using System.Globalization;
using System.Net;
using HepingReport.Tests;
using Microsoft.Extensions.Configuration;

namespace HepingReport.Web.Tests;

public sealed class SecurityTxtTests
{
    [Fact]
    public async Task It_names_who_was_set_and_is_never_out_of_date()
    {
        var clock = new TestClock(new DateTimeOffset(2026, 3, 31, 23, 0, 0, TimeSpan.Zero));
        using var site = new TestSite { Clock = clock }.With("Site:Url", "https://report.example.cn").With("Site:SecurityContact", "mailto:anquan@example.cn");
        using var answer = await site.Reader().GetAsync(Links.SecurityTxt);
        Assert.Equal(("text/plain", "utf-8"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType.CharSet));
        Assert.Equal("Contact: mailto:anquan@example.cn\nExpires: 2026-08-28T00:00:00Z\nPreferred-Languages: zh, en\nCanonical: https://report.example.cn/.well-known/security.txt\n", await answer.Content.ReadAsStringAsync());

        for (var month = 0; month < 24; month++)
        {
            clock.Now += TimeSpan.FromDays(31);
            var expires = (await site.Reader().GetStringAsync(Links.SecurityTxt)).Split('\n')[1]["Expires: ".Length..];
            Assert.InRange(DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture), clock.Now.AddDays(140), clock.Now.AddYears(1));
        }
    }

    [Fact]
    public async Task Where_nobody_was_set_there_is_none_and_no_contact_is_invented()
    {
        using var site = new TestSite();
        using var answer = await site.Reader().GetAsync(Links.SecurityTxt);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("anquan@example.cn")]
    [InlineData("http://example.cn/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("mailto:a@example.cn\nContact: mailto:evil@example.cn")]
    public void A_contact_that_is_no_address_is_refused(string value)
    {
        var fault = Assert.Throws<FormatException>(() => SiteOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("Site:SecurityContact", value)]).Build()));
        Assert.StartsWith("配置 Site:SecurityContact 写的是", fault.Message);
    }
}
