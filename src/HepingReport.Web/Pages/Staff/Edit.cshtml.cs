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
    public const string NewEntry = "new";
    public const string RawField = "raw";

    /// <summary>The largest content file as a form sends it: three bytes of a character become nine.</summary>
    private const int LargestBody = (3 * ContentSource.LargestFile) + (256 * 1024);

    public string Path { get; private set; } = "";

    /// <summary>Null where the draft could not be opened.</summary>
    public EditedFile? Edited { get; private set; }

    /// <summary>What the form shows; null for the list of entries.</summary>
    public FormEntry? Entry { get; private set; }

    /// <summary>The whole file as text, where that is what is edited.</summary>
    public string? Raw { get; private set; }

    public IReadOnlyDictionary<string, DateTimeOffset> Others { get; private set; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Fields from which something was just taken out, as they were.</summary>
    public IReadOnlyList<(FormField Before, string After)> Cleaned { get; private set; } = [];

    /// <summary>What the form starts from: the version that was shown, also where it is shown again.</summary>
    public int Version => Posted.ContainsKey("version") ? PostedVersion : Edited!.Draft.Version;

    public string Hash => Posted["hash"].FirstOrDefault() ?? Entry?.Hash ?? "";

    public string Name => FileNames.Of(Path, Snapshot);

    public string? EntryKey => Request.Query["entry"].FirstOrDefault();

    /// <summary>The published file is no longer the one the draft started from.</summary>
    public bool IsBehind { get; private set; }

    public string Typed(string name) => Posted[name].ToString();

    private bool IsRaw => Request.Query.ContainsKey(RawField);

    public string OwnAddress => Links.StaffEdit(Path) + Request.QueryString;

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

        var step = EditStep.Of(Posted["step"]);
        var form = FileForm.Of(Path, draft.Text);
        var key = EntryKey is null or NewEntry ? "" : EntryKey;
        var values = Changed(new FormValues(Posted.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString()))), step, form, draft);
        var text = step.Verb switch
        {
            _ when IsRaw => Posted[RawField].ToString(),
            EditStep.Remove => form.Without(key),
            _ => form.With(key, Hash, values),
        };
        var changed = FileForm.Of(Path, text);
        text = step.Verb switch
        {
            EditStep.Earlier => changed.Moved(key, -1),
            EditStep.Later => changed.Moved(key, 1),
            EditStep.Undo when await DepartureAsync(step.Name, draft, text, cancellation) is { } departure => changed.WithPartAt(departure.Place, draft.BaseText),
            _ => text,
        };

        var saved = await desk.SaveAsync(draft.Id, Member, text, Posted["draft"] == draft.Id.ToString() ? PostedVersion : -1, cancellation);
        return saved.Problem is null ? await AfterAsync(step, draft, form, key, text, cancellation)
            : saved.Problem == EditingProblems.Stale && await CopyAsync(draft.Id, text, cancellation) is { } copy ? LocalRedirect(Links.StaffMerge(draft.Id, copy))
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

        Entry = EntryIn(Edited.Form);
        if (Entry is not null && Posted.ContainsKey("hash"))
        {
            // What was typed and could not be kept is shown as it would be in the file.
            var values = new FormValues(Posted.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())));
            var typed = FileForm.Of(Path, Edited.Form.With(EntryKey is null or NewEntry ? "" : EntryKey, Hash, values));
            Entry = EntryKey == NewEntry ? typed.Entries is [.., var last] ? last : null : EntryIn(typed) ?? Entry;
        }
    }

    private FormEntry? EntryIn(FileForm form) => !form.Spec.IsList ? form.Entries is [var whole, ..] ? whole : null : EntryKey is null ? null : EntryKey == NewEntry ? form.Blank : form.Find(EntryKey);

    private FormValues Changed(FormValues values, EditStep step, FileForm form, Draft draft)
    {
        switch (step.Verb)
        {
            case EditStep.Up:
                return values.Swap(step.Name, step.Row, step.Row - 1);
            case EditStep.Down:
                return values.Swap(step.Name, step.Row, step.Row + 1);
            case EditStep.Clear:
                return values.Clear(step.Name, step.Row);
            case EditStep.Pick when EntryIn(FileForm.Of(Path, form.With(EntryKey ?? "", Hash, values))) is { } entry && entry.Find(step.Name) is { } quote:
                return EditFields.PiecesFor(quote, entry, Path, Snapshot).ElementAtOrDefault(step.Row) is { } piece ? values.With(step.Name, piece) : values;
            case EditStep.Clean when EntryIn(FileForm.Of(Path, form.With(EntryKey ?? "", Hash, values))) is { } entry:
                Cleaned = [.. entry.AllFields.Select(field => (field, Clean: new EditedFile(draft, null).Clean(field))).Where(pair => pair.Clean.Strays.Count > 0).Select(pair => (pair.field, pair.Clean.Text))];
                return Cleaned.Aggregate(values, (all, field) => all.With(field.Before.Name, field.After));
            case EditStep.Restore:
                return Posted.Keys.Where(name => name.StartsWith("before:", StringComparison.Ordinal)).Aggregate(values, (all, name) => all.With(name["before:".Length..], Posted[name].ToString()));
            default:
                return values;
        }
    }

    private async Task<IActionResult> AfterAsync(EditStep step, Draft draft, FileForm before, string key, string text, CancellationToken cancellation)
    {
        var after = FileForm.Of(Path, text);
        var at = EntryKey == NewEntry ? after.Entries.Count - 1 : before.Entries.ToList().FindIndex(entry => entry.Key == key) + (step.Verb == EditStep.Earlier ? -1 : step.Verb == EditStep.Later ? 1 : 0);
        var address = IsRaw || !after.Spec.IsList || EntryKey is null ? OwnAddress
            : step.Verb == EditStep.Remove || after.Entries.ElementAtOrDefault(at) is not { } entry ? Links.StaffEdit(Path)
            : Links.StaffEdit(Path, entry.Key);
        switch (step.Verb)
        {
            case EditStep.Preview:
                return LocalRedirect(Links.StaffPreview(draft.Id, FileNames.AddressOf(Path, key, Snapshot)));
            case EditStep.Submit:
                return LocalRedirect(Links.StaffDrafts);
            case EditStep.Explain:
                var amendment = new Amendment(
                    Typed($"kind:{step.Name}"), Typed($"reason:{step.Name}").Trim(), Typed($"notice-title:{step.Name}").Trim(), Typed($"notice-number:{step.Name}").Trim(), Typed($"notice-date:{step.Name}").Trim(),
                    DateOnly.FromDateTime(StaffTime.InTianjin(time.GetUtcNow()).DateTime));
                var (_, problem) = amendment.Missing is { } missing ? ([], new EditingProblem("missing", missing)) : await desk.ExplainAsync(step.Name, amendment, Member, cancellation);
                return problem is null ? LocalRedirect(address) : await RefuseAsync(problem, cancellation);
            case EditStep.Clean when Cleaned.Count > 0:
                Posted = FormCollection.Empty;
                return await ShowAsync(cancellation);
            default:
                return LocalRedirect(step.Row >= 0 ? $"{address}#{EditFields.IdOf(FormValues.At(step.Name, step.Row))}" : address);
        }
    }

    private async Task<Departure?> DepartureAsync(string name, Draft draft, string text, CancellationToken cancellation) =>
        await desk.CheckAsync(draft.Path, text, Member, cancellation) is { } check ? check.Load.Departures.FirstOrDefault(departure => departure.Name == name) : null;

    private async Task<Guid?> CopyAsync(Guid draft, string text, CancellationToken cancellation)
    {
        var hash = Draft.HashOf(Draft.Normalise(text));
        return (await desk.CopiesAsync(draft, Member, cancellation)).Find(copy => copy.TextHash == hash)?.Id;
    }
}
