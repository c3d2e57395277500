using System.Globalization;

namespace HepingReport.Editing.Forms;

/// <summary>What a button of an editing form asks for: <c>save</c>, <c>row-up:sentences:2</c>.</summary>
/// <param name="Verb">The words before the first colon.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Row">The row, or the piece that was picked.</param>
public sealed record EditStep(string Verb, string Name, int Row)
{
    public const string Save = "save";
    public const string Preview = "preview";
    public const string Submit = "submit";
    public const string Clean = "clean";
    public const string Restore = "restore";
    public const string Up = "row-up";
    public const string Down = "row-down";
    public const string Clear = "row-remove";
    public const string Pick = "pick";
    public const string Remove = "remove";
    public const string Earlier = "earlier";
    public const string Later = "later";
    public const string Explain = "explain";
    public const string Undo = "undo";

    public static EditStep Of(string? value) => (value ?? "").Split(':') is [var verb, .. var rest]
        ? new EditStep(verb.Length == 0 ? Save : verb, rest.ElementAtOrDefault(0) ?? "", int.TryParse(rest.ElementAtOrDefault(1), CultureInfo.InvariantCulture, out var row) ? row : -1)
        : new EditStep(Save, "", -1);
}
