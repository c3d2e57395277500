using Microsoft.Data.Sqlite;

namespace HepingReport.Storage;

/// <summary>portal.db as a file: to be copied while others write it, and looked through.</summary>
internal static class PortalFile
{
    /// <summary>What SQLite keeps beside a database, and the database itself last: without it nobody opens the others.</summary>
    public static readonly string[] Suffixes = ["-wal", "-shm", "-journal", ""];

    /// <summary>A whole copy by SQLite's backup, of one moment, with what still lies in the log beside it.</summary>
    public static void Copy(string path, string copy)
    {
        using var from = Open(path);
        using var to = Open(copy);
        from.BackupDatabase(to);
    }

    /// <returns>What SQLite finds wrong with it; null where it is whole.</returns>
    public static string? Damage(string path)
    {
        try
        {
            using var connection = Open(path);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1)";
            return (string?)command.ExecuteScalar() is var said and not "ok" ? said ?? "" : null;
        }
        catch (SqliteException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The migrations it has been through, by their ids.</summary>
    public static IReadOnlyList<string> MigrationsOf(string path)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MigrationId FROM \"__EFMigrationsHistory\" ORDER BY MigrationId";
        using var rows = command.ExecuteReader();
        var ids = new List<string>();
        while (rows.Read())
        {
            ids.Add(rows.GetString(0));
        }

        return ids;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();

        // SQLite waits by itself; the timeout of a command does not count for a backup.
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 30000";
        command.ExecuteNonQuery();
        return connection;
    }
}
