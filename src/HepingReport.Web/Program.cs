using System.Net.Sockets;
using HepingReport.Backups;
using HepingReport.Content;
using HepingReport.Web;
using HepingReport.Web.Commands;
using HepingReport.Web.Content;
using HepingReport.Web.Operations;
using Microsoft.AspNetCore.Connections;

// What staff write after these verbs is words and folders, of which the configuration would make settings.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args is ["feedback" or "staff" or "backup" or "restore" or "rollback" or "export", ..] ? Feedback.SettingsAmong(args) : args, ContentRootPath = AppContext.BaseDirectory });
SiteOptions options;
try
{
    options = SiteOptions.From(builder.Configuration);
}
catch (FormatException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}

if (args is ["check", ..])
{
    return await Check.RunAsync(options, Console.Out, CancellationToken.None);
}

if (args is ["audio", ..])
{
    return await Audio.RunAsync(options, Console.Out, CancellationToken.None);
}

if (args is ["feedback", ..])
{
    return await Feedback.RunAsync(options, args, Console.Out, CancellationToken.None);
}

if (args is ["staff", ..])
{
    return await Staff.RunAsync(options, args, Console.Out, CancellationToken.None);
}

if (args is ["files", ..])
{
    return await Files.RunAsync(options, Console.Out, CancellationToken.None);
}

if (args is ["backup", ..])
{
    return await Backup.RunAsync(options, args, Console.Out, CancellationToken.None);
}

if (args is ["restore", ..])
{
    return await Restore.RunAsync(options, args, Console.Out, CancellationToken.None);
}

if (args is ["rollback", ..])
{
    return await Rollback.RunAsync(options, args, Console.Out, CancellationToken.None);
}

if (args is ["export", ..])
{
    return await Export.RunAsync(builder, options, args.Skip(1).FirstOrDefault(arg => !arg.StartsWith('-')), Console.Out, CancellationToken.None);
}

if (args is [var verb, ..] && !verb.StartsWith('-'))
{
    await Console.Error.WriteLineAsync($"不认识命令“{verb}”。可用的命令：check、audio、files、export、feedback、staff、backup、restore、rollback。不带命令时启动网站。");
    return 2;
}

if (!RunningLock.TryShare(options.DataPath, out var running))
{
    await Console.Error.WriteLineAsync("正在恢复备份，网站没有启动。请等恢复做完再启动。");
    return 1;
}

using var untilTheEnd = running;
try
{
    if (await ShippedContent.BeginAsync(SiteOptions.ShippedContentPath, options.ContentPath, CancellationToken.None))
    {
        await Console.Error.WriteLineAsync($"{options.ContentPath} 里还没有内容：已经放入程序自带的内容。以后升级不会再动它。");
    }
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"{options.ContentPath} 里还没有内容，程序自带的也放不进去（{fault.Message}），网站没有启动。请检查权限和磁盘。");
    return 1;
}

NativeMemory.KeepLittle();
ContentLoad? load = null;
var loading = Task.Run(() => WholeContent.LoadAsync(options, CancellationToken.None));
builder.AddSite(options, () => load!.Snapshot!);
var app = builder.Build();
app.UseSite();
load = await loading;
if (load.Snapshot is null)
{
    await app.DisposeAsync();
    await ProblemList.WriteAsync(Console.Error, "内容有错误，网站没有启动：", load.Problems);
    return 1;
}

if (load.Problems.Count > 0)
{
    await ProblemList.WriteAsync(Console.Error, "内容可以发布，另有提醒：", load.Problems);
}

if (await ShippedContent.DifferencesAsync(SiteOptions.ShippedContentPath, load.Source, CancellationToken.None) is { Count: > 0 } differences)
{
    app.Logger.LogInformation("The shipped content differs from the content in use in {Count} files, and overwrites none; `check` lists them", differences.Count);
}

var (started, stopping) = (app.Lifetime.ApplicationStarted, app.Lifetime.ApplicationStopping);
try
{
    await app.RunAsync();
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    // Asked to stop while it was starting.
}
catch (Exception fault) when (fault is IOException { InnerException: AddressInUseException } or SocketException or FormatException && !started.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync($"网站不能用所设的地址，没有启动（{fault.Message}）。端口也许已被别的程序占用，或者没有权限。请停掉那个程序，或用 --urls 换一个端口。");
    return 1;
}

return 0;

/// <summary>Named so that tests can host the site.</summary>
public partial class Program;
