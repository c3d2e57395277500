using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using HepingReport.Content;
using HepingReport.Files;
using Markdig;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HepingReport.Tests.Files;

/// <summary>The whole report as files: each is read back by a program that reads such files, and holds the report's text and nothing else of its own.</summary>
public sealed partial class ReportFilesTests(MadeFiles files) : IClassFixture<MadeFiles>
{
    private static readonly Edition Edition = MadeFiles.Edition;

    /// <summary>Title and byline, then the text that is proven against the source: headings, paragraphs and notes.</summary>
    private static readonly IReadOnlyList<string> Expected = [Edition.Report.Title, "发布日期：2018-02-07　发布者：区人民政府", .. Edition.Content.Fidelity.Printed.Split("\n\n")];

    [Fact]
    public async Task The_reports_text_is_the_same_in_every_format()
    {
        Assert.Equal(2 + Edition.Content.Fidelity.BlockCount, Expected.Count);
        Assert.DoesNotContain(Expected, block => block.Contains('［'));

        Assert.Equal(Expected, TextOfTxt());
        Assert.Equal(Expected, TextOfMarkdown());
        Assert.Equal(Expected, TextOfHtml(await File.ReadAllTextAsync(files.Of("html"))));
        Assert.Equal(Expected, TextOfEpub(await File.ReadAllBytesAsync(files.Of("epub"))));
        Assert.Equal(Expected, TextOfDocx());
        Assert.Equal(WithoutSpaces(string.Concat(Expected)), await TextOfPdfAsync());
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_and_another_address_other_files()
    {
        foreach (var format in ReportFormat.All.Where(format => format.Write is not null))
        {
            Assert.True(format.Write!(Edition).AsSpan().SequenceEqual(File.ReadAllBytes(files.Of(format.Extension))), $"{format.Extension} differs from one time to the next");
        }

        Assert.NotEqual(Edition.Key, (Edition with { Site = null }).Key);
        Assert.Contains("https://report.example.cn/", Encoding.UTF8.GetString(ReportFormat.Find("heping-report-2018.md")!.Write!(Edition)));
    }

    [Fact]
    public async Task The_pdf_is_tagged_titled_in_chinese_and_has_an_outline_of_all_headings()
    {
        var (_, info) = await MadeFiles.RunAsync("poppler-utils", "pdfinfo", files.Of("pdf"));
        Assert.Matches(@"Tagged: +yes", info);
        Assert.Matches($@"Title: +{Edition.Report.Title}", info);
        Assert.Matches(@"Page size: .*A4", info);
        Assert.InRange(int.Parse(Regex.Match(info, @"Pages: +(\d+)").Groups[1].Value), 15, 40);

        // 3: it read the file and has a warning.
        var (exit, json) = await MadeFiles.RunAsync("qpdf", "qpdf", "--json", files.Of("pdf"));
        Assert.True(exit is 0 or 3, json);
        using var pdf = JsonDocument.Parse(json);
        var objects = pdf.RootElement.GetProperty("qpdf")[1];
        var catalogue = objects.GetProperty("obj:" + objects.GetProperty("trailer").GetProperty("value").GetProperty("/Root").GetString()).GetProperty("value");
        Assert.Equal("u:zh-CN", catalogue.GetProperty("/Lang").GetString());
        Assert.True(catalogue.GetProperty("/ViewerPreferences").GetProperty("/DisplayDocTitle").GetBoolean());
        Assert.Equal([.. Headings(), "更正和存疑"], Titles(pdf.RootElement.GetProperty("outlines")));
    }

    [Fact]
    public async Task The_pages_of_the_pdf_are_numbered()
    {
        var (_, text) = await MadeFiles.RunAsync("poppler-utils", "pdftotext", files.Of("pdf"), "-");
        var pages = text.TrimEnd('\f').Split('\f');

        Assert.Equal(Enumerable.Range(1, pages.Length).Select(page => $"第 {page} 页，共 {pages.Length} 页"), pages.Select(page => PageNumber().Match(page).Value));
    }

    [Fact]
    public async Task Epubcheck_finds_no_error_and_no_warning()
    {
        var (exit, said) = await MadeFiles.RunAsync("default-jre-headless epubcheck", "java", "-jar", "/usr/share/java/epubcheck.jar", "--failonwarnings", files.Of("epub"));

        Assert.True(exit == 0, said);
        Assert.Contains("0 fatals / 0 errors / 0 warnings", said);
    }

    [Fact]
    public void The_book_begins_with_its_type_and_says_how_accessible_it_is()
    {
        var bytes = File.ReadAllBytes(files.Of("epub"));
        Assert.Equal("mimetypeapplication/epub+zip", Encoding.ASCII.GetString(bytes, 30, 28));
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var package = Read(zip, "book/package.opf");
        var metas = package.Descendants().Where(element => element.Name.LocalName == "meta").ToLookup(meta => meta.Attribute("property")!.Value, meta => meta.Value);
        Assert.Equal(["textual"], metas["schema:accessMode"]);
        Assert.Contains("tableOfContents", metas["schema:accessibilityFeature"]);
        Assert.Equal(["none"], metas["schema:accessibilityHazard"]);
        Assert.Single(metas["schema:accessibilitySummary"]);

        var marks = zip.Entries.Where(entry => entry.Name.EndsWith(".xhtml", StringComparison.Ordinal)).SelectMany(entry => Read(zip, entry.FullName).Descendants())
            .Where(element => element.Attributes().Any(attribute => attribute.Name.LocalName == "type" && attribute.Value == "noteref")).Select(mark => mark.Attribute("href")!.Value).ToList();
        Assert.Equal(22, marks.Count(href => href.StartsWith("notes.xhtml#note-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task LibreOffice_keeps_every_heading_endnote_and_word_of_the_document()
    {
        var folder = files.NewFolder("office");
        foreach (var format in new[] { "fodt", "pdf" })
        {
            var (exit, said) = await MadeFiles.RunAsync(
                "libreoffice-writer-nogui", "soffice", "--headless", $"-env:UserInstallation={new Uri(files.NewFolder("office-profile")).AbsoluteUri}", "--convert-to", format, "--outdir", folder, files.Of("docx"));
            Assert.True(exit == 0 && File.Exists(Path.Combine(folder, "heping-report-2018." + format)), said);
        }

        XNamespace text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
        XNamespace office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
        var body = XDocument.Load(Path.Combine(folder, "heping-report-2018.fodt"), LoadOptions.PreserveWhitespace).Descendants(office + "text").Single();
        Assert.Equal(Headings().Skip(1), body.Elements(text + "h").Select(WordsOf));
        var notes = body.Descendants(text + "note").Where(note => note.Attribute(text + "note-class")!.Value == "endnote").ToList();
        Assert.Equal(Edition.Report.Notes.Select(note => note.Text), notes.Select(note => note.Element(text + "note-citation")!.Value + WordsOf(note.Descendants(text + "p").First())));
        Assert.Equal(22, notes.Count + body.Descendants().Attributes().Count(attribute => attribute.Value.Contains("NOTEREF note", StringComparison.Ordinal)));
        Assert.Equal(
            Expected.SkipLast(Edition.Report.Notes.Count).Append(Edition.Imprint).Order(StringComparer.Ordinal),
            body.Elements().Where(element => element.Name == text + "h" || element.Name == text + "p").Select(WordsOf).Order(StringComparer.Ordinal));

        var (_, printed) = await MadeFiles.RunAsync("poppler-utils", "pdftotext", Path.Combine(folder, "heping-report-2018.pdf"), "-");
        Assert.Equal("天津市和平区2018年政府工作报告", WithoutSpaces(printed.Split('\n')[0]));
        Assert.Matches(@"第 1 页，共 \d+ 页", printed);

        // Citations, notes and the numbers of marks are not the paragraph's words.
        string WordsOf(XElement paragraph) => string.Concat(paragraph.Nodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement space when space.Name == text + "s" => new string(' ', int.Parse(space.Attribute(text + "c")?.Value ?? "1")),
            XElement span when span.Name == text + "span" && span.Attribute(text + "style-name")!.Value is var style && !style.Contains("note_20_Symbol", StringComparison.Ordinal) => WordsOf(span),
            _ => "",
        }));
    }

    [Fact]
    public void The_document_is_valid_and_says_what_it_is()
    {
        using var document = WordprocessingDocument.Open(files.Of("docx"), isEditable: false);

        Assert.Equal([], new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));
        Assert.Equal(Edition.Report.Title, document.PackageProperties.Title);
        Assert.Equal("区人民政府", document.PackageProperties.Creator);
        Assert.Equal("zh-CN", document.PackageProperties.Language);
        Assert.Equal(18, Body(document).Descendants<EndnoteReference>().Count());
        Assert.Equal(4, Body(document).Descendants<FieldCode>().Count(field => field.Text.Contains("NOTEREF", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_one_html_file_names_no_other_file_and_stays_small()
    {
        var html = File.ReadAllText(files.Of("html"));
        var page = new HtmlParser().ParseDocument(html);

        Assert.Empty(page.QuerySelectorAll("script, link, img, [src], [style], a[href]:not([href^='#'])"));
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.InRange(new FileInfo(files.Of("html")).Length, 1, 150 * 1024);
    }

    [Fact]
    public void Markup_and_control_characters_in_the_content_stay_text_and_break_no_format()
    {
        const string Hostile = "<b>&\"'>\u0000\u0001\uD800]]></script>--><w:t>`*粗*_[甲](乙)#|\t末";
        const string Shown = "<b>&\"'>\uFFFD\uFFFD\uFFFD]]></script>--><w:t>`*粗*_[甲](乙)#|\t末";
        var paragraph = ReportBuilder.Paragraph(Hostile, leadLength: 3, marks: [new DoubtMark(0, Hostile.Length, new Doubt(1, "road-paving", Hostile, Hostile))]);
        var section = ReportBuilder.Section("report", "opening", paragraph);
        var lead = ReportBuilder.Section("last-year", "chapter", ReportBuilder.Paragraph(Hostile, id: "other"));
        var small = TestContent.SmallSnapshot;
        var edition = new Edition(
            new ContentSnapshot
            {
                Hash = small.Hash,
                Site = small.Site with { Name = Hostile },
                Fidelity = small.Fidelity,
                Corrections = [],
                Doubts = [],
                Terms = [],
                Topics = [],
                Indicators = small.Indicators,
                Search = small.Search,
                KeyFigures = [],
                Pages = [],
                Redirects = small.Redirects,
                Report = new Report(Hostile, new DateOnly(2018, 2, 7), Hostile, section, [new Chapter("last-year", "一、", Hostile, lead, [], null)], ReportBuilder.Section("report", "closing"), [new Note { Number = 1, Term = Hostile, Phrases = [], Definition = Hostile }]),
            },
            null);
        IEnumerable<string> expected = [Shown, $"发布日期：2018-02-07　发布者：{Shown}", Shown, "一、" + Shown, Shown, "附注：", $"1.{Shown}：{Shown}"];

        Assert.Equal(expected, TextOfHtml(Encoding.UTF8.GetString(Made("html"))));
        Assert.Equal(expected, TextOfEpub(Made("epub")));
        using (var document = WordprocessingDocument.Open(new MemoryStream(Made("docx")), isEditable: false))
        {
            Assert.Empty(new OpenXmlValidator().Validate(document));
            Assert.Contains(Body(document).Descendants<Text>(), text => text.Text.Contains("</script>", StringComparison.Ordinal));
        }

        var markdown = Markdig.Markdown.ToHtml(Encoding.UTF8.GetString(Made("md")), new MarkdownPipelineBuilder().UseFootnotes().Build());
        Assert.Empty(new HtmlParser().ParseDocument(markdown).QuerySelectorAll("b, script, em, code, a:not([href^='#'])"));
        Assert.NotEmpty(Made("txt"));

        byte[] Made(string extension) => ReportFormat.Find($"heping-report-2018.{extension}")!.Write!(edition);
    }

    private static IEnumerable<string> Headings() =>
    [
        Edition.Report.Title,
        .. Edition.Report.Sections.Select(section => section.IsLead ? Edition.Report.ChapterOf(section)!.Heading : section.Number is null ? "" : section.Heading).Where(heading => heading.Length > 0),
        "附注：",
    ];

    private static IEnumerable<string> Titles(JsonElement outlines) =>
        outlines.EnumerateArray().SelectMany(entry => Titles(entry.GetProperty("kids")).Prepend(entry.GetProperty("title").GetString()!));

    private IEnumerable<string> TextOfTxt() => File.ReadAllText(files.Of("txt")).Split("\r\n\r\n").TakeWhile(block => block != PlainTextFile.Rule);

    /// <summary>As a program shows it that knows nothing but CommonMark and footnotes.</summary>
    private IEnumerable<string> TextOfMarkdown()
    {
        var document = Markdig.Markdown.Parse(File.ReadAllText(files.Of("md")), new MarkdownPipelineBuilder().UseFootnotes().Build());
        var text = document.TakeWhile(block => block is not HeadingBlock heading || WordsOf(heading) != "更正和存疑").OfType<LeafBlock>().Select(WordsOf);
        var notes = document.OfType<FootnoteGroup>().Single().Cast<Markdig.Extensions.Footnotes.Footnote>().Where(note => int.TryParse(note.Label![1..], out _)).Select(note => $"{note.Label![1..]}.{WordsOf((LeafBlock)note[0])}");
        return [.. text, .. notes];

        static string WordsOf(LeafBlock block) => string.Concat(block.Inline!.Descendants().Select(inline => inline switch
        {
            LiteralInline words => words.ToString(),
            HtmlEntityInline or CodeInline or HtmlInline => throw new InvalidDataException($"Not plain words: {inline}"),
            _ => "",
        }));
    }

    private static IEnumerable<string> TextOfHtml(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        foreach (var aid in page.QuerySelectorAll("[data-aid]"))
        {
            aid.Remove();
        }

        return page.QuerySelectorAll("h1, h2, h3, p").Select(element => element.TextContent);
    }

    private static List<string> TextOfEpub(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var package = Read(zip, "book/package.opf");
        var files = package.Descendants().Where(element => element.Name.LocalName == "item").ToDictionary(item => item.Attribute("id")!.Value, item => item.Attribute("href")!.Value);
        var blocks = new List<string>();
        foreach (var file in package.Descendants().Where(element => element.Name.LocalName == "itemref").Select(item => files[item.Attribute("idref")!.Value]).Where(file => file != "nav.xhtml"))
        {
            var page = Read(zip, "book/" + file);
            page.Descendants().Where(element => element.Attribute("data-aid") is not null).Remove();
            blocks.AddRange(page.Descendants().Where(element => element.Name.LocalName is "h1" or "h2" or "p").Select(element => element.Value));
        }

        return blocks;
    }

    private IEnumerable<string> TextOfDocx()
    {
        using var document = WordprocessingDocument.Open(files.Of("docx"), isEditable: false);
        var notes = document.MainDocumentPart!.EndnotesPart!.Endnotes!.Elements<Endnote>().ToDictionary(note => note.Id!.Value);

        // Word counts the notes in the order in which the text refers to them.
        var counted = Body(document).Descendants<EndnoteReference>().Select((reference, i) => $"{i + 1}{WordsOf(notes[reference.Id!.Value].Elements<DocumentFormat.OpenXml.Wordprocessing.Paragraph>().First())}");
        return [.. Body(document).Elements<DocumentFormat.OpenXml.Wordprocessing.Paragraph>().Where(paragraph => paragraph.ParagraphProperties!.ParagraphStyleId!.Val != "Imprint").Select(WordsOf), .. counted];

        static string WordsOf(DocumentFormat.OpenXml.Wordprocessing.Paragraph paragraph) =>
            string.Concat(paragraph.Elements<Run>().Where(run => run.RunProperties?.RunStyle?.Val?.Value?.EndsWith("Reference", StringComparison.Ordinal) != true).Select(run => run.InnerText));
    }

    /// <summary>
    /// Lines end where the page does, so that white space says nothing; page numbers and marks are not the report's words.
    /// With -layout, since pdftotext otherwise takes a hyphen at the end of a line (南京路-滨江道) for one that the line end brought.
    /// </summary>
    private async Task<string> TextOfPdfAsync()
    {
        var (_, text) = await MadeFiles.RunAsync("poppler-utils", "pdftotext", "-layout", files.Of("pdf"), "-");
        var words = WithoutSpaces(PageNumber().Replace(text, ""));
        words = words[..words.IndexOf("更正和存疑以下是本站所写", StringComparison.Ordinal)];
        Assert.Equal(22 + Edition.Remarks.Count, Marker().Count(words));
        return Marker().Replace(words, "");
    }

    private static Body Body(WordprocessingDocument document) => document.MainDocumentPart!.Document!.Body!;

    private static XElement Read(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        return XElement.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"第 \d+ 页，共 \d+ 页")]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"［(注|更正|存疑)\d+］")]
    private static partial Regex Marker();
}
