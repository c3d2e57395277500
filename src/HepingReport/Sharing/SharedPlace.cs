using System.Globalization;
using HepingReport.Content;

namespace HepingReport.Sharing;

/// <summary>A place of the report as readers cite it and send it on: a section, a paragraph, or a figure within one.</summary>
public sealed record SharedPlace
{
    /// <summary>A post on Weibo shows some 140 characters; the rest is left for the report's title, the place and the address.</summary>
    private const int LongestQuoteInAPost = 60;

    private SharedPlace(ContentSnapshot content, string name, string? quote, string address, string source, string feedback)
    {
        Content = content;
        Name = name;
        Quote = quote;
        Address = address;
        Source = source;
        Feedback = feedback;
    }

    /// <summary>As a reader would say it: 第一章（一）第3段.</summary>
    public string Name { get; }

    /// <summary>The report's own words there; null where the only words are the site's.</summary>
    public string? Quote { get; }

    /// <summary>What a link to it leads to, as a path with a fragment.</summary>
    public string Address { get; }

    /// <summary>Where the words themselves stand, which a reference leads to; a figure has a page of its own besides.</summary>
    public string Source { get; }

    /// <summary>The same in care view.</summary>
    public string CareAddress => Address.Split('#') is [var page, var fragment] ? $"{page}?view=care#{fragment}" : $"{Address}?view=care";

    /// <summary>Where a mistake at this place is reported.</summary>
    public string Feedback { get; }

    /// <summary>One line that says by itself what is sent: the first words, the report, the place.</summary>
    public string Post => $"{(Quote is null ? null : $"“{Begin(Quote)}”——")}《{Content.Report.Title}》{Name}";

    private ContentSnapshot Content { get; }

    public static SharedPlace Of(ParagraphPlace place, ContentSnapshot content) =>
        new(content, NameOf(place, content), place.Paragraph.Text, Links.Paragraph(place), Links.Paragraph(place), Links.FeedbackOn(place.Paragraph));

    public static SharedPlace Of(Section section, ContentSnapshot content) =>
        new(content, content.Report.NameOf(section), PrintedHeading(section, content), Links.Section(section), Links.Section(section), Links.FeedbackFrom(Links.Section(section)));

    public static SharedPlace Of(Indicator indicator, ContentSnapshot content) =>
        new(content, $"{NameOf(indicator.Place, content)}: {indicator.Name}", indicator.Quote, Links.Indicator(indicator), Links.Paragraph(indicator.Place), Links.FeedbackFrom(Links.Indicator(indicator)));

    /// <summary>
    /// The reference of GB/T 7714 for an online report, in two parts: between them goes the day of access, which only the reader knows.
    /// The place follows the title as its further part, and the address leads to it.
    /// </summary>
    /// <param name="url">The absolute form of <see cref="Source"/>.</param>
    public (string Before, string After) Reference(string url) =>
        ($"{Content.Site.Organiser}. {Content.Report.Title}: {Name}[R/OL]. ({Content.Report.IssueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})[", $"]. {url}.");

    /// <summary>Weibo's page for writing a post: a plain address, and nothing of Weibo's on ours.</summary>
    /// <param name="url">What the post leads to.</param>
    public string Weibo(string url) => $"https://service.weibo.com/share/share.php?url={Uri.EscapeDataString(url)}&title={Uri.EscapeDataString(Post)}";

    private static string NameOf(ParagraphPlace place, ContentSnapshot content) => $"{content.Report.NameOf(place.Section)}第{place.Paragraph.Number}段";

    private static string? PrintedHeading(Section section, ContentSnapshot content) =>
        section.IsLead ? content.Report.ChapterOf(section)!.Heading : section.Number is null ? null : section.Heading;

    /// <summary>Cut behind a sentence or clause, where there is one within the length.</summary>
    private static string Begin(string words)
    {
        if (words.Length <= LongestQuoteInAPost)
        {
            return words;
        }

        var start = words[..LongestQuoteInAPost];
        var end = start.LastIndexOfAny(['。', '；', '，']);
        return (end < 0 ? start : words[..(end + 1)]) + "……";
    }
}
