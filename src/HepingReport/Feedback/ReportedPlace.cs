using HepingReport.Content;

namespace HepingReport.Feedback;

/// <summary>哪里有误: a page of the site, and where it is a paragraph of the report, its id and the words as they stood.</summary>
/// <param name="Name">As readers call it: 第一章（一）第1段.</param>
/// <param name="Quote">The words that were pointed at; they stand in the paragraph.</param>
public sealed record ReportedPlace(string Name, string Address, string? Paragraph, string? Quote)
{
    private const int LongestAddress = 300;

    /// <summary>The place that a link to the form names; null where it names none that there is.</summary>
    /// <param name="quote">Narrows a paragraph down; what does not stand in it is left out, so that no link can put words into the report's mouth.</param>
    /// <param name="from">The path of any page of this site, with its query.</param>
    public static ReportedPlace? Of(ContentSnapshot content, string? paragraph, string? quote, string? from)
    {
        if (paragraph is not null && content.Report.FindParagraph(paragraph) is { } place)
        {
            var text = place.Paragraph.Text;
            var words = quote is { Length: > 0 } && text.Contains(quote, StringComparison.Ordinal) ? quote : text;
            return new ReportedPlace(content.Locate(place.Paragraph.Id).Name, Links.Paragraph(place), place.Paragraph.Id, words);
        }

        // "//host" would be read as another site.
        if (from is not { Length: > 0 and <= LongestAddress } || from[0] != '/' || from is [_, '/' or '\\', ..] || TypedText.Clean(from) != from)
        {
            return null;
        }

        return new ReportedPlace(NameOf(content, from.Split('?', '#')[0]), from, null, null);
    }

    private static string NameOf(ContentSnapshot content, string path) =>
        content.Report.Sections.FirstOrDefault(section => Links.Section(section) == path) is { } section ? content.Report.NameOf(section)
        : content.Indicators.All.FirstOrDefault(indicator => Links.Indicator(indicator) == path) is { } indicator ? $"指标：{indicator.Name}"
        : content.Topics.FirstOrDefault(topic => Links.Topic(topic) == path) is { } topic ? $"专题：{topic.Name}"
        : content.Pages.FirstOrDefault(page => Links.StandingPage(page.Id) == path) is { } page ? page.Title
        : "本站的一页";
}
