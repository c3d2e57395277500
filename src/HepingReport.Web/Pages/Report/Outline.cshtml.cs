using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class OutlineModel : SitePage
{
    public OutlineModel(ContentSnapshot content)
        : base(content) => Head = new PageHead($"目录：{Report.Title}", "报告的章、节和各段主题句，一页看清，点开就读。", PageKind.Column);
}
