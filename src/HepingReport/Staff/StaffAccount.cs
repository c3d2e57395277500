using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HepingReport.Staff;

/// <summary>One person of the staff who may sign in. A new security stamp, which every change of password or second factor brings, ends all sessions.</summary>
public sealed class StaffAccount : IdentityUser
{
    public StaffRole Role { get; set; }

    public bool Disabled { get; set; }

    /// <summary>What the authenticator app was given, in Base32. The app and the site count with the same key, so it cannot be kept as a hash.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>The time step of the last code that was taken: no code is taken twice.</summary>
    public long LastStep { get; set; }

    /// <summary>Hashes of the recovery codes that are left, with semicolons between them.</summary>
    public string RecoveryCodes { get; set; } = "";

    /// <summary>Hash of the link for the first sign-in, until it is used.</summary>
    public string? LinkHash { get; set; }

    public DateTimeOffset? LinkEndsAt { get; set; }

    public DateTimeOffset? SignedInAt { get; set; }

    public bool IsReady => !Disabled && PasswordHash is not null;

    public string State => Disabled ? "已停用" : PasswordHash is null ? "等待首次登录" : "使用中";

    internal static void Map(ModelBuilder model) => model.Entity<StaffAccount>(row =>
    {
        // Nobody is asked for these, and lock-out is per address: a guesser must not be able to lock a person out.
        row.Ignore(account => account.Email).Ignore(account => account.NormalizedEmail).Ignore(account => account.EmailConfirmed)
            .Ignore(account => account.PhoneNumber).Ignore(account => account.PhoneNumberConfirmed).Ignore(account => account.TwoFactorEnabled)
            .Ignore(account => account.LockoutEnd).Ignore(account => account.LockoutEnabled).Ignore(account => account.AccessFailedCount);
        row.Property(account => account.ConcurrencyStamp).IsConcurrencyToken();
        row.HasIndex(account => account.NormalizedUserName).IsUnique();
        row.HasIndex(account => account.LinkHash).IsUnique();
        row.Property(account => account.Role).HasConversion(role => role.Code(), code => StaffWords.FindRole(code) ?? StaffRole.Editor);
    });
}

public enum StaffRole
{
    /// <summary>编辑: edits and submits.</summary>
    Editor,

    /// <summary>发布: can do all an editor can; approves, publishes, and keeps the accounts.</summary>
    Publisher,
}

public static class StaffWords
{
    public static IReadOnlyList<StaffRole> Roles { get; } = Enum.GetValues<StaffRole>();

    public static string Name(this StaffRole role) => role == StaffRole.Publisher ? "发布" : "编辑";

    public static string Code(this StaffRole role) => role == StaffRole.Publisher ? "publisher" : "editor";

    public static StaffRole? FindRole(string? code) => Roles.Where(role => role.Code() == code).Select(role => (StaffRole?)role).FirstOrDefault();
}
