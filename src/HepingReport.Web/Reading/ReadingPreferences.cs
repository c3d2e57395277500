using System.Globalization;

namespace HepingReport.Web.Reading;

/// <summary>
/// How one reader wants to read: view, text size and theme. Kept in one small cookie that holds nothing else and identifies nobody,
/// so that the server renders the page right the first time.
/// </summary>
public sealed record ReadingPreferences(string View, int Size, string Theme)
{
    public const string CookieName = "reading";
    public const string Standard = "standard";
    public const string Care = "care";
    public const int LargestSize = 6;

    /// <summary>The themes by the names readers of such sites know.</summary>
    public static readonly IReadOnlyList<(string Id, string Name)> Themes =
    [
        ("auto", "跟随设备"),
        ("paper", "米色纸面"),
        ("white", "白底深灰字"),
        ("dark", "深色"),
        ("black-on-white", "白底黑字"),
        ("yellow-on-black", "黑底黄字"),
        ("black-on-yellow", "黄底黑字"),
        ("yellow-on-blue", "蓝底黄字"),
        ("white-on-blue", "蓝底白字"),
    ];

    public static readonly IReadOnlyList<string> SizeNames = ["标准", "稍大", "大", "更大", "特大", "最大"];

    public static ReadingPreferences Default { get; } = new(Standard, 1, "auto");

    public bool IsCare => View == Care;

    /// <summary>Reads the cookie's <c>view=care&amp;size=3&amp;theme=dark</c>; whatever is unknown keeps its default.</summary>
    public static ReadingPreferences Parse(string? cookie)
    {
        var preferences = Default;
        foreach (var pair in (cookie ?? "").Split('&', 8))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (k, v) : ("", "");
            preferences = preferences.With(key, value);
        }

        return preferences;
    }

    /// <summary>The same with one setting changed; an unknown setting or value changes nothing.</summary>
    public ReadingPreferences With(string key, string value) => key switch
    {
        "view" when value is Standard or Care => this with { View = value },
        "size" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= LargestSize => this with { Size = size },
        "theme" when Themes.Any(theme => theme.Id == value) => this with { Theme = value },
        _ => this,
    };

    public string ToCookie() => $"view={View}&size={Size}&theme={Theme}";
}
