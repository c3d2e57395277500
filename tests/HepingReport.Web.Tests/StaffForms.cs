using AngleSharp.Html.Dom;
using HepingReport.Editing;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Tests;
using HepingReport.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>One form of the staff, opened and about to be sent.</summary>
/// <param name="Field">Where the person has written; null where there is only a button.</param>
/// <param name="Choices">What else was filled in: no words of the person's own.</param>
public sealed record FilledForm(string Name, StaffVisitor By, IHtmlDocument Page, string Button, string? Field = null, string Words = "", params (string Field, string Value)[] Choices)
{
    public (string Field, string Value)[] Written(string? words = null) => [.. Field is null ? [] : new[] { (Field, words ?? Words) }, .. Choices];

    public Task SendAsync(params (string Field, string Value)[] other) =>
        By.PressAsync(Page, Button, [.. Written().Where(own => other.All(field => field.Field != own.Field)), .. other]);
}

/// <summary>
/// A site on which everything that staff do is there to be done: a change being written, one behind the published text, one to review, one to approve,
/// one to publish, an old text to bring back, a resident's report to answer.
/// </summary>
public sealed class StaffForms : IDisposable
{
    public const string Mine = "report/review-2017/city.md";
    public const string Behind = "report/review-2017/economy.md";
    public const string Edited = "report/plan-2018/livelihood.md";
    public const string Returned = "synonyms.yml";
    public const string ToApprove = "notes.yml";
    public const string ToPublish = "terms.yml";
    public const string Restored = "places.yml";

    private static readonly StaffMember Lin = new("林晓", StaffMember.Editor);
    private static readonly StaffMember Wang = new("王编", StaffMember.Editor);
    private static readonly StaffMember Zhao = new("赵卫", StaffMember.Publisher);

    private StaffForms(TestSite site, TestClock clock) => (Site, Clock) = (site, clock);

    public TestSite Site { get; }

    public TestClock Clock { get; }

    /// <summary>Whose drafts are being written.</summary>
    public StaffVisitor Editor { get; private set; } = null!;

    /// <summary>Whose drafts wait for the publisher.</summary>
    public StaffVisitor OtherEditor { get; private set; } = null!;

    public StaffVisitor Publisher { get; private set; } = null!;

    /// <summary>Drafts by their files.</summary>
    public Dictionary<string, Draft> Drafts { get; } = [];

    public int Revision { get; private set; }

    public string Report { get; private set; } = "";

    public string Receipt { get; private set; } = "";

    public List<FilledForm> All { get; } = [];

    private DraftDesk Desk => Site.Services.GetRequiredService<DraftDesk>();

    public static async Task<StaffForms> OpenAsync(bool overTheNetwork = false, string words = "写了很久的话", DateTimeOffset? now = null)
    {
        var clock = new TestClock(now ?? new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
        var forms = new StaffForms(TestSite.OnACopyOfTheContent(clock).With("Feedback:LeastSeconds", "0"), clock);
        if (overTheNetwork)
        {
            forms.Site.UseKestrel(0);
            forms.Site.StartServer();
        }

        forms.Editor = await forms.SignInAsync(Lin, StaffRole.Editor, overTheNetwork);
        forms.OtherEditor = await forms.SignInAsync(Wang, StaffRole.Editor, overTheNetwork);
        forms.Publisher = await forms.SignInAsync(Zhao, StaffRole.Publisher, overTheNetwork);
        await forms.WriteAsync(words, overTheNetwork ? forms.Over() : forms.Site.Reader());
        await forms.FillAsync(words);
        return forms;
    }

    /// <summary>All that the forms could change.</summary>
    public async Task<string> StateAsync() => await Site.Services.GetRequiredService<PortalStore>().ReadAsync(
        async db => string.Join('\n', [
            .. (await db.Drafts.AsNoTracking().Include(draft => draft.Comments).OrderBy(draft => draft.Id).ToListAsync()).Select(draft => $"{draft.Path} {draft.Owner} {draft.State} {draft.Version} {Draft.HashOf(draft.Text)} {draft.Comments.Count}"),
            .. (await db.StaffAccounts.AsNoTracking().OrderBy(account => account.Id).ToListAsync()).Select(account => $"{account.UserName} {account.Role} {account.PasswordHash} {account.RecoveryCodes}"),
            .. (await db.ErrorReports.AsNoTracking().ToListAsync()).Select(report => $"{report.State} {report.Answer}"),
            $"{await db.Revisions.CountAsync()} revisions, {await db.DraftCopies.CountAsync()} copies, {await db.AuditEntries.CountAsync()} entries, {await db.StaffSessions.CountAsync()} sessions",
            .. Directory.EnumerateFiles(Site.ContentPath, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file} {Draft.HashOf(File.ReadAllBytes(file))}"),
        ]),
        default);

    /// <summary>The same browser at another site on the same data.</summary>
    public static StaffVisitor At(TestSite site, StaffVisitor visitor, HttpClient? client = null)
    {
        var same = new StaffVisitor(site, "127.0.0.1", client) { Key = visitor.Key };
        foreach (var (name, value) in visitor.Cookies)
        {
            same.Cookies[client is not null && name == StaffCookie.Name ? StaffCookie.PlainName : name] = value;
        }

        return same;
    }

    public void Dispose() => Site.Dispose();

    private HttpClient Over() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Site.ClientOptions.BaseAddress };

    private async Task<StaffVisitor> SignInAsync(StaffMember person, StaffRole role, bool overTheNetwork)
    {
        var link = (await Site.Services.GetRequiredService<StaffDesk>().AddAsync(person.Name, role, Actor.Operator, default)).Link!;
        var visitor = overTheNetwork
            ? new StaffVisitor(Site, "127.0.0.1", Over())
            : new StaffVisitor(Site);
        await visitor.FirstAsync(link);
        Assert.True(await visitor.IsSignedInAsync());
        return visitor;
    }

    private async Task WriteAsync(string words, HttpClient reader)
    {
        var behind = await SaveAsync(Behind, Lin, text => text.Replace("讲2017年的经济总量", "说2017年的经济总量", StringComparison.Ordinal));
        var file = Path.Combine(Site.ContentPath, Behind);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("讲2017年的经济总量、财税收入", "讲2017年的经济总量和财税收入", StringComparison.Ordinal));
        Drafts[Behind] = behind;

        var restored = await ApprovedAsync(Restored);
        var published = await Site.Services.GetRequiredService<Publication>().PublishAsync([DraftVersion.Of(restored)], Zhao, default);
        Revision = published.Revision!.Number;

        Drafts[Mine] = await SaveAsync(Mine, Lin, text => text.Replace("keypoints:\n", "keypoints:\n  - 新的要点。\n", StringComparison.Ordinal));
        Drafts[Returned] = await SubmittedAsync(Returned);
        Drafts[ToApprove] = await SubmittedAsync(ToApprove);
        Drafts[ToPublish] = await ApprovedAsync(ToPublish);

        var resident = new FeedbackVisitor(reader);
        Assert.True(await resident.SendAsync($"居民{words}", $"电话{words}"));
        Receipt = await resident.ReceiptAsync();
        await Editor.OpenAsync(Links.StaffReports);
        Report = Editor.Page.QuerySelector(".register a")!.GetAttribute("href")!;
    }

    private async Task FillAsync(string words)
    {
        await FillAsync("edit", Editor, Links.StaffEdit(Edited), "保存草稿", "summary", words);
        await FillAsync("comment", Editor, Links.StaffDraft(Drafts[Mine].Id), "留言：整份", "text", words, ("quote", ""));
        await FillAsync("submit", Editor, Links.StaffDrafts, "送审", "note", words, ("draft", DraftVersion.Of(Drafts[Mine]).ToString()));
        await FillAsync("discard", Editor, Links.StaffDraft(Drafts[Mine].Id), "确定放弃");
        await FillAsync("merge", Editor, Links.StaffMerge(Drafts[Behind].Id), "存成我的草稿", "own-0", words, ("choice-0", "Own"));
        await FillAsync("restore", Editor, Links.StaffRevision(Revision), "恢复成这次之前的样子");
        await FillAsync("take up", Editor, Report, "按这条去改");
        await FillAsync("answer", Editor, Report, "发出答复", "answer", words);
        await FillAsync("return", Publisher, Links.StaffReview, $"退回：王编：{NameOf(Returned)}", "reason", words);
        await FillAsync("approve", Publisher, Links.StaffReview, $"审核通过：王编：{NameOf(ToApprove)}");
        await FillAsync("publish", Publisher, Links.StaffPublish, "发布这");
        await FillAsync("add account", Publisher, Links.StaffAccounts, "添加并取得链接", "name", "新来的同事", ("role", "editor"));
        await FillAsync("new codes", Editor, Links.StaffAccount, "换一组恢复码", null, "", ("password", StaffVisitor.Password));
    }

    private const string StaffPageField = "draft";

    private async Task FillAsync(string name, StaffVisitor by, string address, string button, string? field = null, string words = "", params (string, string)[] choices)
    {
        await by.OpenAsync(address);
        var named = by.Page.QuerySelectorAll("button").Select(element => element.TextContent.Trim()).Distinct().Single(text => text.StartsWith(button, StringComparison.Ordinal));
        All.Add(new FilledForm(name, by, by.Page, named, field, words, choices));
    }

    private string NameOf(string path) => FileNames.Of(path, Site.Content);

    private async Task<Draft> SaveAsync(string path, StaffMember by, Func<string, string> change)
    {
        var draft = (await Desk.OpenAsync(path, by, default)).Draft!;
        return (await Desk.SaveAsync(draft.Id, by, change(draft.Text), draft.Version, default)).Draft!;
    }

    private async Task<Draft> SubmittedAsync(string path)
    {
        var draft = await SaveAsync(path, Wang, text => text + "# 手记\n");
        return (await Desk.SubmitAsync(draft.Id, Wang, $"为{path}", draft.Version, default)).Draft!;
    }

    private async Task<Draft> ApprovedAsync(string path)
    {
        var draft = await SubmittedAsync(path);
        return (await Desk.ApproveAsync(draft.Id, Zhao, draft.Version, default)).Draft!;
    }
}
