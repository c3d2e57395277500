using HepingReport.Feedback;
using HepingReport.Storage;

namespace HepingReport.Web.Content;

/// <summary>Deletes the contacts of residents whose time has come: at start, and every hour.</summary>
public sealed class ContactKeeper(FeedbackDesk desk, TimeProvider time, ILogger<ContactKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (await desk.ForgetContactsAsync(stoppingToken) is > 0 and var count)
                {
                    log.LogInformation("{Count} contacts of residents were deleted, their time has come", count);
                }
            }
            catch (PortalAwayException)
            {
                // The store has said why; the next hour will do.
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
