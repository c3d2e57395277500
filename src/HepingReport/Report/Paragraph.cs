namespace HepingReport;

/// <summary>One paragraph of the report's own text, with the marks that the site sets beside its words.</summary>
public sealed record Paragraph
{
    /// <summary>ASCII, short, never derived from the text, kept for ever (ids.txt).</summary>
    public required string Id { get; init; }

    /// <summary>Place in its section, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The words as the site prints them: full-width punctuation, no markup.</summary>
    public required string Text { get; init; }

    /// <summary>Length of the topic sentence at the start of <see cref="Text"/>, or 0.</summary>
    public int LeadLength { get; init; }

    /// <summary>Marks in the order of where they end; two of them may share words.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Ids under which this paragraph was once published (redirects.yml); old links still land here.</summary>
    public IReadOnlyList<string> FormerIds { get; init; } = [];

    /// <summary>The topic sentence, or null where the paragraph has none.</summary>
    public string? Lead => LeadLength == 0 ? null : Text[..LeadLength];

    /// <summary>The topic sentence without its full stop, or the first words: a line for a list of contents.</summary>
    public string Gist
    {
        get
        {
            if (Lead is { } lead)
            {
                return lead.TrimEnd('。');
            }

            var end = Text.AsSpan().IndexOfAny('，', '：', '。');
            return end is > 0 and <= 24 ? Text[..end] : Text[..Math.Min(20, Text.Length)];
        }
    }

    /// <summary>The sentence that a mark's words stand in, up to and with its full stop.</summary>
    public string SentenceAround(Mark mark) => Text[SpanAround(mark)];

    /// <summary>Where that sentence stands.</summary>
    public Range SpanAround(Mark mark)
    {
        var start = Text.LastIndexOf('。', Math.Max(0, mark.Start - 1)) + 1;
        var end = Text.IndexOf('。', mark.End - 1);
        return start..(end < 0 ? Text.Length : end + 1);
    }
}

/// <summary>Something the site says about a run of a paragraph's words. <see cref="Start"/> and <see cref="Length"/> count UTF-16 units of the text.</summary>
public abstract record Mark(int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>The words are explained by one of the report's notes.</summary>
/// <param name="Occurrence">Counts the note's references through the whole report, from 1.</param>
public sealed record NoteReference(int Start, int Length, int Note, int Occurrence) : Mark(Start, Length);

/// <summary>The words are explained by one of the site's own terms.</summary>
/// <param name="Occurrence">Counts the term's references through the whole report, from 1.</param>
public sealed record TermReference(int Start, int Length, Term Term, int Occurrence) : Mark(Start, Length);

/// <summary>The words are ones whose reading is given.</summary>
public sealed record PronunciationMark(int Start, int Length, string Pinyin) : Mark(Start, Length);

/// <summary>The words are a number with its unit, stated by these indicators.</summary>
public sealed record FigureMark(int Start, int Length, IReadOnlyList<string> Indicators) : Mark(Start, Length);

/// <summary>The words depart from the published source by an entry of corrections.yml.</summary>
public sealed record CorrectionMark(int Start, int Length, Correction Correction) : Mark(Start, Length);

/// <summary>The words stand as published, and the site doubts them.</summary>
public sealed record DoubtMark(int Start, int Length, Doubt Doubt) : Mark(Start, Length);
