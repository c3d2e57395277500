using System.Data.Common;
using HepingReport.Content;
using HepingReport.Indicators;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HepingReport.Storage;

/// <summary>
/// report.db and its keeping: made and migrated at start, filled from each snapshot, rebuilt when it is damaged or gone.
/// Whoever asks gets the rows of their snapshot: from the store when it holds them, else from memory, by the same query.
/// </summary>
public sealed class ReportStore : IDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly string path;
    private readonly DbContextOptions<ReportDb> options;
    private readonly TimeProvider time;
    private readonly ILogger<ReportStore> log;
    private readonly SemaphoreSlim woken = new(0, 1);
    private volatile string? heldHash;
    private volatile string? heldStamp;

    /// <param name="folder">The data folder; made if it is not there.</param>
    public ReportStore(string folder, TimeProvider time, ILogger<ReportStore> log)
    {
        path = Path.Combine(folder, "report.db");
        this.time = time;
        this.log = log;

        // A reader does not wait for a lock longer than this: memory holds the same rows.
        var connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 1 };
        options = new DbContextOptionsBuilder<ReportDb>().UseSqlite(connection.ToString()).Options;
    }

    /// <summary>The snapshot whose rows the store is known to hold; null while it is being made.</summary>
    public string? HeldHash => heldHash;

    public ReportDb Open() => new(options);

    /// <summary>The figures a reader asked for, found by SQLite or, should it not have them now, among the snapshot's.</summary>
    public async Task<IReadOnlyList<Indicator>> QueryAsync(IndicatorQuery query, ContentSnapshot content, CancellationToken cancellation)
    {
        if (heldHash == content.Hash)
        {
            try
            {
                if (StampNow() == heldStamp)
                {
                    await using var db = Open();
                    var ids = await query.Apply(db.Indicators.AsNoTracking()).Select(row => row.Id).ToListAsync(cancellation);
                    return [.. ids.Select(id => content.Indicators.Find(id) ?? throw new InvalidOperationException($"report.db holds {id}, the content does not"))];
                }

                log.LogWarning("report.db is gone, or another program wrote into it; it is checked again, reading goes on from memory");
            }
            catch (Exception fault) when (fault is DbException or InvalidOperationException or FormatException or IOException)
            {
                log.LogWarning(fault, "report.db could not be read; it is checked again, reading goes on from memory");
            }

            heldHash = null;
            Wake();
        }

        return [.. query.Apply(content.Indicators.All.Select(IndicatorRow.Of).AsQueryable()).Select(row => content.Indicators.Find(row.Id)!)];
    }

    /// <summary>Keeps the store in line with the readers' snapshot until cancelled.</summary>
    public async Task KeepAsync(CurrentContent current, CancellationToken cancellation)
    {
        current.Replaced += Wake;
        var retry = FirstRetry;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                var content = current.Snapshot;
                if (heldHash == content.Hash)
                {
                    await woken.WaitAsync(cancellation);
                }
                else if (await BringInLineAsync(content, cancellation))
                {
                    retry = FirstRetry;
                }
                else
                {
                    log.LogInformation("report.db is tried again in {Seconds} s", retry.TotalSeconds);
                    await Task.Delay(retry, time, cancellation);
                    retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
                }
            }
        }
        finally
        {
            current.Replaced -= Wake;
        }
    }

    /// <summary>Migrates, imports and verifies; rebuilds once if the file is damaged.</summary>
    /// <returns>False where the store cannot be had now: locked, or its folder is not writable.</returns>
    public async Task<bool> BringInLineAsync(ContentSnapshot content, CancellationToken cancellation)
    {
        for (var rebuilt = false; ; rebuilt = true)
        {
            try
            {
                if (await ImportAsync(content, cancellation))
                {
                    heldHash = content.Hash;
                    return true;
                }

                log.LogError("report.db does not hold what was imported; it is rebuilt");
            }
            catch (SqliteException fault) when (fault.SqliteErrorCode is Busy or Locked)
            {
                log.LogWarning("report.db is locked by another program; reading goes on from memory");
                return false;
            }
            catch (Exception fault) when (fault is UnauthorizedAccessException || (fault is SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } && !FolderTakesFiles()))
            {
                log.LogWarning("report.db cannot be written in {Folder}: {Reason}; reading goes on from memory", Path.GetDirectoryName(path), fault.Message);
                return false;
            }
            catch (Exception fault) when (fault is DbException or InvalidOperationException or FormatException or IOException)
            {
                log.LogError(fault, "report.db is damaged; it is rebuilt");
            }

            if (rebuilt || !Delete())
            {
                return false;
            }
        }
    }

    public void Dispose() => woken.Dispose();

    private async Task<bool> ImportAsync(ContentSnapshot content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Kept connections would go on with a file that was deleted, and with pages from before somebody else wrote.
        SqliteConnection.ClearAllPools();
        await using var db = Open();
        if ((await db.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            await db.Database.MigrateAfterAnyoneAsync(null, cancellation);
        }

        if (await IndicatorImport.RunAsync(db, content, cancellation))
        {
            log.LogInformation("report.db now holds content {Hash}", content.Hash);
        }

        // With its log empty, nobody has a reason to write into the file until the next import. Whoever does so later than this changes the stamp.
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellation);
        heldStamp = StampNow();
        return (await db.Database.SqlQueryRaw<string>("PRAGMA integrity_check(1)").ToListAsync(cancellation)) is ["ok"] && await IndicatorImport.HoldsAsync(db, content, cancellation);
    }

    /// <summary>Size and time of the file and of its log: what was written past this store is not believed before it is checked.</summary>
    private string StampNow()
    {
        var (file, wal) = (new FileInfo(path), new FileInfo(path + "-wal"));
        return $"{Of(file)} {Of(wal)}";

        // An empty log is made and deleted as connections come and go.
        static string Of(FileInfo file) => file is { Exists: true, Length: > 0 } ? $"{file.Length}-{file.LastWriteTimeUtc.Ticks}" : "none";
    }

    /// <summary>Where it does, SQLite finds a file read-only that says so itself, by damage.</summary>
    private bool FolderTakesFiles()
    {
        try
        {
            File.Create(path + "-probe", 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool Delete()
    {
        try
        {
            SqliteConnection.ClearAllPools();
            foreach (var file in new[] { path, path + "-wal", path + "-shm", path + "-journal" })
            {
                File.Delete(file);
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogError(fault, "report.db cannot be deleted; reading goes on from memory");
            return false;
        }
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
}
