using HepingReport.Feedback;
using HepingReport.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HepingReport.Storage;

/// <summary>The durable store (portal.db): what people gave the site and nothing else can give again. Backed up, never rebuilt.</summary>
public sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    public DbSet<ErrorReport> ErrorReports => Set<ErrorReport>();

    public DbSet<StaffAccount> StaffAccounts => Set<StaffAccount>();

    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ErrorReport>(row =>
        {
            row.HasKey(report => report.Receipt);
            row.Property(report => report.Receipt).HasConversion(receipt => receipt.Digits, digits => Receipt.Stored(digits));
            row.HasIndex(report => report.Fingerprint).IsUnique();
            row.HasIndex(report => new { report.State, report.ReceivedAt });
            row.Property(report => report.Kind).HasConversion(kind => kind.Code(), code => FeedbackWords.Find(code) ?? ProblemKind.Other);
        });
        StaffAccount.Map(modelBuilder);
        StaffSession.Map(modelBuilder);
    }

    /// <summary>SQLite can neither compare nor sort a time with an offset; in UTC it can.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(time => time.UtcDateTime, utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));
}
