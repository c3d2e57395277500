using System.Net;
using HepingReport.Web.Security;

namespace HepingReport.Web.Pages;

/// <summary>How many reports one address may send, and how many receipts it may look up.</summary>
public sealed class FeedbackLimit(FeedbackOptions options, LimitsOptions limits) : IDisposable
{
    private readonly Tries reports = new(options.PerAddressPerHour, TimeSpan.FromHours(1));
    private readonly Tries lookUps = new(limits.LookUpsPerHour, TimeSpan.FromHours(1));

    /// <returns>How long to wait; null where it may be sent now.</returns>
    public TimeSpan? Take(IPAddress? address) => reports.Take(NetworkAddress.Of(address));

    /// <inheritdoc cref="Take" />
    public TimeSpan? TakeLookUp(IPAddress? address) => lookUps.Take(NetworkAddress.Of(address));

    public void Dispose()
    {
        reports.Dispose();
        lookUps.Dispose();
    }
}
