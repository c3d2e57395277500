using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using HepingReport.Content;

namespace HepingReport.Bench;

/// <summary>
/// Readers who never pause: every page in both views, search, API, data, downloads, addresses that are not there, queries without meaning, and
/// pages asked for again. What is answered otherwise than it should be, or not at all, is a failure.
/// </summary>
internal sealed class MixedLoad
{
    public const int Workers = 32;

    /// <summary>Waits longer than this are counted as this.</summary>
    public const int LongestMilliseconds = 30_000;

    private const int FailuresShown = 20;

    private readonly HttpClient client;
    private readonly IReadOnlyList<(int Weight, string Kind, Func<Random, Ask> Make)> mix;
    private readonly ConcurrentDictionary<string, Kind> kinds = new();
    private readonly ConcurrentDictionary<string, int> failures = new();
    private readonly ConcurrentDictionary<string, string> tags = new();

    /// <param name="client">Whoever asks: without cookies of its own, and following nothing.</param>
    public MixedLoad(HttpClient client, ContentSnapshot content)
    {
        this.client = client;
        string[] pages = [.. content.PageAddresses];
        string[] words = [.. content.Terms.Select(term => term.Name), .. content.Topics.Select(topic => topic.Name), "养老", "停车", "yanglao", "和平区", "增长8%", "没有这个词"];
        string[] api =
        [
            "/report", "/indicators", "/comparisons", "/glossary", "/terms", "/places", .. content.Report.Sections.Select(section => $"/sections/{section.Key}"),
            .. content.Report.Sections.Select(section => $"/sections/{section.Key}/speech"), .. content.Indicators.All.Select(indicator => $"/indicators/{indicator.Id}"),
        ];
        string[] files = [.. Links.Files.Where(file => !file.EndsWith(".pdf", StringComparison.Ordinal))];
        string[] ways = ["br", "gzip", "gzip, br", ""];
        string Cookie(Random random) => random.Next(3) switch { 0 => "reading=view=care", 1 => "reading=view=standard", _ => "" };
        Ask Page(Random random, string page, HttpStatusCode status = HttpStatusCode.OK, bool isAgain = false) => new(page, Cookie(random), Pick(random, ways), status, isAgain);
        mix =
        [
            (50, "pages", random => Page(random, Pick(random, pages))),
            (15, "pages again (If-None-Match)", random => Page(random, Pick(random, pages), isAgain: true)),
            (4, "pages in rare settings", random => new(Pick(random, pages), $"reading=view=care&size={random.Next(1, 7)}&spacing=loose&rate=1.5", "br", HttpStatusCode.OK)),
            (8, "search", random => Page(random, Links.SearchFor(Pick(random, words)))),
            (5, "queries without meaning", random => Page(random, $"{Pick(random, pages)}?x{random.Next()}={random.Next()}")),
            (4, "not there", random => Page(random, $"/{random.Next()}/not-there", HttpStatusCode.NotFound)),
            (6, "API", random => Page(random, Links.Api + Pick(random, api))),
            (3, "API, search", random => Page(random, $"{Links.Api}/search?q={Uri.EscapeDataString(Pick(random, words))}")),
            (5, "data and downloads", random => Page(random, Pick(random, files))),
        ];
    }

    /// <summary>One request, and what it should be answered with.</summary>
    /// <param name="IsAgain">Asked with the tag of the last answer: 304 is right too.</param>
    private sealed record Ask(string Address, string Cookie, string Encoding, HttpStatusCode Status, bool IsAgain = false);

    public long Requests => kinds.Values.Sum(kind => kind.Requests);

    public int Failures => failures.Values.Sum();

    public async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(worker);
                var buffer = new byte[64 * 1024];
                while (clock.Elapsed < time && !cancellation.IsCancellationRequested)
                {
                    await AskAsync(random, buffer);
                }
            },
            CancellationToken.None)));
    }

    public void Fail(string what) => failures.AddOrUpdate(what, 1, (_, count) => count + 1);

    public IEnumerable<IReadOnlyList<string>> Rows() =>
        kinds.OrderByDescending(kind => kind.Value.Requests).Select(kind => (IReadOnlyList<string>)[kind.Key, $"{kind.Value.Requests:N0}", $"{kind.Value.Percentile(50):0.0} ms", $"{kind.Value.Percentile(99):0.0} ms"]);

    public IEnumerable<string> Remarks() =>
    [
        $"{Requests:N0} requests, {Failures:N0} failed; {Workers} at once. PDF is left out: it is printed by a browser, which was not there.",
        .. failures.OrderByDescending(failure => failure.Value).Take(FailuresShown).Select(failure => $"failed {failure.Value} times: {failure.Key}"),
    ];

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private async Task AskAsync(Random random, byte[] buffer)
    {
        var (kind, ask) = Next(random);
        using var request = new HttpRequestMessage(HttpMethod.Get, ask.Address) { Version = client.DefaultRequestVersion };
        Add(request, "Cookie", ask.Cookie);
        Add(request, "Accept-Encoding", ask.Encoding);
        var tagKey = $"{ask.Address} {ask.Cookie} {ask.Encoding}";
        var hasTag = tags.TryGetValue(tagKey, out var tag) && ask.IsAgain;
        Add(request, "If-None-Match", hasTag ? tag! : "");
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            var length = 0;
            for (var read = -1; read != 0; length += read)
            {
                read = await body.ReadAsync(buffer);
            }

            if (answer.StatusCode == HttpStatusCode.NotModified ? !hasTag : answer.StatusCode != ask.Status || length == 0)
            {
                Fail($"{kind}: {(int)answer.StatusCode}, {length} bytes, for {(ask.Status == HttpStatusCode.NotFound ? "an address that is not there" : ask.Address)}");
            }
            else if (answer.Headers.ETag is { } sent && kind.StartsWith("pages", StringComparison.Ordinal))
            {
                tags[tagKey] = sent.ToString();
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            Fail($"{kind}: {fault.GetBaseException().Message}");
        }

        kinds.GetOrAdd(kind, _ => new Kind()).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private (string Kind, Ask Ask) Next(Random random)
    {
        var number = random.Next(mix.Sum(entry => entry.Weight));
        foreach (var (weight, kind, make) in mix)
        {
            if ((number -= weight) < 0)
            {
                return (kind, make(random));
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    private static void Add(HttpRequestMessage request, string header, string value)
    {
        if (value.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }

    /// <summary>How often and how fast one kind of request was answered, in steps of a tenth of a millisecond.</summary>
    private sealed class Kind
    {
        private readonly int[] waits = new int[(LongestMilliseconds * 10) + 1];
        private long requests;

        public long Requests => Interlocked.Read(ref requests);

        public void Add(double milliseconds)
        {
            Interlocked.Increment(ref waits[(int)(Math.Min(milliseconds, LongestMilliseconds) * 10)]);
            Interlocked.Increment(ref requests);
        }

        public double Percentile(double percent)
        {
            var left = Requests * percent / 100;
            var step = 0;
            while (step < waits.Length - 1 && (left -= waits[step]) > 0)
            {
                step++;
            }

            return step / 10.0;
        }
    }
}
