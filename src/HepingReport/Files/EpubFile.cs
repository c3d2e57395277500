using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace HepingReport.Files;

/// <summary>The report as an EPUB 3 book: a page for each section, the notes as notes that open in place, the same bytes for the same text.</summary>
internal static class EpubFile
{
    private const string Notes = "notes.xhtml";
    private const string Remarks = "remarks.xhtml";

    private static readonly string[] Features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "unlocked"];
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Opf = "http://www.idpf.org/2007/opf";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Container = "urn:oasis:names:tc:opendocument:xmlns:container";

    /// <summary>One page of the book.</summary>
    /// <param name="Name">The file's name.</param>
    private sealed record Page(string Name, string Title, XElement Content);

    public static byte[] Write(Edition edition)
    {
        var report = edition.Report;
        var fileOf = report.Sections.Select((section, i) => (section, Name: string.Create(CultureInfo.InvariantCulture, $"{i + 1:00}-{section.Id}.xhtml"))).ToDictionary(entry => entry.section, entry => entry.Name);
        var markup = new ReportMarkup(edition, Html, section => fileOf[section], Notes, Remarks);
        var pages = PagesOf(edition, markup, fileOf).ToList();

        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            // First and stored, so that programs know a book by its first bytes.
            Add(zip, edition, "mimetype", "application/epub+zip", CompressionLevel.NoCompression);
            Add(zip, edition, "META-INF/container.xml", Xml(new XElement(
                Container + "container", new XAttribute("version", "1.0"),
                new XElement(Container + "rootfiles", new XElement(Container + "rootfile", new XAttribute("full-path", "book/package.opf"), new XAttribute("media-type", "application/oebps-package+xml"))))));
            Add(zip, edition, "book/package.opf", Xml(Package(edition, pages)));
            Add(zip, edition, "book/nav.xhtml", Document("目录", Navigation(edition, markup, fileOf)));
            Add(zip, edition, "book/book.css", Resource.Read("book.css"));
            foreach (var page in pages)
            {
                Add(zip, edition, "book/" + page.Name, Document(page.Title, page.Content));
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<Page> PagesOf(Edition edition, ReportMarkup markup, Dictionary<Section, string> fileOf)
    {
        var report = edition.Report;
        yield return new Page("title.xhtml", report.Title, markup.Element(
            "section", markup.Type("titlepage"), ReportMarkup.Attribute("class", "title"),
            markup.Title(), markup.Byline(),
            markup.Element("p", ReportMarkup.Attribute("class", "imprint"), ReportMarkup.Attribute("data-aid", ""), edition.Imprint)));
        foreach (var section in report.Sections)
        {
            var heading = markup.Heading(section, "h1", "h2");
            yield return new Page(fileOf[section], heading?.Value ?? edition.Content.Report.NameOf(section), markup.Element(
                "section", markup.Type(section.IsLead ? "chapter" : section.ChapterId == Section.WholeReport ? section.Id == Section.OpeningId ? "introduction" : "conclusion" : "subchapter"),
                heading is null ? ReportMarkup.Attribute("aria-label", edition.Content.Report.NameOf(section)) : ReportMarkup.Attribute("aria-labelledby", heading.Attribute("id")!.Value),
                heading, section.Paragraphs.Select(markup.Paragraph)));
        }

        if (report.Notes.Count > 0)
        {
            yield return new Page(Notes, Edition.NotesHeading.TrimEnd('：'), markup.Notes("h1"));
        }

        if (edition.Remarks.Count > 0)
        {
            yield return new Page(Remarks, Edition.RemarksHeading, markup.Remarks("h1"));
        }
    }

    private static XElement Package(Edition edition, List<Page> pages)
    {
        var report = edition.Report;
        var id = edition.Content.Fidelity.PrintedSha256;
        return new XElement(
            Opf + "package", new XAttribute("version", "3.0"), new XAttribute("unique-identifier", "id"), new XAttribute(XNamespace.Xml + "lang", "zh-CN"),
            new XElement(
                Opf + "metadata", new XAttribute(XNamespace.Xmlns + "dc", Dc),
                // The same text is the same book.
                new XElement(Dc + "identifier", new XAttribute("id", "id"), "urn:uuid:" + new Guid(Convert.FromHexString(id[..32]))),
                new XElement(Dc + "title", report.Title),
                new XElement(Dc + "language", "zh-CN"),
                new XElement(Dc + "creator", report.Issuer),
                new XElement(Dc + "publisher", edition.Content.Site.Organiser),
                new XElement(Dc + "date", report.IssueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                edition.Site is null ? null : new XElement(Dc + "source", edition.Site),
                Meta("dcterms:modified", report.IssueDate.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture)),
                Meta("schema:accessMode", "textual"),
                Meta("schema:accessModeSufficient", "textual"),
                Features.Select(feature => Meta("schema:accessibilityFeature", feature)),
                Meta("schema:accessibilityHazard", "none"),
                Meta("schema:accessibilitySummary", "全书都是文字，没有图片。章、节有标题，可以从目录跳转；附注、更正和存疑可以在原处打开，也列在书末，都有返回正文的链接。字号、字体和颜色由阅读软件决定。")),
            new XElement(
                Opf + "manifest",
                Item("nav", "nav.xhtml", "application/xhtml+xml", "nav"),
                Item("css", "book.css", "text/css"),
                pages.Select((page, i) => Item($"page-{i}", page.Name, "application/xhtml+xml"))),
            // The contents list comes after the title page.
            new XElement(Opf + "spine", pages.Select((_, i) => $"page-{i}").Skip(1).Prepend("nav").Prepend("page-0").Select(page => new XElement(Opf + "itemref", new XAttribute("idref", page)))));

        static XElement Meta(string property, string value) => new(Opf + "meta", new XAttribute("property", property), value);

        static XElement Item(string id, string file, string type, string? properties = null) => new(
            Opf + "item", new XAttribute("id", id), new XAttribute("href", file), new XAttribute("media-type", type), properties is null ? null : new XAttribute("properties", properties));
    }

    private static XElement[] Navigation(Edition edition, ReportMarkup markup, Dictionary<Section, string> fileOf)
    {
        var report = edition.Report;
        return
        [
            markup.Element(
                "nav", markup.Type("toc"), ReportMarkup.Attribute("role", "doc-toc"), ReportMarkup.Attribute("aria-labelledby", "contents-title"),
                markup.Element("h1", ReportMarkup.Attribute("id", "contents-title"), "目录"),
                markup.Element(
                    "ol",
                    Entry(fileOf[report.Opening], report.Opening.Title),
                    report.Chapters.Select(chapter => Entry(
                        fileOf[chapter.Lead], chapter.Heading,
                        chapter.AllSections.Skip(1).Select(section => Entry(fileOf[section], section.Heading)).ToList() is { Count: > 0 } sections ? markup.Element("ol", sections) : null)),
                    Entry(fileOf[report.Closing], report.Closing.Title),
                    report.Notes.Count > 0 ? Entry(Notes, Edition.NotesHeading.TrimEnd('：')) : null,
                    edition.Remarks.Count > 0 ? Entry(Remarks, Edition.RemarksHeading) : null)),
            markup.Element(
                "nav", markup.Type("landmarks"), ReportMarkup.Attribute("aria-label", "书的各部分"), ReportMarkup.Attribute("hidden", "hidden"),
                markup.Element(
                    "ol",
                    Landmark("titlepage", "title.xhtml", "书名页"),
                    Landmark("toc", "nav.xhtml", "目录"),
                    Landmark("bodymatter", fileOf[report.Opening], "正文"),
                    report.Notes.Count > 0 ? Landmark("endnotes", Notes, Edition.NotesHeading.TrimEnd('：')) : null)),
        ];

        XElement Entry(string file, string title, XElement? inside = null) => markup.Element("li", markup.Element("a", ReportMarkup.Attribute("href", file), title), inside);

        XElement Landmark(string type, string file, string title) => markup.Element("li", markup.Element("a", markup.Type(type), ReportMarkup.Attribute("href", file), title));
    }

    private static string Document(string title, params XElement[] content) => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n" + XmlText.Write(new XElement(
        Html + "html", new XAttribute("lang", "zh-CN"), new XAttribute(XNamespace.Xml + "lang", "zh-CN"), new XAttribute(XNamespace.Xmlns + "epub", ReportMarkup.Epub),
        new XElement(Html + "head", new XElement(Html + "title", title), new XElement(Html + "link", new XAttribute("rel", "stylesheet"), new XAttribute("href", "book.css"))),
        new XElement(Html + "body", content)));

    private static string Xml(XElement root) => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + XmlText.Write(root);

    private static void Add(ZipArchive zip, Edition edition, string name, string text, CompressionLevel compression = CompressionLevel.SmallestSize)
    {
        var entry = zip.CreateEntry(name, compression);
        entry.LastWriteTime = ZipTimes.Of(edition);
        using var content = entry.Open();
        content.Write(Encoding.UTF8.GetBytes(text));
    }
}

/// <summary>Entries of a zip carry a time; the day the report was issued makes it the same for all that are made of one text.</summary>
internal static class ZipTimes
{
    public static DateTimeOffset Of(Edition edition) => new(edition.Report.IssueDate, TimeOnly.MinValue, TimeSpan.Zero);
}
