using System.Security.Cryptography;
using System.Text;
using HepingReport.Feedback;
using HepingReport.Staff;
using HepingReport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Tests.Storage;

/// <summary>The durable store and the desk on it, on real SQLite files.</summary>
public sealed class PortalDbTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);
    private static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();

    private readonly string folder = Directory.CreateTempSubdirectory("heping-portal-").FullName;
    private readonly TestClock clock = new(Start);

    private string Path => System.IO.Path.Combine(folder, "portal.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Migrations_and_model_agree_and_a_commit_is_on_the_disk_before_it_is_told()
    {
        using var store = await OpenAsync();

        Assert.False(await store.ReadAsync(db => Task.FromResult(db.Database.HasPendingModelChanges()), default));
        Assert.Equal(["wal"], await store.ReadAsync(db => db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(), default));
        Assert.Equal([2], await store.ReadAsync(db => db.Database.SqlQueryRaw<int>("PRAGMA synchronous").ToListAsync(), default)); // FULL
        Assert.Equal([5000], await store.ReadAsync(db => db.Database.SqlQueryRaw<int>("PRAGMA busy_timeout").ToListAsync(), default));
    }

    [Fact]
    public async Task A_report_is_found_by_its_receipt_after_a_restart_and_sent_twice_it_is_one()
    {
        var submission = Submission("少了一个字");
        Receipt receipt;
        using (var store = await OpenAsync())
        {
            var desk = Desk(store);
            receipt = await desk.ReceiveAsync(submission, default);
            Assert.Equal(receipt, await desk.ReceiveAsync(submission, default));
            Assert.Equal(receipt, await desk.FindReceiptAsync(submission, default));
        }

        using var again = await OpenAsync();
        var found = await Desk(again).FindAsync(receipt, default);
        Assert.Equal(("少了一个字", "022-12345678", ErrorReportState.Waiting, Start), (found!.Text, found.Contact, found.State, found.ReceivedAt));
        Assert.Single(await Desk(again).ListAsync(default));
        Assert.Null(await Desk(again).FindAsync(Receipt.Draw(Random), default));
    }

    [Fact]
    public async Task One_submission_sent_fifty_times_at_once_is_one_report_with_one_receipt()
    {
        using var store = await OpenAsync();
        var desk = Desk(store);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => desk.ReceiveAsync(Submission("一次"), default))));

        Assert.Single(receipts.Distinct());
        Assert.Single(await desk.ListAsync(default));
    }

    [Fact]
    public async Task Contacts_go_a_hundred_and_eighty_days_after_the_answer_and_no_sooner()
    {
        using var store = await OpenAsync();
        var desk = Desk(store);
        var answered = await desk.ReceiveAsync(Submission("答复了的"), default);
        var waiting = await desk.ReceiveAsync(Submission("没有答复的"), default);
        clock.Now = Start.AddDays(20);
        Assert.Equal("已经改好", (await desk.AnswerAsync(answered, "已经改好", Actor.Operator, default))!.Answer);

        clock.Now = Start.AddDays(200).AddSeconds(-1);
        Assert.Equal(0, await desk.ForgetContactsAsync(default));
        clock.Now = Start.AddDays(200);
        Assert.Equal(1, await desk.ForgetContactsAsync(default));
        Assert.Equal(0, await desk.ForgetContactsAsync(default));

        var report = await desk.FindAsync(answered, default);
        Assert.Equal((null, Start.AddDays(200), "答复了的", "已经改好"), (report!.Contact, report.ContactDeletedAt, report.Text, report.Answer));
        Assert.Equal("022-12345678", (await desk.FindAsync(waiting, default))!.Contact);
    }

    [Fact]
    public async Task What_is_withdrawn_stands_nowhere_in_the_file_any_more()
    {
        using var store = await OpenAsync();
        var desk = Desk(store);
        var receipt = await desk.ReceiveAsync(Submission("一句会被撤回的话"), default);
        Assert.True(await FilesHoldAsync("一句会被撤回的话") && await FilesHoldAsync("022-12345678"));

        Assert.Equal(ErrorReportState.Withdrawn, (await desk.WithdrawAsync(receipt, default))!.State);

        Assert.False(await FilesHoldAsync("一句会被撤回的话"));
        Assert.False(await FilesHoldAsync("022-12345678"));
        Assert.Equal(ErrorReportState.Withdrawn, (await desk.AnswerAsync(receipt, "太晚了", Actor.Operator, default))!.State);
    }

    [Theory]
    [InlineData("no database")]
    [InlineData("cut off")]
    [InlineData("overwritten inside")]
    [InlineData("a header that lets nobody write")]
    public async Task A_damaged_file_is_set_aside_whole_and_nothing_is_taken_until_somebody_decides(string damage)
    {
        using (var first = await OpenAsync())
        {
            for (var i = 0; i < 50; i++)
            {
                await Desk(first).ReceiveAsync(Submission($"第{i}条" + new string('字', 500)), default);
            }
        }

        var backup = await File.ReadAllBytesAsync(Path);
        var broken = damage switch
        {
            "no database" => Encoding.UTF8.GetBytes("this is no database, and long enough to be taken for one".PadRight(5000, '.')),
            "cut off" => backup[..(backup.Length / 2)],
            "a header that lets nobody write" => [.. backup[..18], 3, .. backup[19..]], // https://www.sqlite.org/fileformat.html#file_format_version_numbers
            _ => [.. backup[..4096], .. RandomNumberGenerator.GetBytes(backup.Length - 4096)],
        };
        await File.WriteAllBytesAsync(Path, broken);

        using var store = NewStore();
        Assert.False(await store.OpenAsync(default));
        Assert.False(await store.OpenAsync(default)); // nor at the next look
        await Assert.ThrowsAsync<PortalAwayException>(() => Desk(store).ReceiveAsync(Submission("现在"), default));
        Assert.False(File.Exists(Path));
        var aside = Assert.Single(Directory.GetFiles(folder, "portal-damaged-20260301-040000-000.db"));
        Assert.Equal(broken, await File.ReadAllBytesAsync(aside));

        // A backup in its place, and it goes on.
        await File.WriteAllBytesAsync(Path, backup);
        Assert.True(await store.OpenAsync(default));
        Assert.Equal(50, (await Desk(store).ListAsync(default)).Count);
    }

    [Fact]
    public async Task With_the_damaged_file_moved_elsewhere_it_begins_anew()
    {
        await File.WriteAllTextAsync(Path, "no database".PadRight(5000, '.'));
        using var store = NewStore();
        Assert.False(await store.OpenAsync(default));

        File.Delete(Assert.Single(Directory.GetFiles(folder)));

        Assert.True(await store.OpenAsync(default));
        Assert.Empty(await Desk(store).ListAsync(default));
    }

    [Fact]
    public async Task A_full_disk_refuses_and_keeps_what_there_was()
    {
        using var store = await OpenAsync();
        var receipt = await Desk(store).ReceiveAsync(Submission("先来的"), default);

        // SQLite's own limit gives the error of a full disk.
        await Assert.ThrowsAsync<PortalAwayException>(() => store.WriteAsync(
            async db =>
            {
                await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 1");
                db.Add(ErrorReport.Of(Submission(new string('字', 2000)), Receipt.Draw(Random), Start));
                db.Add(ErrorReport.Of(Submission(new string('句', 2000)), Receipt.Draw(Random), Start));
                await db.SaveChangesAsync();
                return 0;
            },
            default));

        Assert.Equal([receipt], (await Desk(store).ListAsync(default)).Select(report => report.Receipt));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_and_a_lock_of_another_program_refuse_and_are_got_over()
    {
        var file = System.IO.Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");
        using var nowhere = new PortalStore(file, clock, NullLogger<PortalStore>.Instance);
        Assert.False(await nowhere.OpenAsync(default));
        await Assert.ThrowsAsync<PortalAwayException>(() => Desk(nowhere).ListAsync(default));

        using var store = await OpenAsync();
        await using (var other = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await Assert.ThrowsAsync<PortalAwayException>(() => Desk(store).ReceiveAsync(Submission("等不到"), default));
            Assert.Empty(await Desk(store).ListAsync(default)); // reading goes on
        }

        await Desk(store).ReceiveAsync(Submission("等到了"), default);
        Assert.Single(await Desk(store).ListAsync(default));
    }

    [Fact]
    public async Task The_keeper_makes_a_file_anew_that_was_deleted_under_the_running_site()
    {
        using var store = NewStore();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var keeping = store.KeepAsync(stop.Token);
        await Desk(store).ReceiveAsync(Submission("以前"), stop.Token);
        File.Delete(Path);

        await Assert.ThrowsAsync<PortalAwayException>(() => Desk(store).ReceiveAsync(Submission("不能写进已经没有的文件"), stop.Token));
        while (!File.Exists(Path) || !await store.IsOpenAsync(stop.Token))
        {
            await Task.Delay(10, stop.Token);
        }

        await Desk(store).ReceiveAsync(Submission("以后"), stop.Token);
        Assert.Equal(["以后"], (await Desk(store).ListAsync(stop.Token)).Select(report => report.Text));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
    }

    [Fact]
    public async Task A_report_that_comes_before_the_file_is_open_waits_and_is_stored()
    {
        using var store = NewStore();
        var early = Desk(store).ReceiveAsync(Submission("来得早"), default);

        Assert.True(await store.OpenAsync(default).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.NotNull(await Desk(store).FindAsync(await early.WaitAsync(TimeSpan.FromSeconds(10)), default));
    }

    [Fact]
    public async Task A_start_that_was_killed_while_it_migrated_does_not_hold_up_the_next()
    {
        await using (var db = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseSqlite($"Data Source={Path};Pooling=False").Options))
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-03-01')");
        }

        using var store = NewStore();
        Assert.True(await store.OpenAsync(default).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static Submission Submission(string text) => new("key", null, ProblemKind.Typo, text, "022-12345678");

    private PortalStore NewStore() => new(folder, clock, NullLogger<PortalStore>.Instance);

    private async Task<PortalStore> OpenAsync()
    {
        var store = NewStore();
        Assert.True(await store.OpenAsync(default));
        return store;
    }

    private FeedbackDesk Desk(PortalStore store) => new(store, Random, clock, TimeSpan.FromMinutes(10), TimeSpan.FromDays(180));

    private async Task<bool> FilesHoldAsync(string words)
    {
        var sought = Encoding.UTF8.GetBytes(words);
        foreach (var file in Directory.GetFiles(folder))
        {
            if ((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(sought) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
