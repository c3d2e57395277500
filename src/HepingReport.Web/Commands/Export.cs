using System.Net;
using HepingReport.Web.Content;
using HepingReport.Web.Export;

namespace HepingReport.Web.Commands;

/// <summary><c>export DIR</c>: the public site as files for a host without a program; exit code 1 if a link in it leads nowhere or something could not be made.</summary>
public static class Export
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, SiteOptions given, string? folder, TextWriter output, CancellationToken cancellation)
    {
        if (folder is null || given.Url is null)
        {
            await output.WriteLineAsync(folder is null
                ? "请写导出到哪个文件夹：export 文件夹"
                : "导出以前，请在配置 Site:Url 里写上公开的网址，例如 https://report.example.cn：页面里的固定链接、引用和二维码都要用它。");
            return 2;
        }

        var options = given with
        {
            IsExport = true,
            Delivery = given.Delivery with { IsCached = false, IsWarm = false, LogsRequests = false },
            Limits = given.Limits with { DataPerMinute = 1_000_000 },
        };
        var load = await WholeContent.LoadAsync(options, cancellation);
        if (load.Snapshot is not { } content)
        {
            await ProblemList.WriteAsync(output, "内容有错误，没有导出：", load.Problems);
            return 1;
        }

        try
        {
            using var export = await ExportFolder.OpenAsync(Path.GetFullPath(folder), cancellation);

            // Its own port on this machine, whatever the configuration says about the site's.
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Warning";
            builder.Configuration["Serilog:MinimumLevel:Override:Microsoft.AspNetCore"] = "Error";
            builder.Configuration["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Error";
            builder.AddSite(options, () => content);
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Configure();
                kestrel.Listen(IPAddress.Loopback, 0);
            });
            await using var site = builder.Build();
            site.UseSite();
            await site.StartAsync(cancellation);
            var made = new StaticSite(site, content, options);
            await made.WriteAsync(export, cancellation);
            await site.StopAsync(cancellation);

            foreach (var format in made.Missing)
            {
                await output.WriteLineAsync($"  {format.FileName}：没有，没有生成出来。可以先用命令 files 看原因。");
            }

            var dead = made.Check.Dead().ToList();
            foreach (var (file, address) in dead)
            {
                await output.WriteLineAsync($"  {file}：链接 {address} 没有通到的地方");
            }

            await output.WriteLineAsync($"导出到 {Path.GetFullPath(folder)}：写了 {export.Written} 个文件，没有变化 {export.Unchanged} 个，删去 {export.Removed} 个，一共 {export.Bytes:N0} 字节；不通的链接 {dead.Count} 个。");
            return dead.Count == 0 ? 0 : 1;
        }
        catch (Exception fault) when (fault is ExportRefusedException or IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
