using System.Globalization;
using HepingReport.Content;
using HepingReport.Files;
using HepingReport.Web.Content;

namespace HepingReport.Web.Pages;

public sealed class DownloadsModel : SitePage
{
    private static readonly Dictionary<string, (string Name, string Type, string Use)> Words = new()
    {
        ["pdf"] = ("打印版", "PDF", "版式和公文一样，适合打印、转发和存档。是带标签的 PDF：有书签，读屏软件能按标题读。"),
        ["docx"] = ("Word 版", "Word 文档", "用 Word、WPS 打开，可以改字号，可以摘录。附注是真正的尾注。"),
        ["html"] = ("离线网页", "网页文件", "一个文件就是整份报告，没有网络也能看，里面可以换成关怀版。"),
        ["epub"] = ("电子书", "EPUB", "用手机和阅读器上的读书软件打开。点附注，就在原处弹出来。"),
        ["txt"] = ("纯文本", "TXT", "只有文字，什么设备都能打开。"),
        ["md"] = ("Markdown", "Markdown 文本", "带标题和脚注标记的文字，给编辑和开发者用。"),
    };

    private readonly FileKeeper files;

    public DownloadsModel(ContentSnapshot content, FileKeeper files)
        : base(content)
    {
        this.files = files;
        Head = new PageHead("下载：报告全文和全部数据", "报告的文字和全部数据，每个文件是什么，一句话说清。", PageKind.Column) { DataAddress = Links.IndicatorsCsv };
    }

    /// <summary>Each format with its name, type and size, and what it is good for or why it cannot be had.</summary>
    public IEnumerable<(string Name, string? Address, string Words)> ReportFiles => ReportFormat.All.Select(format =>
    {
        var (name, type, use) = Words[format.Extension];
        return files.Of(format, Snapshot) switch
        {
            ({ } file, _) => ($"{name}（{type}，{SizeOf(file.Length)}）", Links.ReportFile(format), use),
            _ when format == ReportFormat.Pdf && !files.CanPrint => ($"{name}（{type}）", (string?)null, "现在没有：生成 PDF 要用 Chromium，这台服务器上没有装，或者没有启用。请用下面的文件，或者打开“一页看全文”，用浏览器的“打印”存成 PDF。"),
            (_, InTheMaking: true) => ($"{name}（{type}）", null, "正在生成，请过一两分钟再打开这一页。"),
            _ => ($"{name}（{type}）", null, "这一次没有生成，稍后会再试。请先用别的文件。"),
        };
    });

    /// <summary>In steps of 5 KB: whoever asks wants to know whether it is much, and the page need not change with each edit.</summary>
    private static string SizeOf(long bytes) => bytes < 1000 * 1024 ? $"约 {Math.Max(1, (bytes + 2560) / 5120) * 5} KB" : string.Create(CultureInfo.InvariantCulture, $"约 {bytes / 1048576.0:0.0} MB");
}
