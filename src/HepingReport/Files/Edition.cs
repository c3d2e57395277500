using System.Security.Cryptography;
using System.Text;
using HepingReport.Content;
using HepingReport.Markdown;

namespace HepingReport.Files;

/// <summary>What goes into the files: everything that is published at one moment, and the site's address where one is configured.</summary>
public sealed record Edition(ContentSnapshot Content, Uri? Site)
{
    /// <summary>The heading above the report's notes, as printed.</summary>
    internal const string NotesHeading = "附注：";

    internal const string BylineGap = "　";

    internal const string RemarksHeading = "更正和存疑";
    internal const string RemarksLead = "以下是本站所写，不是报告原文。";

    private static readonly string Program = typeof(Edition).Module.ModuleVersionId.ToString("N");

    internal Report Report => Content.Report;

    /// <summary>Names what the files are made from: another content, another address or another program gives other files.</summary>
    public string Key => $"{Content.Hash[..16]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Program + Site)))[..8]}";

    internal string Byline => string.Join(BylineGap, BylineParts);

    /// <summary>A line breaks only between them.</summary>
    internal IReadOnlyList<string> BylineParts => [$"发布日期：{Report.IssueDate:yyyy-MM-dd}", $"发布者：{Report.Issuer}"];

    /// <summary>The last line of each file: where it comes from.</summary>
    internal string Imprint => $"文字取自“{Content.Site.Name}”网站{(Site is null ? "" : $"（{Site}）")}，与发布的原文逐字核对过。";

    /// <summary>Corrections, then doubts: those of paragraphs and notes.</summary>
    internal IReadOnlyList<SiteRemark> Remarks
    {
        get
        {
            var marks = Report.Paragraphs.SelectMany(paragraph => paragraph.Marks).Concat(Report.Notes.SelectMany(note => note.Marks)).ToList();
            return
            [
                .. marks.OfType<CorrectionMark>().OrderBy(mark => mark.Correction.Number).Select(mark => SiteRemark.Of(mark, Content)!),
                .. marks.OfType<DoubtMark>().OrderBy(mark => mark.Doubt.Number).Select(mark => SiteRemark.Of(mark, Content)!),
            ];
        }
    }
}

/// <summary>What the site says of a place where its text departs from the source, or stands as published though the site doubts it.</summary>
internal sealed record SiteRemark(string Label, string Id, string Reference, string Place, string Text)
{
    public string Line => $"{Label}（{Place}）：{Text}";

    /// <summary>Null for marks that say something else.</summary>
    public static SiteRemark? Of(Mark mark, ContentSnapshot content) => mark switch
    {
        CorrectionMark { Correction: var correction } => new SiteRemark(
            $"更正{correction.Number}", Anchors.Correction(correction), Anchors.Reference(correction), content.Locate(correction.Place).Name,
            $"原文“{correction.Source}”，现作“{correction.Corrected}”。{correction.Reason}{(correction.Notice is { } notice ? $"依据：{notice}" : null)}"),
        DoubtMark { Doubt: var doubt } => new SiteRemark($"存疑{doubt.Number}", Anchors.Doubt(doubt), Anchors.Reference(doubt), content.Locate(doubt.Place).Name, $"“{doubt.Words}”：{doubt.Note}"),
        _ => null,
    };
}

/// <summary>A run of the report's words, and the marks that stand behind it.</summary>
internal sealed record Piece(string Words, bool IsLead, IReadOnlyList<Mark> Marks)
{
    public static IEnumerable<Piece> Of(Paragraph paragraph) => Cut(paragraph.Text, paragraph.LeadLength, paragraph.Marks);

    public static IEnumerable<Piece> Of(Note note) => Cut(note.Text, 0, note.Marks);

    /// <summary>Files mark notes, corrections and doubts; figures, readings and the site's own terms belong to the site.</summary>
    private static IEnumerable<Piece> Cut(string text, int leadLength, IReadOnlyList<Mark> all)
    {
        var marks = all.Where(mark => mark is NoteReference or CorrectionMark or DoubtMark).ToList();
        var start = 0;
        foreach (var end in marks.Select(mark => mark.End).Append(leadLength).Append(text.Length).Where(end => end > 0).Distinct().Order())
        {
            yield return new Piece(text[start..end], end <= leadLength, [.. marks.Where(mark => mark.End == end)]);
            start = end;
        }
    }
}
