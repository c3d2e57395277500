using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HepingReport.Feedback;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Web.Endpoints;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Web.Commands;

/// <summary><c>feedback list</c>, <c>feedback answer RECEIPT "text"</c>, <c>feedback export FILE.csv</c>: residents' reports, for whoever keeps the site.</summary>
public static class Feedback
{
    private const string Usage = "请写：feedback list（列出）、feedback answer 回执编号 \"答复\"（答复）、feedback export 文件.csv（导出）。";

    private static readonly (string Title, Func<ErrorReport, string?> Of)[] Columns =
    [
        ("回执编号", report => report.Receipt.ToString()), ("收到时间", report => At(report.ReceivedAt)), ("状态", report => report.State.Name()), ("位置", report => report.PlaceName),
        ("网址", report => report.Address), ("原文", report => report.Quote), ("问题", report => report.Kind.Name()), ("说明", report => report.Text),
        ("联系方式", report => report.Contact), ("答复", report => report.Answer), ("答复时间", report => At(report.AnsweredAt)), ("撤回时间", report => At(report.WithdrawnAt)),
    ];

    /// <summary>Settings are written in one word, as in <c>--Data:Path=/srv/data</c>; the rest is for the verb.</summary>
    public static string[] SettingsAmong(string[] args) => [.. args.Where(IsSetting)];

    public static async Task<int> RunAsync(SiteOptions options, string[] args, TextWriter output, CancellationToken cancellation)
    {
        string[] words = [.. args.Skip(1).Where(arg => !IsSetting(arg))];
        if (words is not (["list"] or ["answer", _, _] or ["export", _]))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        if (!File.Exists(Path.Combine(options.DataPath, "portal.db")))
        {
            await output.WriteLineAsync($"{options.DataPath} 里没有 portal.db：还没有收到过纠错，或者配置 Data:Path 指的不是网站的数据文件夹。");
            return 1;
        }

        using var store = new PortalStore(options.DataPath, TimeProvider.System, NullLogger<PortalStore>.Instance);
        using var random = RandomNumberGenerator.Create();
        var desk = new FeedbackDesk(store, random, TimeProvider.System, options.Feedback.WithdrawFor, options.Feedback.KeepContact);
        try
        {
            if (await store.OpenAsync(cancellation))
            {
                return words switch
                {
                    ["answer", var receipt, var answer] => await AnswerAsync(desk, receipt, answer, output, cancellation),
                    ["export", var file] => await ExportAsync(desk, file, output, cancellation),
                    _ => await ListAsync(desk, output, cancellation),
                };
            }
        }
        catch (PortalAwayException)
        {
            // Said below.
        }

        await output.WriteLineAsync("portal.db 现在打不开：可能损坏、被别的程序占用，或者磁盘满了。办法见 docs/operations.md。");
        return 1;
    }

    private static async Task<int> ListAsync(FeedbackDesk desk, TextWriter output, CancellationToken cancellation)
    {
        var reports = await desk.ListAsync(cancellation);
        foreach (var report in reports.Where(report => report.State == ErrorReportState.Waiting))
        {
            await output.WriteLineAsync($"{report.Receipt}　{At(report.ReceivedAt)}　{report.PlaceName ?? "没有指明位置"}　{report.Kind.Name()}{(report.Contact is null ? "" : $"　联系：{report.Contact}")}");
            await output.WriteLineAsync($"    {report.Text.Replace("\n", "\n    ", StringComparison.Ordinal)}");
        }

        await output.WriteLineAsync(string.Join('，', Enum.GetValues<ErrorReportState>().Select(state => $"{state.Name()} {reports.Count(report => report.State == state)} 条")) + "。全部内容用 feedback export 导出。");
        return 0;
    }

    private static async Task<int> AnswerAsync(FeedbackDesk desk, string typed, string answer, TextWriter output, CancellationToken cancellation)
    {
        if (TypedText.Clean(answer) is not { Length: > 0 } text)
        {
            await output.WriteLineAsync("答复是空的，没有存。");
            return 2;
        }

        var report = Receipt.Parse(typed) is { } receipt ? await desk.AnswerAsync(receipt, text, Actor.Operator, cancellation) : null;
        await output.WriteLineAsync(report switch
        {
            null => $"没有回执编号“{typed}”。编号中间有空格时，请用引号括起来。",
            { State: ErrorReportState.Withdrawn } => $"{report.Receipt} 已由居民撤回，不能答复。",
            _ => $"{report.Receipt} 已答复。居民凭编号就能看到。",
        });
        return report?.State == ErrorReportState.Answered ? 0 : 1;
    }

    /// <summary>For office programs: with a byte order mark, and no cell that they would run. It holds contacts, so only its owner may read it.</summary>
    private static async Task<int> ExportAsync(FeedbackDesk desk, string file, TextWriter output, CancellationToken cancellation)
    {
        var reports = await desk.ListAsync(cancellation);
        var csv = new StringBuilder();
        csv.AppendJoin(',', Columns.Select(column => column.Title)).Append("\r\n");
        foreach (var report in reports)
        {
            csv.AppendJoin(',', Columns.Select(column => Data.Cell(column.Of(report) ?? ""))).Append("\r\n");
        }

        try
        {
            var access = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), access);
            await writer.WriteAsync(csv, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"没有导出，{file} 写不了：{fault.Message}");
            return 1;
        }

        await output.WriteLineAsync($"导出 {reports.Count} 条到 {file}。里面有居民的联系方式，用完请删除。");
        return 0;
    }

    private static bool IsSetting(string arg) => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal);

    private static string At(DateTimeOffset? time) => time?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
