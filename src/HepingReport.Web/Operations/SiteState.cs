using HepingReport.Backups;
using HepingReport.Content;
using HepingReport.Storage;

namespace HepingReport.Web.Operations;

/// <summary>How the site is, for those who watch over it: told to balancers by <c>/health/ready</c>, to monitors by <see cref="SiteMetrics"/>.</summary>
public sealed class SiteState(SiteOptions options, CurrentContent content, PortalStore portal, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Asked to stop: what has come is answered, nothing more should be sent.</summary>
    public bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    public bool IsStale => content.IsStale;

    public int Problems => content.Faults.Count;

    public PortalState Portal => portal.State;

    /// <summary>Bytes that can still be written where the data lies; null where that cannot be found out.</summary>
    public long? FreeDisk
    {
        get
        {
            try
            {
                return new DriveInfo(options.DataPath).AvailableFreeSpace;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return null;
            }
        }
    }

    /// <summary>Since the last whole backup, and whether one failed after it; null where none was ever tried.</summary>
    public (TimeSpan? Age, bool HasFailed)? Backup =>
        LastBackup.Read(options.DataPath) is { } last ? (time.GetUtcNow() - last.GoodAt, last.HasFailed) : null;
}
