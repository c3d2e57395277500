using HepingReport.Content;
using HepingReport.Feedback;
using HepingReport.Staff;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>账户: added, disabled, renewed, with another role. A link for a first sign-in is shown once, in the answer that made it.</summary>
public sealed class AccountsModel(ContentSnapshot content, IAntiforgery antiforgery, StaffDesk desk, StaffRules rules, SiteAddress site) : StaffPage(content, antiforgery)
{
    public const string Add = "add";
    public const string Renew = "renew";
    public const string Disable = "disable";

    public IReadOnlyList<StaffAccount> Accounts { get; private set; } = [];

    /// <summary>The name as it was typed for a new account.</summary>
    public string Name { get; private set; } = "";

    public StaffRole Role { get; private set; }

    /// <summary>What has just been done.</summary>
    public string? Done { get; private set; }

    public string? Link { get; private set; }

    public double LinkHours => rules.LinkFor.TotalHours;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var account = Posted["account"].ToString();
        var step = Posted["step"].ToString();
        var change = step switch
        {
            Add => await desk.AddAsync(Name, Role, Actor, cancellation),
            Renew => await desk.RenewAsync(account, Actor, cancellation),
            Disable => await desk.DisableAsync(account, Actor, cancellation),
            _ when StaffWords.FindRole(step) is { } role => await desk.ChangeRoleAsync(account, role, Actor, cancellation),
            _ => null,
        };
        if (change?.Fault is { } fault)
        {
            return await RefuseAsync($"没有改：{fault}", cancellation);
        }

        if (change?.Account is { } changed)
        {
            Link = change.Link is { } link ? site.Absolute(Links.StaffFirstBy(link)) : null;
            Done = step switch
            {
                Add => $"已经添加“{changed.UserName}”。",
                Renew => $"“{changed.UserName}”原来的密码、验证器和登录都已失效。",
                Disable => $"“{changed.UserName}”已经停用，登录都已结束。",
                _ => $"“{changed.UserName}”现在的职责是“{changed.Role.Name()}”。",
            };
            Name = "";
        }

        return await ShowAsync(cancellation);
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("账户：工作台");
        Name = TypedText.Clean(Posted["name"]);
        Role = StaffWords.FindRole(Posted["role"]) ?? StaffRole.Editor;
    }

    protected override async Task LoadAsync(CancellationToken cancellation) => Accounts = await desk.ListAsync(cancellation);
}
