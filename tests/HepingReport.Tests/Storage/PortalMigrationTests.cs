using System.Security.Cryptography;
using HepingReport.Feedback;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Tests.Editing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Storage;

/// <summary>portal.db between releases, on a real file with rows in every table: forward with a copy of what was, and back.</summary>
public sealed class PortalMigrationTests : IAsyncLifetime
{
    private static readonly string[] Migrations = [.. new PortalDbFactory().CreateDbContext([]).Database.GetMigrations()];

    private EditingFolder editing = null!;

    private string Portal => Path.Combine(editing.DataPath, "portal.db");

    public async Task InitializeAsync()
    {
        editing = await OpenAsync();
        await editing.PublishAsync(Road, await editing.WithSummaryAsync(Road, "路好走了"));
        await new StaffDesk(editing.Store, StaffRules.Default, editing.Clock).AddAsync("林晓", StaffRole.Publisher, Actor.Operator, default);
        using var random = RandomNumberGenerator.Create();
        await new FeedbackDesk(editing.Store, random, editing.Clock, TimeSpan.FromMinutes(10), TimeSpan.FromDays(180)).ReceiveAsync(new Submission("key", null, ProblemKind.Typo, "少了一个字", "022-12345678"), default);
        FillEmptyTables();
    }

    public async Task DisposeAsync() => await editing.DisposeAsync();

    public static TheoryData<string> EveryMigration => [.. Migrations];

    [Theory]
    [MemberData(nameof(EveryMigration))]
    public async Task Taken_back_the_file_has_the_tables_of_that_release_and_all_their_rows_and_goes_forward_again(string undone)
    {
        var before = Array.IndexOf(Migrations, undone) is > 0 and var at ? Migrations[at - 1] : Migration.InitialDatabase;
        var full = Rows(Portal);
        Assert.All(full.Values, rows => Assert.NotEmpty(rows.Rows));

        var copy = await editing.Store.MigrateAsync(before, default);

        Assert.Equal(Schema(await FreshAsync(before)), Schema(Portal));
        AssertKept(full, Rows(Portal));
        Assert.Equal(full.Keys, Rows(copy).Keys);

        Assert.True(await editing.Store.OpenAsync(default));
        Assert.Equal(Schema(await FreshAsync(Migrations[^1])), Schema(Portal));
        AssertKept(Rows(Portal).Where(table => table.Value.Rows.Count > 0).ToDictionary(), full);
        Assert.Null(PortalFile.Damage(Portal));
    }

    [Fact]
    public async Task Before_a_migration_the_file_is_kept_as_it_was_three_at_most_and_a_new_file_needs_no_copy()
    {
        Assert.Empty(Directory.GetFiles(editing.DataPath, "portal-before-*"));
        await editing.Store.MigrateAsync(Migrations[^2], default);
        var old = Rows(Portal);
        foreach (var earlier in new[] { "20250101000000_A", "20250201000000_B", "20250301000000_C" })
        {
            await File.WriteAllTextAsync(Path.Combine(editing.DataPath, $"portal-before-{earlier}.db"), "of an earlier release");
        }

        Assert.True(await editing.Store.OpenAsync(default));

        Assert.Equal(
            ["portal-before-20250201000000_B.db", "portal-before-20250301000000_C.db", $"portal-before-{Migrations[^1]}.db"],
            Directory.GetFiles(editing.DataPath, "portal-before-*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var kept = Path.Combine(editing.DataPath, $"portal-before-{Migrations[^1]}.db");
        Assert.Equal(old.Select(Text), Rows(kept).Select(Text));
        Assert.Equal(Migrations[..^1], PortalFile.MigrationsOf(kept));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));
        }
    }

    [Fact]
    public async Task Where_no_copy_can_be_made_nothing_is_migrated()
    {
        await editing.Store.MigrateAsync(Migrations[^2], default);
        var obstacle = Directory.CreateDirectory(Path.Combine(editing.DataPath, $"portal-before-{Migrations[^1]}.db.part"));

        Assert.False(await editing.Store.OpenAsync(default));
        Assert.Equal((PortalState.Away, Migrations.Length - 1), (editing.Store.State, PortalFile.MigrationsOf(Portal).Count));

        obstacle.Delete();
        Assert.True(await editing.Store.OpenAsync(default));
        Assert.Equal(PortalState.Open, editing.Store.State);
    }

    private static void AssertKept(IReadOnlyDictionary<string, Table> all, IReadOnlyDictionary<string, Table> some)
    {
        foreach (var (name, table) in some.Where(table => all.ContainsKey(table.Key)))
        {
            var columns = table.Columns.Intersect(all[name].Columns).ToList();
            Assert.Equal(all[name].Only(columns), table.Only(columns));
        }
    }

    private async Task<string> FreshAsync(string migration)
    {
        var path = Path.Combine(editing.DataPath, $"fresh-{Guid.NewGuid():N}", "portal.db");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var db = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseSqlite($"Data Source={path};Pooling=False").Options);
        await db.Database.MigrateAsync(migration == Migration.InitialDatabase ? Migrations[0] : migration);
        if (migration == Migration.InitialDatabase)
        {
            await db.Database.MigrateAsync(migration);
        }

        return path;
    }

    private static List<string> Schema(string path) =>
    [
        .. Ask(path, "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND m.name NOT LIKE '\\_\\_EF%' ESCAPE '\\' ORDER BY m.name, c.name").Select(row => string.Join(' ', row)),
        .. Ask(path, "SELECT name, tbl_name, coalesce(substr(sql, instr(sql, 'WHERE')), '') FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name").Select(row => string.Join(' ', row)),
    ];

    private static Dictionary<string, Table> Rows(string path) =>
        TablesOf(path).ToDictionary(table => table, table => new Table(
            Ask(path, $"SELECT name FROM pragma_table_info('{table}')").ConvertAll(column => column[0]),
            Ask(path, $"SELECT * FROM \"{table}\" ORDER BY rowid")));

    private static List<string> TablesOf(string path) =>
        Ask(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' ORDER BY name").ConvertAll(row => row[0]);

    private static string Text(KeyValuePair<string, Table> table) => $"{table.Key}: {string.Join('|', table.Value.Columns)}\n{string.Join('\n', table.Value.Rows.Select(row => string.Join('|', row)))}";

    /// <summary>A row in each table that has none, with whatever its columns take.</summary>
    private void FillEmptyTables()
    {
        foreach (var table in TablesOf(Portal).Where(table => Ask(Portal, $"SELECT 1 FROM \"{table}\"").Count == 0))
        {
            var parents = Ask(Portal, $"SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list('{table}')").ToDictionary(key => key[0], key => $"(SELECT \"{key[2]}\" FROM \"{key[1]}\" LIMIT 1)");
            var columns = Ask(Portal, $"SELECT name, type FROM pragma_table_info('{table}')");
            var values = columns.Select(column => parents.GetValueOrDefault(column[0]) ?? (column[1] == "INTEGER" ? "1" : column[0].EndsWith("At", StringComparison.Ordinal) ? "'2026-03-01 04:00:00'" : $"'{Guid.NewGuid()}'"));
            Ask(Portal, $"INSERT INTO \"{table}\" ({string.Join(',', columns.Select(column => $"\"{column[0]}\""))}) VALUES ({string.Join(',', values)})");
        }
    }

    private static List<string[]> Ask(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => $"{reader.GetValue(column)}")]);
        }

        return rows;
    }

    private sealed record Table(List<string> Columns, List<string[]> Rows)
    {
        public List<string> Only(IReadOnlyList<string> columns) => Rows.ConvertAll(row => string.Join('|', columns.Select(column => row[Columns.IndexOf(column)])));
    }
}
