using HepingReport.Backups;
using HepingReport.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Web.Commands;

/// <summary><c>rollback</c> lists the states portal.db can have, <c>rollback STATE</c> takes it back to one, with all its rows that an earlier release knows. Before that release is started again.</summary>
public static class Rollback
{
    public static async Task<int> RunAsync(SiteOptions options, string[] args, TextWriter output, CancellationToken cancellation)
    {
        var settings = Feedback.SettingsAmong(args);
        string[] words = [.. args.Skip(1).Where(arg => !settings.Contains(arg))];
        if (!File.Exists(Path.Combine(options.DataPath, "portal.db")))
        {
            await output.WriteLineAsync($"{options.DataPath} 里没有 portal.db。");
            return 1;
        }

        using var store = new PortalStore(options.DataPath, TimeProvider.System, NullLogger<PortalStore>.Instance);
        try
        {
            var applied = store.MigrationsApplied();
            if (words is not [var target] || !applied.Contains(target))
            {
                await output.WriteLineAsync("请写：rollback 状态。portal.db 经过的状态，从早到晚：");
                foreach (var state in applied)
                {
                    await output.WriteLineAsync($"  {state}{(state == applied[^1] ? "（现在）" : "")}");
                }

                return words.Length == 0 ? 0 : 2;
            }

            using var alone = RunningLock.Alone(options.DataPath);
            var copy = await store.MigrateAsync(target, cancellation);
            await output.WriteLineAsync($"portal.db 已退到 {target}。退之前的样子在 {copy}。现在请启动旧版程序；新版一启动又会升上去。");
            return 0;
        }
        catch (BackupException fault)
        {
            await output.WriteLineAsync(fault.Message);
            return 1;
        }
        catch (PortalAwayException fault)
        {
            await output.WriteLineAsync($"portal.db 没有退成（{fault.InnerException?.GetBaseException().Message}）。退以前的样子在数据文件夹里最新的 portal-copy-….db；还没有这个文件，就是还没有动过。");
            return 1;
        }
    }
}
