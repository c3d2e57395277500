using HepingReport.Content;
using HepingReport.Search;

namespace HepingReport.Bench;

/// <summary>Today's content with a part of it many times over.</summary>
internal static class Synthetic
{
    public static ContentSnapshot Of(ContentSnapshot today, string hash, IndicatorCatalogue indicators, SearchIndex search) => new()
    {
        Hash = hash,
        Report = today.Report,
        Site = today.Site,
        Fidelity = today.Fidelity,
        Corrections = today.Corrections,
        Doubts = today.Doubts,
        Terms = today.Terms,
        Topics = today.Topics,
        Places = today.Places,
        Synonyms = today.Synonyms,
        Pinyin = today.Pinyin,
        Indicators = indicators,
        Search = search,
        KeyFigures = today.KeyFigures,
        Pages = today.Pages,
        Redirects = today.Redirects,
    };

    /// <summary>What can be found, so many times over: each copy has the sentences of a text in another order, and the copies of a chapter are a chapter each.</summary>
    public static List<(SearchDocument Document, SearchGroup Group)> Multiply(IReadOnlyList<(SearchDocument Document, SearchGroup Group)> entries, int times) =>
    [
        .. Enumerable.Range(0, times).SelectMany(copy => entries.Select(entry => copy == 0
            ? entry
            : (entry.Document with { Text = Turn(entry.Document.Text, copy), LeadLength = 0, Names = [] }, entry.Group with { Id = $"{entry.Group.Id}-{copy}" }))),
    ];

    private static string Turn(string text, int by)
    {
        var sentences = text.Split('。');
        return string.Join('。', sentences.Skip(by % sentences.Length).Concat(sentences.Take(by % sentences.Length)));
    }
}
