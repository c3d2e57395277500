using HepingReport.Content;
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
        await TellDifferencesAsync(output, load.Source, cancellation);
        return load.Problems.Count == 0 ? 0 : 1;
    }

    /// <summary>What a new release brings and what staff have changed since: to be known, and no problem.</summary>
    private static async Task TellDifferencesAsync(TextWriter output, ContentSource inUse, CancellationToken cancellation)
    {
        var differences = await ShippedContent.DifferencesAsync(SiteOptions.ShippedContentPath, inUse, cancellation);
        if (differences.Count == 0)
        {
            return;
        }

        await output.WriteLineAsync($"另外，现用的内容和程序自带的内容（{SiteOptions.ShippedContentPath}）有 {differences.Count} 个文件不同。这不是问题，也不会被覆盖；要用自带的，请自己复制过来：");
        foreach (var (path, difference) in differences)
        {
            await output.WriteLineAsync($"  {path}：{difference switch { ShippedDifference.OnlyShipped => "只有自带的内容里有", ShippedDifference.OnlyInUse => "只有现用的内容里有", _ => "两边不同" }}");
        }
    }
}
