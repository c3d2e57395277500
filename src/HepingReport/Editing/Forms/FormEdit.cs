namespace HepingReport.Editing.Forms;

/// <summary>What one press of a button in a form makes of its file.</summary>
/// <param name="Key">The entry's; null where the form is not one of a list, <see cref="NewEntry"/> for one more.</param>
/// <param name="Hash">That of the entry when it was shown.</param>
public sealed record FormEdit(EditStep Step, FormValues Values, string? Key, string Hash)
{
    public const string NewEntry = "new";

    private string Within => Key is null or NewEntry ? "" : Key;

    /// <summary>The entry that such a form shows; null where the file has none of this key, or shows the list.</summary>
    public static FormEntry? Shown(FileForm form, string? key) =>
        !form.Spec.IsList ? (form.Entries is [var whole, ..] ? whole : null) : key switch { null => null, NewEntry => form.Blank, _ => form.Find(key) };

    /// <summary>The entry as it was typed, whether it can be kept or not.</summary>
    public FormEntry? Typed(FileForm form)
    {
        var typed = FileForm.Of(form.Path, form.With(Within, Hash, Values));
        return Key == NewEntry ? (typed.Entries is [.., var last] ? last : null) : Shown(typed, Key);
    }

    /// <summary>The file with what was typed, and with what the button does to it.</summary>
    /// <param name="cleaned">The fields from which something was taken out, as they were, each with what is left.</param>
    public string Apply(FileForm form, Report report, out IReadOnlyList<(FormField Before, string After)> cleaned)
    {
        cleaned = Step.Verb == EditStep.Clean && Typed(form) is { } entry
            ? [.. entry.AllFields.Select(field => (field, Clean: PastedText.In(field, form))).Where(pair => pair.Clean.Strays.Count > 0).Select(pair => (pair.field, pair.Clean.Text))]
            : [];
        var values = Step.Verb switch
        {
            EditStep.Up => Values.Swap(Step.Name, Step.Row, Step.Row - 1),
            EditStep.Down => Values.Swap(Step.Name, Step.Row, Step.Row + 1),
            EditStep.Clear => Values.Clear(Step.Name, Step.Row),
            EditStep.Pick => Picked(form, report),
            EditStep.Restore => Values.Restored,
            _ => cleaned.Aggregate(Values, (all, field) => all.With(field.Before.Name, field.After)),
        };
        var text = Step.Verb == EditStep.Remove ? form.Without(Within) : form.With(Within, Hash, values);
        return Step.Verb switch
        {
            EditStep.Earlier => FileForm.Of(form.Path, text).Moved(Within, -1),
            EditStep.Later => FileForm.Of(form.Path, text).Moved(Within, 1),
            _ => text,
        };
    }

    /// <summary>The key that the entry has afterwards; null where the list is what is left to show.</summary>
    public string? KeyAfter(FileForm before, FileForm after) => Key is null || Step.Verb == EditStep.Remove ? null
        : after.Entries.ElementAtOrDefault(Key == NewEntry ? after.Entries.Count - 1
            : before.Entries.ToList().FindIndex(entry => entry.Key == Key) + (Step.Verb switch { EditStep.Earlier => -1, EditStep.Later => 1, _ => 0 }))?.Key;

    private FormValues Picked(FileForm form, Report report) =>
        Typed(form) is { } entry && entry.Find(Step.Name) is { } quote && QuotedPieces.For(quote, entry, form.Path, report).ElementAtOrDefault(Step.Row) is { } piece ? Values.With(Step.Name, piece) : Values;
}
