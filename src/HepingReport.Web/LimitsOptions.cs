namespace HepingReport.Web;

/// <summary>
/// What whoever runs the site may set about how much one visitor, or all together, may ask for. A whole quarter can share one address of its carrier:
/// with a hundred and more people behind it who search at the same minute, nobody is to be stopped; a program that asks without pause is.
/// </summary>
/// <param name="SearchesPerMinute">Limits:SearchesPerMinute. Searches from one address, on the page and in the API; the page asks as one types.</param>
/// <param name="DataPerMinute">Limits:DataPerMinute. Answers of the API and data files to one address.</param>
/// <param name="LookUpsPerHour">Limits:LookUpsPerHour. Receipts one address may look up.</param>
/// <param name="SignInsPerQuarterHour">Limits:SignInsPerQuarterHour. Passwords one address may try, for all names together: an office begins work at the same hour.</param>
/// <param name="QueryLength">Limits:QueryLength. The longest query of an address, in bytes as it is sent.</param>
/// <param name="Rendering">Limits:RenderSeconds. How long a page or an answer of the API may be worked on.</param>
/// <param name="Connections">Limits:Connections. Open at the same time; who comes then is hung up on.</param>
/// <param name="HeaderBytes">Limits:HeaderKilobytes. All header lines of a request together.</param>
/// <param name="HeaderLines">Limits:HeaderLines.</param>
/// <param name="HeadersWithin">Limits:HeaderSeconds. The head of a request has to be there after so long.</param>
/// <param name="BodyBytes">Limits:BodyKilobytes. What is sent to a page that has no limit of its own; the forms of 我要纠错 and of the staff have.</param>
/// <param name="LeastBytesPerSecond">Limits:LeastBytesPerSecond. Who sends or takes slower than this, after <see cref="Grace"/>, is hung up on.</param>
/// <param name="KeepAlive">Limits:KeepAliveSeconds. How long a connection may wait for its next request.</param>
/// <param name="Streams">Limits:Http2Streams. Requests at the same time over one connection of HTTP/2.</param>
/// <param name="WindowBytes">Limits:Http2WindowKilobytes. What one connection of HTTP/2 may send ahead of being read.</param>
public sealed record LimitsOptions(
    int SearchesPerMinute, int DataPerMinute, int LookUpsPerHour, int SignInsPerQuarterHour, int QueryLength, TimeSpan Rendering,
    int Connections, int HeaderBytes, int HeaderLines, TimeSpan HeadersWithin, int BodyBytes, int LeastBytesPerSecond, TimeSpan KeepAlive, int Streams, int WindowBytes)
{
    /// <summary>A telephone in a lift.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private const int Kilobyte = 1024;
    private const int AnyMany = 1_000_000_000;

    public static LimitsOptions Default { get; } = From(new ConfigurationBuilder().Build());

    /// <exception cref="FormatException">A setting cannot be what it says; the message tells which and how to mend it.</exception>
    public static LimitsOptions From(IConfiguration configuration)
    {
        return new LimitsOptions(
            Read("SearchesPerMinute", 1200, 1, AnyMany),
            Read("DataPerMinute", 1200, 1, AnyMany),
            Read("LookUpsPerHour", 600, 1, AnyMany),
            Read("SignInsPerQuarterHour", 60, 1, AnyMany),
            Read("QueryLength", 4096, 1024, 8192),
            TimeSpan.FromSeconds(Read("RenderSeconds", 15, 1, 3600)),
            Read("Connections", 10_000, 1, AnyMany),
            Read("HeaderKilobytes", 16, 4, 1024) * Kilobyte,
            Read("HeaderLines", 64, 20, 1000),
            TimeSpan.FromSeconds(Read("HeaderSeconds", 15, 1, 3600)),
            Read("BodyKilobytes", 64, 8, 1024) * Kilobyte,
            Read("LeastBytesPerSecond", 240, 0, AnyMany),
            TimeSpan.FromSeconds(Read("KeepAliveSeconds", 120, 1, 86_400)),
            Read("Http2Streams", 100, 1, 10_000),
            Read("Http2WindowKilobytes", 256, 64, 65_536) * Kilobyte);

        int Read(string name, int preset, int least, int most) => configuration.ReadNumber($"Limits:{name}", preset, least, most);
    }
}
