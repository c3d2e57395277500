using System.Diagnostics;
using HepingReport.Content;
using HepingReport.Search;
using HepingReport.Web.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Bench;

/// <summary>
/// The search at 1 to 1000 times today's text: making the index, its size, and the median and 99th percentile of a search, of what is asked for
/// while the same words are typed, and of the whole page as the server makes it.
/// </summary>
internal static class SearchTimes
{
    private const int Queries = 300;

    public static async Task RunAsync()
    {
        using var site = new TestSite();
        var reader = site.Reader();
        var load = await ContentFolder.LoadAsync(TestSite.RealContent, CancellationToken.None);
        var today = load.Snapshot!;
        var queries = QueriesFrom(today);
        var typed = queries.SelectMany(query => Enumerable.Range(1, query.Length).Select(length => query[..length])).ToList();
        var everything = Searchable.Everything(today.Report, today.Terms, today.Topics, today.Places, today.Indicators, today.Pages);

        Console.WriteLine($"{queries.Count} queries from the report, {typed.Count} beginnings of them as they are typed; median / 99th percentile in ms");
        foreach (var times in (int[])[1, 10, 100, 1000])
        {
            var entries = Synthetic.Multiply(everything, times);
            var making = Stopwatch.StartNew();
            var index = new SearchIndex(entries, today.Synonyms, today.Pinyin);
            making.Stop();
            site.Services.GetRequiredService<CurrentContent>().Offer(load with { Snapshot = Synthetic.Of(today, $"{today.Hash}-{times}", today.Indicators, index) });

            var search = Measure(queries, query => index.Find(index.Understand(query), 0, 20));
            var typing = Measure(typed, query => index.Find(index.Understand(query), 0, 20));
            var page = await MeasureAsync(queries, query => reader.GetStringAsync(Links.SearchFor(query)));
            Console.WriteLine($"{times,5}×  index {making.Elapsed.TotalMilliseconds,8:0.0} ms, {index.Size * sizeof(char) / 1024.0 / 1024.0,6:0.00} MiB  search {search}  as typed {typing}  page {page}");
        }
    }

    /// <summary>Pieces of two to six characters, two words at once, and single characters that stand everywhere.</summary>
    private static List<string> QueriesFrom(ContentSnapshot content)
    {
        var random = new Random(2018);
        var texts = content.Report.Paragraphs.Select(paragraph => paragraph.Text).Where(text => text.Length > 20).ToList();
        string Piece()
        {
            var text = texts[random.Next(texts.Count)];
            var length = random.Next(2, 7);
            return text.Substring(random.Next(text.Length - length), length);
        }

        return [.. Enumerable.Range(0, Queries).Select(i => i % 10 == 0 ? $"{Piece()} {Piece()}" : i % 50 == 1 ? Piece()[..1] : Piece())];
    }

    private static string Measure(IReadOnlyList<string> queries, Action<string> ask) =>
        MeasureAsync(queries, query => { ask(query); return Task.CompletedTask; }).GetAwaiter().GetResult();

    private static async Task<string> MeasureAsync(IReadOnlyList<string> queries, Func<string, Task> ask)
    {
        foreach (var query in queries.Take(100))
        {
            await ask(query);
        }

        var times = new List<double>();
        foreach (var query in queries)
        {
            var clock = Stopwatch.GetTimestamp();
            await ask(query);
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        times.Sort();
        return $"{times[times.Count / 2]:0.00} / {times[(int)(times.Count * 0.99)]:0.00}";
    }
}
