namespace HepingReport.Editing.Forms;

/// <summary>How a value is asked for.</summary>
public enum FieldKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Some lines on the screen; one value, without line breaks.</summary>
    Text,

    /// <summary>Several values, one to a line.</summary>
    Lines,

    /// <summary>One of <see cref="FieldSpec.Choices"/>.</summary>
    Choice,

    /// <summary>The id of a paragraph of the report.</summary>
    Paragraph,

    /// <summary>A paragraph, note or heading, as corrections name it.</summary>
    Place,

    /// <summary>Words that stand in the paragraph of the same entry, picked from it.</summary>
    Quote,

    /// <summary>The id of a figure.</summary>
    Indicator,

    /// <summary>The id of a topic.</summary>
    Topic,

    /// <summary>Some values that belong together.</summary>
    Group,

    /// <summary>Any number of groups, in their order.</summary>
    Rows,
}

/// <summary>One value of a content file, as a form asks for it.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Label">Its name for staff.</param>
/// <param name="Hint">What to write, where the label does not say it.</param>
public sealed record FieldSpec(string Key, string Label, FieldKind Kind, string Hint = "")
{
    public IReadOnlyList<(string Value, string Name)> Choices { get; init; } = [];

    /// <summary>Of a group, and of each row.</summary>
    public IReadOnlyList<FieldSpec> Fields { get; init; } = [];

    /// <summary>Left out of the file where it is empty.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Empty is a value, too: a figure without a unit.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The report's own words: changed only with a correction.</summary>
    public bool IsOfficial { get; init; }

    /// <summary>Others find the entry by it: given once, when the entry is new.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>Where several values stand each on their own line of the file.</summary>
    public bool IsLong { get; init; }
}

/// <summary>What kind of entries a content file holds.</summary>
/// <param name="Entry">What one entry is called; empty for a file that is one entry.</param>
/// <param name="Hint">What the file is for, in a sentence.</param>
/// <param name="IsInline">New entries are written on one line.</param>
public sealed record FileSpec(string Entry, string Hint, bool IsInline, IReadOnlyList<FieldSpec> Fields)
{
    public bool IsList => Entry.Length > 0;

    /// <summary>The fields that name an entry in a list.</summary>
    public IEnumerable<FieldSpec> Columns => Fields.Where(spec => spec.Kind is not (FieldKind.Rows or FieldKind.Group) && !spec.IsIdentity).Take(5);
}
