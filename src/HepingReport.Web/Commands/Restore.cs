using HepingReport.Backups;
using HepingReport.Web.Content;

namespace HepingReport.Web.Commands;

/// <summary><c>restore FILE</c>: proves a backup and puts it where the site is configured to look; <c>--replace</c> sets aside what is there. Exit code 1 where nothing was restored, or the site cannot start on it.</summary>
public static class Restore
{
    private const string Usage = "请写：restore 备份文件.zip；那里已经有内容或数据时加上 --replace，原来的会移到旁边，不会删除。";

    public static async Task<int> RunAsync(SiteOptions options, string[] args, TextWriter output, CancellationToken cancellation)
    {
        var settings = Feedback.SettingsAmong(args);
        string[] words = [.. args.Skip(1).Where(arg => !settings.Contains(arg))];
        var replace = words.Contains("--replace");
        if (words.Where(word => word != "--replace").ToList() is not [var file] || file.StartsWith('-'))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"找不到备份文件 {Path.GetFullPath(file)}。");
            return 1;
        }

        var restore = new SiteRestore(options.ContentPath, options.DataPath, TimeProvider.System);
        try
        {
            var manifest = await restore.RunAsync(file, replace, cancellation);
            await output.WriteLineAsync($"恢复好了：{manifest.Files.Count} 个文件，备份于 {manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC，每个文件都核对过校验值。");
            await output.WriteLineAsync($"  内容放在 {options.ContentPath}，数据放在 {options.DataPath}。");
        }
        catch (BackupException fault)
        {
            await output.WriteLineAsync(fault.Message);
            return 1;
        }

        foreach (var aside in new[] { restore.ContentAside, restore.DataAside }.Where(Directory.Exists))
        {
            await output.WriteLineAsync($"  原来的移到了 {aside}，确认不要了再删。");
        }

        var load = await WholeContent.LoadAsync(options, cancellation);
        await ProblemList.WriteAsync(output, load.Snapshot is null ? "恢复的内容有错误，改好以前网站启动不了：" : $"内容检查过了，可以启动网站：{load.Problems.Count} 个问题", load.Problems);
        return load.Snapshot is null ? 1 : 0;
    }
}
