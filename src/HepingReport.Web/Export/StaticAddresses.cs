using System.Net;
using System.Text.RegularExpressions;
using HepingReport.Content;
using Microsoft.AspNetCore.WebUtilities;

namespace HepingReport.Web.Export;

/// <summary>
/// Where things stand in a static export. A page keeps its address, those of the care view below /care; its file has <c>.html</c> behind it, which hosts
/// for files take for the address without (<c>try_files $uri $uri.html</c>). What asks a question leads to the live server.
/// </summary>
public sealed partial class StaticAddresses(ContentSnapshot content, Uri? live)
{
    /// <summary>The page a host shows for what is not there.</summary>
    public const string NotFound = "/404";

    /// <summary>Only a live server can do what these are for.</summary>
    private static readonly IReadOnlyList<string> LivePages = [Links.Search, Links.Feedback, Links.FeedbackStatus];

    private static readonly IReadOnlyList<string> ApiLists = ["report", "comparisons", "glossary", "terms", "places", "indicators"];
    private static readonly IReadOnlyList<bool> IsCare = [false, true];

    private readonly HashSet<string> pages = [.. content.PageAddresses.Concat(Links.SharePages(content.Report)).Append(NotFound).Where(page => live is null || !LivePages.Contains(page))];

    public IEnumerable<string> Pages => pages;

    /// <summary>Addresses that lead on to the live server.</summary>
    public IEnumerable<(string From, string To)> HandedOver => live is null ? []
        : LivePages.Append(Links.Staff).SelectMany(page => new[] { (page, AtLive(page, "", care: false)), (Links.InCare(page), AtLive(page, "", care: true)) });

    /// <summary>Addresses of old, in both views. An old paragraph is found by its page, which knows it.</summary>
    public IEnumerable<(string From, string To)> Moved =>
        from redirect in content.Redirects.Where(redirect => !redirect.Key.Contains('#', StringComparison.Ordinal)).OrderBy(redirect => redirect.Key, StringComparer.Ordinal)
        from care in IsCare
        select (care ? Links.InCare(redirect.Key) : redirect.Key, Of(redirect.Value, Links.Home, care));

    /// <summary>The answers of the API that need no query.</summary>
    public IEnumerable<string> ApiAnswers =>
    [
        .. ApiLists.Select(list => $"{Links.Api}/{list}"),
        .. content.Indicators.All.Select(indicator => $"{Links.Api}/indicators/{indicator.Id}"),
        .. content.Report.Sections.Select(section => $"{Links.Api}/sections/{section.Key}"),
    ];

    public static string FileOfPage(string address) => address == Links.Home ? "index.html" : $"{address[1..]}.html";

    /// <summary>An address within the site, as an export has it.</summary>
    /// <param name="page">The page it stands on, without <c>/care</c>.</param>
    /// <param name="isForm">Whether it is where a form is sent.</param>
    public string Of(string address, string page, bool care, bool isForm = false)
    {
        if (address is not ['/' or '?', ..])
        {
            return address;
        }

        var (path, query, fragment) = Split(address);
        path = path.Length == 0 ? page : path;
        var asked = QueryHelpers.ParseQuery(query);
        if (asked.Remove("view", out var view))
        {
            care = view == "care";
        }

        var rest = QueryString.Create(asked).Value ?? "";
        if (live is not null && (LivePages.Contains(path) || path.StartsWith(Links.Feedback + "/", StringComparison.Ordinal) || path.StartsWith(Links.Staff, StringComparison.Ordinal) || isForm || (rest.Length > 0 && path != Links.ReadingSettings)))
        {
            // A form brings the view as a field of its own: its fields take the place of a query.
            return AtLive(path, rest, care && !isForm) + fragment;
        }

        // What a page was opened from is known to a program only.
        return pages.Contains(path) && (rest.Length == 0 || path is Links.ReadingSettings or Links.Feedback) ? (care ? Links.InCare(path) : path) + fragment
            : care && SpeechAddress().IsMatch(path) ? Links.InCare(path)
            : path + rest + fragment;
    }

    /// <summary>A page with all its addresses as an export has them.</summary>
    public string Page(string html, string page, bool care) => Address().Replace(html, found =>
    {
        var address = WebUtility.HtmlDecode(found.Groups["address"].Value);
        var here = Of(address, page, care, isForm: found.Groups["name"].Value == "action");
        return here == address ? found.Value : $" {found.Groups["name"].Value}=\"{here.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)}\"";
    });

    /// <summary>What is said of a section leads on to the next one in the same view.</summary>
    public string Speech(string json, bool care) => !care ? json
        : SpeechNext().Replace(json, found => $"\"{found.Groups["name"].Value}\":\"{Of(found.Groups["address"].Value, Links.Home, care)}\"");

    /// <summary>An entry for the home screen opens the care view's own address.</summary>
    public static string Manifest(string json) => json.Replace(Links.CareHome, Links.Care, StringComparison.Ordinal);

    private string AtLive(string path, string query, bool care) =>
        new Uri(live!, path).AbsoluteUri + (care ? QueryHelpers.AddQueryString(query, "view", "care") : query);

    private static (string Path, string Query, string Fragment) Split(string address)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var (before, fragment) = hash < 0 ? (address, "") : (address[..hash], address[hash..]);
        var mark = before.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (before, "", fragment) : (before[..mark], before[mark..], fragment);
    }

    [GeneratedRegex("""\s(?<name>href|src|action|data-read-aloud)="(?<address>[/?][^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Address();

    [GeneratedRegex("^/api/v1/sections/.+/speech$")]
    private static partial Regex SpeechAddress();

    [GeneratedRegex("\"(?<name>url|speech)\":\"(?<address>/[^\"]*)\"")]
    private static partial Regex SpeechNext();
}
