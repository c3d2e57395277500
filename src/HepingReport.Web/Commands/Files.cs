using HepingReport.Content;
using HepingReport.Files;

namespace HepingReport.Web.Commands;

/// <summary><c>files</c>: makes the files of the whole report that are missing for what is published; exit code 1 if one could not be made.</summary>
public static class Files
{
    public static async Task<int> RunAsync(SiteOptions options, TextWriter output, CancellationToken cancellation)
    {
        var load = await ContentFolder.LoadAsync(options.ContentPath, cancellation);
        if (load.Snapshot is not { } content)
        {
            await ProblemList.WriteAsync(output, "内容有错误，没有生成文件：", load.Problems);
            return 1;
        }

        var edition = new Edition(content, options.Url);
        var folder = new FileFolder(options.DataPath, PdfPrinter.Find(options.Browser));
        var failed = 0;
        foreach (var format in ReportFormat.All)
        {
            if (format == ReportFormat.Pdf && !folder.CanPrint)
            {
                var switchedOff = options.Browser is not null;
                await output.WriteLineAsync($"  {format.FileName}：{(switchedOff ? "配置 Files:Browser 里关掉了，不生成。" : "没有生成。找不到 Chromium，请安装，或者在配置 Files:Browser 里写上它的路径。")}");
                failed += switchedOff ? 0 : 1;
                continue;
            }

            var outcome = await folder.MakeAsync(format, edition, cancellation);
            await output.WriteLineAsync($"  {format.FileName}：{(outcome.Fault is { } fault ? $"没有生成。{fault}" : outcome.Made ? "生成了" : "没有变化")}");
            failed += outcome.Fault is null ? 0 : 1;
        }

        if (failed == 0)
        {
            folder.DeleteOld(edition);
        }

        await output.WriteLineAsync($"文件在 {folder.FolderOf(edition)}：没有生成 {failed} 个。");
        return failed == 0 ? 0 : 1;
    }
}
