using HepingReport.Content;
using HepingReport.Web.Content;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>One section of the report; a chapter's own page is that of its lead paragraphs.</summary>
public sealed class SectionModel(ContentSnapshot content, RecordingKeeper recordings) : SitePage(content)
{
    private Section? found;

    public override Section Section => found!;

    /// <summary>The printed heading; a chapter's lead stands under the chapter's.</summary>
    public string Heading => Section.IsLead ? Report.ChapterOf(Section)!.Heading : Section.Heading;

    public IReadOnlyList<Indicator> KeyFigures => [.. Section.KeyFigures.Select(Snapshot.Indicators.Find).OfType<Indicator>()];

    /// <summary>The topics that quote this section.</summary>
    public IReadOnlyList<Topic> Topics => [.. Snapshot.Topics.Where(topic => topic.Sentences.Any(sentence => sentence.Place.Section == Section))];

    public Recording? Recording => recordings.Of(Section)?.Recording;

    public IReadOnlyList<(string Name, string? Address)> Breadcrumb
    {
        get
        {
            var chapter = Section.IsLead ? null : Report.ChapterOf(Section);
            return chapter is null
                ? [("报告全文", Links.Outline), (Heading, null)]
                : [("报告全文", Links.Outline), (chapter.Heading, Links.Chapter(chapter)), (Section.Number ?? Section.Title, null)];
        }
    }

    public IActionResult OnGet(string chapter, string? section)
    {
        found = section is null
            ? Report.FindSection($"{Section.WholeReport}/{chapter}") ?? Report.FindSection($"{chapter}/{Section.LeadId}")
            : Report.FindSection($"{chapter}/{section}");

        // Each page has one address: the lead and the report's own parts are not found under their keys.
        if (found is null || Links.Section(found) != (section is null ? $"/report/{chapter}" : $"/report/{chapter}/{section}"))
        {
            return NotFound();
        }

        Head = new PageHead($"{(Section.Number is null ? Report.NameOf(Section) : Section.Title)}：和平区2018年政府工作报告", Section.Summary ?? "", PageKind.Article)
        {
            ArticleTitle = $"{Report.Title}：{Heading}",
        };
        return Page();
    }
}
