using HepingReport.Content;

namespace HepingReport.Web.Pages;

/// <summary>The whole report on one page, for printing and for finding within the page.</summary>
public sealed class FullModel : SitePage
{
    public FullModel(ContentSnapshot content)
        : base(content) => Head = new PageHead($"{Report.Title}（全文）", $"报告全文和{Report.Notes.Count}条附注都在一页上，便于查找和打印。", PageKind.Article) { ArticleTitle = Report.Title };
}
