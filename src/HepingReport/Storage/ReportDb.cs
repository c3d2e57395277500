using Microsoft.EntityFrameworkCore;

namespace HepingReport.Storage;

/// <summary>The derived store (report.db): holds only what follows from the content files and is rebuilt at will.</summary>
public sealed class ReportDb(DbContextOptions<ReportDb> options) : DbContext(options)
{
    public DbSet<IndicatorRow> Indicators => Set<IndicatorRow>();

    public DbSet<ComparisonRow> Comparisons => Set<ComparisonRow>();

    public DbSet<ImportedContent> Imported => Set<ImportedContent>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<IndicatorRow>(row =>
        {
            row.HasKey(indicator => indicator.Id);
            row.HasIndex(indicator => indicator.Order);
            row.HasIndex(indicator => new { indicator.Year, indicator.Order });
            row.HasIndex(indicator => new { indicator.Kind, indicator.Order });
            row.HasIndex(indicator => new { indicator.Topic, indicator.Order });
            row.HasIndex(indicator => new { indicator.Chapter, indicator.Order });
            row.HasIndex(indicator => new { indicator.Unit, indicator.SortValue });
        });
        modelBuilder.Entity<ComparisonRow>(row =>
        {
            row.HasKey(comparison => new { comparison.FromId, comparison.ToId });
            row.HasOne<IndicatorRow>().WithMany().HasForeignKey(comparison => comparison.FromId).OnDelete(DeleteBehavior.Cascade);
            row.HasOne<IndicatorRow>().WithMany().HasForeignKey(comparison => comparison.ToId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ImportedContent>().HasKey(imported => imported.Id);
        modelBuilder.Entity<ImportedContent>().Property(imported => imported.Id).ValueGeneratedNever();
    }
}

/// <summary>One indicator as a row: a 2017 actual or a 2018 target.</summary>
public sealed record IndicatorRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required int Year { get; init; }

    /// <summary>Exact; SQLite keeps decimals as text.</summary>
    public required decimal Value { get; init; }

    /// <summary>The same number in a form that SQLite can sort by.</summary>
    public required double SortValue { get; init; }

    public required string Unit { get; init; }

    public string? Qualifier { get; init; }

    public required string Kind { get; init; }

    public required string Topic { get; init; }

    public required string Chapter { get; init; }

    public required string Section { get; init; }

    public required string Paragraph { get; init; }

    public required string Quote { get; init; }

    public required int Order { get; init; }

    public static IndicatorRow Of(Indicator indicator) => new()
    {
        Id = indicator.Id,
        Name = indicator.Name,
        Year = indicator.Year,
        Value = indicator.Value,
        SortValue = (double)indicator.Value,
        Unit = indicator.Unit,
        Qualifier = indicator.Qualifier,
        Kind = indicator.Kind.Code(),
        Topic = indicator.Topic,
        Chapter = indicator.Place.Section.ChapterId,
        Section = indicator.Place.Section.Id,
        Paragraph = indicator.Place.Paragraph.Id,
        Quote = indicator.Quote,
        Order = indicator.Order,
    };
}

/// <summary>One comparison as a row.</summary>
public sealed class ComparisonRow
{
    public required string FromId { get; init; }

    public required string ToId { get; init; }

    public required string Class { get; init; }

    public required string Reason { get; init; }

    public required int Order { get; init; }
}

/// <summary>Which content the rows follow from. There is one row.</summary>
public sealed class ImportedContent
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required string Hash { get; init; }
}
