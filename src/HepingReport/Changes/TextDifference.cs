using System.Globalization;
using DiffPlex;

namespace HepingReport.Changes;

public enum RunKind
{
    Kept,
    Removed,
    Added,
}

/// <summary>Characters that stayed, went or came.</summary>
public sealed record TextRun(RunKind Kind, string Text)
{
    /// <summary>Only marks and white space: no word changed.</summary>
    public bool IsPunctuation => Text.All(c => char.IsPunctuation(c) || char.IsSymbol(c) || char.IsWhiteSpace(c));
}

/// <summary>How one text became another, character by character; what a reader sees as one character is never cut.</summary>
public static class TextDifference
{
    /// <summary>Two longer texts are shown whole, one after the other: nobody reads single characters out of pages.</summary>
    private const int Longest = 20_000;

    private const string Gap = "……";

    /// <summary>The runs in order. Without the added ones they are <paramref name="before"/>, without the removed ones <paramref name="after"/>.</summary>
    public static IReadOnlyList<TextRun> Between(string before, string after)
    {
        if (before.Length + after.Length > Longest)
        {
            return [.. new TextRun[] { new(RunKind.Removed, before), new(RunKind.Added, after) }.Where(run => run.Text.Length > 0)];
        }

        var difference = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, Characters.Chunker);
        var runs = new List<TextRun>();
        var at = 0;
        foreach (var block in difference.DiffBlocks)
        {
            Add(RunKind.Kept, difference.PiecesOld, at, block.DeleteStartA);
            Add(RunKind.Removed, difference.PiecesOld, block.DeleteStartA, block.DeleteStartA + block.DeleteCountA);
            Add(RunKind.Added, difference.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }

        Add(RunKind.Kept, difference.PiecesOld, at, difference.PiecesOld.Count);
        return runs;

        void Add(RunKind kind, IReadOnlyList<string> pieces, int start, int end)
        {
            if (end > start)
            {
                runs.Add(new TextRun(kind, string.Concat(pieces.Skip(start).Take(end - start))));
            }
        }
    }

    /// <summary>The same, with whole lines that came or went beginning where their line begins: there are several ways to say where the same characters came in.</summary>
    public static IReadOnlyList<TextRun> AtLines(IReadOnlyList<TextRun> runs)
    {
        var moved = runs.ToArray();
        for (var i = 1; i + 1 < moved.Length; i++)
        {
            if (moved[i].Kind != RunKind.Kept && moved[i - 1].Kind == RunKind.Kept && moved[i + 1].Kind == RunKind.Kept && moved[i].Text.Contains('\n', StringComparison.Ordinal))
            {
                var (before, change) = (moved[i - 1].Text, moved[i].Text);
                var steps = Enumerable.Range(0, change.Length).TakeWhile(step => step == 0 || (before.Length >= step && before[^step] == change[^step])).FirstOrDefault(step => step == before.Length || before[^(step + 1)] == '\n', 0);
                if (steps > 0)
                {
                    var ahead = change[^steps..];
                    (moved[i - 1], moved[i], moved[i + 1]) = (moved[i - 1] with { Text = before[..^steps] }, moved[i] with { Text = ahead + change[..^steps] }, moved[i + 1] with { Text = ahead + moved[i + 1].Text });
                }
            }
        }

        return [.. moved.Where(run => run.Text.Length > 0)];
    }

    public static bool IsOnlyPunctuation(IReadOnlyList<TextRun> runs) => runs.Where(run => run.Kind != RunKind.Kept).All(run => run.IsPunctuation);

    /// <summary>The runs with what stayed cut down to so many characters on each side of a change.</summary>
    public static IReadOnlyList<TextRun> Excerpt(IReadOnlyList<TextRun> runs, int around)
    {
        return [.. runs.Select((run, i) => run.Kind == RunKind.Kept ? run with { Text = Shortened(run.Text, i == 0 ? 0 : around, i == runs.Count - 1 ? 0 : around) } : run)];

        static string Shortened(string text, int head, int tail)
        {
            var pieces = Characters.Chunker.Chunk(text);
            return pieces.Count <= head + tail + 1 ? text : string.Concat([.. pieces.Take(head), Gap, .. pieces.TakeLast(tail)]);
        }
    }

    /// <summary>DiffPlex's own cuts between the two halves of a rare character.</summary>
    private sealed class Characters : IChunker
    {
        public static readonly Characters Chunker = new();

        public IReadOnlyList<string> Chunk(string text)
        {
            var pieces = new List<string>();
            for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
            {
                pieces.Add(elements.GetTextElement());
            }

            return pieces;
        }
    }
}
