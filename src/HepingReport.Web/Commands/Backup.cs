using System.Globalization;
using HepingReport.Backups;
using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Web.Commands;

/// <summary>
/// <c>backup FILE</c> makes one backup, also while the site runs; <c>backup FOLDER --keep 14</c> makes a dated one and deletes the oldest of those.
/// Exit code 1 where it failed; either way it is noted for those who watch over the site.
/// </summary>
public static class Backup
{
    private const string Usage = "请写：backup 文件.zip（备份成一个文件），或 backup 文件夹 --keep 14（按日期起名，只留最新的 14 份）。";

    public static async Task<int> RunAsync(SiteOptions options, string[] args, TextWriter output, CancellationToken cancellation)
    {
        var settings = Feedback.SettingsAmong(args);
        string[] words = [.. args.Skip(1).Where(arg => !settings.Contains(arg))];
        var keep = words is [_, "--keep", var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : 0;
        if (words is not [{ Length: > 0 }] && keep == 0)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        using var store = new PortalStore(options.DataPath, TimeProvider.System, NullLogger<PortalStore>.Instance);
        var publication = new Publication(options.ContentPath, options.DataPath, store, TimeProvider.System, NullLogger<Publication>.Instance);
        var backup = new SiteBackup(options.ContentPath, options.DataPath, publication, TimeProvider.System);
        string? fault = null;
        try
        {
            var (file, manifest, deleted) = keep > 0 ? await backup.MakeDatedAsync(words[0], keep, cancellation) : (Path.GetFullPath(words[0]), await backup.MakeAsync(words[0], cancellation), 0);
            await output.WriteLineAsync($"备份好了：{file}，{manifest.Files.Count} 个文件，{new FileInfo(file).Length / 1024.0 / 1024:0.0} MB。里面有账户和联系方式，请只让该看的人看到。");
            if (manifest.LeftOut.Count > 0)
            {
                await output.WriteLineAsync($"没有备份（链接指到内容文件夹外面，网站也不读）：{string.Join('、', manifest.LeftOut)}");
            }

            if (deleted > 0)
            {
                await output.WriteLineAsync($"删掉了 {deleted} 份旧的，留下最新的 {keep} 份。");
            }
        }
        catch (BackupException failed)
        {
            fault = failed.Message;
            await output.WriteLineAsync(fault);
        }

        try
        {
            await LastBackup.RecordAsync(options.DataPath, TimeProvider.System.GetUtcNow(), fault);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"备份的结果记不进数据文件夹，监测看到的会是上一次的：{failed.Message}");
            return 1;
        }

        return fault is null ? 0 : 1;
    }
}
