using HepingReport.Content;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>One 本站注释, with the sentences that use its words.</summary>
public sealed class TermModel(ContentSnapshot content) : SitePage(content)
{
    private Term? found;

    public Term Term => found!;

    public IActionResult OnGet(string id)
    {
        found = Snapshot.FindTerm(id);
        if (found is null)
        {
            return NotFound();
        }

        Head = new PageHead($"{Term.Name}是什么：和平区2018年政府工作报告本站注释", Term.Definition, PageKind.Article) { ArticleTitle = $"{Report.Title}：本站注释“{Term.Name}”" };
        return Page();
    }
}
