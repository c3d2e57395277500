using HepingReport.Content;

namespace HepingReport.Web.Pages;

/// <summary>2017 beside 2018, topic by topic, the table first.</summary>
public sealed class CompareModel : SitePage
{
    public CompareModel(ContentSnapshot content)
        : base(content) => Head = new PageHead("对比：2017年实绩和2018年目标", "两年的数放在一起，能不能比、为什么，逐组写明。", PageKind.Column) { DataAddress = Links.IndicatorsCsv };

    public IReadOnlyList<Comparison> Comparisons => Snapshot.Indicators.Comparisons;

    public IEnumerable<(Topic Topic, IReadOnlyList<Comparison> Pairs)> ByTopic => Snapshot.Topics
        .Select(topic => (topic, (IReadOnlyList<Comparison>)[.. Comparisons.Where(pair => pair.To.Topic == topic.Id)]))
        .Where(group => group.Item2.Count > 0);
}
