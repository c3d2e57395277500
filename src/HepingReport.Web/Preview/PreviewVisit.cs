using HepingReport.Content;
using HepingReport.Editing;

namespace HepingReport.Web.Preview;

/// <summary>What a request for a page of a preview is answered from, in place of what readers have.</summary>
/// <param name="IsPrint">The page as it would be on paper.</param>
public sealed record PreviewVisit(DraftPreview Preview, ContentSnapshot Content, bool IsPrint)
{
    public const string Print = "print";
    public const string Phone = "phone";
}
