using HepingReport.Changes;
using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class ChangesModel : SitePage
{
    public ChangesModel(ContentSnapshot content, RevisionLog revisions)
        : base(content)
    {
        Head = PageHead.Of("更改记录", "本站公布以来改过的每一处：在哪里，改前改后，为什么。") with { HasFeed = true };
        Changes = ChangeLog.Of(content, revisions.Revisions);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PublishedChange> Changes { get; }
}
