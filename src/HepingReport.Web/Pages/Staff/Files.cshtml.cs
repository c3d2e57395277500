using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>改内容: every file that can be edited, and the paragraph in which certain words stand.</summary>
public sealed class FilesModel(ContentSnapshot content, IAntiforgery antiforgery, DraftDesk desk) : StaffPage(content, antiforgery)
{
    /// <summary>More words than that nobody looks through.</summary>
    private const int MostFound = 50;

    public IReadOnlyList<(string Name, IReadOnlyList<string> Paths)> Groups { get; private set; } = [];

    /// <summary>The files that the person has a changed draft of.</summary>
    public IReadOnlySet<string> Mine { get; private set; } = new HashSet<string>();

    public string Words { get; private set; } = "";

    public IReadOnlyList<ParagraphPlace> Found { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        TakeTyped();
        Words = TypedText.Clean(Request.Query["q"]).Trim();
        if (Words.Length > 0)
        {
            Found = [.. Report.Places.Where(place => place.Paragraph.Text.Contains(Words, StringComparison.Ordinal)).Take(MostFound)];
        }

        return await ShowAsync(cancellation);
    }

    protected override void TakeTyped() => Head = HeadOf("改内容：工作台");

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        Groups = FileNames.Groups(await desk.PathsAsync(cancellation), Snapshot);
        Mine = (await desk.MineAsync(Member, cancellation)).Where(draft => draft.HasChanges).Select(draft => draft.Path).ToHashSet();
    }
}
