namespace HepingReport.Web.Tests;

/// <summary>The statement on accessibility says what such a statement has to, and shows what the tests found, not what somebody typed.</summary>
public sealed class AccessibilityStatementTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task It_has_its_parts_in_order_and_claims_no_award()
    {
        var page = await site.PageAsync("/accessibility");

        Assert.Equal(
            ["measures", "standard", "result", "gaps", "testing", "not-tested", "browsers", "contact", "date", "results"],
            page.QuerySelectorAll("main h2[id]").Select(heading => heading.Id).Where(id => id != "on-page-title"));
        Assert.Contains("部分符合", page.QuerySelector("main")!.TextContent);
        Assert.DoesNotContain("通过评测", page.QuerySelector("main")!.TextContent);
        Assert.DoesNotContain("信息无障碍标识", page.QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task It_shows_each_recorded_check_with_the_date_and_the_next_review()
    {
        var results = site.Content.AccessibilityResults!;

        var page = await site.PageAsync("/accessibility");

        Assert.Equal(
            results.Checks.Select(check => $"{check.Name}|{check.Result}|{check.Tool}：{check.Scope}"),
            page.QuerySelectorAll("main .checks div").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent))));
        Assert.Equal([$"{results.Date:yyyy-MM-dd}", $"{results.Date.AddYears(1):yyyy-MM-dd}"], page.QuerySelectorAll("main time").Select(time => time.GetAttribute("datetime")));
    }

    [Fact]
    public async Task Without_recorded_checks_it_shows_none()
    {
        using var copy = TestSite.OnACopyOfTheContent();
        File.Delete(Path.Combine(copy.ContentPath, "accessibility-results.yml"));

        Assert.Null((await copy.PageAsync("/accessibility")).QuerySelector("main .checks"));
    }
}
