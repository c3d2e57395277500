using System.Net;
using System.Text;
using HepingReport.Changes;

namespace HepingReport.Web.Pages;

/// <summary>Before and after in one line, for the page and for the feed: colour, line and words say the same.</summary>
public static class ChangeHtml
{
    /// <summary>Characters shown on each side of a change.</summary>
    private const int Around = 20;

    private const string Heard = " class=\"visually-hidden\"";

    public static string Of(string before, string after) => Of(TextDifference.Between(before, after));

    /// <param name="hidden">The attribute of words that are only heard; a feed reader has no such style, so there they are seen.</param>
    public static string Of(PublishedChange change, string hidden = Heard) => Of(change.Difference, hidden);

    private static string Of(IReadOnlyList<TextRun> difference, string hidden = Heard)
    {
        var html = new StringBuilder();
        foreach (var run in TextDifference.Excerpt(difference, Around))
        {
            html.Append(run.Kind switch
            {
                RunKind.Removed => $"<del><span{hidden}>（删去：</span>{Visible.Of(run.Text)}<span{hidden}>）</span></del>",
                RunKind.Added => $"<ins><span{hidden}>（加上：</span>{Visible.Of(run.Text)}<span{hidden}>）</span></ins>",
                _ => WebUtility.HtmlEncode(run.Text),
            });
        }

        return html.ToString();
    }
}
