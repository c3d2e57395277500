using System.Text;
using System.Text.RegularExpressions;
using HepingReport.Markdown;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HepingReport.Content;

/// <summary>A paragraph as its file has it, before notes, corrections and doubts are found in it.</summary>
internal sealed record ParagraphDraft(string Id, string Text, int LeadLength, TextOrigin Origin, ContentPlace IdPlace);

/// <summary>
/// A section file: front matter, then paragraphs of plain words, the topic sentence bold, the id as the last token.
/// Whatever else stands there is reported and kept as text, so that nothing is lost between the file and its problems.
/// </summary>
internal sealed partial record SectionFile(TextFile File, string? Number, TextOrigin HeadingOrigin, string Title, string? Summary, IReadOnlyList<TextWithPlace> KeyPoints, IReadOnlyList<TextWithPlace> KeyFigures, IReadOnlyList<ParagraphDraft> Paragraphs)
{
    public static SectionFile? Read(TextFile file, List<ContentProblem> problems)
    {
        if (FrontMatter.Read(file, problems) is not { } front)
        {
            return null;
        }

        var keys = front.Keys.Allow("number", "title", "summary", "keypoints", "key-figures");
        var number = keys.OptionalText("number");
        var title = keys.Text("title");
        var summary = keys.OptionalText("summary");
        var origin = new TextOrigin();
        if (number is not null)
        {
            origin.Add(0, keys.PlaceOf("number"));
        }

        origin.Add(number?.Length ?? 0, keys.PlaceOf("title"));
        var paragraphs = new SectionBody(file, front.BodyOffset, problems).Read(front.Body);
        return new SectionFile(file, number, origin, title ?? "", summary, keys.OptionalTexts("keypoints"), keys.OptionalTexts("key-figures"), paragraphs);
    }

    private sealed partial class SectionBody(TextFile file, int offset, List<ContentProblem> problems)
    {
        private readonly List<ParagraphDraft> paragraphs = [];

        public List<ParagraphDraft> Read(string body)
        {
            if (MarkdownText.Parse(body) is not { } document)
            {
                problems.Add(ContentProblems.TextTooTangled(file.Start));
                return paragraphs;
            }

            foreach (var block in document)
            {
                if (block is ParagraphBlock paragraph)
                {
                    ReadParagraph(body, paragraph);
                }
                else if (block is HtmlBlock)
                {
                    problems.Add(ContentProblems.RawHtml(PlaceAt(block.Span.Start), Slice(body, block.Span)));
                    AddParagraph(Slice(body, block.Span), 0, TextOrigin.At(PlaceAt(block.Span.Start)), block.Span.End + 1);
                }
                else if (block is not LinkReferenceDefinitionGroup)
                {
                    problems.Add(ContentProblems.SectionMarkup(PlaceAt(block.Span.Start), NameOf(block)));
                }
                else
                {
                    // The group stands for all definitions of the file, wherever they are.
                    problems.AddRange(((LinkReferenceDefinitionGroup)block).Select(link => ContentProblems.SectionMarkup(PlaceAt(link.Span.Start), "链接")));
                }
            }

            return paragraphs;
        }

        private void ReadParagraph(string body, ParagraphBlock block)
        {
            var text = new StringBuilder();
            var origin = new TextOrigin();
            var lead = 0;
            foreach (var inline in block.Inline ?? [])
            {
                if (inline is EmphasisInline { DelimiterCount: 2 } strong)
                {
                    var atStart = text.Length == 0;
                    foreach (var part in strong)
                    {
                        Append(body, part, text, origin);
                    }

                    lead = atStart ? text.Length : lead;
                    if (!atStart || text.Length == 0 || text[^1] is not '。')
                    {
                        problems.Add(ContentProblems.LeadMisplaced(PlaceAt(strong.Span.Start)));
                    }
                }
                else
                {
                    Append(body, inline, text, origin);
                }
            }

            AddParagraph(text.ToString(), lead, origin, block.Span.End + 1);
        }

        private void Append(string body, Inline inline, StringBuilder text, TextOrigin origin)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    var escaped = literal.IsFirstCharacterEscaped ? 1 : 0;
                    origin.Add(text.Length, PlaceAt(inline.Span.Start + escaped));
                    text.Append(literal.Content.AsSpan());
                    break;
                case LineBreakInline:
                    // A paragraph may be wrapped in the file; Chinese joins its lines without a space.
                    break;
                case HtmlInline html:
                    problems.Add(ContentProblems.RawHtml(PlaceAt(inline.Span.Start), html.Tag));
                    AppendSource(body, inline, text, origin);
                    break;
                default:
                    problems.Add(ContentProblems.SectionMarkup(PlaceAt(inline.Span.Start), NameOf(inline)));
                    AppendSource(body, inline, text, origin);
                    break;
            }
        }

        private void AppendSource(string body, Inline inline, StringBuilder text, TextOrigin origin)
        {
            origin.Add(text.Length, PlaceAt(inline.Span.Start));
            text.Append(Slice(body, inline.Span));
        }

        private void AddParagraph(string text, int lead, TextOrigin origin, int end)
        {
            var marker = IdMarker().Match(text);
            if (!marker.Success)
            {
                problems.Add(ContentProblems.ParagraphWithoutId(PlaceAt(end), text));
                paragraphs.Add(new ParagraphDraft("", text, lead, origin, PlaceAt(end)));
                return;
            }

            var id = marker.Groups["id"];
            var place = origin.PlaceOf(id.Index);
            if (!ValidId().IsMatch(id.Value))
            {
                problems.Add(ContentProblems.ParagraphIdInvalid(place, id.Value));
            }
            else if (Anchors.IsReserved(id.Value) || id.Value == Anchors.ReadAloud)
            {
                problems.Add(ContentProblems.IdReserved(place, id.Value));
            }

            var words = text[..marker.Index];
            paragraphs.Add(new ParagraphDraft(id.Value, words, Math.Min(lead, words.Length), origin, place));
        }

        private ContentPlace PlaceAt(int bodyOffset) => file.PlaceAt(Math.Min(offset + bodyOffset, file.Text.Length));

        private static string Slice(string body, SourceSpan span) => body.Substring(span.Start, Math.Min(span.Length, body.Length - span.Start));

        private static string NameOf(MarkdownObject node) => node switch
        {
            HeadingBlock => "标题",
            ListBlock => "列表",
            QuoteBlock => "引用",
            CodeBlock or CodeInline => "代码格式（行首的空格或反引号）",
            ThematicBreakBlock => "分隔线",
            LinkInline { IsImage: true } => "图片",
            LinkInline or AutolinkInline => "链接",
            EmphasisInline => "斜体（单个 * 号）",
            HtmlEntityInline => "HTML 字符代码",
            _ => "这样的格式",
        };

        [GeneratedRegex(@" ?\{#(?<id>[^{}]*)\}\s*$")]
        private static partial Regex IdMarker();

        [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
        private static partial Regex ValidId();
    }
}
