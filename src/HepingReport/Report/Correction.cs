namespace HepingReport;

/// <summary>One departure of the site's text from the published source (corrections.yml).</summary>
/// <param name="Number">Order in the file, from 1: the number readers see.</param>
/// <param name="Place">A paragraph id, a heading (<c>plan-2018</c>, <c>plan-2018/reform</c>), <c>notes</c> or <c>note-5</c>.</param>
/// <param name="Source">The characters as published.</param>
/// <param name="Corrected">The characters as the site prints them.</param>
/// <param name="Reason">One sentence for readers.</param>
/// <param name="Notice">The issuer's notice; present exactly when <paramref name="Kind"/> is <see cref="CorrectionKind.IssuerAmendment"/>.</param>
public sealed record Correction(int Number, string Place, string Source, string Corrected, CorrectionKind Kind, string Reason, AmendmentNotice? Notice)
{
    /// <summary>The day the site printed it so for the first time; null for what was so from the site's first day.</summary>
    public DateOnly? Date { get; init; }
}

/// <summary>The notice by which the issuer itself amended the text.</summary>
public sealed record AmendmentNotice(string Title, string Number, DateOnly Date)
{
    public override string ToString() => $"《{Title}》（{Number}，{Date:yyyy-MM-dd}）";
}

/// <summary>The only kinds of departure there are. All but the last may change punctuation, note numbers and white space, never words or figures.</summary>
public enum CorrectionKind
{
    LostPunctuation,
    LostQuotationMark,
    NoteNumber,
    WhiteSpace,
    IssuerAmendment,
}

/// <summary>Words that stand as published although the site doubts them (doubts.yml); shown with a 原文如此 mark.</summary>
/// <param name="Number">Order in the file, from 1.</param>
public sealed record Doubt(int Number, string Place, string Words, string Note);

public static class CorrectionKinds
{
    private static readonly (CorrectionKind Kind, string Code, string Name)[] All =
    [
        (CorrectionKind.LostPunctuation, "lost-punctuation", "补脱落的标点"),
        (CorrectionKind.LostQuotationMark, "lost-quotation-mark", "补脱落的引号"),
        (CorrectionKind.NoteNumber, "note-number", "补附注编号后的点"),
        (CorrectionKind.WhiteSpace, "white-space", "整理空白和换行"),
        (CorrectionKind.IssuerAmendment, "issuer-amendment", "发布机关更正"),
    ];

    /// <summary>The words used in corrections.yml, for messages.</summary>
    public static string Codes => string.Join("、", All.Select(kind => kind.Code));

    public static IEnumerable<(string Code, string Name)> Choices => All.Select(entry => (entry.Code, entry.Name));

    public static string Name(this CorrectionKind kind) => All.First(entry => entry.Kind == kind).Name;

    public static CorrectionKind? Parse(string code) =>
        All.Where(entry => entry.Code == code).Select(entry => (CorrectionKind?)entry.Kind).FirstOrDefault();
}
