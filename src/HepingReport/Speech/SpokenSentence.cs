namespace HepingReport;

/// <summary>
/// A piece of a paragraph that a voice says in one breath: a sentence, or a part of one that would be too long. Pieces follow each other
/// without gap and never cut through a number or through words that have a spoken form.
/// </summary>
/// <param name="Start">Where it begins in the paragraph's text, in UTF-16 units.</param>
/// <param name="Spoken">Its words as they are said.</param>
public sealed record SpokenSentence(int Start, int Length, string Spoken)
{
    /// <summary>Some voices of Chrome fall silent within longer ones; so does a listener's memory.</summary>
    public const int LongestLength = 100;

    private const string SentenceEnds = "。！？；";
    private const string PauseMarks = SentenceEnds + "，：、";
    private const string Openers = "“‘（《【";
    private const string Closers = "”’）》】";

    public int End => Start + Length;

    /// <param name="place">Where the text stands, by the name that spoken forms know.</param>
    public static IReadOnlyList<SpokenSentence> Cut(string text, string place, SpokenForms forms)
    {
        var isFree = new bool[text.Length + 1];
        Array.Fill(isFree, true);
        foreach (var (form, start) in forms.Find(text, place))
        {
            Array.Fill(isFree, false, start + 1, form.Words.Length - 1);
        }

        var sentences = new List<SpokenSentence>();
        var from = 0;
        foreach (var end in EndsOfSentences(text).Where(end => isFree[end]).Append(text.Length).Distinct())
        {
            while (end - from > LongestLength && PauseIn(text, from, end, isFree) is { } pause)
            {
                Add(pause);
            }

            if (end > from)
            {
                Add(end);
            }
        }

        return sentences;

        void Add(int end)
        {
            sentences.Add(new SpokenSentence(from, end - from, forms.Apply(text, place, from, end)));
            from = end;
        }
    }

    /// <summary>Where sentences end: after the mark and what closes with it, outside of quotations and brackets that go on.</summary>
    private static IEnumerable<int> EndsOfSentences(string text)
    {
        var open = 0;
        for (var i = 0; i < text.Length; i++)
        {
            open = Depth(open, text[i]);
            if (!SentenceEnds.Contains(text[i]))
            {
                continue;
            }

            while (i + 1 < text.Length && (SentenceEnds.Contains(text[i + 1]) || Closers.Contains(text[i + 1])))
            {
                open = Depth(open, text[++i]);
            }

            if (open == 0)
            {
                yield return i + 1;
            }
        }
    }

    /// <summary>A closing mark whose opening one is missing closes nothing.</summary>
    private static int Depth(int open, char c) => Openers.Contains(c) ? open + 1 : Closers.Contains(c) ? Math.Max(0, open - 1) : open;

    /// <summary>
    /// The last pause within the length that is heard as one, best not one of an enumeration (、); else the first pause after it.
    /// Null where there is none before the end.
    /// </summary>
    private static int? PauseIn(string text, int from, int end, bool[] isFree)
    {
        var pauses = Enumerable.Range(from + 1, end - from - 1)
            .Where(at => isFree[at] && PauseMarks.Contains(text[at - 1]) && !Closers.Contains(text[at]) && !(char.IsAsciiDigit(text[at]) && at >= 2 && char.IsAsciiDigit(text[at - 2])))
            .ToList();
        var heard = pauses.Where(at => at - from <= LongestLength).ToList();
        var best = heard.LastOrDefault(at => text[at - 1] != '、' && at - from > LongestLength / 2, heard.LastOrDefault(pauses.FirstOrDefault()));
        return best == 0 ? null : best;
    }
}
