using System.Collections.Concurrent;
using HepingReport.Search;

namespace HepingReport.Tests.Search;

/// <summary>The search beside a plain one: going through every paragraph and looking whether it contains the words.</summary>
public class SearchOracleTests
{
    private const int LongestPiece = 6;
    private static readonly SearchIndex index = TestContent.RealSnapshot.Search;
    private static readonly (string Id, string Text, string Plain)[] paragraphs =
        [.. TestContent.RealSnapshot.Report.Paragraphs.Select(paragraph => (paragraph.Id, paragraph.Text, Plain(paragraph.Text)))];

    [Fact]
    public void Every_piece_of_one_to_six_characters_is_found_where_it_stands_and_nowhere_else_and_marked_exactly()
    {
        var pieces = paragraphs
            .SelectMany(paragraph => Enumerable.Range(1, LongestPiece).SelectMany(length => Enumerable.Range(0, Math.Max(0, paragraph.Text.Length - length + 1)).Select(start => paragraph.Text.Substring(start, length))))
            .Distinct()
            .ToList();
        var wrong = new ConcurrentBag<string>();

        Parallel.ForEach(pieces, piece =>
        {
            var query = index.Understand(piece);
            var expected = paragraphs.Where(paragraph => paragraph.Plain.Contains(Plain(piece), StringComparison.Ordinal)).ToList();
            var found = index.Find(query).Hits.Where(hit => hit.Document.Kind == SearchKind.Paragraph).Select(hit => hit.Document.Paragraph!.Id);
            if (!expected.Select(paragraph => paragraph.Id).Order().SequenceEqual(found.Order()))
            {
                wrong.Add($"hits of “{piece}”");
            }

            // A plain text has one character for each of the paragraph's, so that places can be compared as they are.
            foreach (var (id, text, plain) in expected)
            {
                var marked = query.RunsIn(text).SelectMany(run => Enumerable.Range(run.Start, run.Length));
                if (!marked.SequenceEqual(PlacesOf(Plain(piece), plain)))
                {
                    wrong.Add($"marks of “{piece}” in {id}");
                }
            }
        });

        Assert.Empty(wrong.Order().Take(20));
        Assert.True(pieces.Count > 40_000, $"The report holds {pieces.Count} pieces.");
    }

    [Fact]
    public void Two_words_are_found_where_both_stand()
    {
        var random = new Random(2018);
        for (var i = 0; i < 3000; i++)
        {
            var first = PieceOf(random);
            var second = PieceOf(random);
            var expected = paragraphs.Where(paragraph => paragraph.Plain.Contains(Plain(first), StringComparison.Ordinal) && paragraph.Plain.Contains(Plain(second), StringComparison.Ordinal)).Select(paragraph => paragraph.Id);
            var found = index.Find(index.Understand($"{first}　{second}")).Hits.Where(hit => hit.Document.Kind == SearchKind.Paragraph).Select(hit => hit.Document.Paragraph!.Id);
            Assert.Equal(expected.Order(), found.Order());
        }
    }

    [Fact]
    public void Every_snippet_holds_all_of_its_marks()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var query = index.Understand(PieceOf(random));
            foreach (var hit in index.Find(query).Hits.Where(hit => hit.Document.Kind == SearchKind.Paragraph))
            {
                Assert.NotEmpty(hit.Marks);
                Assert.All(hit.Marks, mark => Assert.Contains(query.Needles, needle => Folding.Fold(hit.Snippet.Substring(mark.Start, mark.Length)).Contains(needle, StringComparison.Ordinal)));
                Assert.Contains(hit.Snippet.Trim('…'), hit.Document.Text, StringComparison.Ordinal);
            }
        }
    }

    private static string PieceOf(Random random)
    {
        var text = paragraphs[random.Next(paragraphs.Length)].Text;
        var length = random.Next(1, 5);
        return text.Substring(random.Next(text.Length - length), length);
    }

    private static IEnumerable<int> PlacesOf(string piece, string text) =>
        Enumerable.Range(0, text.Length - piece.Length + 1)
            .Where(start => string.CompareOrdinal(text, start, piece, 0, piece.Length) == 0)
            .SelectMany(start => Enumerable.Range(start, piece.Length))
            .Distinct().Order();

    /// <summary>What the report has of width and case, written without the search's own table.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(character => character is >= '！' and <= '～' ? (char)(character - '！' + '!') : character).Select(char.ToLowerInvariant));
}
