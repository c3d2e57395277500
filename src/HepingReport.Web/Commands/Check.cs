using HepingReport.Web.Content;

namespace HepingReport.Web.Commands;

/// <summary><c>check</c>: reads and checks the content, says what was checked, lists every problem; exit code 1 if there is one.</summary>
public static class Check
{
    public static async Task<int> RunAsync(SiteOptions options, TextWriter output, CancellationToken cancellation)
    {
        var load = await WholeContent.LoadAsync(options, cancellation);
        await output.WriteLineAsync($"检查 {options.ContentPath}：{load.Source.Files.Count()} 个文件");
        if (load.Snapshot is { } content)
        {
            var report = content.Report;
            await output.WriteLineAsync($"  {report.Chapters.Count} 章 {report.Sections.Count} 个部分，{report.Paragraphs.Count()} 段，{report.Notes.Count} 条附注（正文 {report.Notes.Sum(note => note.Uses.Count)} 处）");
            await output.WriteLineAsync($"  与原文逐字核对 {content.Fidelity.BlockCount} 处标题、段落和附注：更正 {content.Corrections.Count} 处，存疑 {content.Doubts.Count} 处，标点规则 {content.Fidelity.Punctuation.Sum(mark => mark.InBody + mark.InNotes)} 处；反向还原{(content.Fidelity.Restored == content.Fidelity.Published ? "与原文一致" : "与原文不一致")}");
            await output.WriteLineAsync($"  {content.Topics.Count} 个专题 {content.Topics.Sum(topic => topic.Sentences.Count)} 句，{content.Pages.Count} 个说明页，{content.Redirects.Count} 条旧地址");
        }

        await ProblemList.WriteAsync(output, $"{load.Problems.Count} 个问题", load.Problems);
        return load.Problems.Count == 0 ? 0 : 1;
    }
}
