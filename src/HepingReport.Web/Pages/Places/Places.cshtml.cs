using System.Net;
using System.Text;
using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class PlacesModel : SitePage
{
    public PlacesModel(ContentSnapshot content)
        : base(content) => Head = new PageHead("地点索引：报告写到的道路、学校、医院和机构", "报告里写到名字的每一个地点和机构，和写到它的每一句原话。", PageKind.Column);

    /// <summary>Each kind's places in the order of their pinyin.</summary>
    public IEnumerable<IGrouping<PlaceKind, Place>> Kinds =>
        Snapshot.Places.OrderBy(place => Snapshot.PinyinOf(place.Name), StringComparer.Ordinal).GroupBy(place => place.Kind).OrderBy(kind => kind.Key);

    /// <summary>With an underscore, which no place's id may have.</summary>
    public static string Anchor(PlaceKind kind) => $"kind_{kind}";

    public IReadOnlyList<Place> Related(Place place) => [.. Snapshot.Places.Where(place.NameIsPartOf)];

    /// <summary>Where each sentence stands, its address, and its words with the name marked: a sentence that names the place twice comes once.</summary>
    public IEnumerable<(string Name, string Address, string Sentence)> SentencesOf(Place place) =>
    [
        .. place.Mentions.GroupBy(mention => (mention.Section, mention.Paragraph, Span: mention.Paragraph.SpanAround(mention))).Select(sentence => (
            $"{Report.NameOf(sentence.Key.Section)}第{sentence.Key.Paragraph.Number}段",
            Links.Paragraph(sentence.Key.Section, sentence.Key.Paragraph),
            Marked(sentence.Key.Paragraph.Text, sentence.Key.Span, sentence.Select(mention => mention.Start..mention.End)))),
        .. place.Notes.Select(note => ($"附注{note.Number}", Links.Note(note.Number), Marked(note.Text, .., NamingsIn(note.Text, place)))),
    ];

    private static IEnumerable<Range> NamingsIn(string text, Place place)
    {
        foreach (var name in place.Names)
        {
            if (text.IndexOf(name, StringComparison.Ordinal) is >= 0 and var start)
            {
                yield return start..(start + name.Length);
            }
        }
    }

    private static string Marked(string text, Range span, IEnumerable<Range> names)
    {
        var html = new StringBuilder();
        var at = span.Start;
        foreach (var name in names)
        {
            html.Append(WebUtility.HtmlEncode(text[at..name.Start])).Append("<mark>").Append(WebUtility.HtmlEncode(text[name])).Append("</mark>");
            at = name.End;
        }

        return html.Append(WebUtility.HtmlEncode(text[at..span.End])).ToString();
    }
}
