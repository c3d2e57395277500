using System.Text.RegularExpressions;

namespace HepingReport.Search;

/// <summary>What a reader typed, as terms that must all be found.</summary>
/// <param name="Asked">As typed, without white space at the ends, at most <see cref="LongestText"/> characters of it.</param>
/// <param name="Exact">The reader asked for the typed words alone.</param>
public sealed partial record SearchQuery(string Asked, bool Exact, IReadOnlyList<SearchTerm> Terms)
{
    /// <summary>Longer than any sentence of the report; what follows is not looked at.</summary>
    public const int LongestText = 200;

    private const int MostTerms = 16;

    public static SearchQuery Nothing { get; } = new("", false, []);

    public bool IsEmpty => Terms.Count == 0;

    /// <summary>All ways in which the terms may stand in a text, folded.</summary>
    public IEnumerable<string> Needles => Terms.SelectMany(term => term.Needles);

    public IEnumerable<AlternativeWords> Alternatives => Terms.SelectMany(term => term.Alternatives);

    /// <summary>White space parts terms, a pair of straight or curly quotation marks holds a phrase together. Never fails: what means nothing is left out.</summary>
    public static SearchQuery Parse(string? text, bool exact = false)
    {
        var asked = (text ?? "").Trim();
        if (asked.Length > LongestText)
        {
            asked = asked[..LongestText];
        }

        var terms = Piece().Matches(asked)
            .Select(piece => piece.Groups["phrase"] is { Success: true } phrase ? new SearchTerm(piece.Value, Folding.Fold(phrase.Value), "") : CurlyOr(piece.Value))
            .Where(term => term.Needle.Length > 0)
            .DistinctBy(term => term.Needle)
            .Take(MostTerms);
        return new SearchQuery(asked, exact, [.. terms]);
    }

    /// <summary>Where the text holds any of the terms: runs in order that do not overlap.</summary>
    public IReadOnlyList<TextRun> RunsIn(string text)
    {
        var folded = FoldedText.Of(text);
        var found = new List<TextRun>();
        foreach (var needle in Needles)
        {
            for (var at = folded.Text.IndexOf(needle, StringComparison.Ordinal); at >= 0; at = folded.Text.IndexOf(needle, at + 1, StringComparison.Ordinal))
            {
                found.Add(folded.Original(at, needle.Length));
            }
        }

        var runs = new List<TextRun>();
        foreach (var run in found.OrderBy(run => run.Start))
        {
            if (runs.Count > 0 && run.Start < runs[^1].End)
            {
                runs[^1] = runs[^1] with { Length = Math.Max(runs[^1].End, run.End) - runs[^1].Start };
            }
            else
            {
                runs.Add(run);
            }
        }

        return runs;
    }

    /// <summary>The report itself uses curly marks, so that “7+5” is first taken as it stands, and as a phrase where it stands nowhere.</summary>
    private static SearchTerm CurlyOr(string piece)
    {
        var words = piece.Replace("\"", "", StringComparison.Ordinal);
        var phrase = words.Length > 2 && words[0] == '“' && words.IndexOf('”', StringComparison.Ordinal) == words.Length - 1 ? words[1..^1] : "";
        return new SearchTerm(words, Folding.Fold(words), Folding.Fold(phrase));
    }

    [GeneratedRegex("""["＂](?<phrase>[^"＂]+)["＂](?=\s|$)|“[^”]*”(?=\s|$)|\S+""")]
    private static partial Regex Piece();
}

/// <summary>One word or phrase of a query.</summary>
/// <param name="Words">As typed.</param>
/// <param name="Needle">As it is looked for.</param>
/// <param name="Unquoted">Looked for instead where the needle, quotation marks and all, stands nowhere; empty without such marks.</param>
public sealed record SearchTerm(string Words, string Needle, string Unquoted)
{
    /// <summary>Other words that count as this one.</summary>
    public IReadOnlyList<AlternativeWords> Alternatives { get; init; } = [];

    public IEnumerable<string> Needles => Alternatives.Select(alternative => alternative.Needle).Prepend(Needle);
}

/// <summary>Words of the report that are looked for beside what the reader typed, and why.</summary>
public sealed record AlternativeWords(string Words, string Needle, AlternativeReason Reason);

public static class AlternativeReasons
{
    /// <summary>How the words are introduced to a reader.</summary>
    public static string Label(this AlternativeReason reason) => reason == AlternativeReason.Pinyin ? "按拼音" : "另含";
}

public enum AlternativeReason
{
    /// <summary>synonyms.yml: a resident's word for it.</summary>
    Synonym,

    /// <summary>pinyin.yml: typed in Latin letters.</summary>
    Pinyin,

    /// <summary>The same number written the other way: 65% and 百分之六十五.</summary>
    Number,
}
