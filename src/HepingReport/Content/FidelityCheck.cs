namespace HepingReport.Content;

/// <summary>
/// Compares the content's headings, paragraphs and notes with the published source, one to one and in order,
/// after the punctuation rule and the listed corrections have been applied to the source.
/// </summary>
internal sealed class FidelityCheck(PublishedText published, IReadOnlyList<ReportBlock> blocks, IReadOnlyList<CorrectionEntry> corrections, List<ContentProblem> problems)
{
    private readonly List<Departure> departures = [];

    private const int WordsAround = 8;

    // The report has 92 blocks; for texts of another order of size the tables would outgrow the machine, and pairing in order has to do.
    private const int MostComparisons = 1_000_000;
    private const int LargestGap = 10_000;
    private const double LeastLikeness = 0.3;

    /// <summary>What nobody has explained yet, after <see cref="Run"/>.</summary>
    public IReadOnlyList<Departure> Departures => departures;

    public void Run()
    {
        var expected = published.Blocks.Select(block => PunctuationRule.Apply(block.Text)).ToList();
        for (var i = 0; i < blocks.Count; i++)
        {
            ApplyCorrections(blocks[i], expected);
        }

        var known = problems.Count;
        foreach (var (source, block, previous) in Align(expected))
        {
            Report(source, block, previous, expected);
        }

        if (problems.Count == known)
        {
            CheckWayBack();
        }
    }

    /// <summary>Forwards the texts agree; backwards they need not, where the source holds a full-width mark or one correction's words come back in another's.</summary>
    private void CheckWayBack()
    {
        foreach (var (source, block) in published.Blocks.Zip(blocks))
        {
            if (Fidelity.Restore(block, corrections.Select(entry => entry.Correction)) != source.Text)
            {
                problems.Add(ContentProblems.TextNotRestored(block.Origin.PlaceOf(0), source.Line));
            }
        }
    }

    /// <summary>
    /// A correction names its place by the content's block; the source's block is the one whose text contains the correction's source words
    /// and agrees best, which for one-to-one texts is the block of the same order.
    /// </summary>
    private void ApplyCorrections(ReportBlock block, List<string> expected)
    {
        foreach (var entry in corrections.Where(entry => entry.Correction.Place == block.Place))
        {
            var correction = entry.Correction;
            var before = PunctuationRule.Apply(correction.Source);
            var inContent = Occurrences(block.TextWithBreak, correction.Corrected);
            if (inContent != 1)
            {
                problems.Add(ContentProblems.WordsNotOnce(entry.CorrectedPlace, $"“{block.Place}”", correction.Corrected, inContent));
                continue;
            }

            var source = SourceOf(block, before, expected);
            var inSource = source < 0 ? 0 : Occurrences(expected[source], before);
            if (inSource != 1)
            {
                problems.Add(ContentProblems.WordsNotOnce(entry.SourcePlace, "原文这一段", correction.Source, inSource));
                continue;
            }

            expected[source] = expected[source].Replace(before, correction.Corrected, StringComparison.Ordinal);
        }
    }

    private int SourceOf(ReportBlock block, string words, List<string> expected)
    {
        var order = blocks.ToList().IndexOf(block);
        if (blocks.Count == expected.Count)
        {
            return order;
        }

        // A paragraph is missing or doubled somewhere: that is reported by the alignment; find this block's source by its words.
        return expected.FindIndex(text => text.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>
    /// Pairs equal blocks by their longest common subsequence, between two such pairs those that are alike, and what is left in order.
    /// A source without its block carries the number of the block before it: in that block's file it is most likely missing.
    /// </summary>
    private List<(int? Source, int? Block, int Previous)> Align(List<string> expected)
    {
        var pairs = new List<(int? Source, int? Block, int Previous)>();
        int source = 0, block = 0;
        foreach (var equal in CommonBlocks(expected).Append((Source: expected.Count, Block: blocks.Count)))
        {
            foreach (var alike in AlikeBlocks(expected, source..equal.Source, block..equal.Block))
            {
                PairInOrder(alike.Source, alike.Block);
                pairs.Add((source++, block++, block - 1));
            }

            PairInOrder(equal.Source, equal.Block);
            source++;
            block++;
        }

        return pairs;

        void PairInOrder(int sourceEnd, int blockEnd)
        {
            while (source < sourceEnd || block < blockEnd)
            {
                pairs.Add((source < sourceEnd ? source++ : null, block < blockEnd ? block : null, block - 1));
                block = Math.Min(block + 1, blockEnd);
            }
        }
    }

    /// <summary>The pairs within a gap, in order, that have most in common: a changed paragraph is told from its dropped neighbour.</summary>
    private List<(int Source, int Block)> AlikeBlocks(List<string> expected, Range sourceGap, Range blockGap)
    {
        var (sources, blocksInGap) = (sourceGap.End.Value - sourceGap.Start.Value, blockGap.End.Value - blockGap.Start.Value);
        if (sources == 0 || blocksInGap == 0 || (long)sources * blocksInGap > LargestGap)
        {
            return [];
        }

        var best = new double[sources + 1, blocksInGap + 1];
        var likeness = new double[sources, blocksInGap];
        for (var i = sources - 1; i >= 0; i--)
        {
            for (var j = blocksInGap - 1; j >= 0; j--)
            {
                likeness[i, j] = Likeness(expected[sourceGap.Start.Value + i], blocks[blockGap.Start.Value + j].TextWithBreak);
                best[i, j] = Math.Max(Math.Max(best[i + 1, j], best[i, j + 1]), likeness[i, j] < LeastLikeness ? 0 : likeness[i, j] + best[i + 1, j + 1]);
            }
        }

        var alike = new List<(int, int)>();
        for (int i = 0, j = 0; i < sources && j < blocksInGap;)
        {
            if (best[i, j] == best[i + 1, j])
            {
                i++;
            }
            else if (best[i, j] == best[i, j + 1])
            {
                j++;
            }
            else
            {
                alike.Add((sourceGap.Start.Value + i++, blockGap.Start.Value + j++));
            }
        }

        return alike;
    }

    /// <summary>From 0 to 1: how much of the longer text both begin and end with.</summary>
    private static double Likeness(string one, string other)
    {
        var start = one.AsSpan().CommonPrefixLength(other);
        var (i, j) = (one.Length, other.Length);
        while (i > start && j > start && one[i - 1] == other[j - 1])
        {
            i--;
            j--;
        }

        return (start + one.Length - i) / (double)Math.Max(one.Length, other.Length);
    }

    private List<(int Source, int Block)> CommonBlocks(List<string> expected)
    {
        if ((long)expected.Count * blocks.Count > MostComparisons)
        {
            return [];
        }

        var length = new int[expected.Count + 1, blocks.Count + 1];
        for (var i = expected.Count - 1; i >= 0; i--)
        {
            for (var j = blocks.Count - 1; j >= 0; j--)
            {
                length[i, j] = expected[i] == blocks[j].TextWithBreak
                    ? length[i + 1, j + 1] + 1
                    : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        var common = new List<(int, int)>();
        for (int i = 0, j = 0; i < expected.Count && j < blocks.Count;)
        {
            if (expected[i] == blocks[j].TextWithBreak)
            {
                common.Add((i++, j++));
            }
            else if (length[i + 1, j] >= length[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return common;
    }

    private void Report(int? source, int? block, int previous, List<string> expected)
    {
        if (block is not { } b)
        {
            var missing = published.Blocks[source!.Value];
            var after = blocks.Count == 0 ? new ContentPlace(ContentFiles.Report, 1, 1) : blocks[Math.Max(0, previous)].Origin.PlaceOf(0);
            problems.Add(ContentProblems.SourceNotInContent(after, missing.Line, missing.Words));
        }
        else if (source is not { } s)
        {
            problems.Add(ContentProblems.ParagraphNotInSource(blocks[b].Origin.PlaceOf(0), blocks[b].Text));
        }
        else
        {
            ReportDifference(published.Blocks[s], expected[s], blocks[b]);
        }
    }

    private void ReportDifference(PublishedBlock source, string expected, ReportBlock block)
    {
        var actual = block.TextWithBreak;
        var start = expected.AsSpan().CommonPrefixLength(actual);
        if (start == expected.Length && start == actual.Length)
        {
            return;
        }

        int expectedEnd = expected.Length, actualEnd = actual.Length;
        while (expectedEnd > start && actualEnd > start && expected[expectedEnd - 1] == actual[actualEnd - 1])
        {
            expectedEnd--;
            actualEnd--;
        }

        var place = block.Origin.PlaceOf(Math.Max(0, start - block.Break.Length));
        problems.Add(ContentProblems.TextDiffers(place, source.Line, Around(expected, start, expectedEnd), Around(actual, start, actualEnd)));
        var lineFeeds = Math.Min(start, block.Break.Length);
        departures.Add(new Departure(block.Place, place, source.Line, expected[lineFeeds..], actual[lineFeeds..]));
    }

    /// <summary>The differing characters in brackets, with a few on either side so that they can be found.</summary>
    private static string Around(string text, int start, int end)
    {
        var from = Math.Max(0, start - WordsAround);
        var to = Math.Min(text.Length, end + WordsAround);
        var different = end - start <= 40 ? text[start..end] : text[start..(start + 40)] + "……";
        return $"{text[from..start]}【{different}】{text[end..to]}".Replace("\n", "↵", StringComparison.Ordinal);
    }

    internal static int Occurrences(string text, string words)
    {
        var count = 0;
        for (var i = text.IndexOf(words, StringComparison.Ordinal); i >= 0; i = text.IndexOf(words, i + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}

/// <summary>A heading, paragraph or note that is not the source's, though rule and corrections are applied.</summary>
/// <param name="Name">As corrections name it: a paragraph's id, <c>note-3</c>, <c>plan-2018/reform</c>.</param>
/// <param name="Place">Of the first character that differs.</param>
/// <param name="Expected">As the source has it, with the rule and the corrections applied.</param>
public sealed record Departure(string Name, ContentPlace Place, int SourceLine, string Expected, string Actual);

/// <summary>A correction with the places of its words in corrections.yml.</summary>
internal sealed record CorrectionEntry(Correction Correction, ContentPlace PlaceAt, ContentPlace SourcePlace, ContentPlace CorrectedPlace);
