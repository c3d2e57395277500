using System.Runtime.Versioning;
using System.Text;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>report.db deleted and damaged at random, at rest and under readers: it is made again, and no answer is other than before.</summary>
[SupportedOSPlatform("linux")]
public sealed class DamagedReportDbTests(ITestOutputHelper output)
{
    private const int Seed = 20180207;

    [Fact]
    public Task A_report_db_damaged_at_random_is_made_again() => DamageAsync(atStart: 1, running: 6);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_report_db_damaged_two_hundred_times_is_made_again() => DamageAsync(atStart: 50, running: 150);

    private async Task DamageAsync(int atStart, int running)
    {
        var random = new Random(Seed);
        await using var site = new SiteUnderFaults();
        await site.StartAsync();
        await using var readers = await Readers.StartAsync(site.Address);
        await site.IsSaidAsync("report.db now holds");
        var good = await RowsAsync(site);
        Assert.True(good.Length > 10_000);

        for (var i = 0; i < running; i++)
        {
            var what = Damage(site, random, i);
            await IsMendedAsync(site, readers, good, $"seed {Seed}, damage {i} while running ({what})");
        }

        for (var i = 0; i < atStart; i++)
        {
            var what = "";
            await readers.WhileAwayAsync(async () =>
            {
                await site.KillAsync();
                what = Damage(site, random, i);
                await site.StartAsync();
            });
            await IsMendedAsync(site, readers, good, $"seed {Seed}, damage {i} at rest ({what})");
        }

        var read = await readers.StopAsync();
        output.WriteLine($"RESULT report.db: deleted or damaged at random {running} times while running and {atStart} times at rest (seed {Seed}), made again each time with the same rows; among {read} readings by pages, search, API and files, wrong or failed 0");
    }

    /// <summary>Now and then the file is deleted, else it or its log is damaged.</summary>
    private static string Damage(SiteUnderFaults site, Random random, int number)
    {
        var files = Files(site).Where(file => new FileInfo(file) is { Exists: true, Length: > 0 }).ToList();
        if (number % 10 == 9)
        {
            files.ForEach(File.Delete);
            return "deleted";
        }

        return FileDamage.Do(files[random.Next(files.Count)], random);
    }

    private static async Task IsMendedAsync(SiteUnderFaults site, Readers readers, string good, string what)
    {
        await readers.AllIsAsBeforeAsync();
        await EventuallyAsync(async () => await RowsAsync(site) == good, $"report.db is whole: {what}", seconds: 70);
        await readers.AllIsAsBeforeAsync();
    }

    /// <summary>All rows as a copy of the file holds them; empty where it is not whole. A copy, so that looking changes nothing.</summary>
    private static async Task<string> RowsAsync(SiteUnderFaults site)
    {
        var copy = site.Beside("copy.db");
        try
        {
            foreach (var (file, suffix) in Files(site).Zip(["", "-wal"]))
            {
                File.Delete(copy + suffix);
                if (File.Exists(file))
                {
                    File.Copy(file, copy + suffix);
                }
            }

            await using var db = new SqliteConnection($"Data Source={copy};Mode=ReadWrite;Pooling=False");
            await db.OpenAsync();
            if (await ReadAsync(db, "PRAGMA integrity_check") != "ok\n")
            {
                return "";
            }

            return await ReadAsync(db, "SELECT * FROM Indicators ORDER BY Id") + await ReadAsync(db, "SELECT * FROM Comparisons ORDER BY FromId, ToId") + await ReadAsync(db, "SELECT * FROM Imported");
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            return "";
        }
    }

    private static string[] Files(SiteUnderFaults site) => [Path.Combine(site.Data, "report.db"), Path.Combine(site.Data, "report.db-wal")];

    private static async Task<string> ReadAsync(SqliteConnection db, string query)
    {
        await using var command = db.CreateCommand();
        command.CommandText = query;
        await using var rows = await command.ExecuteReaderAsync();
        var text = new StringBuilder();
        while (await rows.ReadAsync())
        {
            text.AppendJoin('|', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)).Append('\n');
        }

        return text.ToString();
    }
}
