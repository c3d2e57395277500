using System.Net;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>portal.db damaged or locked: reading goes on, staff are told, nothing is deleted, and a good copy put back is taken.</summary>
[SupportedOSPlatform("linux")]
public sealed class DamagedPortalDbTests(ITestOutputHelper output)
{
    private const int Seed = 20180207;

    [Fact]
    public Task A_damaged_portal_db_is_set_aside_whole_and_a_good_copy_is_taken() => DamageAsync(2);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_portal_db_damaged_fifty_times_is_set_aside_whole_and_a_good_copy_is_taken() => DamageAsync(50);

    private async Task DamageAsync(int times)
    {
        var random = new Random(Seed);
        await using var site = new SiteUnderFaults();
        var lin = await SignedInStaff.InAsync(site.Data, "林晓");
        await KeepGoodAsync(site);
        await site.StartAsync();
        await using var readers = await Readers.StartAsync(site.Address, count: 2);
        var (aside, unseen, running, later) = (0, 0, 0, 0);
        for (var i = 0; i < times; i++)
        {
            var isRunning = i % 3 == 2;
            var what = "";
            await readers.WhileAwayAsync(async () =>
            {
                await site.KillAsync();
                PutBack(site);
                what = isRunning ? "" : Damage(site, random);
                await site.StartAsync();
            });
            if (isRunning)
            {
                Assert.Equal(HttpStatusCode.OK, await StaffAnswerAsync(site, lin));
                what = Damage(site, random);
                running++;
            }

            var told = $"seed {Seed}, damage {i}{(isRunning ? " while running" : "")} ({what})";
            var isWhole = await IsWholeAsync(site.Beside("damaged.db"));
            if (isWhole)
            {
                // A changed letter, or the end of the log, which SQLite itself leaves out: no program can tell that from what was meant.
                unseen++;
                Assert.True(await StaffAnswerAsync(site, lin) is HttpStatusCode.OK or HttpStatusCode.Redirect, told);
            }
            else
            {
                aside++;
                if (isRunning && await StaffAnswerAsync(site, lin) != HttpStatusCode.ServiceUnavailable)
                {
                    // In a page that nobody asked for yet: found when somebody does, or at the next start.
                    later++;
                    await readers.WhileAwayAsync(async () =>
                    {
                        await site.KillAsync();
                        await site.StartAsync();
                    });
                }

                await EventuallyAsync(async () => await StaffAnswerAsync(site, lin) == HttpStatusCode.ServiceUnavailable && Asides(site).Count > 0, $"it is set aside: {told}");
                var kept = Assert.Single(Asides(site));
                foreach (var suffix in new[] { "", "-wal" }.Where(suffix => File.Exists(site.Beside("damaged.db" + suffix))))
                {
                    Assert.True(File.ReadAllBytes(site.Beside("damaged.db" + suffix)).AsSpan().SequenceEqual(File.ReadAllBytes(kept + suffix)), $"It is set aside as it was: {told}");
                }

                Assert.Contains(site.Site.Said, line => line.Contains("set aside", StringComparison.Ordinal));
                Assert.False(File.Exists(Path.Combine(site.Data, "portal.db")), told);

                // Whoever puts a copy back need not start anything anew.
                if (aside % 5 == 1)
                {
                    PutBack(site);
                    await EventuallyAsync(async () => await StaffAnswerAsync(site, lin) == HttpStatusCode.OK, $"the copy is taken: {told}");
                }
            }

            await readers.AllIsAsBeforeAsync();
        }

        var read = await readers.StopAsync();
        output.WriteLine($"RESULT portal.db: damaged at random {times} times, {running} of them while running (seed {Seed}): {aside} times found, {later} of them at the next start, said in the log and to staff (503), set aside byte by byte; {unseen} times in a place that SQLite does not check (a letter, an unused page, the end of the log), where it stayed open; a copy put back was taken each time it was tried; among {read} readings 0 failed");
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Either_database_locked_by_another_program_costs_no_reader_a_page_and_is_told_to_staff()
    {
        await using var site = new SiteUnderFaults();
        var lin = await SignedInStaff.InAsync(site.Data, "林晓");
        await site.StartAsync();
        await using var readers = await Readers.StartAsync(site.Address);
        var editor = lin.At(site.Site);
        await editor.OpenAsync(Links.StaffEdit("pages/help.md"));

        await using (await LockAsync(site, "portal.db"))
        {
            await editor.EditAsync("save", ("block[0]", "锁住时写的话。"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, editor.Answer.StatusCode);
            Assert.Contains("还没有保存", editor.Page.QuerySelector(".fault, main [role=alert]")!.TextContent);
            await readers.AllIsAsBeforeAsync();
        }

        await editor.OpenAsync(Links.StaffEdit("pages/help.md"));
        await editor.EditAsync("save", ("block[0]", "放开后写的话。"));
        Assert.Equal(HttpStatusCode.Redirect, editor.Answer.StatusCode);

        // Locked while it is to be made.
        SqliteConnection? locked = null;
        await readers.WhileAwayAsync(async () =>
        {
            await site.KillAsync();
            foreach (var file in Directory.EnumerateFiles(site.Data, "report.db*"))
            {
                File.Delete(file);
            }

            locked = await LockAsync(site, "report.db");
            await site.StartAsync();
        });
        await using (locked)
        {
            await site.IsSaidAsync("report.db is locked by another program");
            await readers.AllIsAsBeforeAsync();
        }

        await site.IsSaidAsync("report.db now holds");
        await readers.AllIsAsBeforeAsync();
        var read = await readers.StopAsync();
        output.WriteLine($"RESULT locked databases: portal.db by another program, told to staff (503) and saved after; report.db at the start, answered from memory and filled after; among {read} readings 0 failed");
    }

    private static async Task<SqliteConnection> LockAsync(SiteUnderFaults site, string name)
    {
        var connection = await ConnectAsync(Path.Combine(site.Data, name));
        await RunAsync(connection, "PRAGMA locking_mode = EXCLUSIVE");
        await RunAsync(connection, "BEGIN EXCLUSIVE");
        return connection;
    }

    /// <summary>Keeps portal.db as it is now, with a log beside it as a killed program leaves one.</summary>
    private static async Task KeepGoodAsync(SiteUnderFaults site)
    {
        var portal = Path.Combine(site.Data, "portal.db");
        await using var connection = await ConnectAsync(portal);
        await RunAsync(connection, "PRAGMA wal_autocheckpoint = 0");
        await RunAsync(connection, "CREATE TABLE Filler (Text TEXT); INSERT INTO Filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT hex(randomblob(200)) FROM n; DROP TABLE Filler");
        foreach (var suffix in new[] { "", "-wal" })
        {
            File.Copy(portal + suffix, site.Beside("good.db" + suffix));
        }
    }

    private static void PutBack(SiteUnderFaults site)
    {
        foreach (var file in Directory.EnumerateFiles(site.Data, "portal*"))
        {
            File.Delete(file);
        }

        File.Copy(site.Beside("good.db-wal"), Path.Combine(site.Data, "portal.db-wal"));
        File.Copy(site.Beside("good.db"), Path.Combine(site.Data, "portal.db"));
    }

    /// <summary>Damages the file or its log, and keeps both beside, as they are then.</summary>
    private static string Damage(SiteUnderFaults site, Random random)
    {
        var portal = Path.Combine(site.Data, "portal.db");
        var hasLog = new FileInfo(portal + "-wal") is { Exists: true, Length: > 0 };
        var what = FileDamage.Do(hasLog && random.Next(4) == 0 ? portal + "-wal" : portal, random);
        foreach (var suffix in new[] { "", "-wal" })
        {
            File.Delete(site.Beside("damaged.db" + suffix));
            if (File.Exists(portal + suffix))
            {
                File.Copy(portal + suffix, site.Beside("damaged.db" + suffix));
            }
        }

        return what;
    }

    private static IReadOnlyList<string> Asides(SiteUnderFaults site) => [.. Directory.EnumerateFiles(site.Data, "portal-damaged-*.db")];

    /// <summary>What SQLite, asked of a copy, says of all it can check.</summary>
    private static async Task<bool> IsWholeAsync(string damaged)
    {
        var copy = damaged + ".copy";
        foreach (var suffix in new[] { "", "-wal" })
        {
            File.Delete(copy + suffix);
            if (File.Exists(damaged + suffix))
            {
                File.Copy(damaged + suffix, copy + suffix);
            }
        }

        try
        {
            await using var connection = await ConnectAsync(copy);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1)";
            if ((string?)await command.ExecuteScalarAsync() != "ok")
            {
                return false;
            }

            command.CommandText = "SELECT (SELECT COUNT(*) FROM StaffAccounts) + (SELECT COUNT(*) FROM ErrorReports)";
            return (long)(await command.ExecuteScalarAsync())! > 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> StaffAnswerAsync(SiteUnderFaults site, SignedInStaff staff)
    {
        using var answer = await site.Site.Client.SendAsync(staff.Asks(Links.Staff));
        return answer.StatusCode;
    }

    private static async Task<SqliteConnection> ConnectAsync(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
