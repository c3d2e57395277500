using HepingReport.Content;
using HepingReport.Search;
using HepingReport.Web.Reading;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.Web.Pages;

/// <summary>What the layout needs of every page.</summary>
public abstract class SitePage(ContentSnapshot content) : PageModel
{
    public ContentSnapshot Snapshot { get; } = content;

    public Report Report => Snapshot.Report;

    public PageHead Head { get; protected set; } = PageHead.Of("");

    /// <summary>The path that was asked for, also where an error page answers in its place.</summary>
    public string AskedPath => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? HttpContext.Request.Path;

    /// <summary>The query that was asked for, without the view, which is kept elsewhere.</summary>
    public QueryString AskedQuery => QueryString.Create(HttpContext.Request.Query.Where(entry => entry.Key != "view"));

    public ReadingPreferences Reading => HttpContext.Reading();

    /// <summary>The words a reader came for from the search, which the page marks; null where none are given.</summary>
    public SearchQuery? Wanted =>
        Request.Query["q"].ToString() is { Length: > 0 } words && Snapshot.Search.Understand(words, IsExact) is { IsEmpty: false } query ? query : null;

    /// <summary>Only the words as typed, no others for the same thing.</summary>
    public bool IsExact => Request.Query["exact"] == "true";

    /// <summary>The section this page shows, where it shows one: for previous, next and the care bar.</summary>
    public virtual Section? Section => null;

    /// <summary>The address if it is one of this site, as it may stand in a header; whoever sends a link cannot lead anybody elsewhere with it.</summary>
    protected string? OfThisSite(string? address) =>
        Url.IsLocalUrl(address) && address.StartsWith('/') ? string.Concat(address.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()))) : null;

    /// <summary>The form, or null where it could not be read: too large, broken off, or no form at all.</summary>
    protected async Task<IFormCollection?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return Request.HasFormContentType ? await Request.ReadFormAsync(cancellation) : null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return null;
        }
    }
}

/// <summary>What stands in the page's head.</summary>
/// <param name="Title">Stands alone in a tab, a search result or a shared card; the site's name follows.</param>
public sealed record PageHead(string Title, string Description, PageKind Kind)
{
    /// <summary>For pages that hold a part of the report: its title in ArticleTitle.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>Not for search engines: settings and error pages.</summary>
    public bool Unlisted { get; init; }

    /// <summary>The same list as a data file.</summary>
    public string? DataAddress { get; init; }

    /// <summary>Names the feed of changes, for programs that follow it.</summary>
    public bool HasFeed { get; init; }

    public static PageHead Of(string title, string description = "") => new(title, description, PageKind.Site);
}

/// <summary>The three groups of pages in 《政府网站发展指引》, each with its own meta tags.</summary>
public enum PageKind
{
    Site,
    Column,
    Article,
}
