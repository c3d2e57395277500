using HepingReport.Content;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Storage;

/// <summary>Brings the rows of report.db in line with a snapshot: one transaction, so that readers see the old rows or the new ones.</summary>
public static class IndicatorImport
{
    /// <returns>False where the store already holds this snapshot.</returns>
    public static async Task<bool> RunAsync(ReportDb db, ContentSnapshot content, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Imported.AsNoTracking().AnyAsync(imported => imported.Hash == content.Hash, cancellation))
        {
            return false;
        }

        await db.Comparisons.ExecuteDeleteAsync(cancellation);
        await db.Indicators.ExecuteDeleteAsync(cancellation);
        await db.Imported.ExecuteDeleteAsync(cancellation);
        db.Indicators.AddRange(content.Indicators.All.Select(IndicatorRow.Of));
        db.Comparisons.AddRange(content.Indicators.Comparisons.Select((comparison, order) => new ComparisonRow
        {
            FromId = comparison.From.Id,
            ToId = comparison.To.Id,
            Class = comparison.Class.Name(),
            Reason = comparison.Reason,
            Order = order,
        }));
        db.Imported.Add(new ImportedContent { Hash = content.Hash });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Whether the rows are those of the snapshot, value by value: a damaged file can still open.</summary>
    public static async Task<bool> HoldsAsync(ReportDb db, ContentSnapshot content, CancellationToken cancellation)
    {
        var rows = await db.Indicators.AsNoTracking().OrderBy(row => row.Order).ToListAsync(cancellation);
        var pairs = await db.Comparisons.AsNoTracking().OrderBy(row => row.Order).Select(row => new { row.FromId, row.ToId, row.Class, row.Reason }).ToListAsync(cancellation);
        return rows.SequenceEqual(content.Indicators.All.Select(IndicatorRow.Of))
            && pairs.SequenceEqual(content.Indicators.Comparisons.Select(pair => new { FromId = pair.From.Id, ToId = pair.To.Id, Class = pair.Class.Name(), pair.Reason }));
    }
}
