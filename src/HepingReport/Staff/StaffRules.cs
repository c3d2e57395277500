namespace HepingReport.Staff;

/// <summary>What an operator may set about signing in.</summary>
/// <param name="IdleFor">A session nobody uses for so long ends.</param>
/// <param name="SessionFor">A session ends after so long, used or not.</param>
/// <param name="LinkFor">How long the link for the first sign-in can be used.</param>
/// <param name="SecondFactor">Whether a code of an authenticator app is asked for besides the password.</param>
public sealed record StaffRules(TimeSpan IdleFor, TimeSpan SessionFor, TimeSpan LinkFor, bool SecondFactor)
{
    public static StaffRules Default { get; } = new(TimeSpan.FromHours(8), TimeSpan.FromDays(7), TimeSpan.FromHours(72), SecondFactor: true);
}
