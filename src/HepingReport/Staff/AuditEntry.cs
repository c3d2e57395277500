using HepingReport.Storage;

namespace HepingReport.Staff;

/// <summary>Who did what, when, from where. Entries are added and never changed; no password, code or link ever stands in them.</summary>
public sealed class AuditEntry
{
    private AuditEntry()
    {
    }

    public long Id { get; private init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account's name; null where somebody tried one that there is not, whose name may be anything, a password too.</summary>
    public required string? Account { get; init; }

    /// <summary>The code of an <see cref="AuditAction"/>.</summary>
    public required string Action { get; init; }

    public required string? Detail { get; init; }

    /// <summary>Network address; of IPv6 the first half.</summary>
    public required string? Address { get; init; }

    /// <summary>Adds the entry to the transaction that does what it tells of: both are stored, or neither.</summary>
    public static void Record(PortalDb db, DateTimeOffset at, Actor by, AuditAction action, string? detail = null) =>
        db.AuditEntries.Add(new AuditEntry { At = at, Account = by.Account, Action = action.Code, Detail = detail, Address = by.Address });
}

/// <summary>Who does something, and from where.</summary>
public sealed record Actor(string? Account, string? Address)
{
    /// <summary>Whoever runs the program on the server itself.</summary>
    public static Actor Operator { get; } = new("命令行", null);
}

/// <summary>What can be done that is worth telling of.</summary>
public sealed record AuditAction(string Code, string Name)
{
    public static readonly AuditAction SignedIn = new("sign-in", "登录");
    public static readonly AuditAction PasswordRefused = new("sign-in-refused", "登录没有成功");
    public static readonly AuditAction CodeRefused = new("code-refused", "验证码不对");
    public static readonly AuditAction RecoveryCodeUsed = new("recovery-code", "用恢复码登录");
    public static readonly AuditAction TriesStopped = new("tries-stopped", "尝试太多，暂停登录");
    public static readonly AuditAction FirstSignIn = new("first-sign-in", "首次登录，设好密码");
    public static readonly AuditAction SignedOut = new("sign-out", "退出");
    public static readonly AuditAction OthersEnded = new("sessions-ended", "结束其他登录");
    public static readonly AuditAction AccountAdded = new("account-added", "添加账户");
    public static readonly AuditAction AccountRenewed = new("account-renewed", "重设登录");
    public static readonly AuditAction AccountDisabled = new("account-disabled", "停用账户");
    public static readonly AuditAction RoleChanged = new("role-changed", "改变职责");

    public static readonly AuditAction PasswordChanged = new("password-changed", "换密码");
    public static readonly AuditAction CodesRenewed = new("codes-renewed", "换恢复码");

    public static readonly AuditAction DraftOpened = new("draft-opened", "开始改动");
    public static readonly AuditAction DraftRestored = new("draft-restored", "取回旧版，开始改动");
    public static readonly AuditAction DraftMerged = new("draft-merged", "合并改动");
    public static readonly AuditAction DraftSubmitted = new("draft-submitted", "送审");
    public static readonly AuditAction DraftWithdrawn = new("draft-withdrawn", "撤回送审");
    public static readonly AuditAction DraftApproved = new("draft-approved", "审核通过");
    public static readonly AuditAction DraftReturned = new("draft-returned", "退回");
    public static readonly AuditAction DraftDiscarded = new("draft-discarded", "放弃改动");
    public static readonly AuditAction DraftCommented = new("draft-commented", "留言");
    public static readonly AuditAction Published = new("published", "发布");

    public static readonly AuditAction ReportTakenUp = new("report-taken-up", "按纠错来信去改");
    public static readonly AuditAction ReportAnswered = new("report-answered", "答复纠错来信");

    public static IReadOnlyList<AuditAction> All { get; } =
    [
        SignedIn, PasswordRefused, CodeRefused, RecoveryCodeUsed, TriesStopped, FirstSignIn, SignedOut, OthersEnded, AccountAdded, AccountRenewed, AccountDisabled, RoleChanged, PasswordChanged, CodesRenewed,
        DraftOpened, DraftRestored, DraftMerged, DraftSubmitted, DraftWithdrawn, DraftApproved, DraftReturned, DraftDiscarded, DraftCommented, Published,
        ReportTakenUp, ReportAnswered,
    ];

    public static string NameOf(string code) => All.FirstOrDefault(action => action.Code == code)?.Name ?? code;
}
