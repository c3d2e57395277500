using System.Collections.Frozen;
using System.Text;

namespace HepingReport.Search;

/// <summary>
/// Everything that can be found, as one folded text that is scanned from end to end: exact for Chinese, where an index of words or of three
/// characters misses what people type. Immutable; made with each snapshot.
/// </summary>
public sealed class SearchIndex
{
    private const int LongestSnippet = 90;
    private const int MostPinyin = 8;

    private readonly IReadOnlyList<SearchDocument> documents;
    private readonly List<SearchGroup> groups;
    private readonly int[] groupOf;
    private readonly string text;
    private readonly int[] starts;
    private readonly int[] leadEnds;
    private readonly int pagesFrom;
    private readonly FrozenDictionary<string, int[]> byName;
    private readonly FrozenDictionary<string, IReadOnlyList<string>> synonyms;
    private readonly IReadOnlyList<PinyinEntry> pinyin;

    /// <param name="entries">In the order in which equally good hits are shown; the site's own pages last.</param>
    public SearchIndex(IReadOnlyList<(SearchDocument Document, SearchGroup Group)> entries, IReadOnlyList<Synonym> synonyms, IReadOnlyList<PinyinEntry> pinyin)
    {
        documents = [.. entries.Select(entry => entry.Document)];
        groups = [.. entries.Select(entry => entry.Group).Distinct()];
        var numbers = groups.Index().ToDictionary(group => group.Item, group => group.Index);
        groupOf = [.. entries.Select(entry => numbers[entry.Group])];
        starts = new int[documents.Count];
        leadEnds = new int[documents.Count];
        var folded = new StringBuilder();
        for (var i = 0; i < documents.Count; i++)
        {
            // A folded text holds no NUL, so that nothing is found across the border of two.
            folded.Append('\0');
            starts[i] = folded.Length;
            Folding.AppendTo(folded, documents[i].Text[..documents[i].LeadLength]);
            leadEnds[i] = folded.Length;
            Folding.AppendTo(folded, documents[i].Text[documents[i].LeadLength..]);
        }

        text = folded.ToString();
        var page = documents.Index().Where(document => document.Item.Kind == SearchKind.Page).Select(document => document.Index).FirstOrDefault(documents.Count);
        pagesFrom = page < documents.Count ? starts[page] : text.Length;
        byName = documents.Index()
            .SelectMany(document => document.Item.Names.Select(name => (Name: Folding.Fold(name), document.Index)))
            .GroupBy(entry => entry.Name, entry => entry.Index)
            .ToFrozenDictionary(named => named.Key, named => named.ToArray());
        this.synonyms = synonyms
            .SelectMany(synonym => synonym.Words.Select(word => (Word: Folding.Fold(word), synonym.Find)))
            .GroupBy(entry => entry.Word, entry => entry.Find)
            .ToFrozenDictionary(same => same.Key, same => (IReadOnlyList<string>)[.. same.SelectMany(find => find).Distinct()]);
        this.pinyin = pinyin;
    }

    /// <summary>Characters of the folded text: what a search looks through.</summary>
    public int Size => text.Length;

    /// <summary>A query with all that is looked for besides the typed words, unless the reader wants those alone.</summary>
    public SearchQuery Understand(string? asked, bool exact = false)
    {
        var query = SearchQuery.Parse(asked, exact);
        return query with { Terms = [.. query.Terms.Select(term => Widened(term, exact))] };
    }

    public SearchResults Find(SearchQuery query, int skip = 0, int take = int.MaxValue)
    {
        if (query.IsEmpty)
        {
            return new SearchResults(query, 0, [], []);
        }

        var scores = Scores(query.Terms[0]);
        foreach (var term in query.Terms.Skip(1))
        {
            var further = Scores(term);
            scores = scores.Where(score => further.ContainsKey(score.Key)).ToDictionary(score => score.Key, score => score.Value + further[score.Key]);
        }

        var bestOfGroup = new int[groups.Count];
        foreach (var (document, score) in scores)
        {
            bestOfGroup[groupOf[document]] = Math.Max(bestOfGroup[groupOf[document]], score);
        }

        var order = scores
            .OrderByDescending(score => bestOfGroup[groupOf[score.Key]]).ThenBy(score => groupOf[score.Key])
            .ThenByDescending(score => score.Value).ThenBy(score => score.Key)
            .Skip(skip).Take(take);
        return new SearchResults(query, scores.Count, [.. order.Select(score => HitOf(score.Key, query))], scores.Count == 0 ? PartsThatFind(query) : []);
    }

    private SearchTerm Widened(SearchTerm term, bool exact)
    {
        if (term.Unquoted.Length > 0 && !ReportHolds(term.Needle))
        {
            term = term with { Words = term.Words.Trim('“', '”'), Needle = term.Unquoted };
        }

        if (exact)
        {
            return term;
        }

        // Letters that stand there as they are, the PM of PM2.5, are no pinyin.
        var isPinyin = term.Needle.Length > 1 && term.Needle.All(char.IsAsciiLetter) && !ReportHolds(term.Needle);
        var words = synonyms.GetValueOrDefault(term.Needle, []).Select(word => (Word: word, Reason: AlternativeReason.Synonym))
            .Concat(isPinyin ? pinyin.Where(entry => Matches(entry, term.Needle)).Take(MostPinyin).Select(entry => (Word: entry.Words, Reason: AlternativeReason.Pinyin)) : [])
            .Concat(ChinesePercent.Other(term.Needle) is { } other ? [(Word: other, Reason: AlternativeReason.Number)] : []);
        return term with
        {
            Alternatives = [.. words.Select(word => new AlternativeWords(word.Word, Folding.Fold(word.Word), word.Reason)).Where(alternative => alternative.Needle != term.Needle && Holds(alternative.Needle))],
        };
    }

    /// <summary>Whole syllables from one of them on, of which the last may be begun, or their initials.</summary>
    private static bool Matches(PinyinEntry entry, string letters)
    {
        if (string.Concat(entry.Syllables.Select(syllable => syllable[0])).Contains(letters, StringComparison.Ordinal))
        {
            return true;
        }

        return Enumerable.Range(0, entry.Syllables.Count).Any(from => string.Concat(entry.Syllables.Skip(from)).StartsWith(letters, StringComparison.Ordinal));
    }

    /// <summary>Whether it stands anywhere but on the site's own pages, which come last and quote what readers type.</summary>
    private bool ReportHolds(string needle) => text.AsSpan(0, pagesFrom).Contains(needle, StringComparison.Ordinal);

    private bool Holds(string needle) => needle.Length > 0 && text.Contains(needle, StringComparison.Ordinal);

    /// <summary>The documents that hold the term, and how well each answers it.</summary>
    private Dictionary<int, int> Scores(SearchTerm term)
    {
        var scores = new Dictionary<int, int>();
        foreach (var needle in term.Needles)
        {
            var document = 0;
            for (var at = Next(needle, 0); at >= 0;)
            {
                document = DocumentAt(at, document);
                var end = document + 1 < starts.Length ? starts[document + 1] - 1 : text.Length;
                Raise(document, (at < leadEnds[document] ? WeightOfLead(documents[document].Kind) : 0) + WeightOf(documents[document].Kind));

                // What the rest of the document holds changes nothing: its lead comes first.
                at = Next(needle, end);
            }

            foreach (var named in byName.GetValueOrDefault(needle, []))
            {
                Raise(named, documents[named].Kind == SearchKind.Page ? 400 : 200);
            }
        }

        return scores;

        void Raise(int document, int score) => scores[document] = Math.Max(scores.GetValueOrDefault(document), score);
    }

    private int Next(string needle, int from)
    {
        var at = text.AsSpan(from).IndexOf(needle);
        return at < 0 ? -1 : from + at;
    }

    /// <summary>The document that a position stands in, which is not before <paramref name="from"/>.</summary>
    private int DocumentAt(int position, int from)
    {
        var found = Array.BinarySearch(starts, from, starts.Length - from, position);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Headings, topics and figures first, then topic sentences and terms, then the rest of the text.</summary>
    private static int WeightOf(SearchKind kind) => kind switch
    {
        SearchKind.Heading => 100,
        SearchKind.Topic => 90,
        SearchKind.Place => 85,
        SearchKind.Figure => 80,
        SearchKind.Paragraph => 40,
        SearchKind.Note or SearchKind.Term => 20,
        _ => 10,
    };

    private static int WeightOfLead(SearchKind kind) => kind is SearchKind.Page ? 10 : 30;

    private SearchHit HitOf(int document, SearchQuery query)
    {
        var found = documents[document];
        var (snippet, marks) = SnippetOf(found.Text, query.RunsIn(found.Text));
        return new SearchHit(found, groups[groupOf[document]], found.MarksWords ? Links.WithWords(found.Address, query.Asked, query.Exact) : found.Address, snippet, marks);
    }

    /// <summary>The text, or from a little before the first words found; cut at marks of punctuation where there is one near.</summary>
    private static (string Snippet, IReadOnlyList<TextRun> Marks) SnippetOf(string text, IReadOnlyList<TextRun> runs)
    {
        if (text.Length <= LongestSnippet || runs.Count == 0)
        {
            return text.Length <= LongestSnippet ? (text, runs) : (text[..LongestSnippet] + "……", []);
        }

        var first = runs[0];
        var start = Math.Max(0, text.AsSpan(0, first.Start).LastIndexOfAny('。', '；', '\n') + 1);
        if (first.Start - start > LongestSnippet / 3)
        {
            var comma = text.AsSpan(0, first.Start - 8).LastIndexOfAny('，', '、') + 1;
            start = Math.Max(start, first.Start - comma <= LongestSnippet / 2 ? comma : first.Start - 12);
        }

        var end = Math.Min(text.Length, Math.Max(first.End, start + LongestSnippet));
        if (end < text.Length && text.AsSpan(first.End, end - first.End).LastIndexOfAny('。', '；', '，') is > 0 and var stop)
        {
            end = first.End + stop + 1;
        }

        start -= char.IsLowSurrogate(text[start]) ? 1 : 0;
        end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        var before = start > 0 ? "……" : "";
        var shift = before.Length - start;
        return ($"{before}{text[start..end]}{(end < text.Length ? "……" : "")}", [.. runs.Where(run => run.End <= end).Select(run => run with { Start = run.Start + shift })]);
    }

    /// <summary>Of each term that stands nowhere, the longest parts that would find something: 停车 of 停车怎么办.</summary>
    private List<string> PartsThatFind(SearchQuery query)
    {
        var parts = new List<string>();
        foreach (var term in query.Terms)
        {
            var rest = term.Needle;
            for (var start = 0; start < rest.Length;)
            {
                var length = Math.Min(rest.Length - start, 10);
                while (length > 1 && !Finds(rest.Substring(start, length)))
                {
                    length--;
                }

                if (length > 1)
                {
                    parts.Add(rest.Substring(start, length));
                }

                start += length;
            }
        }

        return [.. parts.Distinct().Take(6)];
    }

    private bool Finds(string needle) => synonyms.ContainsKey(needle) || Holds(needle);
}
