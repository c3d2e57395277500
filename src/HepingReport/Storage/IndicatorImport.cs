using HepingReport.Content;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

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
        await InsertAsync(db, content.Indicators.All.Select(IndicatorRow.Of), cancellation);
        await InsertAsync(db, content.Indicators.Comparisons.Select((comparison, order) => new ComparisonRow
        {
            FromId = comparison.From.Id,
            ToId = comparison.To.Id,
            Class = comparison.Class.Name(),
            Reason = comparison.Reason,
            Order = order,
        }), cancellation);
        await InsertAsync(db, [new ImportedContent { Hash = content.Hash }], cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>One prepared command for all rows of a table: followed as entities, a hundred thousand rows take ten times as long, and more than their share.</summary>
    private static async Task InsertAsync<TRow>(ReportDb db, IEnumerable<TRow> rows, CancellationToken cancellation)
    {
        var table = db.Model.FindEntityType(typeof(TRow))!;
        await using var insert = db.Database.GetDbConnection().CreateCommand();
        insert.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var columns = table.GetProperties().Select(property =>
        {
            var parameter = insert.CreateParameter();
            parameter.ParameterName = $"@{property.Name}";
            insert.Parameters.Add(parameter);
            return (Name: property.GetColumnName(), Property: property.PropertyInfo!, Parameter: parameter);
        }).ToList();
        insert.CommandText = $"INSERT INTO \"{table.GetTableName()}\" (\"{string.Join("\", \"", columns.Select(column => column.Name))}\") VALUES ({string.Join(", ", columns.Select(column => column.Parameter.ParameterName))})";
        foreach (var row in rows)
        {
            foreach (var (_, property, parameter) in columns)
            {
                parameter.Value = property.GetValue(row) ?? DBNull.Value;
            }

            await insert.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Whether the rows are those of the snapshot, value by value: a damaged file can still open.</summary>
    public static async Task<bool> HoldsAsync(ReportDb db, ContentSnapshot content, CancellationToken cancellation)
    {
        var rows = await db.Indicators.AsNoTracking().OrderBy(row => row.Order).ToListAsync(cancellation);
        var pairs = await db.Comparisons.AsNoTracking().OrderBy(row => row.Order).Select(row => new { row.FromId, row.ToId, row.Class, row.Reason }).ToListAsync(cancellation);
        return rows.SequenceEqual(content.Indicators.All.Select(IndicatorRow.Of))
            && pairs.SequenceEqual(content.Indicators.Comparisons.Select(pair => new { FromId = pair.From.Id, ToId = pair.To.Id, Class = pair.Class.Name(), pair.Reason }))
            && await HasItsTypesAsync(db, cancellation);
    }

    /// <summary>A text that is kept as bytes reads the same, but SQLite finds it equal to no text, and a query would miss its row.</summary>
    private static async Task<bool> HasItsTypesAsync(ReportDb db, CancellationToken cancellation)
    {
        foreach (var table in db.Model.GetEntityTypes())
        {
            var others = table.GetProperties().Select(property => $"typeof(\"{property.GetColumnName()}\") NOT IN ('{property.GetColumnType().ToLowerInvariant()}', 'null')");
            var rows = $"SELECT 1 AS Value FROM \"{table.GetTableName()}\" WHERE {string.Join(" OR ", others)}";
            if (await db.Database.SqlQueryRaw<int>(rows).AnyAsync(cancellation))
            {
                return false;
            }
        }

        return true;
    }
}
