using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class FidelityModel : SitePage
{
    public FidelityModel(ContentSnapshot content)
        : base(content) => Head = PageHead.Of("文本核验：与原文逐字一致", "本站文字与发布原文的全部不同之处，和自己核对的办法。");
}
