using Microsoft.EntityFrameworkCore;

namespace HepingReport.Staff;

/// <summary>One sign-in on one browser, kept here so that it can be listed and ended. The browser holds the secret, this the hash of it.</summary>
public sealed class StaffSession
{
    /// <summary>Who has given the password has so long for the code.</summary>
    internal static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(10);

    /// <summary>Use is noted no more often than this.</summary>
    internal static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    internal const int MostWrongCodes = 5;

    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public StaffAccount Account { get; init; } = null!;

    /// <summary>The account's security stamp as it was: another one ends the session.</summary>
    public required string? Stamp { get; init; }

    /// <summary>The password was right, the code is still to come: nothing but that can be done with it.</summary>
    public required bool Pending { get; init; }

    public int WrongCodes { get; internal set; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset SeenAt { get; internal set; }

    public required string? Address { get; init; }

    internal bool IsAlive(StaffRules rules, DateTimeOffset now) =>
        Stamp == Account.SecurityStamp && Account.IsReady && now - SeenAt < (Pending ? PendingFor : rules.IdleFor) && now - StartedAt < rules.SessionFor;

    internal static void Map(ModelBuilder model) => model.Entity<StaffSession>(row =>
    {
        row.HasOne(session => session.Account).WithMany().HasForeignKey(session => session.AccountId);
        row.HasIndex(session => session.StartedAt);
    });
}
