using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Web.Pages;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Web.Commands;

/// <summary><c>staff add NAME --role publisher|editor</c>, <c>staff reset NAME</c>, <c>staff list</c>: the first account, and the way back in where nobody can sign in any more.</summary>
public static class Staff
{
    private const string Usage = "请写：staff add 姓名 --role publisher（发布）或 editor（编辑）、staff reset 姓名（重设密码和验证器）、staff list（列出）。";

    public static async Task<int> RunAsync(SiteOptions options, string[] args, TextWriter output, CancellationToken cancellation)
    {
        var settings = Feedback.SettingsAmong(args);
        string[] words = [.. args.Skip(1).Where(arg => !settings.Contains(arg))];
        var role = words is ["add", _, "--role", var code] ? StaffWords.FindRole(code) : null;
        if (words is not (["list"] or ["reset", _]) && role is null)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        using var store = new PortalStore(options.DataPath, TimeProvider.System, NullLogger<PortalStore>.Instance);
        var desk = new StaffDesk(store, options.Staff, TimeProvider.System);
        try
        {
            if (await store.OpenAsync(cancellation))
            {
                return words switch
                {
                    ["add", var name, ..] => await TellAsync(await desk.AddAsync(name, role!.Value, Actor.Operator, cancellation), options, output),
                    ["reset", var name] => await TellAsync(await desk.RenewAsync(name, Actor.Operator, cancellation), options, output),
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

    private static async Task<int> TellAsync(AccountChange change, SiteOptions options, TextWriter output)
    {
        if (change.Link is not { } link)
        {
            await output.WriteLineAsync($"没有改：{change.Fault}");
            return 1;
        }

        await output.WriteLineAsync($"“{change.Account!.UserName}”（{change.Account.Role.Name()}）：请本人打开下面的链接设密码。{options.Staff.LinkFor.TotalHours}小时内有效，只能用一次，只显示这一次。");
        await output.WriteLineAsync(new Uri(options.Url ?? new Uri(Site.DefaultAddress), Links.StaffFirstBy(link)).AbsoluteUri);
        if (options.Url is null)
        {
            await output.WriteLineAsync($"没有配置 Site:Url；网站在别的地址上时，请把 {Site.DefaultAddress} 换成那个地址。");
        }

        return 0;
    }

    private static async Task<int> ListAsync(StaffDesk desk, TextWriter output, CancellationToken cancellation)
    {
        foreach (var account in await desk.ListAsync(cancellation))
        {
            await output.WriteLineAsync($"{account.UserName}　{account.Role.Name()}　{account.State}　{(account.SignedInAt is null ? "还没有登录过" : $"最后登录 {StaffTime.Of(account.SignedInAt)}")}");
        }

        return 0;
    }
}
