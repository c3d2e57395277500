using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HepingReport.Files;

/// <summary>
/// The report as one HTML file that asks for nothing: standard and care view behind one checkbox, without scripts; printed, it is the site's official document.
/// </summary>
internal static partial class HtmlFile
{
    /// <summary>The site's own style sheets as far as the text needs them, and one that is this file's.</summary>
    private static readonly string Style = string.Concat(new[] { "layers", "tokens", "base", "layout", "skip", "blocks", "article", "marks", "notes", "print", "one-file" }.Select(ReadStyle));

    /// <summary>Nothing may be fetched or run; of styles only this one counts.</summary>
    private static readonly string Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    public static byte[] Write(Edition edition)
    {
        var title = XmlText.Write(new XElement("title", edition.Report.Title));
        return Encoding.UTF8.GetBytes(
            $"""
            <!DOCTYPE html>
            <html lang="zh-CN" data-view="standard" data-theme="auto" data-size="1">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {title}
            <style>{Style}</style>
            </head>
            {XmlText.Write(Body(edition))}
            </html>

            """.ReplaceLineEndings("\n"));
    }

    private static XElement Body(Edition edition)
    {
        var markup = new ReportMarkup(edition, XNamespace.None, _ => "", "", "");
        var report = edition.Report;
        var hasRemarks = edition.Remarks.Count > 0;
        return new XElement(
            "body",
            new XElement("a", new XAttribute("class", "skip"), new XAttribute("href", "#text"), "跳到正文"),
            new XElement(
                "main", new XAttribute("class", "wrap page"),
                new XElement("input", new XAttribute("class", "view-switch"), new XAttribute("type", "checkbox"), new XAttribute("id", "care"), new XAttribute("autocomplete", "off")),
                new XElement("label", new XAttribute("class", "view-switch__label"), new XAttribute("for", "care"), "关怀版：大字、大按钮"),
                new XElement(
                    "article", new XAttribute("class", "whole"), new XAttribute("aria-labelledby", "title"),
                    new XElement("header", new XAttribute("class", "article-head"), markup.Title(new XAttribute("id", "title")), markup.Byline()),
                    Contents(edition, hasRemarks),
                    new XElement("div", new XAttribute("class", "report-text"), new XAttribute("id", "text"), new XAttribute("tabindex", "-1"), report.Sections.Select(section => SectionOf(section, markup))),
                    report.Notes.Count > 0 ? markup.Notes("h2") : null,
                    hasRemarks ? markup.Remarks("h2") : null,
                    new XElement("p", new XAttribute("class", "imprint"), new XAttribute("data-aid", ""), edition.Imprint))));
    }

    private static XElement Contents(Edition edition, bool hasRemarks)
    {
        var report = edition.Report;
        return new XElement(
            "nav", new XAttribute("class", "file-contents"), new XAttribute("aria-labelledby", "contents-title"), new XAttribute("data-aid", ""),
            new XElement("h2", new XAttribute("id", "contents-title"), "目录"),
            new XElement(
                "ol",
                report.Chapters.Select(chapter => new XElement(
                    "li", Link(chapter.Id, chapter.Heading),
                    chapter.Sections.Count == 0 ? null : new XElement("ol", chapter.Sections.Where(section => section.Number is not null).Select(section => new XElement("li", Link($"{section.ChapterId}-{section.Id}", section.Heading)))))),
                report.Notes.Count > 0 ? new XElement("li", Link("notes-title", Edition.NotesHeading.TrimEnd('：'))) : null,
                hasRemarks ? new XElement("li", Link("editorial-title", Edition.RemarksHeading)) : null));
    }

    private static IEnumerable<XElement?> SectionOf(Section section, ReportMarkup markup) =>
    [
        markup.Heading(section, "h2", "h3"),
        .. section.Paragraphs.Select(markup.Paragraph),
        new XElement("p", new XAttribute("class", "back-to-contents"), new XAttribute("data-aid", ""), Link("contents-title", "回到目录")),
    ];

    private static XElement Link(string id, string words) => new("a", new XAttribute("href", "#" + id), words);

    private static string ReadStyle(string name) => Spaces().Replace(Comments().Replace(Resource.Read(name + ".css"), ""), " ").Trim();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

/// <summary>Fixed parts of files, built into the program.</summary>
internal static class Resource
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
