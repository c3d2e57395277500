using Markdig;
using Markdig.Syntax;

namespace HepingReport.Markdown;

/// <summary>The one Markdown dialect of the content files: CommonMark, bold that works between Chinese punctuation, and tables.</summary>
internal static class MarkdownText
{
    public static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePreciseSourceLocation()
        .UseCjkFriendlyEmphasis()
        .UsePipeTables()
        .Build();

    /// <summary>Characters that may open a link, emphasis, code, HTML or a table cell. The parser's time grows with the square of their number; our longest page has under a hundred.</summary>
    private const string Openers = "[*_`<|";
    private const int MostOpeners = 5000;

    /// <summary>The syntax tree, or null for a text nested deeper than the parser follows.</summary>
    public static MarkdownDocument? Parse(string text)
    {
        if (text.Count(Openers.Contains) > MostOpeners)
        {
            return null;
        }

        try
        {
            return Markdig.Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // The parser's own guard against hostile nesting.
            return null;
        }
    }
}
