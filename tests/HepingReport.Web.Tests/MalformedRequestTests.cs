using System.Runtime.Versioning;
using System.Text;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>Requests that are none, or hardly, as bytes on a connection: each is refused, answered or cut off soon, and none is the site's own failure.</summary>
[SupportedOSPlatform("linux")]
public sealed class MalformedRequestTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private enum Outcome
    {
        /// <summary>Refused in the 400s, or by HTTP's own 501 and 505, or cut off.</summary>
        Refused,

        /// <summary>Odd, but lawful: anything but a failure.</summary>
        Answered,
    }

    [Fact]
    public async Task Malformed_requests_are_refused_or_cut_off_and_the_site_goes_on()
    {
        await using var site = new SiteUnderFaults();
        await site.StartAsync();
        await using var readers = await Readers.StartAsync(site.Address);
        var requests = Requests().DistinctBy(request => request.Bytes).ToList();
        Assert.InRange(requests.Count, 200, 1000);
        var faults = new List<string>();
        var (refused, closed, answered) = (0, 0, 0);
        foreach (var (name, bytes, outcome) in requests)
        {
            using var connection = RawConnection.To(site.Address);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await connection.SendAsync(Encoding.Latin1.GetBytes(bytes), patience.Token);
                var answer = await connection.ReadOrEndAsync(withoutBody: bytes.StartsWith("HEAD", StringComparison.Ordinal), TimeSpan.FromMilliseconds(300), patience.Token);
                var isRefusal = answer is null or { Status: >= 400 and < 500 or 501 or 505 };
                refused += isRefusal && answer is not null ? 1 : 0;
                closed += answer is null ? 1 : 0;
                answered += isRefusal ? 0 : 1;
                if (!(isRefusal || (outcome == Outcome.Answered && answer!.Status is >= 200 and < 400)))
                {
                    faults.Add($"{name}: {answer!.Head.Split('\r')[0]}");
                }
            }
            catch (OperationCanceledException)
            {
                faults.Add($"{name}: no answer");
            }
        }

        await readers.AllIsAsBeforeAsync();
        await readers.StopAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        site.Site.SaidNoError();
        output.WriteLine($"RESULT malformed HTTP: {requests.Count} requests as raw bytes: {refused} refused, {closed} cut off, {answered} that are odd but lawful answered; failures of the site 0, without an answer within 10 s 0");
    }

    private static IEnumerable<(string Name, string Bytes, Outcome Outcome)> Requests()
    {
        const string Host = "Host: 127.0.0.1\r\n";
        const string End = "\r\n";

        // Request lines.
        foreach (var line in new[]
        {
            "", " ", "GET", "GET ", "GET /", "GET / ", "GET / HTTP", "GET / HTTP/", "GET / HTTP/1", "GET / HTTP/1.", "GET / HTTP/1.2.3", "GET / HTTP/9.9", "GET / HTTP/0.9", "GET / HTTP/2.0", "GET / HTTP/3", "GET / http/1.1", "GET / HTTPS/1.1", "GET / HTTP/1.1 ", "GET / HTTP/1.1 x",
            "GET  / HTTP/1.1", " GET / HTTP/1.1", "\tGET / HTTP/1.1", "GET\t/\tHTTP/1.1", "GET HTTP/1.1", "/ HTTP/1.1", "HTTP/1.1 200 OK", "G\0T / HTTP/1.1", "G(T / HTTP/1.1", "G\u00e9T / HTTP/1.1", "GET: / HTTP/1.1", "<GET> / HTTP/1.1", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001", "GET /\0 HTTP/1.1", "GET /a b HTTP/1.1", "GET a HTTP/1.1", "GET ?q=1 HTTP/1.1", "GET * HTTP/1.1", "GET #a HTTP/1.1", "GET \\ HTTP/1.1",
            "CONNECT / HTTP/1.1", "CONNECT :0 HTTP/1.1", "CONNECT a:b:c HTTP/1.1", "GET http:// HTTP/1.1", "GET http://a b/ HTTP/1.1", "GET http:///x HTTP/1.1", "GET ftp://x/ HTTP/1.1", "GET http://127.0.0.1\\@evil/ HTTP/1.1", "GET \u00ff\u00fe HTTP/1.1", "GET /\u0001 HTTP/1.1", "PRI * HTTP/2.0", "SSH-2.0-OpenSSH_9.2", "EHLO example.cn", "*1\u0000$4\u0000PING",
            new string('A', 100) + " / HTTP/1.1", new string('A', 20_000), "GET /" + new string('a', 20_000) + " HTTP/1.1", "GET /?" + new string('a', 100_000) + " HTTP/1.1", "GET / HTTP/1.1" + new string('1', 10_000),
        })
        {
            yield return ($"request line “{Short(line)}”", line + "\r\n" + Host + End, Outcome.Refused);
        }

        // Line ends.
        foreach (var (name, bytes) in new[]
        {
            ("bare LF", "GET / HTTP/1.1\nHost: a\n\n"), ("bare CR", "GET / HTTP/1.1\rHost: a\r\r"), ("CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\r\n\r\r\n"), ("LF CR", "GET / HTTP/1.1\n\rHost: a\n\r\n\r"), ("LF in the middle", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"),
            ("CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz: 1\r\n\r\n"), ("CR in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\rY: z\r\n\r\n"), ("empty lines first", "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), ("only line ends", "\r\n\r\n\r\n\r\n"), ("only LF", "\n\n\n\n"), ("form feed", "GET / HTTP/1.1\fHost: a\r\n\r\n"),
        })
        {
            yield return (name, bytes, name.Contains("LF", StringComparison.Ordinal) || name.Contains("empty", StringComparison.Ordinal) ? Outcome.Answered : Outcome.Refused);
        }

        // Header lines.
        foreach (var header in new[]
        {
            ": x", " : x", "X", "X Y: z", "X : y", " X: y", "\tX: y", "X\0: y", "X: \0", "X: \u0001", "X: \u007f", "X\u00e9: y", "=", "::", ":", "\u00ff: y", "X: y\r\n continued", "X: y\r\n\tcontinued", "Host: b", "Host: ", "Host: a b", "Host: a/b", "Host: a@b", "Host: a:b", "Host: [::1", "Host: \u00e9", "Host: a:99999999", "Host: a,b",
            "Content-Length: x", "Content-Length: -1", "Content-Length: 1.0", "Content-Length: 0x1", "Content-Length: 1 1", "Content-Length: 1, 2", "Content-Length: 99999999999999999999", "Content-Length: 9223372036854775808", "Content-Length: ", "Content-Length: 1\r\nContent-Length: 2", "Content-Length: 18446744073709551616",
            "Transfer-Encoding: x", "Transfer-Encoding: chunked, x", "Transfer-Encoding: identity", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "Transfer-Encoding: \u000bchunked", "Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked", "Expect: x\r\nContent-Length: -5", "X: " + new string('a', 40_000), new string('X', 40_000) + ": a", string.Concat(Enumerable.Range(0, 2_000).Select(i => $"X{i}: a\r\n")) + "Y: b",
        })
        {
            var isLawful = header is "X: \u0001" or "X: \u007f" or "Host: b" || header.StartsWith("Transfer-Encoding: identity", StringComparison.Ordinal);
            yield return ($"header “{Short(header)}”", $"GET / HTTP/1.1\r\n{Host}{header}\r\n\r\n", isLawful ? Outcome.Answered : Outcome.Refused);
            yield return ($"header “{Short(header)}” on a POST", $"POST /feedback HTTP/1.1\r\n{Host}{header}\r\n\r\n", isLawful ? Outcome.Answered : Outcome.Refused);
        }

        // Kestrel takes these; none of them changes where a request ends once it is answered.
        foreach (var line in new[] { "GET /  HTTP/1.1", "GET /\vHTTP/1.1", "GET / HTTP/1.1\r\nX(: y", "GET / HTTP/1.1\r\nX[]: y", "GET / HTTP/1.1\r\nX{}: y", "GET / HTTP/1.1\r\nX\"Y: z", "GET / HTTP/1.1\r\nX,Y: z", "GET / HTTP/1.1\r\nX/Y: z", "GET / HTTP/1.1\r\nX@Y: z", "GET / HTTP/1.1\r\n<x>: y", "GET / HTTP/1.1\r\nContent-Length: +1" })
        {
            yield return ($"taken leniently “{Short(line)}”", $"{line}\r\n{Host}\r\n", Outcome.Answered);
        }

        yield return ("no host", "GET / HTTP/1.1\r\n\r\n", Outcome.Refused);
        yield return ("no host, HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", Outcome.Answered);

        // Bodies and their lengths, in shapes that two servers in a row might cut at different places.
        const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        foreach (var (name, headers, body) in new[]
        {
            ("length and chunks", "Content-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + Smuggled), ("chunks and length", "Transfer-Encoding: chunked\r\nContent-Length: 4", "5c\r\n" + Smuggled + "\r\n0\r\n\r\n"), ("chunks twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + Smuggled), ("chunked, chunked", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n" + Smuggled),
            ("chunked and identity", "Transfer-Encoding: chunked, identity", "0\r\n\r\n" + Smuggled), ("two lengths", "Content-Length: 0\r\nContent-Length: 40", Smuggled), ("the same length twice", "Content-Length: 5\r\nContent-Length: 5", "abcde"), ("a list of lengths", "Content-Length: 5, 5", "abcde"), ("folded encoding", "Transfer-Encoding:\r\n chunked", "0\r\n\r\n" + Smuggled), ("encoding in capitals", "Transfer-Encoding: CHUNKED", "0\r\n\r\n"),
            ("no size", "Transfer-Encoding: chunked", "\r\n\r\n"), ("size that is no number", "Transfer-Encoding: chunked", "xyz\r\nabc\r\n0\r\n\r\n"), ("negative size", "Transfer-Encoding: chunked", "-1\r\nabc\r\n0\r\n\r\n"), ("size with 0x", "Transfer-Encoding: chunked", "0x5\r\nabcde\r\n0\r\n\r\n"), ("size beyond measure", "Transfer-Encoding: chunked", "ffffffffffffffffff\r\nabc\r\n0\r\n\r\n"), ("size of 2 GB", "Transfer-Encoding: chunked", "7fffffff\r\nabc"), ("size of 4 GB", "Transfer-Encoding: chunked", "ffffffff\r\nabc"),
            ("chunk longer than said", "Transfer-Encoding: chunked", "3\r\nabcdef\r\n0\r\n\r\n"), ("chunk shorter than said", "Transfer-Encoding: chunked", "6\r\nabc\r\n0\r\n\r\n"), ("chunk without its end", "Transfer-Encoding: chunked", "3\r\nabc0\r\n\r\n"), ("chunk ends by LF", "Transfer-Encoding: chunked", "3\nabc\n0\n\n"), ("chunk ends by CR", "Transfer-Encoding: chunked", "3\rabc\r0\r\r"), ("no last chunk", "Transfer-Encoding: chunked", "3\r\nabc\r\n"), ("extension without end", "Transfer-Encoding: chunked", "3;" + new string('x', 100_000) + "\r\nabc\r\n0\r\n\r\n"), ("extension with LF", "Transfer-Encoding: chunked", "3;a\nb\r\nabc\r\n0\r\n\r\n"),
            ("trailer with a length", "Transfer-Encoding: chunked\r\nTrailer: Content-Length", "3\r\nabc\r\n0\r\nContent-Length: 50\r\n\r\n"), ("trailer that is none", "Transfer-Encoding: chunked", "0\r\n:\r\n\r\n"), ("trailers without end", "Transfer-Encoding: chunked", "0\r\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"X{i}: a\r\n")) + "\r\n"), ("body that breaks off", "Content-Length: 100", "abc"), ("no body at all", "Content-Length: 100", ""), ("a body of 2 GB announced", "Content-Length: 2147483648", "abc"), ("form that breaks off", "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n"),
            ("form without a boundary", "Content-Type: multipart/form-data\r\nContent-Length: 3", "abc"), ("form with an endless boundary", $"Content-Type: multipart/form-data; boundary={new string('b', 5_000)}\r\nContent-Length: 3", "abc"), ("form of broken percents", "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9", "a=%zz&%=%"), ("form of a thousand names", "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6000", string.Concat(Enumerable.Repeat("a=b&ab", 1000))), ("form with a broken charset", "Content-Type: application/x-www-form-urlencoded; charset=nowhere\r\nContent-Length: 3", "a=b"), ("UTF-7 form", "Content-Type: application/x-www-form-urlencoded; charset=utf-7\r\nContent-Length: 3", "a=b"),
            ("unfinished expectation", "Expect: 100-continue\r\nContent-Length: 10", ""), ("unknown expectation", "Expect: miracles\r\nContent-Length: 3", "abc"), ("upgrade to nothing", "Connection: Upgrade\r\nUpgrade: nothing\r\nContent-Length: 0", ""), ("upgrade to HTTP/2", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\nContent-Length: 0", ""),
        })
        {
            foreach (var address in new[] { "/", Links.Feedback, Links.StaffSignIn })
            {
                // The site refuses a form without its token, whatever came before.
                yield return ($"{name}, {address}", $"POST {address} HTTP/1.1\r\n{Host}{headers}\r\n\r\n{body}", Outcome.Answered);
            }
        }

        // Addresses: broken percents, broken UTF-8, ways out of the folder, what other programs would run.
        foreach (var address in new[]
        {
            "/%", "/%2", "/%zz", "/%u6559", "/%00", "/a%00b", "/%0d%0aX:%20y", "/%ff", "/%c0%af", "/%c0%80", "/%e6%95", "/%ed%a0%80", "/%f4%90%80%80", "/%f8%88%80%80%80", "/%fe%ff", "/%e2%80%ae", "/\u00e6\u0095\u0099", "/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cwindows", "/%252e%252e%252f", "/....//....//", "/./././", "//example.cn", "/\\example.cn", "/%5cexample.cn", "/%09/example.cn", "///", "/;/", "/report/..;/staff", "/report/full/", "/REPORT/FULL", "/report/full%20", "/report/full.", "/report/full%00.txt", "/css/%2e%2e/%2e%2e/appsettings.json", "/appsettings.json", "/.env", "/.git/config", "/web.config", "/downloads/..%2f..%2fportal.db", "/downloads/%2e%2e/keys", "/audio/../../portal.db.mp3", "/audio/..%2f..%2fx/y.mp3", "/errors/500", "/errors/999", "/glossary/99999999999", "/glossary/-1", "/indicators/%F0%9F%92%A9", "/" + new string('%', 2_000), "/" + string.Concat(Enumerable.Repeat("a/", 3_000)), "/" + string.Concat(Enumerable.Repeat("%2f", 2_000)),
            "/search?q=%", "/search?q=%zz", "/search?q=%ff%fe", "/search?q=%00", "/search?q=%ed%a0%80", "/search?%", "/search?=", "/search?&&&=&=&", "/search?q&q=&q", "/search?q[]=a&q[b]=c", "/search?" + string.Concat(Enumerable.Range(0, 1_500).Select(i => $"a{i}&")), "/search?q=" + new string('a', 7_000), "/search?q=" + string.Concat(Enumerable.Repeat("%E6%95%99", 800)), "/search?page=99999999999999999999", "/search?page=-1", "/search?page=%EF%BC%91", "/indicators?year=NaN", "/indicators?sort=';DROP%20TABLE", "/api/v1/indicators?pageSize=2147483648", "/data/indicators.csv?q=%00", "/?view=%00", "/?view=care&view=standard", "/reading?from=//example.cn", "/reading?from=%0d%0a", "/feedback?paragraph=%00", "/feedback?from=%ff",
        })
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                yield return ($"{method} {Short(address)}", $"{method} {address} HTTP/1.1\r\n{Host}\r\n", Outcome.Answered);
            }
        }

        // Lawful, but seldom seen.
        yield return ("absolute form", "GET http://127.0.0.1/report HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", Outcome.Answered);
        yield return ("absolute form of another host", "GET http://example.cn/report HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", Outcome.Answered);
        yield return ("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", Outcome.Answered);
        yield return ("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0", Outcome.Refused);
        yield return ("a hundred at once", string.Concat(Enumerable.Repeat("GET /glossary/1 HTTP/1.1\r\nHost: a\r\n\r\n", 100)), Outcome.Answered);
        yield return ("one and a half", "GET /report HTTP/1.1\r\nHost: a\r\n\r\nGET /re", Outcome.Answered);
        foreach (var range in new[] { "bytes=", "bytes=-", "bytes=a-b", "bytes=9-1", "bytes=99999999999999999999-", "bytes=0-0,0-0,0-0", "bytes=" + string.Join(',', Enumerable.Repeat("0-", 2_000)), "lines=1-2" })
        {
            yield return ($"range {Short(range)}", $"GET /icon.svg HTTP/1.1\r\n{Host}Range: {range}\r\n\r\n", Outcome.Answered);
        }

        foreach (var cookie in new[] { "reading", "reading=", "reading==", "reading=%00", "reading=" + new string('a', 8_000), "=;;=", "reading=view=care&size=99", "reading=\u00ff", ";" + new string(';', 8_000), "antiforgery=x", "staff=%zz", "__Host-staff=\u00ff" })
        {
            yield return ($"cookie {Short(cookie)}", $"GET / HTTP/1.1\r\n{Host}Cookie: {cookie}\r\n\r\n", Outcome.Answered);
        }
    }

    private static string Short(string text) => text.Length > 60 ? $"{text[..60]}… ({text.Length})" : text;
}
