using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Staff;

/// <summary>Where accounts of the staff are kept: added, renewed, disabled, and what was done by whom is read. Each change and its audit entry are one transaction.</summary>
/// <exception cref="PortalAwayException">From every verb: portal.db cannot be had now.</exception>
public sealed class StaffDesk(PortalStore store, StaffRules rules, TimeProvider time)
{
    public const int AuditPageSize = 50;

    public Task<List<StaffAccount>> ListAsync(CancellationToken cancellation) =>
        store.ReadAsync(db => db.StaffAccounts.AsNoTracking().OrderBy(account => account.NormalizedUserName).ToListAsync(cancellation), cancellation);

    public Task<AccountChange> AddAsync(string name, StaffRole role, Actor by, CancellationToken cancellation) => store.WriteAsync(
        async db =>
        {
            using var accounts = new StaffAccounts(db, time);
            var account = new StaffAccount { UserName = name, Role = role };
            var created = await accounts.CreateAsync(account);
            return created.Succeeded
                ? await GiveLinkAsync(db, accounts, account, by, AuditAction.AccountAdded, $"{name}：{role.Name()}")
                : AccountChange.Refused(created.Errors.First().Description);
        },
        cancellation);

    /// <summary>A forgotten password, a lost phone, a leave that is over: the old password, codes and sessions end now, and there is a new link for a first sign-in.</summary>
    public Task<AccountChange> RenewAsync(string name, Actor by, CancellationToken cancellation) => ChangeAsync(
        name,
        (db, accounts, account) => GiveLinkAsync(db, accounts, account, by, AuditAction.AccountRenewed, account.UserName!),
        cancellation);

    /// <summary>Ends the account's sessions too.</summary>
    public Task<AccountChange> DisableAsync(string name, Actor by, CancellationToken cancellation) => ChangeAsync(
        name,
        async (db, accounts, account) =>
        {
            if (await IsLastPublisherAsync(db, account, cancellation))
            {
                return AccountChange.Refused("这是唯一能用的“发布”账户，停用以后就没有人能管理账户了。请先添加另一个。");
            }

            (account.Disabled, account.LinkHash, account.LinkEndsAt) = (true, null, null);
            await accounts.UpdateSecurityStampAsync(account);
            AuditEntry.Record(db, time.GetUtcNow(), by, AuditAction.AccountDisabled, account.UserName);
            return AccountChange.Done(account);
        },
        cancellation);

    public Task<AccountChange> ChangeRoleAsync(string name, StaffRole role, Actor by, CancellationToken cancellation) => ChangeAsync(
        name,
        async (db, accounts, account) =>
        {
            if (role != StaffRole.Publisher && await IsLastPublisherAsync(db, account, cancellation))
            {
                return AccountChange.Refused("这是唯一能用的“发布”账户，不能改成编辑。请先添加另一个。");
            }

            if (account.Role != role)
            {
                account.Role = role;
                await accounts.UpdateAsync(account);
                AuditEntry.Record(db, time.GetUtcNow(), by, AuditAction.RoleChanged, $"{account.UserName}：{role.Name()}");
            }

            return AccountChange.Done(account);
        },
        cancellation);

    /// <summary>The newest first, and how many there are in all.</summary>
    public Task<(List<AuditEntry> Entries, int Total)> ReadAuditAsync(int page, CancellationToken cancellation) => store.ReadAsync(
        async db => (
            await db.AuditEntries.AsNoTracking().OrderByDescending(entry => entry.Id).Skip((page - 1) * AuditPageSize).Take(AuditPageSize).ToListAsync(cancellation),
            await db.AuditEntries.CountAsync(cancellation)),
        cancellation);

    /// <summary>Tells of something of which nothing else is stored.</summary>
    public Task RecordAsync(Actor by, AuditAction action, string? detail, CancellationToken cancellation) => store.WriteAsync(
        db =>
        {
            AuditEntry.Record(db, time.GetUtcNow(), by, action, detail);
            return Task.FromResult(true);
        },
        cancellation);

    private static async Task<bool> IsLastPublisherAsync(PortalDb db, StaffAccount account, CancellationToken cancellation) =>
        account is { Role: StaffRole.Publisher, Disabled: false }
        && !await db.StaffAccounts.AnyAsync(other => other.Id != account.Id && other.Role == StaffRole.Publisher && !other.Disabled && other.PasswordHash != null, cancellation);

    private Task<AccountChange> ChangeAsync(string name, Func<PortalDb, StaffAccounts, StaffAccount, Task<AccountChange>> change, CancellationToken cancellation) => store.WriteAsync(
        async db =>
        {
            using var accounts = new StaffAccounts(db, time);
            return await accounts.FindByNameAsync(name) is { } account ? await change(db, accounts, account) : AccountChange.Refused($"没有“{name}”这个账户。");
        },
        cancellation);

    private async Task<AccountChange> GiveLinkAsync(PortalDb db, StaffAccounts accounts, StaffAccount account, Actor by, AuditAction action, string detail)
    {
        var link = Secret.Draw();
        (account.Disabled, account.PasswordHash, account.RecoveryCodes, account.LastStep) = (false, null, "", 0);
        (account.LinkHash, account.LinkEndsAt) = (Secret.HashOf(link), time.GetUtcNow() + rules.LinkFor);
        await accounts.ResetAuthenticatorKeyAsync(account);
        AuditEntry.Record(db, time.GetUtcNow(), by, action, detail);
        return AccountChange.Done(account) with { Link = link };
    }
}

/// <summary>What came of a change: the account, or why it was refused; the link's secret where one was made, this once.</summary>
public sealed record AccountChange(StaffAccount? Account, string? Fault, string? Link)
{
    internal static AccountChange Done(StaffAccount account) => new(account, null, null);

    internal static AccountChange Refused(string fault) => new(null, fault, null);
}
