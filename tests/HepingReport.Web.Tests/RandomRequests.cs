using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HepingReport.Web.Tests;

/// <summary>One request as bytes.</summary>
/// <param name="IsWild">Hardly a request: it has a connection to itself, which ends with it.</param>
internal sealed record RandomRequest(byte[] Bytes, bool IsHead, bool IsWild)
{
    public override string ToString() => Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(600, Bytes.Length))).Replace("\r\n", " ⏎ ", StringComparison.Ordinal);
}

/// <summary>A browser with a form open.</summary>
internal sealed record Visit(IReadOnlyList<string> Cookies, string Token);

/// <summary>Requests to the site's routes and addresses, damaged in their path, query, headers and body; the same for the same random numbers.</summary>
internal sealed partial class RandomRequests(Random random, IReadOnlyList<string> routes, IReadOnlyList<string> addresses, IReadOnlyList<string> fields, IReadOnlyList<Visit> visits)
{
    private static readonly string[] OddMethods = ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "PROPFIND", "X"];

    /// <summary>No word that signs out: those signed in stay so to the end.</summary>
    private static readonly string[] Words =
    [
        "", "0", "1", "-1", "2", "2017", "2018", "999999999999", "2147483648", "1e9", "NaN", "true", "false", "null", "undefined", "教育", "高质量发展", "gaozhiliang", "100%", "百分之八", "'", "\"", "';--", "<script>alert(1)</script>", "{{7*7}}", "${x}", "../../../etc/passwd", "..\\..\\", "//example.cn", "https://example.cn/", "/staff", "/report/full", "javascript:alert(1)",
        "\0", "\r\nX: y", "\u202E", "\u200B", "\uFEFF", "\uFFFD", "😀", "👨‍👩‍👧‍👦", "é́́́", "ﷺ", "１２３", "a b", "*", "(", "[a-", "\\", "%", "%00", "%u6559", "care", "standard", "order", "-value", "name", "year", "target", "actual", "report", "plan-2018", "education", "typo", "save", "submit", "approve", "publish", "withdraw", "check", "send", "back", "pages/help.md", "notes.yml", "gdp-2017", "00000000-0000-0000-0000-000000000000", "1,2", "1;2", "1&2", "a=b", "2018-02-07", "0001-01-01", "99999-01-01",
    ];

    public RandomRequest Next()
    {
        var method = random.Next(100) switch
        {
            < 68 => "GET",
            < 76 => "HEAD",
            < 92 => "POST",
            _ => OddMethods[random.Next(OddMethods.Length)],
        };
        var request = new List<byte>();
        Add(request, $"{method} ");
        request.AddRange(Path());
        request.AddRange(Query());
        Add(request, " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        var visit = random.Next(2) == 0 ? visits[random.Next(visits.Count)] : null;
        var body = method is "POST" or "PUT" or "PATCH" ? Body(request, visit) : [];
        Headers(request, visit);
        Add(request, "\r\n");
        request.AddRange(body);
        var bytes = request.ToArray();
        var isWild = random.Next(30) == 0;
        return new RandomRequest(isWild ? Damaged(bytes) : bytes, method == "HEAD", isWild);
    }

    private byte[] Path()
    {
        var path = random.Next(10) switch
        {
            < 5 => addresses[random.Next(addresses.Count)],
            _ => Parameter().Replace(routes[random.Next(routes.Count)], _ => random.Next(3) == 0 ? addresses[random.Next(addresses.Count)].Trim('/').Split('/')[^1] : Escaped(Value())),
        };
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(path.Split('?', '#')[0].Replace(" ", "%20", StringComparison.Ordinal)));
        for (var changes = random.Next(5) < 3 ? 0 : random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(1, bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < bytes.Count:
                    bytes.RemoveAt(at);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = PathByte();
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.ASCII.GetBytes(Escaped(Value())));
                    break;
                default:
                    bytes.Insert(at, PathByte());
                    break;
            }
        }

        return [.. bytes.Take(6_000)];
    }

    private byte[] Query()
    {
        if (random.Next(3) == 0)
        {
            return [];
        }

        var query = new StringBuilder("?");
        for (var count = random.Next(1, 5); count > 0 && query.Length < 5_000; count--)
        {
            query.Append(random.Next(20) == 0 ? Escaped(Value()) : fields[random.Next(fields.Count)]).Append(random.Next(20) == 0 ? "" : "=");
            query.Append(random.Next(20) == 0 ? "%" + (char)random.Next('0', 'z') : Escaped(Value())).Append(count > 1 ? "&" : "");
        }

        return Encoding.ASCII.GetBytes(query.ToString());
    }

    private void Headers(List<byte> request, Visit? visit)
    {
        var cookies = new List<string>();
        if (random.Next(2) == 0)
        {
            cookies.Add("reading=" + (random.Next(2) == 0 ? $"view=care&size={random.Next(9)}" : HeaderText()));
        }

        cookies.AddRange(visit?.Cookies ?? []);
        if (random.Next(8) == 0)
        {
            cookies.Add(HeaderText() + "=" + HeaderText());
        }

        if (cookies.Count > 0)
        {
            Add(request, $"Cookie: {string.Join("; ", cookies)}\r\n");
        }

        foreach (var (name, values) in new (string, string[])[]
        {
            ("Accept-Encoding", ["br", "gzip", "br;q=0.1, gzip", "identity;q=0", "*"]), ("If-None-Match", ["*", "\"a\"", "W/\"a\", \"b\"", "W/"]), ("If-Modified-Since", ["Wed, 07 Feb 2018 00:00:00 GMT", "never"]), ("Range", ["bytes=0-1", "bytes=-1", "bytes=9-1,2-3"]), ("Origin", ["https://example.cn", "null"]), ("X-Forwarded-For", ["203.0.113.9", "2001:db8::1", "unknown", "1.2.3.4:5, 6"]),
            ("X-Forwarded-Proto", ["https", "javascript"]), ("Accept", ["text/html", "application/json", "*/*;q=x"]), ("Accept-Language", ["zh-CN", "xx-*-1"]), ("Referer", ["https://example.cn/", "/"]), ("Access-Control-Request-Method", ["GET", "X Y"]), ("Sec-Fetch-Site", ["cross-site"]), ("X-HTTP-Method-Override", ["DELETE"]), ("Expect", ["100-continue"]),
        })
        {
            if (random.Next(8) == 0)
            {
                Add(request, $"{name}: {(random.Next(3) == 0 ? HeaderText() : values[random.Next(values.Length)])}\r\n");
            }
        }
    }

    /// <summary>A form, well or badly made; its headers are added to the request.</summary>
    private byte[] Body(List<byte> request, Visit? visit)
    {
        byte[] body;
        string type;
        switch (random.Next(6))
        {
            case 0:
                body = new byte[random.Next(3_000)];
                random.NextBytes(body);
                type = random.Next(3) switch { 0 => "application/x-www-form-urlencoded", 1 => "application/x-www-form-urlencoded; charset=utf-7", _ => HeaderText() };
                break;
            case 1:
                body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"--x\r\nContent-Disposition: form-data; name=\"{fields[random.Next(fields.Count)]}\"{(random.Next(5) == 0 ? "; filename=\"a\"" : "")}\r\n\r\n{Value()}\r\n")) + (random.Next(4) == 0 ? "" : "--x--\r\n"));
                type = "multipart/form-data; boundary=x";
                break;
            default:
                body = Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"{fields[random.Next(fields.Count)]}={Escaped(Value())}").Append($"{Pages.FormPage.TokenField}={Uri.EscapeDataString(visit?.Token ?? Value())}")));
                type = "application/x-www-form-urlencoded";
                break;
        }

        Add(request, $"Content-Type: {type}\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n");
        return body;
    }

    /// <summary>Words of the site and of attackers, letters from anywhere, long ones.</summary>
    private string Value() => random.Next(10) switch
    {
        < 6 => Words[random.Next(Words.Length)],
        6 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => new Rune(random.Next(20) == 0 ? random.Next(0x10000, 0x10FFFF) : random.Next(1, 0xD800)).ToString())),
        7 => string.Concat(Enumerable.Repeat(Words[random.Next(Words.Length)], random.Next(1, 100))),
        8 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        _ => Words[random.Next(Words.Length)] + Words[random.Next(Words.Length)],
    };

    private string HeaderText() => new([.. Enumerable.Range(0, random.Next(1, random.Next(10) == 0 ? 400 : 30)).Select(_ => (char)random.Next(' ', '\u007f'))]);

    private byte PathByte()
    {
        var value = (byte)random.Next(0x21, 0x100);
        return value is (byte)'?' or (byte)'#' ? (byte)'%' : value;
    }

    /// <summary>Percent-encoded, mostly; now and then as bytes that are no UTF-8.</summary>
    private string Escaped(string text) => random.Next(15) == 0
        ? string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => $"%{random.Next(256):X2}"))
        : Uri.EscapeDataString(text.Length > 600 ? text[..600] : text);

    /// <summary>Bytes flipped, cut, put in twice; or nothing but noise.</summary>
    private byte[] Damaged(byte[] bytes)
    {
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var noise = new byte[random.Next(1, 500)];
                random.NextBytes(noise);
                return noise;
            case 2:
                var at = random.Next(bytes.Length);
                return [.. bytes[..at], .. bytes[random.Next(bytes.Length)..], .. bytes[at..]];
            default:
                for (var flips = random.Next(1, 10); flips > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }

    private static void Add(List<byte> request, string text) => request.AddRange(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
