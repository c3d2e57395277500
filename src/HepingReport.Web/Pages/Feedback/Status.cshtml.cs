using HepingReport.Content;
using HepingReport.Feedback;
using HepingReport.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>What became of a report, by its receipt; and withdrawing it. By post only, so that no receipt stands in an address.</summary>
public sealed class FeedbackStatusModel : FeedbackPage
{
    public const string AskWithdraw = "ask";
    public const string Withdraw = "withdraw";

    private readonly FeedbackDesk desk;
    private readonly FeedbackLimit limit;

    public FeedbackStatusModel(ContentSnapshot content, IAntiforgery antiforgery, FeedbackDesk desk, FeedbackLimit limit, SiteOptions site)
        : base(content, antiforgery, site)
    {
        this.desk = desk;
        this.limit = limit;
        Head = PageHead.Of("查答复：我要纠错", "凭回执编号查看答复，或者撤回。") with { Unlisted = true };
    }

    /// <summary>What was typed for a receipt.</summary>
    public string Typed { get; private set; } = "";

    public ErrorReport? Found { get; private set; }

    public bool CanWithdraw => Found is not null && desk.CanBeWithdrawn(Found);

    /// <summary>Withdrawing has been asked for and has to be confirmed.</summary>
    public bool Confirming { get; private set; }

    public void OnGet()
    {
        if (!IsAlone)
        {
            Prepare();
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var form = await ReadAsync(cancellation);
        Typed = TypedText.Clean(form?["receipt"]);
        if (!await HasTokenAsync())
        {
            return RefuseWithoutToken();
        }

        if (Receipt.Parse(Typed) is not { } receipt)
        {
            return Refuse(StatusCodes.Status404NotFound, $"这不是一个回执编号。编号是{Receipt.Length}位数字，可能抄漏或者抄错了一位，请对照回执再看一看。");
        }

        if (limit.TakeLookUp(HttpContext.Connection.RemoteIpAddress) is { } wait)
        {
            return Refuse(StatusCodes.Status429TooManyRequests, $"从您的网络（可能是许多人合用的）查得太多了。请不要关掉这一页，过{Math.Max(1, Math.Ceiling(wait.TotalMinutes)):0}分钟再按一次按钮。", wait);
        }

        try
        {
            string? step = form!["step"];
            Found = step == Withdraw ? await desk.WithdrawAsync(receipt, cancellation) : await desk.FindAsync(receipt, cancellation);
            Confirming = step == AskWithdraw && CanWithdraw;
            return Found is null
                ? Refuse(StatusCodes.Status404NotFound, "没有找到这个回执编号。请对照回执再看一看。")
                : ShowAgain();
        }
        catch (PortalAwayException)
        {
            return RefuseAway();
        }
    }
}
