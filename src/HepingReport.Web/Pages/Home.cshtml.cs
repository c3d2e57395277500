using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class HomeModel : SitePage
{
    public HomeModel(ContentSnapshot content)
        : base(content) => Head = PageHead.Of("") with { HasFeed = true };
}
