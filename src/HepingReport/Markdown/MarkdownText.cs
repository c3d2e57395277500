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

    /// <summary>The syntax tree, or null for a text nested deeper than the parser follows.</summary>
    public static MarkdownDocument? Parse(string text)
    {
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
