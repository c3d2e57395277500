using System.Collections.Frozen;

namespace HepingReport;

/// <summary>All figures of the report and the pairs among them.</summary>
public sealed class IndicatorCatalogue
{
    private readonly FrozenDictionary<string, Indicator> byId;
    private readonly ILookup<string, Indicator> byParagraph;
    private readonly ILookup<string, Comparison> comparisonsOf;

    public IndicatorCatalogue(IReadOnlyList<Indicator> indicators, IReadOnlyList<Comparison> comparisons)
    {
        All = indicators;
        Comparisons = comparisons;
        byId = indicators.ToFrozenDictionary(indicator => indicator.Id);
        byParagraph = indicators.ToLookup(indicator => indicator.Place.Paragraph.Id);
        comparisonsOf = comparisons.SelectMany(pair => new[] { (pair.From.Id, pair), (pair.To.Id, pair) }).ToLookup(entry => entry.Id, entry => entry.pair);
    }

    public static IndicatorCatalogue Empty { get; } = new([], []);

    /// <summary>In the order of the report.</summary>
    public IReadOnlyList<Indicator> All { get; }

    public IReadOnlyList<Comparison> Comparisons { get; }

    public Indicator? Find(string id) => byId.GetValueOrDefault(id);

    public IEnumerable<Indicator> In(Paragraph paragraph) => byParagraph[paragraph.Id];

    public IEnumerable<Indicator> In(Section section) => section.Paragraphs.SelectMany(In);

    public IEnumerable<Indicator> On(Topic topic) => All.Where(indicator => indicator.Topic == topic.Id);

    public IEnumerable<Comparison> ComparisonsOf(Indicator indicator) => comparisonsOf[indicator.Id];

    /// <summary>The other sides of an indicator's comparisons.</summary>
    public IEnumerable<Indicator> CounterpartsOf(Indicator indicator) =>
        ComparisonsOf(indicator).Select(pair => pair.From.Id == indicator.Id ? pair.To : pair.From);
}
