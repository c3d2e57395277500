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

    /// <summary>The same under a name that stands only for a whole copy; readable for its owner only.</summary>
    public static void CopyWhole(string path, string copy)
    {
        var part = copy + ".part";
        CreateForOwner(part).Dispose();
        Copy(path, part);
        File.Move(part, copy, overwrite: true);
    }

    /// <summary>An empty file, with these rights from its first byte on.</summary>
    /// <exception cref="IOException">Another one is writing it.</exception>
    public static FileStream CreateForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        file.SetLength(0);
        return file;
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

    /// <summary>The migrations it has been through, by their ids; none in the first moment of a site, when it has no tables yet.</summary>
    public static IReadOnlyList<string> MigrationsOf(string path)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if (command.ExecuteScalar() is null)
        {
            return [];
        }

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
