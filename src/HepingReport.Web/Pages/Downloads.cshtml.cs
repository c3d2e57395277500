using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class DownloadsModel : SitePage
{
    public DownloadsModel(ContentSnapshot content)
        : base(content) => Head = new PageHead("下载：报告全文和全部数据", "报告的文字和全部数据，每个文件是什么，一句话说清。", PageKind.Column) { DataAddress = Links.IndicatorsCsv };
}
