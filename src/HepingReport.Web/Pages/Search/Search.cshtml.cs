using HepingReport.Content;
using HepingReport.Search;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace HepingReport.Web.Pages;

/// <summary>What the words of the query find, twenty at a time.</summary>
[EnableRateLimiting(RateLimits.Search)]
public sealed class SearchModel(ContentSnapshot content) : SitePage(content)
{
    private const int PageSize = 20;
    private const int LastPage = 1000;

    public SearchResults Results { get; private set; } = new(SearchQuery.Nothing, 0, [], []);

    public SearchQuery Query => Results.Query;

    public int Number { get; private set; } = 1;

    public int Pages => Math.Max(1, (Results.Total + PageSize - 1) / PageSize);

    /// <summary>The page's heading, which is said aloud when the results change.</summary>
    public string Heading => Query.IsEmpty ? "搜索" : Results.Total == 0 ? $"没有找到“{Query.Asked}”" : $"“{Query.Asked}”找到{Results.Total}处";

    public void OnGet()
    {
        if (int.TryParse(Request.Query["page"], out var page))
        {
            Number = Math.Clamp(page, 1, LastPage);
        }

        if (Wanted is { } wanted)
        {
            Results = Snapshot.Search.Find(wanted, (Number - 1) * PageSize, PageSize);
        }

        Head = PageHead.Of(Query.IsEmpty ? Heading : $"{Heading}：搜索") with { Unlisted = true };
    }
}
