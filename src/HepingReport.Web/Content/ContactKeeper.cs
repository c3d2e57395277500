using HepingReport.Feedback;
using HepingReport.Storage;
using HepingReport.Web.Operations;

namespace HepingReport.Web.Content;

/// <summary>Deletes the contacts of residents whose time has come: at start, and every hour.</summary>
public sealed class ContactKeeper(FeedbackDesk desk, TimeProvider time, ILogger<ContactKeeper> log) : SteadyService(time, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (await desk.ForgetContactsAsync(stoppingToken) is > 0 and var count)
                {
                    Log.LogInformation("{Count} contacts of residents were deleted, their time has come", count);
                }
            }
            catch (PortalAwayException)
            {
                // The store has said why; the next hour will do.
            }

            await Task.Delay(Interval, Time, stoppingToken);
        }
    }
}
