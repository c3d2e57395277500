using System.Runtime.Versioning;
using HepingReport.Backups;
using HepingReport.Changes;
using HepingReport.Editing;
using HepingReport.Staff;
using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>The verbs <c>backup</c> and <c>restore</c> against running sites.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private const string Economy = "report/review-2017/economy.md";
    private static readonly StaffMember Wang = new("王编辑", StaffMember.Editor);
    private static readonly StaffMember Zhao = new("赵发布", StaffMember.Publisher);

    private readonly string folder = Directory.CreateTempSubdirectory("heping-backup-").FullName;

    private string File1 => Path.Combine(folder, "backup.zip");

    private string Content => Path.Combine(folder, "content");

    private string Data => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_site_that_is_restored_elsewhere_starts_with_the_same_texts_accounts_drafts_and_revisions()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await StaffVisitor.SignedInAsync(site, "林晓", StaffRole.Publisher);
        var revision = await PublishAsync(site);
        var desk = site.Services.GetRequiredService<DraftDesk>();
        var open = (await desk.OpenAsync("pages/help.md", Wang, default)).Draft!;
        open = (await desk.SaveAsync(open.Id, Wang, open.Text + "\n一句没有写完的话\n", open.Version, default)).Draft!;
        await EventuallyAsync(() => site.Services.GetRequiredService<RevisionLog>().Revisions.Count == 1);
        var full = await MainAsync(site.Reader(), "/report/full");
        var changes = await MainAsync(site.Reader(), "/changes");

        var (code, said) = await RunAsync(site.ContentPath, site.DataPath, "backup", File1);

        Assert.True(code == 0, said);
        Assert.StartsWith($"备份好了：{File1}，", said);
        (code, said) = await RunAsync(Content, Data, "restore", File1);
        Assert.True(code == 0, said);
        Assert.Contains("每个文件都核对过校验值", said);
        Assert.Contains("内容检查过了，可以启动网站：0 个问题", said);

        await using (var again = await SiteProcess.StartAsync(Data, content: Content))
        {
            Assert.Equal(full, await MainAsync(again.Client, "/report/full"));
            Assert.Equal(changes, await MainAsync(again.Client, "/changes"));

            // Whoever was signed in still is.
            var back = new StaffVisitor(site, client: again.Client) { Cookies = { [Security.StaffCookie.PlainName] = lin.Cookies[Security.StaffCookie.Name] } };
            Assert.True(await back.IsSignedInAsync());

            (code, said) = await RunAsync(Content, Data, "restore", File1, "--replace");
            Assert.Equal((1, "网站正在运行，这一步没有做。请先停下网站。\n"), (code, said));
        }

        using var store = new PortalStore(Data, TimeProvider.System, NullLogger<PortalStore>.Instance);
        Assert.True(await store.OpenAsync(default));
        Assert.Equal(["林晓"], await store.ReadAsync(db => db.StaffAccounts.Select(account => account.UserName).ToListAsync(), default));
        Assert.Equal(open.Text, await store.ReadAsync(db => db.Drafts.Where(draft => draft.Id == open.Id).Select(draft => draft.Text).SingleAsync(), default));
        Assert.Equal([revision.Id], await store.ReadAsync(db => db.Revisions.Where(row => row.Kind == RevisionKind.Edit).Select(row => row.Id).ToListAsync(), default));
    }

    [Fact]
    public async Task How_the_last_backup_went_is_kept_and_a_failed_one_does_not_make_the_good_one_younger()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await site.PageAsync("/");
        Assert.Null(LastBackup.Read(site.DataPath));
        var (code, said) = await RunAsync(site.ContentPath, site.DataPath, "backup", folder, "--keep", "2");
        Assert.True(code == 0, said);
        var good = LastBackup.Read(site.DataPath)!;
        Assert.Equal((good.TriedAt, null), (good.GoodAt, good.Fault));
        Assert.Matches(@"heping-report-\d{8}-\d{6}\.zip$", Assert.Single(Directory.GetFiles(folder)));

        (code, said) = await RunAsync(site.ContentPath, site.DataPath, "backup", Path.Combine(site.ContentPath, "backup.zip"));

        Assert.Equal((1, "备份文件不能放在内容文件夹里：下一次备份会把它也装进去。请换一个文件夹。\n"), (code, said));
        var failed = LastBackup.Read(site.DataPath)!;
        Assert.Equal((good.GoodAt, said.Trim()), (failed.GoodAt, failed.Fault));
        Assert.True(failed.TriedAt > good.TriedAt);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("backup", "a", "b")]
    [InlineData("backup", "a", "--keep")]
    [InlineData("backup", "a", "--keep", "0")]
    [InlineData("backup", "a", "--keep", "many")]
    [InlineData("restore")]
    [InlineData("restore", "--replace")]
    [InlineData("restore", "a", "b")]
    public async Task What_cannot_be_meant_is_answered_with_how_to_write_it(params string[] words)
    {
        var (code, said) = await RunAsync(Content, Data, words);

        Assert.Equal(2, code);
        Assert.StartsWith($"请写：{words[0]} ", said);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_backup_of_faulty_content_is_restored_and_the_faults_are_listed()
    {
        using var site = TestSite.OnACopyOfTheContent();
        await site.PageAsync("/");
        File.Delete(Path.Combine(site.ContentPath, "site.yml"));
        Assert.Equal(0, (await RunAsync(site.ContentPath, site.DataPath, "backup", File1)).Code);

        var (code, said) = await RunAsync(Content, Data, "restore", File1);

        Assert.Equal(1, code);
        Assert.Contains("恢复的内容有错误，改好以前网站启动不了：", said);
        Assert.Contains("［file-missing］", said);
        Assert.StartsWith("找不到备份文件 ", (await RunAsync(Content, Data, "restore", File1 + "x")).Output);
    }

    [Fact]
    public async Task A_backup_from_the_first_moment_of_a_site_when_portal_db_has_no_tables_yet_is_restored()
    {
        var first = Directory.CreateDirectory(Path.Combine(folder, "first")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(first, "portal.db"), []);
        Assert.Equal(0, (await RunAsync(TestSite.RealContent, first, "backup", File1)).Code);

        var (code, said) = await RunAsync(Content, Data, "restore", File1);

        Assert.True(code == 0, said);
        using var store = new PortalStore(Data, TimeProvider.System, NullLogger<PortalStore>.Instance);
        Assert.True(await store.OpenAsync(default));
    }

    [Fact]
    public async Task Rollback_lists_the_states_of_portal_db_and_takes_it_to_one_while_no_site_runs()
    {
        Assert.Equal((1, $"{Data} 里没有 portal.db。\n"), await RunAsync(Content, Data, "rollback"));
        using (var site = new TestSite { Data = Data })
        {
            await StaffVisitor.SignedInAsync(site, "林晓", StaffRole.Publisher);
            var (code, listed) = await RunAsync(Content, Data, "rollback");
            Assert.Equal(0, code);
            Assert.Contains("  20261124134931_StaffAccounts\n", listed);
            Assert.Matches(@"\d{14}_\w+（现在）\n$", listed);
            Assert.Equal((2, listed), await RunAsync(Content, Data, "rollback", "20261124000000_Never"));
            Assert.Equal((1, "网站正在运行，这一步没有做。请先停下网站。\n"), await RunAsync(Content, Data, "rollback", "20261124134931_StaffAccounts"));
        }

        // A site within the tests is disposed of a moment before its program ends, and lets go of the data folder only then.
        var (done, said) = (0, "");
        await EventuallyAsync(async () =>
        {
            (done, said) = await RunAsync(Content, Data, "rollback", "20261124134931_StaffAccounts");
            return !said.StartsWith("网站正在运行", StringComparison.Ordinal);
        });

        Assert.True(done == 0, said);
        Assert.Contains("portal.db 已退到 20261124134931_StaffAccounts。退之前的样子在 ", said);
        Assert.EndsWith("  20261124134931_StaffAccounts（现在）\n", (await RunAsync(Content, Data, "rollback")).Output);
        using var store = new PortalStore(Data, TimeProvider.System, NullLogger<PortalStore>.Instance);
        Assert.True(await store.OpenAsync(default));
        Assert.Equal(["林晓"], await store.ReadAsync(db => db.StaffAccounts.Select(account => account.UserName).ToListAsync(), default));
    }

    private static async Task<Revision> PublishAsync(TestSite site)
    {
        var desk = site.Services.GetRequiredService<DraftDesk>();
        await EventuallyAsync(() => site.Services.GetRequiredService<PortalStore>().State == PortalState.Open);
        var draft = (await desk.OpenAsync(Economy, Wang, default)).Draft!;
        draft = (await desk.SaveAsync(draft.Id, Wang, draft.Text.Replace("keypoints:", "keypoints:\n  - 新的要点。", StringComparison.Ordinal), draft.Version, default)).Draft!;
        draft = (await desk.SubmitAsync(draft.Id, Wang, "说得更清楚", draft.Version, default)).Draft!;
        draft = (await desk.ApproveAsync(draft.Id, Zhao, draft.Version, default)).Draft!;
        var result = await site.Services.GetRequiredService<Publication>().PublishAsync([DraftVersion.Of(draft)], Zhao, default);
        Assert.True(result.Problem is null, $"{result.Problem?.Message} {string.Join('\n', result.Check?.Load.Problems ?? [])}");
        return result.Revision!;
    }

    private static async Task<string> MainAsync(HttpClient reader, string address)
    {
        using var response = await reader.GetAsync(address);
        return (await TestSite.ParseAsync(response)).QuerySelector("main")!.TextContent;
    }

    private static async Task<(int Code, string Output)> RunAsync(string content, string data, params string[] words)
    {
        var options = SiteOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("Data:Path", data), new("Content:Path", content)]).Build());
        await using var output = new StringWriter { NewLine = "\n" };
        var code = words[0] switch
        {
            "backup" => await Commands.Backup.RunAsync(options, words, output, default),
            "restore" => await Commands.Restore.RunAsync(options, words, output, default),
            _ => await Commands.Rollback.RunAsync(options, words, output, default),
        };
        return (code, output.ToString());
    }
}
