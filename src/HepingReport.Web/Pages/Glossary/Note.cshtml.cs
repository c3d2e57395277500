using HepingReport.Content;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

public sealed class NoteModel(ContentSnapshot content) : SitePage(content)
{
    private Note? found;

    public Note Note => found!;

    public IActionResult OnGet(int number)
    {
        found = Report.FindNote(number);
        if (found is null)
        {
            return NotFound();
        }

        Head = new PageHead($"{Note.Term}是什么：和平区2018年政府工作报告附注", Note.Definition, PageKind.Article) { ArticleTitle = $"{Report.Title}：附注{Note.Number}" };
        return Page();
    }
}
