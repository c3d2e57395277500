using System.Globalization;
using HepingReport.Content;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

public sealed class IndicatorModel(ContentSnapshot content, SiteAddress address, TimeProvider time) : SitePage(content)
{
    private Indicator? found;

    public Indicator Indicator => found!;

    /// <summary>GB/T 7714: author, title, kind of document, date, date of access, address.</summary>
    public string Citation =>
        $"{Snapshot.Site.Organiser}. {Report.Title}[R/OL]. ({Date(Report.IssueDate)})[{Date(DateOnly.FromDateTime(time.GetLocalNow().Date))}]. {address.Absolute(Links.Paragraph(Indicator.Place))}.";

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

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
