using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace HepingReport.Storage;

/// <summary>Migrating a file that somebody may have left in the middle.</summary>
internal static class AbandonedMigration
{
    /// <param name="target">Null for the newest.</param>
    public static async Task MigrateAfterAnyoneAsync(this DatabaseFacade database, string? target, CancellationToken cancellation)
    {
        // Left by a process that was killed while it migrated; the framework would wait for it for ever.
        await database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellation);
        await database.MigrateAsync(target, cancellation);
    }
}
