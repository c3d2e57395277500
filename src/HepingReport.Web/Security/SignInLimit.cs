namespace HepingReport.Web.Security;

/// <summary>
/// How often somebody may try to sign in. A guesser is slowed down where he is, and nobody else is: the same account can be used from anywhere else.
/// Only whoever has the password already can use up an account's codes.
/// </summary>
public sealed class SignInLimit(LimitsOptions limits) : IDisposable
{
    private readonly Tries addresses = new(limits.SignInsPerQuarterHour, TimeSpan.FromMinutes(15));
    private readonly Tries accounts = new(5, TimeSpan.FromMinutes(5));
    private readonly Tries codes = new(30, TimeSpan.FromHours(5));
    private readonly Tries told = new(1, TimeSpan.FromMinutes(15));

    /// <returns>How long to wait; null where it may be tried now.</returns>
    public TimeSpan? TakePassword(string address, string name) => addresses.Take(address) ?? accounts.Take($"{address} {name.ToUpperInvariant()}");

    /// <inheritdoc cref="TakePassword" />
    public TimeSpan? TakeCode(string account) => codes.Take(account);

    /// <summary>Whether it has not been told yet that this address is stopped: a guesser must not fill the audit trail.</summary>
    public bool TakeTelling(string address) => told.Take(address) is null;

    public void Dispose()
    {
        foreach (var tries in new[] { addresses, accounts, codes, told })
        {
            tries.Dispose();
        }
    }
}
