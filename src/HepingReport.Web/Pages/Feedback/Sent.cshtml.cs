using HepingReport.Content;
using HepingReport.Feedback;
using HepingReport.Storage;
using Microsoft.AspNetCore.Antiforgery;

namespace HepingReport.Web.Pages;

/// <summary>The receipt, after sending. Its address holds it sealed: a receipt in clear would lie in histories and logs.</summary>
public sealed class FeedbackSentModel(ContentSnapshot content, IAntiforgery antiforgery, FeedbackDesk desk, FeedbackOptions options, FormSeal seal, SiteOptions site) : FeedbackPage(content, antiforgery, site)
{
    public Receipt? Receipt { get; private set; }

    /// <summary>The page the report is about.</summary>
    public string? Back { get; private set; }

    public FeedbackOptions Options => options;

    public async Task OnGetAsync(string? shown, CancellationToken cancellation)
    {
        Receipt = seal.OpenReceipt(shown, Cookie);
        Head = PageHead.Of(Receipt is null ? "回执：我要纠错" : "收到了：我要纠错") with { Unlisted = true };
        Prepare();
        try
        {
            Back = Receipt is null ? null : (await desk.FindAsync(Receipt, cancellation))?.Address;
        }
        catch (PortalAwayException)
        {
            // The receipt itself is what matters here.
        }
    }
}
