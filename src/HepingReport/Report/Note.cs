namespace HepingReport;

/// <summary>One of the report's own 附注 (source lines 152–188).</summary>
public sealed record Note
{
    public required int Number { get; init; }

    /// <summary>The words before the colon, as printed.</summary>
    public required string Term { get; init; }

    /// <summary>The words of the body that the note explains; every occurrence is marked. Some differ from <see cref="Term"/>.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }

    /// <summary>The words after the colon, as printed.</summary>
    public required string Definition { get; init; }

    /// <summary>Corrections and doubts within the printed note; positions count from the start of <see cref="Text"/>.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Where the report uses the term, in reading order.</summary>
    public IReadOnlyList<NoteUse> Uses { get; init; } = [];

    /// <summary>The printed line: number, full stop, term, colon, definition.</summary>
    public string Text => $"{Number}.{Term}：{Definition}";

    /// <summary>The place name by which corrections and doubts find this note.</summary>
    public string Place => $"note-{Number}";
}

/// <summary>One place where the report uses a note's term.</summary>
public sealed record NoteUse(Section Section, Paragraph Paragraph, NoteReference Reference);
