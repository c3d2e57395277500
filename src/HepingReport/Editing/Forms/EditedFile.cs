using HepingReport.Content;

namespace HepingReport.Editing.Forms;

/// <summary>A draft as its form shows it, with everything that the check of the whole content says about it.</summary>
/// <param name="draft">The person's draft of the file.</param>
/// <param name="check">Of all the person's drafts together; null where the folder cannot be read now.</param>
public sealed class EditedFile(Draft draft, ContentCheck? check)
{
    public Draft Draft => draft;

    public ContentCheck? Check => check;

    public FileForm Form { get; } = FileForm.Of(draft.Path, draft.Text);

    /// <summary>Of this file.</summary>
    public IReadOnlyList<ContentProblem> Problems { get; } = [.. check?.In(draft.Path) ?? []];

    /// <summary>In other files, where this one or another draft brings them about.</summary>
    public IReadOnlyList<ContentProblem> Elsewhere => [.. (check?.Problems ?? []).Where(problem => problem.Place.File != draft.Path)];

    public IEnumerable<ContentProblem> At(FormEntry entry, FormField field) => Problems.Where(problem => entry.FieldAt(problem.Place) == field);

    /// <summary>Those of the entry as a whole.</summary>
    public IEnumerable<ContentProblem> At(FormEntry entry) => Problems.Where(problem => entry.Holds(problem.Place) && entry.FieldAt(problem.Place) is null);

    /// <summary>Those that belong to no entry.</summary>
    public IEnumerable<ContentProblem> Beside => Problems.Where(problem => Form.At(problem.Place) is null);

    /// <summary>Where the official text was changed and nobody has said why.</summary>
    public IEnumerable<Departure> DeparturesAt(FormEntry entry, FormField field) =>
        (check?.Load.Departures ?? []).Where(departure => departure.Place.File == draft.Path && entry.FieldAt(departure.Place) == field);

    /// <summary>The entry of any file at which a problem arises.</summary>
    public string? EntryAt(ContentPlace place) =>
        ContentCheck.TextOf(check?.Load.Source.Find(place.File)) is { } text && FileForm.Of(place.File, text).At(place) is { Key.Length: > 0 } entry ? entry.Key : null;
}
