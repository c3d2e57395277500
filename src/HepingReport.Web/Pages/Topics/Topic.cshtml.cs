using HepingReport.Content;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

public sealed class TopicModel(ContentSnapshot content) : SitePage(content)
{
    private Topic? found;

    public Topic Topic => found!;

    /// <summary>Pairs of the topic that may stand on one scale.</summary>
    public IReadOnlyList<Comparison> Drawable => [.. Snapshot.Indicators.Comparisons.Where(pair => pair.To.Topic == Topic.Id && pair.IsDrawable)];

    public IReadOnlyList<Indicator> Figures(TopicSide side) => [.. Snapshot.Indicators.On(Topic).Where(figure => figure.Year == (int)side)];

    public IActionResult OnGet(string id)
    {
        found = Snapshot.FindTopic(id);
        if (found is null)
        {
            return NotFound();
        }

        Head = new PageHead($"{Topic.Name}：和平区2017年做了什么，2018年要做什么", Topic.Summary ?? "", PageKind.Column) { DataAddress = $"{Links.IndicatorsCsv}?topic={id}" };
        return Page();
    }
}
