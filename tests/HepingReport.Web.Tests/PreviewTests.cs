using System.Net;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>The site's own pages, made from drafts, for the staff only.</summary>
public sealed class PreviewTests
{
    private const string Economy = "report/review-2017/economy.md";
    private const string City = "report/review-2017/city.md";
    private const string EconomyPage = "/report/review-2017/economy";
    private static readonly StaffMember Lin = new("林晓", StaffMember.Editor);

    [Fact]
    public async Task The_changed_words_are_on_the_preview_with_all_drafts_of_their_owner_and_not_on_the_public_page()
    {
        using var site = new TestSite();
        var zhao = await StaffVisitor.SignedInAsync(site, "赵伟", StaffRole.Publisher);
        var draft = await DraftAsync(site, Economy, WithKeyPoint);
        await DraftAsync(site, City, WithKeyPoint);
        var published = site.Content;

        await zhao.OpenAsync(Links.StaffPreview(draft, EconomyPage));
        Assert.Equal(HttpStatusCode.OK, zhao.Answer.StatusCode);
        Assert.Contains("新的要点。", zhao.Page.QuerySelector("main")!.TextContent);
        Assert.StartsWith("【草稿】", zhao.Page.Title);
        Assert.Contains($"只有登录的工作人员看得到。含林晓正在改的：{FileNames.Of(City, published)}、{FileNames.Of(Economy, published)}。", zhao.Page.QuerySelector(".preview-bar")!.TextContent);
        Assert.Equal(Links.StaffEdit(Economy), zhao.Page.QuerySelector(".preview-bar a")!.GetAttribute("href"));
        Assert.Equal("no-store", zhao.Answer.Headers.CacheControl!.ToString());
        Assert.Equal("noindex", zhao.Answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal("noindex", zhao.Page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Null(zhao.Page.QuerySelector("link[rel=canonical]"));
        await zhao.OpenAsync(Links.StaffPreview(draft, "/report/review-2017/city"));
        Assert.Contains("新的要点。", zhao.Page.QuerySelector("main")!.TextContent);
        await zhao.OpenAsync(Links.StaffPreview(draft, "/search?q=" + Uri.EscapeDataString("新的要点")));
        Assert.Contains("新的要点", zhao.Page.QuerySelector("main")!.TextContent);

        foreach (var page in new[] { EconomyPage, "/report/review-2017/city" })
        {
            var html = await site.Reader().GetStringAsync(page);
            Assert.DoesNotContain("新的要点。", html);
            Assert.DoesNotContain("草稿", html);
        }

        Assert.Same(published, site.Content);
    }

    [Fact]
    public async Task Every_public_page_can_be_previewed_and_its_links_stay_inside()
    {
        using var site = new TestSite();
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var draft = await DraftAsync(site, Economy, WithKeyPoint);
        var prefix = Links.StaffPreview(draft, "/");
        foreach (var page in site.Content.PageAddresses)
        {
            await lin.OpenAsync(Links.StaffPreview(draft, page));
            Assert.True(lin.Answer.StatusCode == HttpStatusCode.OK, $"{page}: {lin.Answer.StatusCode}");
            Assert.NotNull(lin.Page.QuerySelector(".preview-bar"));
            var addresses = lin.Page.QuerySelectorAll("[href], [action]").Where(element => element.Closest(".preview-bar") is null)
                .Select(element => element.GetAttribute("href") ?? element.GetAttribute("action")!).Where(address => address.StartsWith('/')).ToList();
            var outside = addresses.Where(address => !address.StartsWith(prefix, StringComparison.Ordinal) && !address.Contains('.', StringComparison.Ordinal) && !address.StartsWith(Links.Api, StringComparison.Ordinal)).ToList();
            Assert.True(outside.Count == 0, $"{page}: {string.Join(' ', outside)}");
            Assert.Contains(prefix, addresses);
            Assert.DoesNotContain(addresses, address => address.Contains("/staff/staff", StringComparison.Ordinal) || (address.StartsWith(prefix, StringComparison.Ordinal) && address.EndsWith(".css", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task The_care_view_is_opened_and_settings_are_kept_within_the_preview()
    {
        using var site = new TestSite();
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var address = Links.StaffPreview(await DraftAsync(site, Economy, WithKeyPoint), EconomyPage);
        await lin.OpenAsync(address);
        await lin.OpenAsync(address + lin.Page.QuerySelector(".tool--care")!.GetAttribute("href"));
        Assert.Equal("care", lin.Page.DocumentElement.GetAttribute("data-view"));
        Assert.Contains("新的要点。", lin.Page.QuerySelector("main")!.TextContent);

        await lin.OpenAsync(lin.Page.QuerySelector("a[data-settings-panel]")!.GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, lin.Answer.StatusCode);
        var form = lin.Page.QuerySelector("main form")!;
        await lin.PostAsync(form.GetAttribute("action")!, [new("from", EconomyPage), new("size", "2")]);
        Assert.StartsWith(address[..^EconomyPage.Length], lin.Location);
    }

    [Fact]
    public async Task A_preview_on_paper_and_on_a_telephone()
    {
        using var site = new TestSite();
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var address = Links.StaffPreview(await DraftAsync(site, Economy, WithKeyPoint), EconomyPage);
        await lin.OpenAsync(address + "?as=print");
        Assert.Contains("新的要点。", lin.Page.QuerySelector("main")!.TextContent);
        Assert.NotNull(lin.Page.QuerySelector(".preview-bar"));
        Assert.Equal(Links.StaffPrintStyles, lin.Page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"));
        await lin.OpenAsync(Links.StaffPrintStyles);
        Assert.Equal("text/css", lin.Answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("@media all", lin.Html);
        Assert.DoesNotContain("@media print", lin.Html);
        Assert.Contains("@media not all", lin.Html);
        Assert.Single(lin.Html.Split("@media screen")[1..]);

        await lin.OpenAsync(address + "?as=phone");
        Assert.Equal((address, "390"), (lin.Page.QuerySelector("iframe")!.GetAttribute("src"), lin.Page.QuerySelector("iframe")!.GetAttribute("width")));
        Assert.NotEmpty(lin.Page.QuerySelector("iframe")!.GetAttribute("title")!);
    }

    [Fact]
    public async Task A_draft_with_errors_is_shown_all_the_same_and_one_that_cannot_be_read_says_what_is_wrong()
    {
        using var site = new TestSite();
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var draft = await DraftAsync(site, Economy, text => WithKeyPoint(text).Replace("突出特色", "突出特点", StringComparison.Ordinal));
        await lin.OpenAsync(Links.StaffPreview(draft, EconomyPage));
        Assert.Equal(HttpStatusCode.OK, lin.Answer.StatusCode);
        Assert.Contains("突出特点", lin.Page.QuerySelector("main")!.TextContent);
        Assert.Matches("有 [1-9][0-9]* 个错误，改好才能发布", lin.Page.QuerySelector(".preview-bar")!.TextContent);

        await DraftAsync(site, City, _ => "---\ntitle: [\n---\n");
        await lin.OpenAsync(Links.StaffPreview(draft, EconomyPage));
        Assert.Equal((HttpStatusCode.OK, "草稿预览"), (lin.Answer.StatusCode, lin.Heading));
        Assert.Contains(lin.Page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == Links.StaffEdit(City));
        Assert.Equal(HttpStatusCode.OK, (await site.Reader().GetAsync(EconomyPage)).StatusCode);
        Assert.False(site.Services.GetRequiredService<CurrentContent>().IsStale);
    }

    [Fact]
    public async Task Strangers_are_sent_to_sign_in_and_what_is_no_page_or_no_draft_is_not_there()
    {
        using var site = new TestSite();
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var draft = await DraftAsync(site, Economy, WithKeyPoint);
        var stranger = new StaffVisitor(site);
        foreach (var address in new[] { Links.StaffPreview(draft, EconomyPage), Links.StaffPreview(Guid.NewGuid(), EconomyPage), Links.StaffPrintStyles })
        {
            await stranger.OpenAsync(address);
            Assert.Equal((HttpStatusCode.Redirect, Links.StaffSignInFrom(address)), (stranger.Answer.StatusCode, stranger.Location));
        }

        foreach (var page in new[] { "/staff", "/staff/accounts", "/api/v1/report", "/feed.xml", "/sitemap.xml", "/health/live", "/data/indicators.csv", "/fidelity/source.txt", "/site.css", "/not/there", "/errors/404" })
        {
            await lin.OpenAsync(Links.StaffPreview(draft, page));
            Assert.True(lin.Answer.StatusCode == HttpStatusCode.NotFound, $"{page}: {lin.Answer.StatusCode}");
        }

        await lin.OpenAsync(Links.StaffPreview(Guid.NewGuid(), EconomyPage));
        Assert.Equal(HttpStatusCode.NotFound, lin.Answer.StatusCode);
        await lin.OpenAsync(Links.StaffPreviews + "/x/y");
        Assert.Equal(HttpStatusCode.NotFound, lin.Answer.StatusCode);
        await lin.PostAsync(Links.StaffPreview(draft, Links.Feedback), [new("text", "字")]);
        Assert.Equal(HttpStatusCode.BadRequest, lin.Answer.StatusCode);
        Assert.Equal("草稿预览", lin.Heading);
        Assert.True(await lin.IsSignedInAsync());
    }

    [Fact]
    public async Task What_was_published_since_is_in_the_preview_and_a_draft_that_is_given_up_is_not()
    {
        using var site = new TestSite();
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var draft = await DraftAsync(site, Economy, WithKeyPoint);
        await site.Services.GetRequiredService<DraftDesk>().DiscardAsync(draft, Lin, default);
        await lin.OpenAsync(Links.StaffPreview(draft, EconomyPage));
        Assert.DoesNotContain("新的要点。", lin.Html);
        Assert.Contains("林晓现在没有正在改的", lin.Page.QuerySelector(".preview-bar")!.TextContent);
    }

    internal static async Task<Guid> DraftAsync(TestSite site, string path, Func<string, string> change, StaffMember? by = null)
    {
        var desk = site.Services.GetRequiredService<DraftDesk>();
        var draft = (await desk.OpenAsync(path, by ?? Lin, default)).Draft!;
        Assert.True((await desk.SaveAsync(draft.Id, by ?? Lin, change(draft.Text), draft.Version, default)).IsDone);
        return draft.Id;
    }

    internal static string WithKeyPoint(string text) => text.Replace("keypoints:\n", "keypoints:\n  - 新的要点。\n", StringComparison.Ordinal);
}
