using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class TopicsModel : SitePage
{
    public TopicsModel(ContentSnapshot content)
        : base(content) => Head = new PageHead("专题：报告与我有关的内容", "按居民关心的方面，列出报告里有关的每一句原话。", PageKind.Column);
}
