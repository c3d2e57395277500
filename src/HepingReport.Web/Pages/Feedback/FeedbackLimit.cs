using System.Net;
using HepingReport.Web.Security;

namespace HepingReport.Web.Pages;

/// <summary>How many reports one address may send.</summary>
public sealed class FeedbackLimit(FeedbackOptions options) : IDisposable
{
    private readonly Tries reports = new(options.PerAddressPerHour, TimeSpan.FromHours(1));

    /// <returns>How long to wait; null where it may be sent now.</returns>
    public TimeSpan? Take(IPAddress? address) => reports.Take(NetworkAddress.Of(address));

    public void Dispose() => reports.Dispose();
}
