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

    /// <summary>What is around a change, for staff.</summary>
    public static string Of(string before, string after) => Of(TextDifference.Excerpt(TextDifference.Between(before, after), Around), run => Visible.Of(run.Text), Heard);

    /// <param name="hidden">The attribute of words that are only heard; a feed reader has no such style, so there they are seen.</param>
    public static string Of(PublishedChange change, string hidden = Heard) =>
        Of(TextDifference.Excerpt(change.Difference, Around), run => Visible.Of(run.Text), hidden);

    /// <summary>Whole, for staff. The layout of a file shows itself where words came or went; where nothing else did, it is named. A line's end is not marked with its words.</summary>
    public static string Of(IReadOnlyList<TextRun> runs) =>
        Of(
            [.. runs.SelectMany(run => run.Kind != RunKind.Kept && !run.IsPunctuation && run.Text.EndsWith('\n') ? [run with { Text = run.Text[..^1] }, new TextRun(RunKind.Kept, "\n")] : new[] { run })],
            run => run.IsPunctuation ? Visible.Of(run.Text) : WebUtility.HtmlEncode(run.Text),
            Heard);

    private static string Of(IReadOnlyList<TextRun> runs, Func<TextRun, string> words, string hidden)
    {
        var html = new StringBuilder();
        foreach (var run in runs)
        {
            html.Append(run.Kind switch
            {
                RunKind.Removed => $"<del><span{hidden}>（删去：</span>{words(run)}<span{hidden}>）</span></del>",
                RunKind.Added => $"<ins><span{hidden}>（加上：</span>{words(run)}<span{hidden}>）</span></ins>",
                _ => WebUtility.HtmlEncode(run.Text),
            });
        }

        return html.ToString();
    }
}
