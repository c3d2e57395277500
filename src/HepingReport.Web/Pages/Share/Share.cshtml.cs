using HepingReport.Content;
using HepingReport.Sharing;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>How to cite and send on one paragraph or section: what needs no script stands here, and scripts show it beside the text.</summary>
public sealed class ShareModel(ContentSnapshot content) : SitePage(content)
{
    private SharedPlace? found;

    public SharedPlace Place => found!;

    public IReadOnlyList<(string Name, string? Address)> Breadcrumb => [("报告全文", Links.Outline), (Place.Name, Place.Address), ("引用与分享", null)];

    /// <param name="place">A paragraph's id, or the chapter of a section's key.</param>
    public IActionResult OnGet(string place, string? section)
    {
        found = section is null
            ? Report.FindParagraph(place) is { } paragraph ? SharedPlace.Of(paragraph, Snapshot) : null
            : Report.FindSection($"{place}/{section}") is { } whole ? SharedPlace.Of(whole, Snapshot) : null;
        if (found is null)
        {
            return NotFound();
        }

        Head = PageHead.Of($"引用与分享：{Place.Name}", Place.Post) with { Unlisted = true };
        return Page();
    }
}
