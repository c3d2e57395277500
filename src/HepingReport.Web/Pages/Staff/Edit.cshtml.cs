using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Editing.Forms;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>The form for a content file, for one entry of it, or its whole text. Each post saves the draft first, whatever is in it.</summary>
[RequestSizeLimit(LargestBody)]
public sealed class EditModel(ContentSnapshot content, IAntiforgery antiforgery, DraftDesk desk, TimeProvider time) : StaffPage(content, antiforgery)
{
    public const string RawField = "raw";

    /// <summary>The largest content file as a form sends it: three bytes of a character become nine.</summary>
    private const int LargestBody = (3 * ContentSource.LargestFile) + (256 * 1024);

    private IReadOnlyList<(FormField Before, string After)> cleaned = [];

    public string Path { get; private set; } = "";

    /// <summary>Null where the draft could not be opened.</summary>
    public EditedFile? Edited { get; private set; }

    /// <summary>What the form shows; null for the list of entries.</summary>
    public FormEntry? Entry { get; private set; }

    /// <summary>The whole file as text, where that is what is edited.</summary>
    public string? Raw { get; private set; }

    public IReadOnlyDictionary<string, DateTimeOffset> Others { get; private set; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Fields from which something was just taken out, as they were.</summary>
    public IReadOnlyList<(FormField Before, string After)> Cleaned => cleaned;

    /// <summary>What the form starts from: the version that was shown, also where it is shown again.</summary>
    public int Version => Posted.ContainsKey("version") ? PostedVersion : Edited!.Draft.Version;

    public string Hash => Posted["hash"].FirstOrDefault() ?? Entry?.Hash ?? "";

    public string Name => FileNames.Of(Path, Snapshot);

    public string? EntryKey => Request.Query["entry"].FirstOrDefault();

    /// <summary>The published file is no longer the one the draft started from.</summary>
    public bool IsBehind { get; private set; }

    public string Typed(string name) => Posted[name].ToString().Trim();

    private bool IsRaw => Request.Query.ContainsKey(RawField);

    public string OwnAddress => Links.StaffEdit(Path) + Request.QueryString;

    private FormEdit Edit => new(EditStep.Of(Posted["step"]), new FormValues(Posted.Select(sent => KeyValuePair.Create(sent.Key, sent.Value.ToString()))), EntryKey, Hash);

    private int PostedVersion => int.TryParse(Posted["version"], out var version) ? version : -1;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        return ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var opened = await desk.OpenAsync(Path, Member, cancellation);
        if (opened.Draft is not { } draft)
        {
            return GiveBack(opened.Problem!);
        }

        var form = FileForm.Of(Path, draft.Text);
        var text = IsRaw ? Posted[RawField].ToString() : Edit.Apply(form, Report, out cleaned);
        if (Edit.Step.Verb == EditStep.Undo)
        {
            text = await desk.UndoAsync(Edit.Step.Name, draft, text, Member, cancellation);
        }

        var saved = await desk.SaveAsync(draft.Id, Member, text, Posted["draft"] == draft.Id.ToString() ? PostedVersion : -1, cancellation);
        return saved.Problem is null ? await FollowAsync(draft, IsRaw ? OwnAddress : AddressAfter(form, FileForm.Of(Path, text)), cancellation)
            : saved.Problem == EditingProblems.Stale && await desk.CopyOfAsync(draft.Id, text, Member, cancellation) is { } copy ? LocalRedirect(Links.StaffMerge(draft.Id, copy.Id))
            : await RefuseAsync(saved.Problem, cancellation);
    }

    protected override void TakeTyped()
    {
        Path = (string?)RouteData.Values["path"] ?? "";
        Head = HeadOf($"改：{Name}");
    }

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var opened = await desk.OpenAsync(Path, Member, cancellation);
        if (opened.Draft is not { } draft)
        {
            Refuse(EditingStatus.Of(opened.Problem!), opened.Problem!.Message);
            return;
        }

        Edited = new EditedFile(draft, await desk.CheckAsync(await desk.MineAsync(Member, cancellation), cancellation));
        IsBehind = (await desk.CompareWithPublishedAsync(draft.Id, Member, cancellation)).Conflict is not null;
        Others = await desk.OthersAsync(Path, Member, cancellation);
        if (IsRaw || Edited.Form.Kind == FormKind.None || !Edited.Form.IsReadable)
        {
            Raw = Posted.TryGetValue(RawField, out var raw) ? raw.ToString() : draft.Text;
            return;
        }

        Entry = Posted.ContainsKey("hash") ? Edit.Typed(Edited.Form) ?? FormEdit.Shown(Edited.Form, EntryKey) : FormEdit.Shown(Edited.Form, EntryKey);
    }

    private string AddressAfter(FileForm before, FileForm after)
    {
        var address = EntryKey is null ? OwnAddress : Links.StaffEdit(Path, Edit.KeyAfter(before, after));
        return Edit.Step.Row >= 0 ? $"{address}#{EditFields.IdOf(FormValues.At(Edit.Step.Name, Edit.Step.Row))}" : address;
    }

    /// <summary>Goes where the button leads, now that everything is saved.</summary>
    private async Task<IActionResult> FollowAsync(Draft draft, string address, CancellationToken cancellation)
    {
        switch (Edit.Step.Verb)
        {
            case EditStep.Preview:
                return LocalRedirect(Links.StaffPreview(draft.Id, FileNames.AddressOf(Path, EntryKey ?? "", Snapshot)));
            case EditStep.Submit:
                return LocalRedirect(Links.StaffDrafts);
            case EditStep.Explain:
                var problem = await desk.ExplainAsync(Edit.Step.Name, AmendmentOf(Edit.Step.Name), Member, cancellation);
                return problem is null ? LocalRedirect(address) : await RefuseAsync(problem, cancellation);
            case EditStep.Clean when cleaned.Count > 0:
                Posted = FormCollection.Empty;
                return await ShowAsync(cancellation);
            default:
                return LocalRedirect(address);
        }
    }

    private Amendment AmendmentOf(string name) => new(
        Typed($"kind:{name}"), Typed($"reason:{name}"), Typed($"notice-title:{name}"), Typed($"notice-number:{name}"), Typed($"notice-date:{name}"),
        DateOnly.FromDateTime(StaffTime.InTianjin(time.GetUtcNow()).DateTime));
}
