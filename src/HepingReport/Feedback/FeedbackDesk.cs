using System.Security.Cryptography;
using HepingReport.Staff;
using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Feedback;

/// <summary>Where residents' reports are handed in, looked up, withdrawn and answered.</summary>
/// <param name="withdrawFor">How long an answered report can be withdrawn, counted from its coming.</param>
/// <param name="keepContact">How long contacts are kept, counted from the answer.</param>
/// <exception cref="PortalAwayException">From every verb: portal.db cannot be had now.</exception>
public sealed class FeedbackDesk(PortalStore store, RandomNumberGenerator random, TimeProvider time, TimeSpan withdrawFor, TimeSpan keepContact)
{
    /// <summary>The receipt this submission was given already, where it was sent before.</summary>
    public Task<Receipt?> FindReceiptAsync(Submission submission, CancellationToken cancellation) =>
        store.ReadAsync(db => ReceiptOf(db, submission, cancellation), cancellation);

    /// <summary>Stores the report; when this returns, it is on the disk. Sent twice it is stored once.</summary>
    public Task<Receipt> ReceiveAsync(Submission submission, CancellationToken cancellation) => store.WriteAsync(
        async db =>
        {
            if (await ReceiptOf(db, submission, cancellation) is { } given)
            {
                return given;
            }

            Receipt receipt;
            do
            {
                receipt = Receipt.Draw(random);
            }
            while (await db.ErrorReports.AnyAsync(report => report.Receipt == receipt, cancellation));

            db.ErrorReports.Add(ErrorReport.Of(submission, receipt, time.GetUtcNow()));
            return receipt;
        },
        cancellation);

    public Task<ErrorReport?> FindAsync(Receipt receipt, CancellationToken cancellation) =>
        store.ReadAsync(db => db.ErrorReports.AsNoTracking().SingleOrDefaultAsync(report => report.Receipt == receipt, cancellation), cancellation);

    /// <param name="id"><see cref="ErrorReport.Id"/>.</param>
    public Task<ErrorReport?> FindAsync(string id, CancellationToken cancellation) => store.ReadAsync(
        db => id.Length == ErrorReport.IdLength ? db.ErrorReports.AsNoTracking().SingleOrDefaultAsync(report => report.Fingerprint.StartsWith(id), cancellation) : Task.FromResult<ErrorReport?>(null), cancellation);

    public Task<int> CountWaitingAsync(CancellationToken cancellation) =>
        store.ReadAsync(db => db.ErrorReports.CountAsync(report => report.State == ErrorReportState.Waiting, cancellation), cancellation);

    /// <summary>Those that wait first, in the order in which they came.</summary>
    public Task<List<ErrorReport>> ListAsync(CancellationToken cancellation) =>
        store.ReadAsync(db => db.ErrorReports.AsNoTracking().OrderBy(report => report.State).ThenBy(report => report.ReceivedAt).ToListAsync(cancellation), cancellation);

    public bool CanBeWithdrawn(ErrorReport report) => report.CanBeWithdrawn(time.GetUtcNow(), withdrawFor);

    /// <returns>The report as it is now, withdrawn if that was still possible; null where there is none.</returns>
    public Task<ErrorReport?> WithdrawAsync(Receipt receipt, CancellationToken cancellation) => ChangeAsync(
        receipt,
        (_, report) =>
        {
            if (CanBeWithdrawn(report))
            {
                report.Withdraw(time.GetUtcNow());
            }
        },
        cancellation);

    /// <returns>The report as it is now, answered unless it was withdrawn; null where there is none.</returns>
    public Task<ErrorReport?> AnswerAsync(Receipt receipt, string answer, Actor by, CancellationToken cancellation) => ChangeAsync(
        receipt,
        (db, report) =>
        {
            if (report.State != ErrorReportState.Withdrawn)
            {
                report.AnswerWith(answer, time.GetUtcNow());
                AuditEntry.Record(db, time.GetUtcNow(), by, AuditAction.ReportAnswered, report.PlaceName);
            }
        },
        cancellation);

    /// <summary>Somebody of the staff begins to change the content because of it.</summary>
    public Task<ErrorReport?> TakeUpAsync(Receipt receipt, Actor by, CancellationToken cancellation) => ChangeAsync(
        receipt,
        (db, report) =>
        {
            report.TakeUp(by.Account!, time.GetUtcNow());
            AuditEntry.Record(db, time.GetUtcNow(), by, AuditAction.ReportTakenUp, report.PlaceName);
        },
        cancellation);

    /// <summary>Deletes the contacts whose time has come; gives how many.</summary>
    public Task<int> ForgetContactsAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var before = now - keepContact;
        return store.WriteAsync(
            async db =>
            {
                var due = await db.ErrorReports.Where(report => report.Contact != null && report.AnsweredAt <= before).ToListAsync(cancellation);
                due.ForEach(report => report.ForgetContact(now));
                return due.Count;
            },
            cancellation);
    }

    private static Task<Receipt?> ReceiptOf(PortalDb db, Submission submission, CancellationToken cancellation) =>
        db.ErrorReports.Where(report => report.Fingerprint == submission.Fingerprint).Select(report => report.Receipt).SingleOrDefaultAsync(cancellation);

    private Task<ErrorReport?> ChangeAsync(Receipt receipt, Action<PortalDb, ErrorReport> change, CancellationToken cancellation) => store.WriteAsync(
        async db =>
        {
            var report = await db.ErrorReports.SingleOrDefaultAsync(report => report.Receipt == receipt, cancellation);
            if (report is not null)
            {
                change(db, report);
            }

            return report;
        },
        cancellation);
}
