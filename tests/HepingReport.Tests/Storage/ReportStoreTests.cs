using HepingReport.Content;
using HepingReport.Indicators;
using HepingReport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Tests.Storage;

/// <summary>The derived store on real SQLite files.</summary>
public sealed class ReportStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("heping-store-").FullName;
    private readonly ContentSnapshot content = TestContent.RealSnapshot;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task After_import_the_store_equals_the_content_and_twice_imported_equals_once()
    {
        using var store = NewStore();
        Assert.True(await store.BringInLineAsync(content, CancellationToken.None));
        var once = await DumpAsync(store);

        Assert.True(await store.BringInLineAsync(content, CancellationToken.None));

        Assert.Equal(once, await DumpAsync(store));
        await using var db = store.Open();
        Assert.Equal(content.Indicators.All.Select(IndicatorRow.Of), await db.Indicators.AsNoTracking().OrderBy(row => row.Order).ToListAsync());
        Assert.Equal(content.Indicators.Comparisons.Count, await db.Comparisons.CountAsync());
        Assert.Equal(content.Hash, (await db.Imported.AsNoTracking().SingleAsync()).Hash);
        Assert.False(await IndicatorImport.RunAsync(db, content, CancellationToken.None));
    }

    [Fact]
    public async Task An_import_that_breaks_off_in_the_middle_leaves_the_old_rows()
    {
        using var store = NewStore();
        await store.BringInLineAsync(content, CancellationToken.None);
        var before = await DumpAsync(store);
        await using (var db = store.Open())
        {
            // The last row of the new content cannot be written.
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER break_off BEFORE INSERT ON Indicators WHEN NEW.\"Order\" = 100 BEGIN SELECT RAISE(ABORT, 'broken off'); END");
            await Assert.ThrowsAsync<SqliteException>(() => IndicatorImport.RunAsync(db, OtherContent(), CancellationToken.None));
        }

        Assert.Equal(before, await DumpAsync(store));
    }

    [Fact]
    public async Task Readers_see_the_old_rows_until_the_new_ones_are_committed()
    {
        using var store = NewStore();
        await store.BringInLineAsync(content, CancellationToken.None);
        await using var writer = store.Open();
        await using var transaction = await writer.Database.BeginTransactionAsync();
        await writer.Comparisons.ExecuteDeleteAsync();
        await writer.Indicators.ExecuteDeleteAsync();

        await using var reader = store.Open();
        Assert.Equal(content.Indicators.All.Count, await reader.Indicators.CountAsync());

        await transaction.CommitAsync();
        await using var later = store.Open();
        Assert.Equal(0, await later.Indicators.CountAsync());
    }

    [Fact]
    public async Task A_new_snapshot_replaces_the_rows()
    {
        using var store = NewStore();
        await store.BringInLineAsync(content, CancellationToken.None);
        var other = OtherContent();

        Assert.True(await store.BringInLineAsync(other, CancellationToken.None));

        Assert.Equal(other.Hash, store.HeldHash);
        await using var db = store.Open();
        Assert.Equal("换了名称", (await db.Indicators.SingleAsync(row => row.Id == "gdp-2017")).Name);
    }

    [Theory]
    [InlineData("nothing at all")]
    [InlineData("no database")]
    [InlineData("cut off")]
    [InlineData("a wrong value")]
    [InlineData("a text kept as bytes")]
    [InlineData("a missing table")]
    [InlineData("marked as read-only")]
    [InlineData("left in the middle of a migration")]
    [InlineData("a lock left behind")]
    public async Task A_damaged_store_is_rebuilt_at_start(string damage)
    {
        using (var first = NewStore())
        {
            await first.BringInLineAsync(content, CancellationToken.None);
            await using var db = first.Open();
            await db.Database.ExecuteSqlRawAsync(damage switch
            {
                "a wrong value" => "UPDATE Indicators SET Value = '851.0' WHERE Id = 'gdp-2017'",
                "a text kept as bytes" => "UPDATE Indicators SET Topic = CAST(Topic AS BLOB) WHERE Id = 'gdp-2017'",
                "a missing table" => "DROP TABLE Comparisons",
                "left in the middle of a migration" => """
                    INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2018-02-07 00:00:00');
                    DELETE FROM "__EFMigrationsHistory"; DROP TABLE Comparisons; DROP TABLE Indicators; DROP TABLE Imported
                    """,
                "a lock left behind" => """INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2018-02-07 00:00:00')""",
                _ => "PRAGMA wal_checkpoint(TRUNCATE)",
            });
        }

        SqliteConnection.ClearAllPools();
        var path = Path.Combine(folder, "report.db");
        switch (damage)
        {
            case "nothing at all":
                File.Delete(path);
                break;
            case "no database":
                await File.WriteAllTextAsync(path, "this is no database, and long enough to be taken for one".PadRight(5000, '.'));
                break;
            case "cut off":
                await using (var file = File.OpenWrite(path))
                {
                    file.SetLength(file.Length / 2);
                }

                break;
            case "marked as read-only":
                // The header's version for writing, one that SQLite does not know: https://www.sqlite.org/fileformat.html
                await using (var file = File.OpenWrite(path))
                {
                    file.Position = 18;
                    file.WriteByte(6);
                }

                break;
        }

        using var store = NewStore();
        Assert.True(await store.BringInLineAsync(content, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
        await using var rebuilt = store.Open();
        Assert.Equal(content.Indicators.All.Select(IndicatorRow.Of), await rebuilt.Indicators.AsNoTracking().OrderBy(row => row.Order).ToListAsync());
        Assert.Equal(content.Indicators.All.GroupBy(figure => figure.Topic).ToDictionary(topic => topic.Key, topic => topic.Count()), await rebuilt.Indicators.GroupBy(row => row.Topic).ToDictionaryAsync(topic => topic.Key, topic => topic.Count()));
    }

    [Fact]
    public async Task With_the_store_locked_gone_or_broken_under_the_running_site_readers_get_the_same_rows()
    {
        using var store = NewStore();
        var query = new IndicatorQuery { Year = 2018, Sort = "value", Descending = true };
        var expected = (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id).ToList();
        await store.BringInLineAsync(content, CancellationToken.None);
        Assert.Equal(expected, (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id));
        Assert.Equal(content.Hash, store.HeldHash);

        // Locked by another program.
        SqliteConnection.ClearAllPools();
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(folder, "report.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await RunAsync(other, "PRAGMA locking_mode = EXCLUSIVE");
            await RunAsync(other, "BEGIN EXCLUSIVE; DELETE FROM Comparisons");
            Assert.Equal(expected, (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id));
            await RunAsync(other, "ROLLBACK");
        }

        // Deleted.
        await store.BringInLineAsync(content, CancellationToken.None);
        File.Delete(Path.Combine(folder, "report.db"));
        Assert.Equal(expected, (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id));
        Assert.Null(store.HeldHash);

        // Overwritten.
        SqliteConnection.ClearAllPools();
        Assert.True(await store.BringInLineAsync(content, CancellationToken.None));
        await using (var db = store.Open())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        SqliteConnection.ClearAllPools();
        await File.WriteAllBytesAsync(Path.Combine(folder, "report.db"), new byte[20_000]);
        Assert.Equal(expected, (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id));
        Assert.Null(store.HeldHash);
        Assert.True(await store.BringInLineAsync(content, CancellationToken.None));
    }

    [Theory]
    [InlineData("UPDATE Indicators SET Year = 2018 WHERE Year = 2017")]
    [InlineData("DELETE FROM Indicators WHERE Id LIKE 'g%'")]
    public async Task What_another_program_wrote_into_the_store_never_reaches_a_reader(string change)
    {
        using var store = NewStore();
        await store.BringInLineAsync(content, CancellationToken.None);
        var query = new IndicatorQuery { Year = 2018 };
        var expected = (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id).ToList();
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(folder, "report.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await RunAsync(other, "PRAGMA foreign_keys = OFF");
            await RunAsync(other, change);
        }

        Assert.Equal(expected, (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id));
        Assert.Null(store.HeldHash);
        Assert.True(await store.BringInLineAsync(content, CancellationToken.None));
        Assert.Equal(expected, (await store.QueryAsync(query, content, CancellationToken.None)).Select(figure => figure.Id));
        Assert.Equal(content.Hash, store.HeldHash);
    }

    [Fact]
    public async Task The_keeper_follows_the_readers_snapshot_and_mends_what_broke()
    {
        using var store = NewStore();
        var current = new CurrentContent(content);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var keeping = store.KeepAsync(current, stop.Token);
        await UntilAsync(() => store.HeldHash == content.Hash);

        var other = OtherContent();
        current.Offer(new ContentLoad(other, [], ContentSource.Of([])));
        await UntilAsync(() => store.HeldHash == other.Hash);

        File.Delete(Path.Combine(folder, "report.db"));
        Assert.NotEmpty(await store.QueryAsync(new IndicatorQuery(), other, CancellationToken.None));
        await UntilAsync(() => store.HeldHash == other.Hash && File.Exists(Path.Combine(folder, "report.db")));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);

        async Task UntilAsync(Func<bool> condition)
        {
            while (!condition())
            {
                await Task.Delay(10, stop.Token);
            }
        }
    }

    [Fact]
    public async Task Migrations_and_model_agree()
    {
        using var store = NewStore();
        await using var db = store.Open();

        Assert.False(db.Database.HasPendingModelChanges());
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private ReportStore NewStore() => new(folder, TimeProvider.System, NullLogger<ReportStore>.Instance);

    private static ContentSnapshot OtherContent()
    {
        var text = System.Text.Encoding.UTF8.GetString(TestContent.Real.Find("indicators.yml")!.Bytes.Span);
        return ContentLoader.Load(TestContent.Real.With("indicators.yml", text.Replace("name: 地区生产总值\n", "name: 换了名称\n", StringComparison.Ordinal))).Snapshot!;
    }

    private static async Task<string> DumpAsync(ReportStore store)
    {
        await using var db = store.Open();
        var indicators = await db.Indicators.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
        var comparisons = await db.Comparisons.AsNoTracking().OrderBy(row => row.Order).Select(row => $"{row.FromId} {row.ToId} {row.Class} {row.Reason}").ToListAsync();
        return string.Join('\n', [.. indicators.Select(row => row.ToString()), .. comparisons]);
    }
}
