using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HepingReport.Storage;

/// <summary>
/// portal.db and its keeping. What is written is on the disk when the call returns. A damaged file is set aside, never deleted, and then nothing
/// is taken until somebody has decided what to do: a new empty file would tell residents that their receipts do not exist.
/// </summary>
public sealed class PortalStore : IDisposable
{
    private const int Corrupt = 11;
    private const int NoDatabase = 26;
    private const int MostKeptBefore = 3;
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly string path;
    private readonly TimeProvider time;
    private readonly ILogger<PortalStore> log;
    private readonly SemaphoreSlim writers = new(1);
    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly TaskCompletionSource tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool open;
    private string? lastReason;

    /// <param name="folder">The data folder; made if it is not there.</param>
    public PortalStore(string folder, TimeProvider time, ILogger<PortalStore> log)
    {
        path = Path.Combine(folder, "portal.db");
        this.time = time;
        this.log = log;
    }

    /// <summary>Whether it can be had, as far as is known; waits for the first look.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellation)
    {
        await tried.Task.WaitAsync(cancellation);
        return open;
    }

    /// <summary>As far as is known now.</summary>
    public PortalState State => open ? PortalState.Open : IsSetAside(out _) ? PortalState.Damaged : PortalState.Away;

    /// <exception cref="PortalAwayException">It cannot be had now.</exception>
    public async Task<T> ReadAsync<T>(Func<PortalDb, Task<T>> ask, CancellationToken cancellation)
    {
        if (!await IsOpenAsync(cancellation))
        {
            throw new PortalAwayException();
        }

        try
        {
            await using var db = Connect(SqliteOpenMode.ReadWrite);
            return await ask(db);
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException or IOException or UnauthorizedAccessException)
        {
            // The message of the storage, without the values.
            log.LogError("portal.db failed: {Reason}; it is checked again", fault.GetBaseException().Message);
            Wake();
            throw new PortalAwayException(fault);
        }
    }

    /// <summary>Changes in one transaction, one writer after another: in SQLite's own queue chance decides, and some would wait too long.</summary>
    /// <exception cref="PortalAwayException">It cannot be had now; nothing was changed.</exception>
    public async Task<T> WriteAsync<T>(Func<PortalDb, Task<T>> change, CancellationToken cancellation)
    {
        // The first look takes the writers' turn itself; whoever waited for it in that turn would hold it up for ever.
        await IsOpenAsync(cancellation);
        await writers.WaitAsync(cancellation);
        try
        {
            return await ReadAsync(
                async db =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
                    var result = await change(db);
                    await db.SaveChangesAsync(cancellation);
                    await transaction.CommitAsync(cancellation);
                    return result;
                },
                cancellation);
        }
        finally
        {
            writers.Release();
        }
    }

    /// <summary>The states its tables have been through, oldest first, without opening it for the site.</summary>
    /// <exception cref="PortalAwayException">It cannot be had.</exception>
    public IReadOnlyList<string> MigrationsApplied()
    {
        try
        {
            return PortalFile.MigrationsOf(path);
        }
        catch (SqliteException fault)
        {
            throw new PortalAwayException(fault);
        }
    }

    /// <summary>Takes the file to another state of its tables, also back to one of an earlier release; a copy of it as it was stays beside it.</summary>
    /// <returns>The copy.</returns>
    /// <exception cref="PortalAwayException">It cannot be had, or not all steps could be gone; the copy is whole then, or nothing was changed.</exception>
    public async Task<string> MigrateAsync(string migration, CancellationToken cancellation)
    {
        await writers.WaitAsync(cancellation);
        try
        {
            var copy = Path.Combine(Path.GetDirectoryName(path)!, $"portal-copy-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}.db");
            PortalFile.CopyWhole(path, copy);
            await using var db = Connect(SqliteOpenMode.ReadWrite);
            await db.Database.MigrateAfterAnyoneAsync(migration, cancellation);
            return copy;
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
        {
            throw new PortalAwayException(fault);
        }
        finally
        {
            writers.Release();
        }
    }

    /// <summary>Opens it, and looks again whenever it failed or is not there, until cancelled.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await OpenAsync(cancellation))
            {
                await woken.WaitAsync(cancellation);
            }
            else
            {
                await Task.Delay(RetryInterval, time, cancellation);
            }
        }
    }

    /// <summary>Makes or migrates the file and looks whether it is whole; sets it aside if it is damaged.</summary>
    public async Task<bool> OpenAsync(CancellationToken cancellation)
    {
        await writers.WaitAsync(cancellation);
        try
        {
            var reason = await TryOpenAsync(cancellation);
            open = reason is null;
            if (reason != lastReason)
            {
                lastReason = reason;
                log.Log(open ? LogLevel.Information : LogLevel.Error, "portal.db is {State}", open ? "open again" : $"not open: {reason}; reading goes on, reports by residents are refused");
            }

            return open;
        }
        finally
        {
            writers.Release();
            tried.TrySetResult();
        }
    }

    public void Dispose()
    {
        writers.Dispose();
        woken.Dispose();
    }

    /// <returns>Why it is not open; null if it is.</returns>
    private async Task<string?> TryOpenAsync(CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (IsSetAside(out var aside))
            {
                return $"{aside} was set aside; put a backup in its place, or move that file elsewhere to begin anew";
            }

            await using var db = Connect(SqliteOpenMode.ReadWriteCreate);
            await KeepLogAsync(db, cancellation);
            if (File.Exists(path) && (await db.Database.SqlQueryRaw<string>("PRAGMA integrity_check(1)").ToListAsync(cancellation)) is not ["ok"])
            {
                await db.DisposeAsync();
                return SetAside("integrity_check failed");
            }

            if (SQLitePCL.raw.sqlite3_db_readonly(HandleOf(db), "main") == 1)
            {
                await db.DisposeAsync();
                return IsWritable() ? SetAside("its header lets nobody write") : "the file may not be written";
            }

            if ((await db.Database.GetPendingMigrationsAsync(cancellation)).FirstOrDefault() is { } pending)
            {
                await KeepBeforeAsync(db, pending, cancellation);
                await db.Database.MigrateAfterAnyoneAsync(null, cancellation);
            }

            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
            await db.ErrorReports.AnyAsync(cancellation);
            return null;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is Corrupt or NoDatabase)
        {
            return SetAside(fault.Message);
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            return fault.GetBaseException().Message;
        }
    }

    private bool IsSetAside(out string? aside)
    {
        var folder = Path.GetDirectoryName(path)!;
        aside = !File.Exists(path) && Directory.Exists(folder) ? Path.GetFileName(Directory.EnumerateFiles(folder, "portal-damaged-*.db").FirstOrDefault()) : null;
        return aside is not null;
    }

    /// <summary>The file as the release before had it, for whoever has to go back to that. Without it nothing is migrated.</summary>
    private async Task KeepBeforeAsync(PortalDb db, string pending, CancellationToken cancellation)
    {
        if (!(await db.Database.GetAppliedMigrationsAsync(cancellation)).Any())
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        var kept = Path.Combine(folder, $"portal-before-{pending}.db");
        PortalFile.CopyWhole(path, kept);
        log.LogInformation("portal.db is copied to {File} before it is migrated", Path.GetFileName(kept));
        foreach (var old in Directory.EnumerateFiles(folder, "portal-before-*.db").OrderDescending(StringComparer.Ordinal).Skip(MostKeptBefore).ToList())
        {
            File.Delete(old);
        }
    }

    /// <summary>Closing would write the log into the file, and with it change a damaged one before it is set aside.</summary>
    private static async Task KeepLogAsync(PortalDb db, CancellationToken cancellation)
    {
        const int NoCheckpointOnClose = 1006;
        await db.Database.OpenConnectionAsync(cancellation);
        SQLitePCL.raw.sqlite3_db_config(HandleOf(db), NoCheckpointOnClose, 1, out _);
    }

    private static SQLitePCL.sqlite3? HandleOf(PortalDb db) => ((SqliteConnection)db.Database.GetDbConnection()).Handle;

    /// <summary>Whether the operating system lets it be written. Closing it again drops SQLite's locks on it: to be asked only of a file that nobody writes.</summary>
    private bool IsWritable()
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The file and what SQLite keeps beside it move together, so that they can still be read together.</summary>
    private string SetAside(string damage)
    {
        var aside = Path.Combine(Path.GetDirectoryName(path)!, $"portal-damaged-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}.db");
        try
        {
            foreach (var suffix in PortalFile.Suffixes.Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix);
            }

            return $"it was damaged ({damage}) and is set aside as {Path.GetFileName(aside)}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"it is damaged ({damage}) and cannot be set aside: {fault.Message}";
        }
    }

    /// <summary>A connection of its own each time: a kept one would go on writing into a file that was moved or replaced.</summary>
    private PortalDb Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = (int)BusyTimeout.TotalSeconds };
        return new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseSqlite(connection.ToString()).AddInterceptors(Durable.Instance).Options);
    }

    private void Wake()
    {
        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }

    /// <summary>Each commit is on the disk before it is told; what is deleted is overwritten.</summary>
    private sealed class Durable : DbConnectionInterceptor
    {
        public static readonly Durable Instance = new();

        private static readonly string Settings = $"PRAGMA busy_timeout = {BusyTimeout.TotalMilliseconds}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Settings;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Settings;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

/// <summary>Whether portal.db can be used: it can, it was damaged and lies aside, or it cannot be had for another reason.</summary>
public enum PortalState
{
    Open,
    Damaged,
    Away,
}

/// <summary>portal.db cannot be had now: damaged, gone, locked, or the disk is full. Reading goes on; whoever writes has to be told.</summary>
public sealed class PortalAwayException(Exception? cause = null) : Exception("portal.db cannot be had now.", cause);
