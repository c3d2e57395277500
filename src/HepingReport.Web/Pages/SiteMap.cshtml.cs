using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class SiteMapModel : SitePage
{
    public SiteMapModel(ContentSnapshot content)
        : base(content) => Head = PageHead.Of("网站地图", "本站的全部页面。");
}
