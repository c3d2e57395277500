using HepingReport.Content;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.Web.Pages;

/// <summary>What the pages of 我要纠错 say where something cannot be taken.</summary>
public abstract class FeedbackPage(ContentSnapshot content, IAntiforgery antiforgery, SiteOptions site) : FormPage(content, antiforgery)
{
    /// <summary>In an export without a live server, nobody takes a report or knows an answer.</summary>
    public bool IsAlone => site.IsAlone;

    protected PageResult RefuseWithoutToken() => !Prepare() ? RefuseAway() : Refuse(
        StatusCodes.Status400BadRequest,
        Cookie.Length == 0
            ? "还没有发出：浏览器没有送回本站的临时 Cookie，本站靠它防止别人冒用您的浏览器。您写的字都还在下面，请再按一次按钮。如果又回到这里，请在浏览器的设置里允许本站使用 Cookie，或者换一个浏览器。"
            : "还没有发出：这一页打开得太久，或者浏览器重新启动过。您写的字都还在下面，请再按一次按钮。");

    protected PageResult RefuseAway() =>
        Refuse(StatusCodes.Status503ServiceUnavailable, "还没有发出：网站现在存不了纠错，这不是您的操作造成的。您写的字都还在下面，请不要关掉这一页，过几分钟再按一次按钮。", TimeSpan.FromMinutes(1));
}
