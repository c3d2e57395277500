using System.Collections.Immutable;

namespace HepingReport.Web.Reading;

/// <summary>
/// How one reader wants to read. Kept in one small cookie that holds nothing else and identifies nobody, so that the server renders the page
/// right the first time. Of the settings it knows only those that differ from their default.
/// </summary>
public sealed class ReadingPreferences
{
    public const string CookieName = "reading";
    public const string Standard = "standard";
    public const string Care = "care";

    /// <summary>No choice of settings needs more; whatever is longer is not ours.</summary>
    public const int LongestCookie = 200;

    private readonly ImmutableDictionary<string, string> chosen;

    private ReadingPreferences(ImmutableDictionary<string, string> chosen) => this.chosen = chosen;

    public static ReadingPreferences Default { get; } = new(ImmutableDictionary<string, string>.Empty);

    public static ReadingPreferences CareView { get; } = Default.With("view", Care);

    public string View => this["view"];

    public bool IsCare => View == Care;

    /// <summary>The value of a setting, by its key.</summary>
    public string this[string key] => chosen.GetValueOrDefault(key) ?? ReadingSetting.Find(key)!.Default;

    /// <summary>Reads the cookie's <c>view=care&amp;size=3</c>; whatever is unknown keeps its default.</summary>
    public static ReadingPreferences Parse(string? cookie)
    {
        if (cookie is null or { Length: > LongestCookie })
        {
            return Default;
        }

        return cookie.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .Aggregate(Default, (preferences, pair) => preferences.With(pair[0], pair[1]));
    }

    /// <summary>The same with one setting changed; an unknown setting or value changes nothing.</summary>
    public ReadingPreferences With(string key, string value)
    {
        if (ReadingSetting.Find(key) is not { } setting || !setting.Allows(value))
        {
            return this;
        }

        return new(value == setting.Default ? chosen.Remove(key) : chosen.SetItem(key, value));
    }

    /// <summary>The settings that differ from those of another choice.</summary>
    public IEnumerable<ReadingSetting> ChangesFrom(ReadingPreferences other) => ReadingSetting.All.Where(setting => this[setting.Key] != other[setting.Key]);

    /// <summary>The view, and what else is not as by default.</summary>
    public string ToCookie() =>
        string.Join('&', ReadingSetting.All.Where(setting => setting.Key == "view" || chosen.ContainsKey(setting.Key)).Select(setting => $"{setting.Key}={this[setting.Key]}"));

    /// <summary>For the page's <c>&lt;html&gt;</c>: the one place where settings reach a page. All of it comes from the table, so nothing needs escaping.</summary>
    public string ToAttributes() =>
        string.Join(' ', ReadingSetting.All.Where(setting => setting.AlwaysOnPage || chosen.ContainsKey(setting.Key)).Select(setting => $"data-{setting.Key}=\"{this[setting.Key]}\""));
}
