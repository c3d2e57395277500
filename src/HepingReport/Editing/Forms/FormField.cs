using HepingReport.Content;

namespace HepingReport.Editing.Forms;

/// <summary>One value of a file in its form.</summary>
/// <param name="Name">What it is called in the form: <c>title</c>, <c>sentences[2].quote</c>, <c>economy-quality.lead</c>.</param>
/// <param name="Value">Several values of one field stand each on a line.</param>
/// <param name="Place">Where the value begins; null where the file has none.</param>
public sealed record FormField(string Name, FieldSpec Spec, string Value, ContentPlace? Place)
{
    /// <summary>The fields of a group, or those of each row.</summary>
    public IReadOnlyList<IReadOnlyList<FormField>> Rows { get; init; } = [];

    /// <summary>This field and those within it.</summary>
    public IEnumerable<FormField> All => Rows.SelectMany(row => row).SelectMany(inner => inner.All).Prepend(this);
}

/// <summary>What a form shows at once: one entry of a list, or the whole of another file.</summary>
/// <param name="Key">The <see cref="FilePart.Key"/> of the entry; empty for a whole file.</param>
/// <param name="Hash">Of the text it was read from: by it a form knows its entry again.</param>
/// <param name="IsWhole">Everything that stands there is in the fields; else it can be edited as text only.</param>
public sealed record FormEntry(string Key, string Hash, IReadOnlyList<FormField> Fields, int FirstLine, int LastLine, bool IsWhole)
{
    public IEnumerable<FormField> AllFields => Fields.SelectMany(value => value.All);

    public FormField? Find(string name) => AllFields.FirstOrDefault(field => field.Name == name);

    public bool Holds(ContentPlace place) => place.Line >= FirstLine && place.Line <= LastLine;

    /// <summary>The field at which a problem arises; null where it is one of the entry as a whole.</summary>
    public FormField? FieldAt(ContentPlace place) => Holds(place)
        ? AllFields.Where(field => field.Place is { } start && (start.Line, start.Column).CompareTo((place.Line, place.Column)) <= 0).OrderBy(field => (field.Place!.Value.Line, field.Place.Value.Column)).LastOrDefault()
        : null;
}
