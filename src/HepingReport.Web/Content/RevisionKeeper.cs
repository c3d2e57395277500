using HepingReport.Changes;
using HepingReport.Content;

namespace HepingReport.Web.Content;

/// <summary>Records what was edited while the site was off, before the first reader comes. What is edited later, <see cref="ContentWatcher"/> records.</summary>
public sealed class RevisionKeeper(SiteOptions options, RevisionLog revisions, CurrentContent current) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        options.IsReadOnly ? revisions.FollowAsync(cancellationToken) : revisions.StartAsync(current.Snapshot, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
