using HepingReport.Content;
using HepingReport.Web.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace HepingReport.Web.Pages;

/// <summary>
/// Reading settings by a plain form. It changes nothing but the sender's own cookie, so it needs no antiforgery token,
/// and with it no cookie that could tell readers apart.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class ReadingModel : SitePage
{
    public ReadingModel(ContentSnapshot content)
        : base(content) => Head = PageHead.Of("阅读设置", "字号、配色、行距、关怀版和其他阅读设置。") with { Unlisted = true };

    /// <summary>The page of this site the reader came from.</summary>
    public string? From { get; private set; }

    /// <summary>The settings before they were saved just now.</summary>
    public ReadingPreferences? Before { get; private set; }

    public bool Undone { get; private set; }

    /// <summary>The browser did not send back what it was given to keep.</summary>
    public bool Refused => Before is not null && HttpContext.Visit().IsFirst;

    /// <summary>What the last saving changed, in words.</summary>
    public string Changes => string.Concat(Reading.ChangesFrom(Before!).Select(setting => $"{setting.Name}：{setting.NameOf(Reading[setting.Key])}。"));

    public void OnGet(string? from, string? before, bool undone)
    {
        From = PageOfThisSite(from);
        Before = before is null ? null : ReadingPreferences.Parse(before);
        Undone = undone;
    }

    /// <param name="undo">The settings to go back to, as <see cref="ReadingPreferences.ToCookie"/> writes them.</param>
    /// <param name="keep">Remember the settings as they are and go on: the answer to the hint of the first visit.</param>
    public async Task<IActionResult> OnPostAsync(string? from, string? undo, bool reset, bool keep, CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is not { } form)
        {
            return BadRequest();
        }

        var chosen = undo is not null ? ReadingPreferences.Parse(undo)
            : reset ? ReadingPreferences.Default
            : ReadingSetting.All.Aggregate(Reading, (preferences, setting) => preferences.With(setting.Key, form[setting.Key].ToString()));
        HttpContext.RememberReading(chosen);
        var page = PageOfThisSite(from);
        return LocalRedirect(keep
            ? page ?? Links.Home
            : QueryHelpers.AddQueryString(Links.ReadingSettings, new Dictionary<string, string?>
            {
                ["from"] = page,
                ["before"] = Reading.ToCookie(),
                ["undone"] = undo is null ? null : "true",
            }));
    }

    /// <summary>Not this page itself.</summary>
    private string? PageOfThisSite(string? address) => OfThisSite(address) is { } page && !page.StartsWith(Links.ReadingSettings, StringComparison.Ordinal) ? page : null;
}
