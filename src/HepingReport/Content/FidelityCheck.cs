namespace HepingReport.Content;

/// <summary>
/// Compares the content's headings, paragraphs and notes with the published source, one to one and in order,
/// after the punctuation rule and the listed corrections have been applied to the source.
/// </summary>
internal sealed class FidelityCheck(PublishedText published, IReadOnlyList<ReportBlock> blocks, IReadOnlyList<CorrectionEntry> corrections, List<ContentProblem> problems)
{
    private const int WordsAround = 8;

    public void Run()
    {
        var expected = published.Blocks.Select(block => PunctuationRule.Apply(block.Text)).ToList();
        for (var i = 0; i < blocks.Count; i++)
        {
            ApplyCorrections(blocks[i], expected);
        }

        foreach (var (source, block) in Align(expected))
        {
            Report(source, block, expected);
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

    /// <summary>Pairs equal blocks by their longest common subsequence; what lies between two pairs is paired in order.</summary>
    private List<(int? Source, int? Block)> Align(List<string> expected)
    {
        var pairs = new List<(int? Source, int? Block)>();
        int source = 0, block = 0;
        foreach (var (equalSource, equalBlock) in CommonBlocks(expected).Append((expected.Count, blocks.Count)))
        {
            for (; source < equalSource || block < equalBlock; source++, block++)
            {
                pairs.Add((source < equalSource ? source : null, block < equalBlock ? block : null));
            }

            source = equalSource + 1;
            block = equalBlock + 1;
        }

        return pairs;
    }

    private List<(int Source, int Block)> CommonBlocks(List<string> expected)
    {
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

    private void Report(int? source, int? block, List<string> expected)
    {
        if (block is not { } b)
        {
            var missing = published.Blocks[source!.Value];
            var after = blocks.Count == 0 ? new ContentPlace(ContentFiles.Report, 1, 1) : blocks[Math.Min(blocks.Count - 1, source.Value)].Origin.PlaceOf(0);
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

/// <summary>A correction with the places of its words in corrections.yml.</summary>
internal sealed record CorrectionEntry(Correction Correction, ContentPlace PlaceAt, ContentPlace SourcePlace, ContentPlace CorrectedPlace);
