using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class GlossaryModel : SitePage
{
    public GlossaryModel(ContentSnapshot content)
        : base(content) => Head = new PageHead($"附注：{Report.Title}", "报告自带的附注，解释正文里的说法。", PageKind.Column);
}
