using HepingReport.Content;
using HepingReport.Editing.Forms;

namespace HepingReport.Web.Pages;

/// <summary>What the fields of an editing form need: their ids, and what can be chosen in them.</summary>
public static class EditFields
{
    /// <summary>A field's name as an id of the page.</summary>
    public static string IdOf(string name) => "f-" + name.Replace('[', '-').Replace("]", "", StringComparison.Ordinal).Replace('.', '-');

    /// <summary>The name by which an entry stands in its list.</summary>
    public static string TitleOf(FormEntry entry, FileSpec spec) =>
        spec.Columns.Select(column => entry.Find(column.Key)!.Value.Split('\n')[0]).FirstOrDefault(value => value.Length > 0) is { } title ? title[..Math.Min(20, title.Length)] : "（空）";

    public static bool IsChosen(FieldSpec spec) => spec.Kind is FieldKind.Choice or FieldKind.Paragraph or FieldKind.Place or FieldKind.Indicator or FieldKind.Topic;

    /// <summary>A value as a list shows it: the name of what was chosen, and not the whole of a long text.</summary>
    public static string Shown(FormField field, ContentSnapshot content)
    {
        var value = field.Spec.Kind switch
        {
            FieldKind.Paragraph or FieldKind.Place when field.Value.Length > 0 => content.Locate(field.Value).Name,
            _ when IsChosen(field.Spec) => ChoicesOf(field, content).First(choice => choice.Value == field.Value).Name,
            _ => field.Value.Replace("\n", "、", StringComparison.Ordinal),
        };
        return value.Length > 40 ? value[..40] + "……" : value;
    }

    /// <summary>The fields of one row more.</summary>
    public static IReadOnlyList<FormField> BlankRow(FormField rows) => [.. rows.Spec.Fields.Select(spec => new FormField($"{rows.Name}[{rows.Rows.Count}].{spec.Key}", spec, "", null))];

    /// <summary>Lines of the screen that a text takes, and one to go on.</summary>
    public static int RowsFor(FormField field) =>
        field.Spec.Kind == FieldKind.Lines ? Math.Min(20, field.Value.Split('\n').Length + 1) : Math.Clamp(field.Value.Split('\n').Sum(line => 1 + (line.Length / 34)), 2, 24);

    /// <summary>What can be chosen, with the value that stands there now, whatever it is.</summary>
    public static IReadOnlyList<(string Value, string Name)> ChoicesOf(FormField field, ContentSnapshot content)
    {
        var report = content.Report;
        IEnumerable<(string, string)> paragraphs = report.Places.Select(place => (place.Paragraph.Id, $"{report.NameOf(place.Section)}第{place.Paragraph.Number}段 {place.Paragraph.Text[..Math.Min(14, place.Paragraph.Text.Length)]}"));
        List<(string Value, string Name)> choices = field.Spec.Kind switch
        {
            FieldKind.Choice => [.. field.Spec.Choices],
            FieldKind.Paragraph => [.. paragraphs],
            FieldKind.Place =>
            [
                .. paragraphs,
                .. report.Notes.Select(note => (note.Place, $"附注{note.Number} {note.Term}")),
                ("notes", "附注的标题"),
                .. report.Chapters.Select(chapter => (chapter.Id, $"章标题 {chapter.Heading}")),
                .. report.Sections.Where(section => section.Number is not null && !section.IsLead).Select(section => (section.Key, $"节标题 {section.Heading}")),
            ],
            FieldKind.Indicator => [.. content.Indicators.All.Select(indicator => (indicator.Id, $"{indicator.Year}年 {indicator.Name}"))],
            FieldKind.Topic => [.. content.Topics.Select(topic => (topic.Id, topic.Name))],
            _ => [],
        };
        if (field.Spec.IsOptional || field.Value.Length == 0)
        {
            choices.Insert(0, ("", "（没有选）"));
        }

        if (!choices.Exists(choice => choice.Value == field.Value))
        {
            choices.Add((field.Value, field.Value));
        }

        return choices;
    }
}
