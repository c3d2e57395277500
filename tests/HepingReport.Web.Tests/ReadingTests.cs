using System.Net;
using HepingReport.Web.Reading;

namespace HepingReport.Web.Tests;

public sealed class ReadingTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task A_link_to_the_care_view_opens_it_and_it_lasts()
    {
        var reader = site.CreateClient();

        Assert.Contains("data-view=\"care\"", await reader.GetStringAsync("/report?view=care"));
        Assert.Contains("data-view=\"care\"", await reader.GetStringAsync("/glossary/3"));
        Assert.Contains("data-view=\"standard\"", await reader.GetStringAsync("/?view=standard"));
        Assert.Contains("data-view=\"standard\"", await reader.GetStringAsync("/report"));
    }

    [Fact]
    public async Task The_cookie_holds_reading_settings_only_and_stays_in_this_site()
    {
        using var response = await site.Reader().GetAsync("/?view=care");

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("reading=view%3Dcare%26size%3D1%26theme%3Dauto; max-age=31536000; path=/; samesite=lax", cookie);
    }

    [Theory]
    [InlineData("/api/v1/report?view=care")]
    [InlineData("/data/indicators.csv?view=care")]
    public async Task Data_that_caches_may_share_carries_no_cookie(string address)
    {
        using var response = await site.Reader().GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Reading_alone_sets_no_cookie()
    {
        foreach (var address in new[] { "/", "/report/full", "/reading", "/legal" })
        {
            using var response = await site.Reader().GetAsync(address);
            Assert.False(response.Headers.Contains("Set-Cookie"), address);
        }
    }

    [Fact]
    public async Task The_settings_form_works_by_a_plain_post_and_is_undone_by_one_button()
    {
        var reader = site.CreateClient();
        await reader.PostAsync("/reading", new FormUrlEncodedContent([new("view", "care"), new("size", "4"), new("theme", "yellow-on-black")]));

        var page = await reader.GetStringAsync("/report");
        Assert.Contains("<html lang=\"zh-CN\" data-view=\"care\" data-size=\"4\" data-theme=\"yellow-on-black\">", page);

        await reader.PostAsync("/reading", new FormUrlEncodedContent([new("reset", "true")]));
        Assert.Contains("<html lang=\"zh-CN\" data-view=\"standard\" data-size=\"1\" data-theme=\"auto\">", await reader.GetStringAsync("/report"));
    }

    [Theory]
    [InlineData("view=care&size=3&theme=dark", "care", 3, "dark")]
    [InlineData("view=evil&size=9&theme=<script>", "standard", 1, "auto")]
    [InlineData("", "standard", 1, "auto")]
    [InlineData("&&==&size=-1&size=2", "standard", 2, "auto")]
    public void What_the_cookie_cannot_mean_keeps_its_default(string cookie, string view, int size, string theme) =>
        Assert.Equal(new ReadingPreferences(view, size, theme), ReadingPreferences.Parse(cookie));

    [Fact]
    public async Task Asking_for_an_unknown_view_changes_nothing()
    {
        using var response = await site.Reader().GetAsync("/?view=%3Cscript%3E");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains("data-view=\"standard\"", await response.Content.ReadAsStringAsync());
    }
}
