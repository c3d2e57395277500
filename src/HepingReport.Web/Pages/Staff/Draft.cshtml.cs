using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>One draft: what changed, what was said about it, and what its owner can do with it.</summary>
public sealed class DraftModel(ContentSnapshot content, IAntiforgery antiforgery, DraftDesk desk) : StaffPage(content, antiforgery)
{
    public const string Withdraw = "withdraw";
    public const string Discard = "discard";
    public const string Say = "say";

    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>Null where this person has no business with it.</summary>
    public Draft? Draft { get; private set; }

    /// <summary>Where the published file is no longer the one the draft started from.</summary>
    public DraftConflict? Conflict { get; private set; }

    public IReadOnlyList<DraftCopy> Copies { get; private set; } = [];

    public Remark Typed { get; private set; } = new(null, "", "");

    public bool IsOwner => Draft?.Owner == Member.Name;

    public string Name => Draft is null ? "" : FileNames.Of(Draft.Path, Snapshot);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        await LoadAsync(cancellation);
        return Draft is null ? NotFound() : ShowAgain();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var step = Posted["step"].ToString();
        var result = step switch
        {
            Withdraw => await desk.WithdrawAsync(Id, Member, cancellation),
            Discard => await desk.DiscardAsync(Id, Member, cancellation),
            Say => await desk.CommentAsync(Id, Member, Typed.Part, Typed.Quote, Typed.Text, cancellation),
            _ => await desk.FindAsync(Id, Member, cancellation),
        };
        return result switch
        {
            { Problem: { } problem } => EditingStatus.Of(problem) == StatusCodes.Status404NotFound ? NotFound() : await RefuseAsync(problem, cancellation),
            _ when step == Withdraw => LocalRedirect(Links.StaffDone(Links.StaffDrafts, StaffDone.Withdrawn)),
            _ when step == Discard => LocalRedirect(Links.StaffDone(Links.StaffDrafts, StaffDone.Discarded)),
            _ => LocalRedirect($"{Links.StaffDraft(Id)}#{FileChange.AnchorOf(result.Draft!, Typed.Part)}"),
        };
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("看改了什么：工作台");
        Typed = new Remark(TypedText.Clean(Posted["part"]) is { Length: > 0 } part ? part : null, TypedText.Clean(Posted["quote"]), TypedText.Clean(Posted["text"]));
    }

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var found = await desk.CompareWithPublishedAsync(Id, Member, cancellation);
        if (found.Draft is not null)
        {
            (Draft, Conflict) = (found.Draft, found.Draft.IsOpen ? found.Conflict : null);
            Copies = await desk.CopiesAsync(Id, Member, cancellation);
        }
    }
}
