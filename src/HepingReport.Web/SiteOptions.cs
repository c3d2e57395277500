using System.Globalization;
using System.Net;
using HepingReport.Staff;
using HepingReport.Web.Delivery;
using HepingReport.Web.Operations;

namespace HepingReport.Web;

/// <summary>What whoever runs the site may set (appsettings.json, environment, command line).</summary>
/// <param name="ContentPath">Content:Path. The content folder; else <c>content</c> beside the program, else that of the checkout.</param>
/// <param name="DataPath">Data:Path. Where the site keeps what it makes; else <c>data</c> beside the content folder.</param>
/// <param name="Url">Site:Url. The public address for canonical links; else the address the server listens on. Never the Host header.</param>
/// <param name="ErrorReportUrl">Site:ErrorReportUrl. 我为政府网站找错; <c>{url}</c> stands for the page's address.</param>
/// <param name="PollInterval">Content:PollSeconds. How often the folder is looked at where the file system sends no events.</param>
/// <param name="SpeechCommand">Speech:Command. What turns <c>{text}</c> into <c>{wav}</c> for recordings; none unless set, because a robot's voice helps nobody.</param>
/// <param name="SpeechEncoder">Speech:Encoder. What turns <c>{wav}</c> into <c>{mp3}</c>.</param>
public sealed record SiteOptions(string ContentPath, string DataPath, Uri? Url, string? ErrorReportUrl, TimeSpan PollInterval, string? SpeechCommand, string SpeechEncoder)
{
    private const double ShortestPollSeconds = 0.1;
    private const string Ffmpeg = "ffmpeg -hide_banner -loglevel error -y -i {wav} -ac 1 -b:a 48k -metadata comment=合成语音 {mp3}";

    /// <summary>The content that came with the program, beside it; in a checkout there is none.</summary>
    public static string ShippedContentPath { get; } = Path.Combine(AppContext.BaseDirectory, "shipped-content");

    public OperationsOptions Operations { get; init; } = OperationsOptions.Default;

    public FeedbackOptions Feedback { get; init; } = FeedbackOptions.Default;

    public StaffRules Staff { get; init; } = StaffRules.Default;

    public DeliveryOptions Delivery { get; init; } = DeliveryOptions.Default;

    public LimitsOptions Limits { get; init; } = LimitsOptions.Default;

    /// <summary>Site:Proxies. Proxies, besides one on this machine, that are believed when they say for whom they ask; addresses or networks.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Site:Live. The live server that answers what a static export cannot: searching, filtering, 我要纠错, /staff.</summary>
    public Uri? Live { get; init; }

    /// <summary>Made for <c>export</c>: pages that a host without a program will serve.</summary>
    public bool IsExport { get; init; }

    /// <summary>An export with no live server beside it: nobody answers a question or takes a form.</summary>
    public bool IsAlone => IsExport && Live is null;

    /// <summary>Site:Primary. Where this is a copy for reading only: the address of the site on which staff edit.</summary>
    public Uri? Primary { get; init; }

    /// <summary>Neither the content nor portal.db is written here.</summary>
    public bool IsReadOnly => IsExport || Primary is not null;

    /// <summary>Site:SecurityContact. Who takes word of a weakness of the site, for security.txt; none is invented.</summary>
    public Uri? SecurityContact { get; init; }

    /// <summary>Staff:MayApproveOwn. Whether a publisher may approve what they wrote themselves.</summary>
    public bool MayApproveOwn { get; init; }

    /// <summary>Files:Browser. The Chromium that prints the PDF; null looks for one, empty or <c>none</c> makes no PDF.</summary>
    public string? Browser { get; init; }

    /// <exception cref="FormatException">A setting cannot be what it says; the message tells which and how to mend it.</exception>
    public static SiteOptions From(IConfiguration configuration)
    {
        var content = configuration["Content:Path"] is { Length: > 0 } given ? Path.GetFullPath(given) : DefaultContentPath();
        var data = configuration["Data:Path"] is { Length: > 0 } path ? Path.GetFullPath(path) : Path.Combine(Path.GetDirectoryName(content)!, "data");
        var errorReport = configuration["Site:ErrorReportUrl"] is { Length: > 0 } report ? report : null;
        return new SiteOptions(content, data, configuration.ReadUrl("Site:Url"), errorReport, ReadPollInterval(configuration["Content:PollSeconds"] ?? "2"),
            configuration["Speech:Command"], configuration["Speech:Encoder"] is { Length: > 0 } encoder ? encoder : Ffmpeg)
        {
            Browser = configuration["Files:Browser"],
            Live = configuration.ReadUrl("Site:Live"),
            Primary = configuration.ReadUrl("Site:Primary"),
            MayApproveOwn = configuration.ReadMay("Staff:MayApproveOwn"),
            Operations = OperationsOptions.From(configuration),
            Feedback = FeedbackOptions.From(configuration),
            Delivery = DeliveryOptions.From(configuration),
            Staff = StaffOptions.From(configuration),
            Limits = LimitsOptions.From(configuration),
            SecurityContact = ReadSecurityContact(configuration["Site:SecurityContact"]),
            Proxies = ReadProxies(configuration["Site:Proxies"]),
        };
    }

    public bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Proxies.Any(proxy => proxy.Contains(plain));
    }

    private static IReadOnlyList<IPNetwork> ReadProxies(string? value) =>
    [
        .. (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(entry =>
            IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.TryParse(entry, out var network) && network.PrefixLength > 0 ? network
            : throw new FormatException($"配置 Site:Proxies 里的“{entry}”不是 IP 地址，也不是 10.0.0.0/24 这样的网段。请写代理服务器的 IP 地址或网段，几个之间用逗号隔开。")),
    ];

    private static TimeSpan ReadPollInterval(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 3600
            ? TimeSpan.FromSeconds(Math.Max(ShortestPollSeconds, seconds))
            : throw new FormatException($"配置 Content:PollSeconds 写的是“{value}”，应当是不超过 3600 的秒数，例如 2。");

    private static Uri? ReadSecurityContact(string? value) =>
        string.IsNullOrEmpty(value) ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var contact) && contact.Scheme is "mailto" or "tel" or "https" && !value.Any(char.IsControl) ? contact
        : throw new FormatException($"配置 Site:SecurityContact 写的是“{value}”，应当是 mailto:anquan@example.cn、tel:+86-22-00000000 或 https:// 开头的网址。");

    private static string DefaultContentPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var content = Path.Combine(folder.FullName, "content");
            if (File.Exists(Path.Combine(content, "report", "report.yml")))
            {
                return content;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "content");
    }
}
