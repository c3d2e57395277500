using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>Two texts of one file by character: the draft and the published one, or the draft and a text that came too late. The owner makes one of both.</summary>
[RequestSizeLimit(LargestForm)]
public sealed class MergeModel(ContentSnapshot content, IAntiforgery antiforgery, DraftDesk desk) : StaffPage(content, antiforgery)
{
    /// <summary>Every part of the longest file, as a form sends it.</summary>
    private const int LargestForm = 3 * ContentSource.LargestFile;

    [FromRoute]
    public Guid Id { get; set; }

    public Guid? Copy { get; private set; }

    public Draft? Draft { get; private set; }

    /// <summary>Null where there is nothing to merge any more.</summary>
    public DraftConflict? Conflict { get; private set; }

    public ThreeWay? Merge { get; private set; }

    /// <summary>
    /// What a person has to decide. With a copy also what stands in it alone: it may come from before the draft was merged, and then brings back
    /// what the published text has lost since.
    /// </summary>
    public IReadOnlyList<ThreeWayPart> Asked { get; private set; } = [];

    public IEnumerable<ThreeWayPart> TakenOver => Merge?.Parts.Where(part => part.By != ChangedBy.Nobody && !Asked.Contains(part)) ?? [];

    public IReadOnlyList<MergeDecision> Decisions { get; private set; } = [];

    /// <summary>What was written for parts that are not asked about any more.</summary>
    public IEnumerable<MergeDecision> Left => Decisions.Where(decision => decision.Choice == MergeChoice.Own && Asked.All(part => part.Key != decision.Key));

    public (string Mine, string Theirs) Sides => Copy is null ? ("我的", "网站上现在的") : ("另存的", "草稿里现在的");

    public MergeDecision DecisionOn(ThreeWayPart part) => Decisions.FirstOrDefault(decision => decision.Key == part.Key) ?? MergeDecision.On(part);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        await LoadAsync(cancellation);
        return Draft is null ? NotFound() : ShowAgain();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (Draft is null)
        {
            return NotFound();
        }

        if (Merge is null || Merge.Resolve(Asked, Decisions) is not { } merged)
        {
            return Refuse(StatusCodes.Status400BadRequest, Merge is null ? "没有存：现在两边已经一样，没有要合并的了。" : "还没有存：有的地方还没有选。请每一处都选一样。");
        }

        var version = int.TryParse(Posted["version"], out var seen) ? seen : 0;
        var result = Copy is null
            ? await desk.MergeAsync(Id, Member, merged, Posted["published"].ToString(), version, cancellation)
            : await desk.SaveAsync(Id, Member, merged, version, cancellation);
        return result.Problem is { } problem ? await RefuseAsync(problem, cancellation) : LocalRedirect(Links.StaffDone(Links.StaffDraft(Id), StaffDone.Merged));
    }

    protected override void TakeTyped()
    {
        Head = HeadOf("合并：工作台");
        Copy = Guid.TryParse(HttpMethods.IsPost(Request.Method) ? Posted["copy"] : Request.Query["copy"], out var copy) ? copy : null;
        Decisions =
        [
            .. Enumerable.Range(0, Posted.Count).TakeWhile(i => Posted.ContainsKey($"key-{i}")).Select(i => new MergeDecision(
                TypedText.Clean(Posted[$"key-{i}"]),
                Enum.TryParse<MergeChoice>(Posted[$"choice-{i}"], out var choice) && Enum.IsDefined(choice) ? choice : null,
                Draft.Normalise(Posted[$"own-{i}"].ToString()))),
        ];
    }

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var found = await desk.CompareWithPublishedAsync(Id, Member, cancellation);
        if (found.Draft is not { IsOpen: true } draft || draft.Owner != Member.Name)
        {
            return;
        }

        Draft = draft;
        Conflict = Copy is null ? found.Conflict
            : (await desk.CopiesAsync(Id, Member, cancellation)).Find(copy => copy.Id == Copy) is { } late && late.Text != draft.Text ? new DraftConflict(draft.Path, draft.BaseText, late.Text, draft.Text)
            : null;
        Merge = Conflict?.Merge;
        Asked = Merge?.Parts.Where(part => part.By == ChangedBy.Conflict || (Copy is not null && part.By == ChangedBy.Mine)).ToList() ?? [];
    }
}
