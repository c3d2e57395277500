using HepingReport.Editing;
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

    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<DraftComment> DraftComments => Set<DraftComment>();

    public DbSet<DraftCopy> DraftCopies => Set<DraftCopy>();

    public DbSet<Revision> Revisions => Set<Revision>();

    public DbSet<RevisionFile> RevisionFiles => Set<RevisionFile>();

    /// <summary>Each content file as the history has it last, by path.</summary>
    public async Task<IReadOnlyDictionary<string, RevisionFile>> LatestFilesAsync(bool withTexts, CancellationToken cancellation)
    {
        var latest = RevisionFiles.AsNoTracking().Where(file => file.RevisionNumber == RevisionFiles.Where(other => other.Path == file.Path).Max(other => other.RevisionNumber));
        if (!withTexts)
        {
            latest = latest.Select(file => new RevisionFile { Path = file.Path, BeforeHash = file.BeforeHash, AfterHash = file.AfterHash, Before = null, After = null });
        }

        return await latest.ToDictionaryAsync(file => file.Path, StringComparer.Ordinal, cancellation);
    }

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
        ModelEditing(modelBuilder);
    }

    private static void ModelEditing(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Draft>(row =>
        {
            // One open draft for each person and file.
            row.HasIndex(draft => new { draft.Owner, draft.Path }).IsUnique().HasFilter($"State < {(int)DraftState.Published}");
            row.HasIndex(draft => draft.State);
            row.HasMany(draft => draft.Comments).WithOne().HasForeignKey(comment => comment.DraftId);
        });

        // Their ids are drawn by the site: what has one is not thereby stored already.
        modelBuilder.Entity<DraftComment>().Property(comment => comment.Id).ValueGeneratedNever();
        modelBuilder.Entity<DraftCopy>().HasIndex(copy => new { copy.DraftId, copy.TextHash }).IsUnique();
        modelBuilder.Entity<Revision>(row =>
        {
            row.HasKey(revision => revision.Number);
            row.HasIndex(revision => revision.Id).IsUnique();
            row.HasMany(revision => revision.Files).WithOne().HasForeignKey(file => file.RevisionNumber);
        });
        modelBuilder.Entity<RevisionFile>(row =>
        {
            row.HasKey(file => new { file.RevisionNumber, file.Path });
            row.HasIndex(file => new { file.Path, file.RevisionNumber });
        });
    }

    /// <summary>SQLite can neither compare nor sort a time with an offset; in UTC it can.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(time => time.UtcDateTime, utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));
}
