using HepingReport.Content;
using HepingReport.Speech;

namespace HepingReport.Web.Commands;

/// <summary><c>audio</c>: makes the recordings that are missing or no longer say what is published; exit code 1 if one could not be made.</summary>
public static class Audio
{
    public static async Task<int> RunAsync(SiteOptions options, TextWriter output, CancellationToken cancellation)
    {
        if (ExternalCommand.Parse(options.SpeechCommand) is not { } speech || ExternalCommand.Parse(options.SpeechEncoder) is not { } encoder)
        {
            await output.WriteLineAsync("还没有设置朗读引擎，没有录音。请在配置 Speech:Command 里写上能把文字变成 WAV 的命令，写法见 docs/operations.md。");
            return 2;
        }

        var load = await ContentFolder.LoadAsync(options.ContentPath, cancellation);
        if (load.Snapshot is not { } content)
        {
            await ProblemList.WriteAsync(output, "内容有错误，没有录音：", load.Problems);
            return 1;
        }

        var studio = new RecordingStudio(options.DataPath, speech, encoder);
        var (made, failed) = (0, 0);
        foreach (var section in content.Report.Sections)
        {
            var outcome = await studio.MakeAsync(SectionSpeech.Of(section, content), cancellation);
            await output.WriteLineAsync($"  {section.Key}：{(outcome.Fault is { } fault ? $"没有录成。{fault}" : outcome.Made ? "录好了" : "没有变化")}");
            made += outcome.Made ? 1 : 0;
            failed += outcome.Fault is null ? 0 : 1;
        }

        await output.WriteLineAsync($"录音在 {Path.Combine(options.DataPath, "audio")}：新录 {made} 个，没有录成 {failed} 个。");
        return failed == 0 ? 0 : 1;
    }
}
