using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace HepingReport.Web.Export;

/// <summary>Whether every link within an export leads to a file of it, and to a place that is there.</summary>
public sealed partial class LinkCheck
{
    private readonly ConcurrentDictionary<string, HashSet<string>> places = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(string File, string Address)> links = [];

    /// <param name="text">What the file says, where links may stand in it; else null.</param>
    public void Add(string file, string? text)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        places[file] = ids;
        if (text is null)
        {
            return;
        }

        if (file.EndsWith(".html", StringComparison.Ordinal))
        {
            ids.UnionWith(Id().Matches(text).Select(found => WebUtility.HtmlDecode(found.Groups["id"].Value)));
        }

        foreach (Match found in Link().Matches(text))
        {
            links.Add((file, WebUtility.HtmlDecode(found.Groups["address"].Value)));
        }
    }

    /// <summary>Links that lead nowhere, in the order of the files they stand in.</summary>
    public IEnumerable<(string File, string Address)> Dead() =>
        links.Where(link => !Leads(link.File, link.Address)).Distinct().OrderBy(link => link.File, StringComparer.Ordinal).ThenBy(link => link.Address, StringComparer.Ordinal);

    private bool Leads(string file, string address)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var (path, fragment) = hash < 0 ? (address, "") : (address[..hash], Uri.UnescapeDataString(address[(hash + 1)..]));
        path = Uri.UnescapeDataString(path);
        var target = path.Length == 0 ? file
            : new[] { path == Links.Home ? "index.html" : path[1..], path[1..] + ".html", path[1..] + ".json" }.FirstOrDefault(places.ContainsKey);
        return target is not null && (fragment.Length == 0 || places[target].Contains(fragment));
    }

    [GeneratedRegex("""\sid="(?<id>[^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Id();

    /// <summary>Within the export: from the root, or a place on the same page. In pages, style sheets, and what is said of a section.</summary>
    [GeneratedRegex("""(?:\s(?:href|src|action|data-read-aloud|data-script)=|\burl\(|"(?:url|speech|src|start_url)":)"(?<address>(?:/(?!/)|\#|\?)[^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Link();
}
