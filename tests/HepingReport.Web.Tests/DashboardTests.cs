using HepingReport.Editing;
using HepingReport.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>工作台: what waits, what is broken, what changed lately.</summary>
public sealed class DashboardTests
{
    private const string Economy = "report/review-2017/economy.md";
    private const string City = "report/review-2017/city.md";
    private static readonly StaffMember Lin = new("林晓", StaffMember.Editor);
    private static readonly StaffMember Zhao = new("赵伟", StaffMember.Publisher);

    [Fact]
    public async Task Each_role_finds_what_waits_for_it_and_the_way_to_all_parts()
    {
        using var site = new TestSite().With("Feedback:LeastSeconds", "0");
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var zhao = await StaffVisitor.SignedInAsync(site, Zhao.Name, StaffRole.Publisher, "203.0.113.8");
        await lin.OpenAsync(Links.Staff);
        Assert.Equal(["现在没有。", "网站一切正常。"], lin.Page.QuerySelectorAll("main .register > li").Take(2).Select(item => item.TextContent));
        var parts = lin.Page.QuerySelectorAll("main .links a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Equal([Links.StaffFiles, Links.StaffDrafts, Links.StaffHistory, Links.StaffReports, Links.StaffAccount], parts);

        var desk = site.Services.GetRequiredService<DraftDesk>();
        var returned = await PreviewTests.DraftAsync(site, Economy, PreviewTests.WithKeyPoint, Lin);
        var approved = await PreviewTests.DraftAsync(site, City, PreviewTests.WithKeyPoint, Lin);
        await SubmitAsync(returned);
        await desk.ReturnAsync(returned, Zhao, "请写明依据", default);
        await SubmitAsync(approved);
        await new FeedbackVisitor(site.Reader()).SendAsync("多字");

        await zhao.OpenAsync(Links.Staff);
        Assert.Contains("1份待审", zhao.Page.QuerySelector("main")!.TextContent);
        Assert.Contains("1条纠错来信待处理", zhao.Page.QuerySelector("main")!.TextContent);
        await desk.ApproveAsync(approved, Zhao, (await desk.FindAsync(approved, Zhao, default)).Draft!.Version, default);
        await zhao.OpenAsync(Links.Staff);
        Assert.Contains("1份已通过，待发布", zhao.Page.QuerySelector("main")!.TextContent);
        Assert.DoesNotContain("份待审", zhao.Page.QuerySelector("main")!.TextContent);
        Assert.Superset(new HashSet<string?>([Links.StaffReview, Links.StaffPublish, Links.StaffAccounts, Links.StaffAudit]), zhao.Page.QuerySelectorAll("main .links a").Select(link => link.GetAttribute("href")).ToHashSet());

        await lin.OpenAsync(Links.Staff);
        var waiting = lin.Page.QuerySelectorAll("main .register")[0].TextContent;
        Assert.Contains("赵伟退回：请写明依据", waiting);
        Assert.Contains("已退回", waiting);
        Assert.Contains("已通过，待发布", waiting);
        Assert.DoesNotContain("份已通过", waiting);
        Assert.Equal(Links.StaffDraft(returned), lin.Page.QuerySelector("main .register a")!.GetAttribute("href"));

        async Task SubmitAsync(Guid id) => await desk.SubmitAsync(id, Lin, "说得更清楚", (await desk.FindAsync(id, Lin, default)).Draft!.Version, default);
    }

    [Fact]
    public async Task A_broken_file_on_the_disk_and_the_last_publishings_are_shown()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        await SeenAsync($"href=\"{Links.StaffRevision(1)}\"");
        await File.AppendAllTextAsync(Path.Combine(site.ContentPath, City), "\n多出来的一段。\n");
        await SeenAsync("读者看到的仍是上一次正确的文字");

        Assert.Contains(lin.Page.QuerySelectorAll("main .register a"), link => link.GetAttribute("href") == Links.StaffEdit(City));
        Assert.DoesNotContain("网站一切正常", lin.Html);

        Task SeenAsync(string words) => EventuallyAsync(async () =>
        {
            await lin.OpenAsync(Links.Staff);
            return lin.Html.Contains(words, StringComparison.Ordinal);
        });
    }
}
