using HepingReport.Content;
using HepingReport.Sharing;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

public sealed class IndicatorModel(ContentSnapshot content) : SitePage(content)
{
    private Indicator? found;

    public Indicator Indicator => found!;

    public SharedPlace Place => SharedPlace.Of(Indicator, Snapshot);

    public IActionResult OnGet(string id)
    {
        found = Snapshot.Indicators.Find(id);
        if (found is null)
        {
            return NotFound();
        }

        Head = new PageHead($"{Indicator.Name}：{Indicator.Amount}（{Indicator.Year}年{(Indicator.Year == 2018 ? "目标" : "")}）", Indicator.Quote, PageKind.Article)
        {
            ArticleTitle = $"{Report.Title}：{Indicator.Name}",
        };
        return Page();
    }
}
