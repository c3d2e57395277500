using HepingReport.Content;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>法律声明, 关于我们, 使用帮助, 无障碍声明.</summary>
public sealed class StandingModel(ContentSnapshot content) : SitePage(content)
{
    private StandingPage? found;

    public StandingPage Standing => found!;

    /// <summary>Below the statement on accessibility, what the tests found.</summary>
    public AccessibilityResults? Results => Standing.Id == "accessibility" ? Snapshot.AccessibilityResults : null;

    public IActionResult OnGet(string id)
    {
        found = Snapshot.FindPage(id);
        if (found is null)
        {
            return NotFound();
        }

        Head = PageHead.Of(Standing.Title, Standing.Summary);
        return Page();
    }
}
