namespace HepingReport.Files;

/// <summary>A kind of file that holds the whole report.</summary>
public sealed class ReportFormat
{
    public static readonly ReportFormat Pdf = new("pdf", "application/pdf", null);

    /// <summary>In the order in which residents are likely to want them.</summary>
    public static readonly IReadOnlyList<ReportFormat> All =
    [
        Pdf,
        new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DocxFile.Write),
        new("html", "text/html; charset=utf-8", HtmlFile.Write),
        new("epub", "application/epub+zip", EpubFile.Write),
        new("txt", "text/plain; charset=utf-8", PlainTextFile.Write),
        new("md", "text/markdown; charset=utf-8", MarkdownFile.Write),
    ];

    private ReportFormat(string extension, string mediaType, Func<Edition, byte[]>? write) => (Extension, MediaType, Write) = (extension, mediaType, write);

    public string Extension { get; }

    public string MediaType { get; }

    /// <summary>Text is compressed on its way; the others are compressed already.</summary>
    public bool IsText => MediaType.StartsWith("text/", StringComparison.Ordinal);

    public string FileName => $"heping-report-2018.{Extension}";

    /// <summary>Null for the one that a browser prints.</summary>
    internal Func<Edition, byte[]>? Write { get; }

    public static ReportFormat? Find(string fileName) => All.FirstOrDefault(format => format.FileName == fileName);
}
