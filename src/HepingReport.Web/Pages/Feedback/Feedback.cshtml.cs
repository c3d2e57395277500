using System.Security.Cryptography;
using HepingReport.Content;
using HepingReport.Feedback;
using HepingReport.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace HepingReport.Web.Pages;

/// <summary>我要纠错: the form, then the page to check it on, then the receipt. Nothing is stored before the second is sent.</summary>
public sealed class FeedbackModel(ContentSnapshot content, IAntiforgery antiforgery, FeedbackDesk desk, PortalStore store, FeedbackLimit limit, FeedbackOptions options, FormSeal seal, TimeProvider time, SiteOptions site)
    : FeedbackPage(content, antiforgery, site)
{
    public const string Review = "review";
    public const string Edit = "edit";
    public const string Send = "send";

    public FeedbackForm Form { get; private set; } = new();

    public ReportedPlace? Place { get; private set; }

    /// <summary>The page to check is shown, not the form.</summary>
    public bool Reviewing { get; private set; }

    /// <summary>Reports cannot be taken, and nothing was typed yet.</summary>
    public bool Closed { get; private set; }

    /// <summary>The form was sent as it is and has faults to show.</summary>
    public bool Faulty { get; private set; }

    public FeedbackOptions Options => options;

    public async Task<IActionResult> OnGetAsync(string? paragraph, string? quote, string? from, CancellationToken cancellation)
    {
        Take(new FeedbackForm { Paragraph = paragraph, Quote = quote, From = from });
        Show(reviewing: false);
        if (IsAlone)
        {
            return Page();
        }

        if (Prepare() && await store.IsOpenAsync(cancellation))
        {
            Restamp(null);
            return Page();
        }

        Closed = true;
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is not { } posted)
        {
            Show(reviewing: false);
            Restamp(null);
            return Refuse(StatusCodes.Status400BadRequest, $"还没有发出：网站没有读懂收到的内容，可能太长、没有传完，或者含有特殊的字符。请按浏览器的“后退”，回到刚才的页面，把说明改到{Submission.LongestText}字以内再发。");
        }

        Take(FeedbackForm.Read(posted));
        var stamp = seal.OpenStamp(Form.Stamp);
        Restamp(stamp);
        var sending = Form.Step == Send;
        Faulty = Form.Step != Edit && Form.Faults.Count > 0;
        Show(reviewing: sending && !Faulty);
        if (!await HasTokenAsync())
        {
            Faulty = false;
            return RefuseWithoutToken();
        }

        if (Faulty)
        {
            Head = Head with { Title = "请改一改 – " + Head.Title };
            return Refuse(StatusCodes.Status400BadRequest, "");
        }

        if (Form.Trap.Length > 0)
        {
            // A browser may have filled it in by itself, so it is no proof; a program will fill it in again.
            Form = Form with { Trap = "" };
            return Refuse(StatusCodes.Status400BadRequest, "还没有发出：有一栏本来应当空着，却填了字，可能是浏览器自动填的。本站已经把它清空，请再按一次按钮。");
        }

        if (Form.Step == Edit)
        {
            return ShowAgain();
        }

        Show(reviewing: true);
        return sending ? await SendAsync(stamp, cancellation) : ShowAgain();
    }

    private async Task<IActionResult> SendAsync(FormStamp? stamp, CancellationToken cancellation)
    {
        if (stamp is null)
        {
            return Refuse(StatusCodes.Status400BadRequest, "还没有发出：这一页的记号不全，可能打开得太久。您写的字都还在下面，请再看一遍，然后按“发送”。");
        }

        var submission = new Submission(stamp.Key, Place, Form.Problem!.Value, Form.Text, Form.Contact.Length == 0 ? null : Form.Contact);
        try
        {
            // Pressed twice, or loaded again: the receipt is there already and costs nothing.
            if (await desk.FindReceiptAsync(submission, cancellation) is { } given)
            {
                return ToReceipt(given);
            }

            if (!stamp.Asked && time.GetUtcNow() - stamp.OpenedAt < options.LeastTime)
            {
                Restamp(stamp with { Asked = true });
                return Refuse(StatusCodes.Status400BadRequest, "还没有发出：填得很快，本站想确认不是程序自动发的。请再看一遍，没有问题就再按一次“发送”。");
            }

            if (limit.Take(HttpContext.Connection.RemoteIpAddress) is { } wait)
            {
                return Refuse(StatusCodes.Status429TooManyRequests, $"还没有发出：从您的网络（可能是许多人合用的）发来的纠错太多了。您写的字都还在下面，请不要关掉这一页，过{Math.Max(1, Math.Ceiling(wait.TotalMinutes)):0}分钟再按“发送”。", wait);
            }

            return ToReceipt(await desk.ReceiveAsync(submission, cancellation));
        }
        catch (PortalAwayException)
        {
            return RefuseAway();
        }
    }

    private RedirectResult ToReceipt(Receipt receipt) => Redirect(QueryHelpers.AddQueryString(Links.FeedbackSent, "shown", seal.Seal(receipt, Cookie)));

    private void Take(FeedbackForm form)
    {
        Place = ReportedPlace.Of(Snapshot, form.Paragraph, form.Quote, form.From);

        // What names no page of this site is not carried along.
        Form = Place is null ? form with { From = null } : form;
    }

    private void Show(bool reviewing)
    {
        Reviewing = reviewing;
        Head = PageHead.Of(reviewing ? "请核对：我要纠错" : "我要纠错", "报告文字、数据或本站页面有差错，请告诉本站。可以不留姓名和联系方式。");
    }

    private void Restamp(FormStamp? stamp)
    {
        try
        {
            Form = Form with { Stamp = seal.Seal(stamp ?? seal.NewStamp()) };
        }
        catch (CryptographicException)
        {
            // No key can be had; then there is no token either, and the page says that it is closed.
        }
    }
}
