using System.Text.RegularExpressions;
using HepingReport.Markdown;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HepingReport.Content;

/// <summary>A page of the site's own words, checked and rendered; its links into the site are returned for checking against all addresses.</summary>
internal sealed partial record StandingPageFile(StandingPage Page, IReadOnlyList<(string Address, ContentPlace Place)> InternalLinks)
{
    public static StandingPageFile? Read(string id, TextFile file, List<ContentProblem> problems)
    {
        if (FrontMatter.Read(file, problems) is not { } front)
        {
            return null;
        }

        var keys = front.Keys.Allow("title", "summary");
        if (MarkdownText.Parse(front.Body) is not { } document)
        {
            problems.Add(ContentProblems.TextTooTangled(file.Start));
            return null;
        }

        var links = new List<(string, ContentPlace)>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        var headings = new List<PageHeading>();
        foreach (var node in document.Descendants().ToList())
        {
            var place = file.PlaceAt(Math.Min(front.BodyOffset + Math.Max(0, node.Span.Start), file.Text.Length));
            switch (node)
            {
                case HtmlBlock block:
                    problems.Add(ContentProblems.RawHtml(place, front.Body.Substring(block.Span.Start, block.Span.Length)));
                    break;
                case HtmlInline inline:
                    problems.Add(ContentProblems.RawHtml(place, inline.Tag));
                    break;
                case LinkInline { IsImage: true }:
                    problems.Add(ContentProblems.PageImage(place));
                    break;
                case LinkInline link:
                    CheckAddress(link.Url ?? "", place, links, problems);
                    if (IsOutside(link.Url))
                    {
                        link.AppendChild(new LiteralInline("（站外）"));
                    }

                    break;
                case AutolinkInline autolink:
                    CheckAddress(autolink.IsEmail ? "mailto:" + autolink.Url : autolink.Url, place, links, problems);
                    break;
                case HeadingBlock heading:
                    ReadHeading(heading, ++number, place, ids, headings, problems);
                    break;
            }
        }

        if (Render(document) is not { } html)
        {
            problems.Add(ContentProblems.TextTooTangled(file.Start));
            return null;
        }

        var page = new StandingPage(id, keys.Text("title") ?? "", keys.Text("summary") ?? "", html, TextOf(document), headings);
        return new StandingPageFile(page, links);
    }

    private static void CheckAddress(string address, ContentPlace place, List<(string, ContentPlace)> links, List<ContentProblem> problems)
    {
        if (address.StartsWith('#') || (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal)))
        {
            links.Add((address, place));
        }
        else if (!IsOutside(address) && !address.StartsWith("mailto:", StringComparison.Ordinal))
        {
            problems.Add(ContentProblems.LinkScheme(place, address));
        }
    }

    private static bool IsOutside(string? address) =>
        address is not null && (address.StartsWith("https://", StringComparison.Ordinal) || address.StartsWith("http://", StringComparison.Ordinal));

    /// <summary>A heading carries its id as the last token, like a paragraph of the report; one without gets its number.</summary>
    private static void ReadHeading(HeadingBlock heading, int number, ContentPlace place, HashSet<string> ids, List<PageHeading> headings, List<ContentProblem> problems)
    {
        var id = $"part-{number}";
        if (heading.Inline?.LastChild is LiteralInline last && IdMarker().Match(last.Content.ToString()) is { Success: true } marker)
        {
            id = marker.Groups["id"].Value;
            last.Content = new Markdig.Helpers.StringSlice(last.Content.ToString()[..marker.Index]);
        }

        if (Anchors.IsReserved(id))
        {
            problems.Add(ContentProblems.IdReserved(place, id));
        }
        else if (!ids.Add(id))
        {
            problems.Add(ContentProblems.Duplicate(place, "标题编号", id));
        }

        if (heading.Level == 1)
        {
            problems.Add(ContentProblems.PageHeadingLevel(place));
        }

        heading.GetAttributes().Id = id;
        if (heading.Level == 2)
        {
            headings.Add(new PageHeading(id, TextOf(heading)));
        }
    }

    private static string TextOf(MarkdownDocument document) =>
        string.Join('\n', document.Descendants<LeafBlock>().Select(TextOf));

    private static string TextOf(LeafBlock block) =>
        string.Concat(block.Inline?.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()) ?? []);

    /// <summary>The page as HTML, or null for emphasis nested deeper than the renderer follows.</summary>
    private static string? Render(MarkdownDocument document)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        MarkdownText.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Renderers.Html.HtmlBlockRenderer>(new HtmlBlockAsText());
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Renderers.Html.Inlines.HtmlInlineRenderer>(new HtmlInlineAsText());
        try
        {
            renderer.Render(document);
        }
        catch (ArgumentException)
        {
            return null;
        }

        writer.Flush();
        return writer.ToString();
    }

    [GeneratedRegex(@"\s*\{#(?<id>[a-z][a-z0-9-]*)\}\s*$")]
    private static partial Regex IdMarker();

    private sealed class HtmlBlockAsText : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock obj)
        {
            renderer.Write("<p>");
            renderer.WriteLeafRawLines(obj, writeEndOfLines: true, escape: true);
            renderer.Write("</p>");
        }
    }

    private sealed class HtmlInlineAsText : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline obj) => renderer.WriteEscape(obj.Tag);
    }
}
