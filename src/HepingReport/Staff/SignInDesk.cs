using HepingReport.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Staff;

/// <summary>
/// Where the staff sign in, out, and for the first time. How many may try is decided before; here nothing tells whether a name exists: the same work is done and
/// the same is written for every name.
/// </summary>
/// <exception cref="PortalAwayException">From every verb: portal.db cannot be had now.</exception>
public sealed class SignInDesk(PortalStore store, StaffRules rules, TimeProvider time) : IDisposable
{
    private static readonly PasswordHasher<StaffAccount> Hasher = new();

    /// <summary>The hash of a password nobody has, for names that have none: checking it takes as long.</summary>
    private static readonly string NobodysHash = Hasher.HashPassword(new StaffAccount(), Secret.Draw());

    /// <summary>Hashing is slow by design; readers of the report keep the other half of the processors.</summary>
    private readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    public void Dispose() => hashing.Dispose();

    /// <returns>The new session, which still waits for the code where one is asked for; null where name or password is wrong.</returns>
    public async Task<NewSession?> SignInAsync(string name, string password, string? address, CancellationToken cancellation)
    {
        var normal = new UpperInvariantLookupNormalizer().NormalizeName(name);
        var account = await store.ReadAsync(db => db.StaffAccounts.AsNoTracking().SingleOrDefaultAsync(account => account.NormalizedUserName == normal, cancellation), cancellation);
        var right = await IsRightAsync(account, password, cancellation);

        // The session carries the stamp that was read with the hash: what was changed meanwhile has ended it already.
        return await store.WriteAsync(
            async db =>
            {
                if (!right)
                {
                    AuditEntry.Record(db, time.GetUtcNow(), new Actor(account?.UserName, address), AuditAction.PasswordRefused, account is null ? "没有这个账户" : null);
                    return null;
                }

                return await StartAsync(db, account!, pending: rules.SecondFactor, AuditAction.SignedIn, address, cancellation);
            },
            cancellation);
    }

    /// <param name="typed">A code of the authenticator app, or a recovery code.</param>
    /// <returns>The session that takes the waiting one's place.</returns>
    public Task<CodeAnswer> GiveCodeAsync(string secret, string typed, string? address, CancellationToken cancellation) => store.WriteAsync(
        async db =>
        {
            if (await FindAsync(db, secret, cancellation) is not { Pending: true } session)
            {
                return new CodeAnswer(null, Ended: true);
            }

            using var accounts = new StaffAccounts(db, time);
            var account = session.Account;
            var taken = await accounts.TakeCodeAsync(account, DigitsOf(typed)) ? AuditAction.SignedIn
                : (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, RecoveryCodeOf(typed))).Succeeded ? AuditAction.RecoveryCodeUsed
                : null;
            if (taken is null)
            {
                session.WrongCodes++;
                AuditEntry.Record(db, time.GetUtcNow(), new Actor(account.UserName, address), AuditAction.CodeRefused);
                var ended = session.WrongCodes >= StaffSession.MostWrongCodes;
                if (ended)
                {
                    db.StaffSessions.Remove(session);
                }

                return new CodeAnswer(null, ended);
            }

            db.StaffSessions.Remove(session);
            var left = taken == AuditAction.RecoveryCodeUsed ? await accounts.CountRecoveryCodesAsync(account) : (int?)null;
            return new CodeAnswer(await StartAsync(db, account, pending: false, taken, address, cancellation, left is null ? null : $"还剩{left}个"), Ended: false);
        },
        cancellation);

    /// <summary>Whose link for the first sign-in this is; null where it was used, has ended, or never was one.</summary>
    public Task<StaffAccount?> FindByLinkAsync(string link, CancellationToken cancellation) => store.ReadAsync(db => FindByLinkAsync(db, link, cancellation), cancellation);

    /// <summary>Uses the link: sets the password, takes the first code, gives the recovery codes and signs in.</summary>
    public Task<FirstAnswer> FirstAsync(string link, string password, string code, string? address, CancellationToken cancellation) => store.WriteAsync(
        async db =>
        {
            using var accounts = new StaffAccounts(db, time);
            if (await FindByLinkAsync(db, link, cancellation) is not { } account)
            {
                return new FirstAnswer(null, [], null, null);
            }

            // Nothing is changed before all is right.
            var rule = await accounts.PasswordValidators[0].ValidateAsync(accounts, account, password);
            var wrongCode = rules.SecondFactor && !await accounts.TakeCodeAsync(account, DigitsOf(code));
            if (!rule.Succeeded || wrongCode)
            {
                db.ChangeTracker.Clear();
                return new FirstAnswer(null, [], rule.Errors.FirstOrDefault()?.Description, wrongCode ? "验证码不对，或者刚刚过期。请输入手机上现在显示的六位数字；总是不对时，看看手机的时间准不准。" : null);
            }

            (account.LinkHash, account.LinkEndsAt) = (null, null);
            await accounts.AddPasswordAsync(account, password);
            var codes = rules.SecondFactor ? await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, StaffAccounts.RecoveryCodeCount) : null;
            return new FirstAnswer(await StartAsync(db, account, pending: false, AuditAction.FirstSignIn, address, cancellation), [.. codes ?? []], null, null);
        },
        cancellation);

    /// <summary>The session of a browser's cookie, with its account; null where it has ended. Notes that it is used.</summary>
    public async Task<StaffSession?> FindSessionAsync(string secret, CancellationToken cancellation)
    {
        var session = await store.ReadAsync(db => FindAsync(db, secret, cancellation), cancellation);
        if (session is { Pending: false } && (time.GetUtcNow() - session.SeenAt).Duration() >= StaffSession.NotedEvery)
        {
            try
            {
                var now = time.GetUtcNow();
                await store.WriteAsync(db => db.StaffSessions.Where(row => row.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, now), cancellation), cancellation);
            }
            catch (PortalAwayException)
            {
                // The next request notes it.
            }
        }

        return session;
    }

    /// <summary>The account's sessions that live, the last used first.</summary>
    public Task<List<StaffSession>> SessionsOfAsync(string accountId, CancellationToken cancellation) => store.ReadAsync(
        async db => (await db.StaffSessions.AsNoTracking().Include(session => session.Account).Where(session => session.AccountId == accountId && !session.Pending).OrderByDescending(session => session.SeenAt).ToListAsync(cancellation))
            .FindAll(session => session.IsAlive(rules, time.GetUtcNow())),
        cancellation);

    public Task SignOutAsync(StaffSession session, string? address, CancellationToken cancellation) =>
        EndAsync(session, row => row.Id == session.Id, AuditAction.SignedOut, address, cancellation);

    public Task EndOthersAsync(StaffSession session, string? address, CancellationToken cancellation) =>
        EndAsync(session, row => row.AccountId == session.AccountId && row.Id != session.Id, AuditAction.OthersEnded, address, cancellation);

    private static string DigitsOf(string typed) => string.Concat(typed.Select(c => System.Globalization.CharUnicodeInfo.GetDecimalDigitValue(c)).Where(digit => digit >= 0));

    /// <summary>As they are given out, ABCDE-FGHJK, however they were typed.</summary>
    private static string RecoveryCodeOf(string typed)
    {
        var letters = string.Concat(typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        return letters.Length == 10 ? $"{letters[..5]}-{letters[5..]}" : "";
    }

    private Task<bool> EndAsync(StaffSession session, System.Linq.Expressions.Expression<Func<StaffSession, bool>> which, AuditAction action, string? address, CancellationToken cancellation) => store.WriteAsync(
        async db =>
        {
            await db.StaffSessions.Where(which).ExecuteDeleteAsync(cancellation);
            AuditEntry.Record(db, time.GetUtcNow(), new Actor(session.Account.UserName, address), action);
            return true;
        },
        cancellation);

    private async Task<StaffSession?> FindAsync(PortalDb db, string secret, CancellationToken cancellation)
    {
        var id = Secret.HashOf(secret);
        var session = await db.StaffSessions.Include(session => session.Account).SingleOrDefaultAsync(session => session.Id == id, cancellation);
        return session?.IsAlive(rules, time.GetUtcNow()) == true ? session : null;
    }

    /// <summary>Sets another password for whoever is signed in. All sessions end with it; this browser goes on with a new one.</summary>
    public async Task<PasswordAnswer> ChangePasswordAsync(StaffSession session, string old, string password, string? address, CancellationToken cancellation)
    {
        var right = await IsRightAsync(session.Account, old, cancellation);
        return await store.WriteAsync(
            async db =>
            {
                using var accounts = new StaffAccounts(db, time);
                if (await OwnAccountAsync(db, session, right, address, cancellation) is not { } account)
                {
                    return new PasswordAnswer(null, OldIsWrong: true, null);
                }

                // Nothing is changed before all is right.
                if (await accounts.PasswordValidators[0].ValidateAsync(accounts, account, password) is { Succeeded: false } rule)
                {
                    return new PasswordAnswer(null, OldIsWrong: false, rule.Errors.First().Description);
                }

                await accounts.RemovePasswordAsync(account);
                await accounts.AddPasswordAsync(account, password);
                await db.StaffSessions.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
                return new PasswordAnswer(await StartAsync(db, account, pending: false, AuditAction.PasswordChanged, address, cancellation), OldIsWrong: false, null);
            },
            cancellation);
    }

    /// <summary>Ten new recovery codes in place of those that are left.</summary>
    /// <returns>To be shown this once; null where the password is wrong.</returns>
    public async Task<IReadOnlyList<string>?> RenewRecoveryCodesAsync(StaffSession session, string password, string? address, CancellationToken cancellation)
    {
        var right = await IsRightAsync(session.Account, password, cancellation);
        return await store.WriteAsync<IReadOnlyList<string>?>(
            async db =>
            {
                using var accounts = new StaffAccounts(db, time);
                if (await OwnAccountAsync(db, session, right, address, cancellation) is not { } account)
                {
                    return null;
                }

                AuditEntry.Record(db, time.GetUtcNow(), new Actor(account.UserName, address), AuditAction.CodesRenewed);
                return [.. await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, StaffAccounts.RecoveryCodeCount) ?? []];
            },
            cancellation);
    }

    /// <summary>The account to be changed, where its password was right and is still the same; else the wrong try is told.</summary>
    private async Task<StaffAccount?> OwnAccountAsync(PortalDb db, StaffSession session, bool right, string? address, CancellationToken cancellation)
    {
        var account = await db.StaffAccounts.SingleOrDefaultAsync(row => row.Id == session.AccountId && row.SecurityStamp == session.Stamp, cancellation);
        if (!right || account is null)
        {
            AuditEntry.Record(db, time.GetUtcNow(), new Actor(session.Account.UserName, address), AuditAction.PasswordRefused);
            return null;
        }

        return account;
    }

    private async Task<bool> IsRightAsync(StaffAccount? account, string password, CancellationToken cancellation)
    {
        var hash = account is { IsReady: true } ? account.PasswordHash! : NobodysHash;
        await hashing.WaitAsync(cancellation);
        try
        {
            return Hasher.VerifyHashedPassword(account ?? new StaffAccount(), hash, password) != PasswordVerificationResult.Failed && hash != NobodysHash;
        }
        finally
        {
            hashing.Release();
        }
    }

    private async Task<StaffAccount?> FindByLinkAsync(PortalDb db, string link, CancellationToken cancellation)
    {
        var hash = Secret.HashOf(link);
        var account = await db.StaffAccounts.SingleOrDefaultAsync(account => account.LinkHash == hash, cancellation);
        return account is { Disabled: false } && account.LinkEndsAt > time.GetUtcNow() ? account : null;
    }

    /// <summary>Each step has a secret of its own, drawn here: one that was put into a browser before is worth nothing.</summary>
    private async Task<NewSession> StartAsync(PortalDb db, StaffAccount account, bool pending, AuditAction action, string? address, CancellationToken cancellation, string? detail = null)
    {
        var now = time.GetUtcNow();
        var ended = now - rules.SessionFor;
        await db.StaffSessions.Where(session => session.StartedAt < ended).ExecuteDeleteAsync(cancellation);
        var secret = Secret.Draw();
        db.StaffSessions.Add(new StaffSession { Id = Secret.HashOf(secret), AccountId = account.Id, Stamp = account.SecurityStamp, Pending = pending, StartedAt = now, SeenAt = now, Address = address });
        if (!pending)
        {
            await db.StaffAccounts.Where(row => row.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SignedInAt, now), cancellation);
            AuditEntry.Record(db, now, new Actor(account.UserName, address), action, detail);
        }

        return new NewSession(secret, pending);
    }
}

/// <param name="Secret">For the browser's cookie, and nowhere else.</param>
/// <param name="Pending">The code is still to come.</param>
public sealed record NewSession(string Secret, bool Pending);

/// <param name="Session">Null where the code was wrong.</param>
/// <param name="Ended">The password has to be given anew: too many wrong codes, or too long ago.</param>
public sealed record CodeAnswer(NewSession? Session, bool Ended);

/// <param name="Session">Null where nothing was changed: of the faults one at least is told, else the link is none.</param>
/// <param name="RecoveryCodes">To be shown this once.</param>
public sealed record FirstAnswer(NewSession? Session, IReadOnlyList<string> RecoveryCodes, string? PasswordFault, string? CodeFault);

/// <param name="Session">In the ended one's place; null where nothing was changed.</param>
/// <param name="Fault">What is wrong with the new password.</param>
public sealed record PasswordAnswer(NewSession? Session, bool OldIsWrong, string? Fault);
