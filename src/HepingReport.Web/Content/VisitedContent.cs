using HepingReport.Content;

namespace HepingReport.Web.Content;

/// <summary>
/// The snapshot that one request sees from its first to its last line, whatever is published meanwhile: what readers have,
/// in a preview that of the drafts, for a page rendered ahead the one that will be next.
/// </summary>
public sealed class VisitedContent(CurrentContent current)
{
    public ContentSnapshot Snapshot
    {
        get => field ??= current.Snapshot;
        set;
    }
}
