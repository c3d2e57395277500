using System.Text.RegularExpressions;

namespace HepingReport.BrowserTests;

/// <summary>What a golden file can hold of a page's words: without the port and the day of the run. The one day that stands by itself otherwise is the issue date.</summary>
internal static partial class Lasting
{
    public static string Of(string words) => Today().Replace(Host().Replace(words, "http://site"), "[today]");

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Host();

    [GeneratedRegex(@"\[\d{4}-\d\d-\d\d\]|\A(?!2018-02-07)\d{4}-\d\d-\d\d\z")]
    private static partial Regex Today();
}
