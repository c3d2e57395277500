using HepingReport.Content;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

public sealed class TopicModel(ContentSnapshot content) : SitePage(content)
{
    private Topic? found;

    public Topic Topic => found!;

    public IActionResult OnGet(string id)
    {
        found = Snapshot.FindTopic(id);
        if (found is null)
        {
            return NotFound();
        }

        Head = new PageHead($"{Topic.Name}：和平区2017年做了什么，2018年要做什么", Topic.Summary ?? "", PageKind.Column);
        return Page();
    }
}
