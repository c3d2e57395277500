using System.Globalization;

namespace HepingReport.Web;

/// <summary>A setting that is absent or empty is its preset; one that cannot be what it says is refused with what may be written.</summary>
internal static class SettingReading
{
    /// <exception cref="FormatException">No whole number, or none from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public static int ReadNumber(this IConfiguration configuration, string key, double preset, int least, int most) =>
        configuration[key] is not { Length: > 0 } value ? (int)preset
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new FormatException($"配置 {key} 写的是“{value}”，应当是 {least} 到 {most} 的整数，例如 {preset}。");

    /// <exception cref="FormatException">Neither on nor off.</exception>
    public static bool ReadOnOrOff(this IConfiguration configuration, string key) => configuration[key] switch
    {
        null or "" or "on" => true,
        "off" => false,
        var value => throw new FormatException($"配置 {key} 写的是“{value}”，应当是 on（开）或 off（关）。"),
    };

    /// <exception cref="FormatException">Neither true nor false.</exception>
    public static bool ReadMay(this IConfiguration configuration, string key) =>
        configuration[key] is not { Length: > 0 } value ? false
        : bool.TryParse(value, out var may) ? may
        : throw new FormatException($"配置 {key} 写的是“{value}”，应当是 true（可以）或 false（不可以）。");

    /// <exception cref="FormatException">No address of a site: http or https, without a path.</exception>
    public static Uri? ReadUrl(this IConfiguration configuration, string key) =>
        configuration[key] is not { Length: > 0 } value ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", AbsolutePath: "/" } ? url
        : throw new FormatException($"配置 {key} 写的是“{value}”，应当是 https://report.example.cn 这样的网址，后面不带路径。");
}
