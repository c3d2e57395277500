using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using WordParagraph = DocumentFormat.OpenXml.Wordprocessing.Paragraph;

namespace HepingReport.Files;

/// <summary>The report as a Word document: real headings, the report's notes as endnotes, the site's remarks as footnotes.</summary>
internal static class DocxFile
{
    public static byte[] Write(Edition edition)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            Fill(main.AddNewPart<StyleDefinitionsPart>("styles"), "docx-styles.xml");
            Fill(main.AddNewPart<DocumentSettingsPart>("settings"), "docx-settings.xml");
            Fill(main.AddNewPart<FontTablePart>("fonts"), "docx-fonts.xml");
            Fill(main.AddNewPart<FooterPart>("footer"), "docx-footer.xml");
            var text = new Writer(edition);
            main.Document = new Document(text.Body());
            main.AddNewPart<EndnotesPart>("endnotes").Endnotes = text.Endnotes();
            main.AddNewPart<FootnotesPart>("footnotes").Footnotes = text.Footnotes;

            // By hand: the library would give the part of the properties, and the links to both, another name each time.
            var properties = document.AddCoreFilePropertiesPart();
            properties.FeedData(new MemoryStream(Encoding.UTF8.GetBytes(XmlText.Write(Properties(edition)))));
            document.ChangeIdOfPart(main, "document");
            document.ChangeIdOfPart(properties, "properties");
        }

        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in zip.Entries)
            {
                entry.LastWriteTime = ZipTimes.Of(edition);
            }
        }

        return stream.ToArray();
    }

    private static Run Mark(string style, OpenXmlElement content) => new(new RunProperties(new RunStyle { Val = style }), content);

    private static void Fill(OpenXmlPart part, string resource) => part.FeedData(new MemoryStream(Encoding.UTF8.GetBytes(Resource.Read(resource))));

    private static XElement Properties(Edition edition)
    {
        XNamespace core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
        XNamespace dc = "http://purl.org/dc/elements/1.1/";
        XNamespace terms = "http://purl.org/dc/terms/";
        XNamespace xsi = "http://www.w3.org/2001/XMLSchema-instance";
        var issued = edition.Report.IssueDate.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);
        return new XElement(
            core + "coreProperties", new XAttribute(XNamespace.Xmlns + "cp", core), new XAttribute(XNamespace.Xmlns + "dc", dc), new XAttribute(XNamespace.Xmlns + "dcterms", terms), new XAttribute(XNamespace.Xmlns + "xsi", xsi),
            new XElement(dc + "title", edition.Report.Title),
            new XElement(dc + "creator", edition.Report.Issuer),
            new XElement(dc + "language", "zh-CN"),
            new XElement(terms + "created", new XAttribute(xsi + "type", "dcterms:W3CDTF"), issued),
            new XElement(terms + "modified", new XAttribute(xsi + "type", "dcterms:W3CDTF"), issued));
    }

    /// <summary>Writes one document's text; footnotes gather on the way.</summary>
    private sealed class Writer(Edition edition)
    {
        private int bookmarks;

        /// <summary>The first two are the lines that stand above the notes on a page.</summary>
        public Footnotes Footnotes { get; } = new(
            new Footnote(Styled("FootnoteText", new Run(new SeparatorMark()))) { Type = FootnoteEndnoteValues.Separator, Id = -1 },
            new Footnote(Styled("FootnoteText", new Run(new ContinuationSeparatorMark()))) { Type = FootnoteEndnoteValues.ContinuationSeparator, Id = 0 });

        public Body Body()
        {
            var report = edition.Report;
            var body = new Body(Styled("Title", Words(report.Title)), Styled("Subtitle", Words(edition.Byline)));
            foreach (var section in report.Sections)
            {
                if (section.IsLead)
                {
                    body.Append(Styled("Heading1", Words(report.ChapterOf(section)!.Heading)));
                }
                else if (section.Number is not null)
                {
                    body.Append(Styled("Heading2", Words(section.Heading)));
                }

                body.Append(section.Paragraphs.Select(paragraph => Styled("BodyText", [.. Piece.Of(paragraph).SelectMany(Runs)])));
            }

            // Word sets the endnotes after the last paragraph; so this is their heading, and the file's own line comes before it.
            body.Append(Styled("Imprint", Words(edition.Imprint)));
            if (report.Notes.Count > 0)
            {
                body.Append(Styled("Heading1", Words(Edition.NotesHeading)));
            }

            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = "footer" },
                new EndnoteProperties(new NumberingFormat { Val = NumberFormatValues.Decimal }),
                new PageSize { Width = 11906, Height = 16838 },
                new PageMargin { Top = 1928, Bottom = 1814, Left = 1474U, Right = 1474U, Header = 851U, Footer = 992U, Gutter = 0U }));
            return body;
        }

        public Endnotes Endnotes()
        {
            var endnotes = new Endnotes(
                new Endnote(Styled("EndnoteText", new Run(new SeparatorMark()))) { Type = FootnoteEndnoteValues.Separator, Id = -1 },
                new Endnote(Styled("EndnoteText", new Run(new ContinuationSeparatorMark()))) { Type = FootnoteEndnoteValues.ContinuationSeparator, Id = 0 });
            foreach (var note in edition.Report.Notes)
            {
                // Word counts the notes itself; what follows the number is the printed line. A note cannot hold a footnote: a remark stands below it.
                var line = Styled("EndnoteText", [new Run(new EndnoteReferenceMark()), Words(note.Text[$"{note.Number}".Length..])]);
                var remarks = note.Marks.Select(mark => SiteRemark.Of(mark, edition.Content)).OfType<SiteRemark>().Select(remark => Styled("Remark", Words(remark.Line)));
                endnotes.Append(new Endnote([line, .. remarks]) { Id = note.Number });
            }

            return endnotes;
        }

        private IEnumerable<OpenXmlElement> Runs(Piece piece)
        {
            var words = Words(piece.Words);
            if (piece.IsLead)
            {
                words.RunProperties = new RunProperties(new RunStyle { Val = "Strong" });
            }

            yield return words;
            foreach (var element in piece.Marks.SelectMany(mark => mark is NoteReference note ? Note(note) : Remark(SiteRemark.Of(mark, edition.Content)!)))
            {
                yield return element;
            }
        }

        /// <summary>A note is referred to once; every later mark refers to that one, since Word would count a second reference as another note.</summary>
        private IEnumerable<OpenXmlElement> Note(NoteReference note)
        {
            var name = $"note{note.Note}";
            OpenXmlElement[] number = note.Occurrence == 1
                ?
                [
                    new BookmarkStart { Id = $"{++bookmarks}", Name = name },
                    Mark(new EndnoteReference { Id = note.Note }),
                    new BookmarkEnd { Id = $"{bookmarks}" },
                ]
                :
                [
                    Mark(new FieldChar { FieldCharType = FieldCharValues.Begin }),
                    Mark(new FieldCode($" NOTEREF {name} \\h ") { Space = SpaceProcessingModeValues.Preserve }),
                    Mark(new FieldChar { FieldCharType = FieldCharValues.Separate }),
                    Mark(new Text($"{note.Note}")),
                    Mark(new FieldChar { FieldCharType = FieldCharValues.End }),
                ];
            return [Mark(new Text("［注")), .. number, Mark(new Text("］"))];

            static Run Mark(OpenXmlElement content) => DocxFile.Mark("EndnoteReference", content);
        }

        private IEnumerable<OpenXmlElement> Remark(SiteRemark remark)
        {
            var id = Footnotes.Count() - 1;
            Footnotes.Append(new Footnote(Styled("FootnoteText", Mark("FootnoteReference", new FootnoteReferenceMark()), Words(" " + remark.Line))) { Id = id });
            return [Mark("FootnoteReference", new Text("［本站注")), Mark("FootnoteReference", new FootnoteReference { Id = id }), Mark("FootnoteReference", new Text("］"))];
        }

        private static WordParagraph Styled(string style, params OpenXmlElement[] content) => new([new ParagraphProperties(new ParagraphStyleId { Val = style }), .. content]);

        private static Run Words(string text) => new(new Text(XmlText.Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
    }
}
