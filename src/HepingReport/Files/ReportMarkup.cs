using System.Text.RegularExpressions;
using System.Xml.Linq;
using HepingReport.Markdown;

namespace HepingReport.Files;

/// <summary>The report's parts as HTML elements, for files that are one page and for those that are many.</summary>
/// <param name="html">The namespace of the elements; none where the file is HTML and not XML.</param>
/// <param name="fileOf">The file in which a section stands; empty where there is only one.</param>
internal sealed partial class ReportMarkup(Edition edition, XNamespace html, Func<Section, string> fileOf, string notesFile, string remarksFile)
{
    public static readonly XNamespace Epub = "http://www.idpf.org/2007/ops";

    private bool InBook => html != XNamespace.None;

    public XElement Element(string name, params object?[] content) => new(html + name, content);

    public static XAttribute Attribute(string name, string value) => new(name, value);

    /// <summary>What books know the element as; nothing outside of them.</summary>
    public XAttribute? Type(string type) => InBook ? new XAttribute(Epub + "type", type) : null;

    /// <summary>The title, which breaks before and after its year only.</summary>
    public XElement Title(params object[] attributes) => Element("h1", attributes, Year().Split(edition.Report.Title).Select(Clause));

    public XElement Byline() => Element("p", Attribute("class", "byline"), Element("span", Clause(edition.BylineParts[0]), Edition.BylineGap, Clause(edition.BylineParts[1])));

    /// <summary>The heading that is the report's own: a chapter's above its lead, a section's above the section.</summary>
    public XElement? Heading(Section section, string chapterTag, string sectionTag)
    {
        if (section.IsLead)
        {
            return Element(chapterTag, Attribute("id", section.ChapterId), edition.Report.ChapterOf(section)!.Heading);
        }

        return section.Number is null ? null : Element(sectionTag, Attribute("id", $"{section.ChapterId}-{section.Id}"), section.Heading);
    }

    public XElement Paragraph(Paragraph paragraph)
    {
        var pieces = Piece.Of(paragraph).ToList();
        var lead = pieces.Where(piece => piece.IsLead).SelectMany(Words).ToList();
        return Element(
            "p", Attribute("class", "para"), Attribute("id", paragraph.Id),
            lead.Count == 0 ? null : Element("strong", Attribute("class", "lead"), lead),
            pieces.Where(piece => !piece.IsLead).SelectMany(Words));
    }

    /// <summary>The report's own notes, each with its printed number in its words.</summary>
    public XElement Notes(string headingTag) => Element(
        "section", Attribute("class", "notes"), Type("endnotes"), Attribute("role", "doc-endnotes"), Attribute("aria-labelledby", "notes-title"),
        Element(headingTag, Attribute("id", "notes-title"), Edition.NotesHeading),
        edition.Report.Notes.Select(note => Explanation(
            Anchors.Note(note.Number), Piece.Of(note).SelectMany(Words),
            note.Uses.Select(use => Back($"{fileOf(use.Section)}#{Anchors.Reference(use.Reference)}", $"注{note.Number}", note.Uses.Count > 1 ? $"（第{use.Reference.Occurrence}处）" : "")))));

    /// <summary>What the site says of its departures and doubts.</summary>
    public XElement Remarks(string headingTag) => Element(
        "section", Attribute("class", "notes"), Attribute("data-aid", ""), Attribute("aria-labelledby", "editorial-title"),
        Element(headingTag, Attribute("id", "editorial-title"), Edition.RemarksHeading),
        Element("p", Attribute("class", "notes__lead"), Edition.RemarksLead),
        edition.Remarks.Select(remark => Explanation(remark.Id, [remark.Line], [Back($"{FileOf(remark)}#{remark.Reference}", remark.Label, "")])));

    private XElement Explanation(string id, IEnumerable<object> words, IEnumerable<XElement> back) => Element(
        "div", Attribute("id", id), Type("footnote"), Attribute("role", "doc-footnote"),
        Element("p", words),
        Element("p", Attribute("class", "notes__back"), Attribute("data-aid", ""), back));

    /// <summary>Heard, its name is its own; seen, it says only where it leads.</summary>
    private XElement Back(string address, string label, string which) => Element(
        "a", Attribute("role", "doc-backlink"), Attribute("href", address), "返回正文", Element("span", Attribute("class", "visually-hidden"), "：" + label), which);

    private IEnumerable<object> Words(Piece piece)
    {
        yield return piece.Words;
        foreach (var mark in piece.Marks)
        {
            yield return mark is NoteReference note
                ? Marker(Anchors.Reference(note), $"{notesFile}#{Anchors.Note(note.Note)}", $"注{note.Note}")
                : SiteRemark.Of(mark, edition.Content) is { } remark ? Marker(remark.Reference, $"{remarksFile}#{remark.Id}", remark.Label) : "";
        }
    }

    private XElement Marker(string id, string address, string label) => Element(
        "a", Attribute("class", "mark"), Attribute("data-aid", ""), Type("noteref"), Attribute("role", "doc-noteref"), Attribute("id", id), Attribute("href", address), label);

    private XElement Clause(string words) => Element("span", Attribute("class", "clause"), words);

    [GeneratedRegex(@"(?=\d{4}年)|(?<=\d{4}年)")]
    private static partial Regex Year();

    private string FileOf(SiteRemark remark) => edition.Report.Sections.FirstOrDefault(section => section.Paragraphs.Any(paragraph => paragraph.Marks.Any(mark => SiteRemark.Of(mark, edition.Content)?.Id == remark.Id))) is { } section
        ? fileOf(section)
        : notesFile;
}
