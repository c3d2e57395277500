using System.Text.RegularExpressions;

namespace HepingReport.BrowserTests;

/// <summary>What a golden file can hold of a page's words: without the port and the day of the run.</summary>
internal static partial class Lasting
{
    public static string Of(string words) => Today().Replace(Host().Replace(words, "http://site"), "[today]");

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Host();

    [GeneratedRegex(@"\[\d{4}-\d\d-\d\d\]|\A\d{4}-\d\d-\d\d\z")]
    private static partial Regex Today();
}
