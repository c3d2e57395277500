using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace HepingReport.Web.Tests;

/// <summary>Readers who ask for pages, search, API and files all the while, one after another, and want each answer whole and as it was at first.</summary>
internal sealed class Readers : IAsyncDisposable
{
    private static readonly string[] Addresses =
    [
        Links.Home, Links.CareHome, Links.FullReport, "/report/review-2017/economy", "/report/plan-2018", "/glossary/1", "/topics/education", Links.Compare,
        "/indicators", "/indicators?year=2018&sort=-value", "/indicators?q=%E6%94%B6%E5%85%A5", "/indicators/gdp-2017",
        "/search?q=%E6%95%99%E8%82%B2", "/search?q=gaozhiliang", "/api/v1/report", "/api/v1/indicators?year=2017&sort=name", "/api/v1/search?q=%E6%95%99%E8%82%B2", "/data/indicators.csv?year=2017", "/fidelity/report.txt",
    ];

    private readonly Uri address;
    private readonly TimeSpan pause;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> faults = new();
    private Dictionary<string, string> expected = [];
    private Task[] reading = [];
    private int read;
    private int broken;
    private int homes;
    private volatile int away;

    private Readers(Uri address, TimeSpan pause) => (this.address, this.pause) = (address, pause);

    /// <summary>Answers that were right.</summary>
    public int Read => read;

    /// <summary>Readings that got no answer while the process was away.</summary>
    public int Broken => broken;

    /// <summary>Another good text is being published: each answer has to be whole, and may be of either.</summary>
    public bool MayChange { get; set; }

    public static async Task<Readers> StartAsync(Uri address, int count = 3, int pauseMilliseconds = 20)
    {
        var readers = new Readers(address, TimeSpan.FromMilliseconds(pauseMilliseconds));
        using var first = readers.NewClient();
        readers.expected = await ReadAllAsync(first);
        readers.reading = [.. Enumerable.Range(0, count).Select(reader => Task.Run(() => ReadOnAsync(readers, reader * 5)))];
        return readers;
    }

    /// <summary>All that readers ask for, each once.</summary>
    public static async Task<Dictionary<string, string>> ReadAllAsync(HttpClient client)
    {
        var texts = new Dictionary<string, string>();
        foreach (var path in Addresses)
        {
            using var answer = await client.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            texts[path] = await answer.Content.ReadAsStringAsync();
            Assert.True(IsWhole(texts[path], answer), path);
        }

        return texts;
    }

    /// <summary>Everything now reads as it did at first.</summary>
    public async Task AllIsAsBeforeAsync()
    {
        using var client = NewClient();
        var now = await ReadAllAsync(client);
        Assert.DoesNotContain(Addresses, path => now[path] != expected[path]);
    }

    /// <summary>While the process itself is away, a reader may get no answer.</summary>
    public async Task WhileAwayAsync(Func<Task> restart)
    {
        Interlocked.Increment(ref away);
        await restart();
        Interlocked.Increment(ref away);
    }

    /// <summary>Ends the reading: none may have failed.</summary>
    public async Task<int> StopAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(reading);
        Assert.True(faults.IsEmpty, $"{faults.Count} of {read + faults.Count} failed: {string.Join('\n', faults.Take(5))}");
        Assert.True(read > 0);
        return read;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(reading);
        stop.Dispose();
    }

    private static async Task ReadOnAsync(Readers all, int next)
    {
        using var client = all.NewClient();
        for (; !all.stop.IsCancellationRequested; next++)
        {
            await all.ReadOneAsync(client, Addresses[next % Addresses.Length]);
            await Task.Delay(all.pause);
        }
    }

    private async Task ReadOneAsync(HttpClient client, string path)
    {
        var before = away;
        try
        {
            using var answer = await client.GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.OK && IsWhole(text, answer) && (MayChange || text == expected[path]))
            {
                Interlocked.Increment(ref read);
            }
            else
            {
                faults.Enqueue($"{path}: {(int)answer.StatusCode}, {text.Length} characters where there were {expected[path].Length}");
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            // An odd number: away now; another number: away meanwhile.
            if (before % 2 == 1 || away != before)
            {
                Interlocked.Increment(ref broken);
                await Task.Delay(20);
            }
            else
            {
                faults.Enqueue($"{path}: {fault.GetBaseException().Message}");
            }
        }
    }

    private static bool IsWhole(string text, HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType switch
    {
        "text/html" => text.TrimEnd().EndsWith("</html>", StringComparison.Ordinal),
        "application/json" => JsonDocument.Parse(text).RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array,
        _ => text.Length > 0,
    };

    /// <summary>Each reader from a home of their own, as the shipped limits expect of so many.</summary>
    private HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { { "X-Forwarded-For", $"203.0.113.{Interlocked.Increment(ref homes) % 250}" } },
    };
}
