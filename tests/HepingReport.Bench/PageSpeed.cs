using System.Globalization;
using System.Net;

namespace HepingReport.Bench;

/// <summary>
/// A section page from memory, beside a bare Kestrel endpoint and nginx with the same bytes, the framework's output cache, and the page rendered
/// anew each time: all at once on loopback, each asked in turn.
/// </summary>
internal static class PageSpeed
{
    private const string Page = "/report/review-2017/economy";
    private const int WarmSeconds = 4;
    private static readonly (string, string) Brotli = ("Accept-Encoding", "br");

    /// <summary>One thing that is asked in each round.</summary>
    private sealed record Contestant(string Name, Uri Address, params (string, string)[] Headers)
    {
        public List<Wrk> Rounds { get; } = [];

        public double PerSecond => Table.Median(Rounds.Select(round => round.RequestsPerSecond));

        public double P99 => Table.Median(Rounds.Select(round => round.P99Milliseconds));
    }

    public static async Task RunAsync(int rounds, int seconds, IReadOnlyList<string> settings)
    {
        Programs.Find("wrk", "wrk");
        await PublishedSite.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("heping-pages-").FullName;
        await using var site = await PublishedSite.StartAsync(Path.Combine(folder, "site"), settings: settings);
        await using var plain = await PublishedSite.StartAsync(Path.Combine(folder, "plain"), settings: [.. settings, "--Delivery:Cache=off"]);
        var (bytes, tag) = await SettledAsync(site);
        var file = Path.Combine(folder, "page", "page.html");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, bytes);
        await using var bare = await ByteServer.StartAsync("bare", file);
        await using var bareAsNew = await ByteServer.StartAsync("bare", file, asTheSite: false);
        await using var outputCache = await ByteServer.StartAsync("output-cache", file);
        await using var nginx = await Nginx.StartAsync(folder, "default_type text/html;", $"root {folder}/page; index page.html; add_header Content-Encoding br;");

        Contestant memory = new("site", new Uri(site.Address, Page), Brotli),
            kestrel = new("bare Kestrel", bare.Address, Brotli),
            kestrelAsNew = new("bare Kestrel, runtime settings of a new program", bareAsNew.Address, Brotli),
            file200 = new("nginx, static file", new Uri(nginx.Address, "/page.html"), Brotli);
        Contestant[] all =
        [
            memory, kestrel, kestrelAsNew, file200,
            new("site, care view", new Uri(site.Address, Page), Brotli, ("Cookie", "reading=view=care")),
            new("site, 304", new Uri(site.Address, Page), Brotli, ("If-None-Match", tag)),
            new("output cache of ASP.NET Core", outputCache.Address, Brotli),
            new("Razor Page without the cache", new Uri(plain.Address, Page), Brotli),
        ];

        // The first run of each is for the just-in-time compiler. Rounds are short, because the machine's own speed changes from minute to minute. Each has an
        // order of its own, the same in every run: nobody always comes after the slow page, whose process still tidies up.
        for (var round = 0; round <= rounds; round++)
        {
            var turns = all.ToArray();
            new Random(round).Shuffle(turns);
            foreach (var contestant in turns)
            {
                var result = await Wrk.RunAsync(contestant.Address, round == 0 ? WarmSeconds : seconds, contestant.Headers);
                if (round > 0)
                {
                    contestant.Rounds.Add(result);
                }
            }
        }

        await CheckNotModifiedAsync(site, tag);
        Table.Write($"A section page, {bytes.Length:N0} bytes in brotli: median of {rounds} rounds of {seconds} s, 32 connections",
            ["", "requests/s", "p99", "of bare Kestrel", "of it as a new program", "of nginx", "errors"],
            all.Select(one => (IReadOnlyList<string>)
            [
                one.Name, string.Create(CultureInfo.InvariantCulture, $"{one.PerSecond:N0}"), string.Create(CultureInfo.InvariantCulture, $"{one.P99:0.0} ms"),
                Ratio(one, kestrel), Ratio(one, kestrelAsNew), Ratio(one, file200), $"{one.Rounds.Sum(round => round.Errors)}",
            ]),
            "The site writes its request log to a file, nginx its access log; bare Kestrel and the output cache write none, and have the runtime settings of the published site, but for the one row.",
            "wrk runs on the same processors as what it asks.");
        Directory.Delete(folder, recursive: true);
    }

    public static async Task<string> SettledTagAsync(PublishedSite site) => (await SettledAsync(site)).Tag;

    /// <summary>The page's bytes and tag, once the site is at rest: after the start all pages are compressed again, smaller, which takes a processor for twenty seconds.</summary>
    private static async Task<(byte[] Bytes, string Tag)> SettledAsync(PublishedSite site)
    {
        await Patience.AtRestAsync(site.ProcessId);
        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var answer = await site.Client.SendAsync(request);
        return (await answer.Content.ReadAsByteArrayAsync(), answer.Headers.ETag!.ToString());
    }

    private static async Task CheckNotModifiedAsync(PublishedSite site, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await site.Client.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.NotModified)
        {
            throw new InvalidOperationException($"What was measured as 304 is answered with {answer.StatusCode}.");
        }
    }

    /// <summary>Within each round, then the median: the machine's own speed comes and goes from one round to the next.</summary>
    private static string Ratio(Contestant one, Contestant other) =>
        string.Create(CultureInfo.InvariantCulture, $"{Table.Median(one.Rounds.Zip(other.Rounds, (mine, theirs) => mine.RequestsPerSecond / theirs.RequestsPerSecond)):0.00}");
}
