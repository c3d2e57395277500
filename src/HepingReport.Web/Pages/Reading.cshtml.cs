using HepingReport.Content;
using HepingReport.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>
/// Reading settings by a plain form. It changes nothing but the sender's own cookie, so it needs no antiforgery token,
/// and with it no cookie that could tell readers apart.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class ReadingModel : SitePage
{
    public ReadingModel(ContentSnapshot content)
        : base(content) => Head = PageHead.Of("阅读设置", "字号、配色和关怀版。") with { Unlisted = true };

    public bool Saved { get; private set; }

    public void OnGet(bool saved) => Saved = saved;

    public IActionResult OnPost(string? view, string? size, string? theme, bool reset)
    {
        HttpContext.RememberReading(reset
            ? ReadingPreferences.Default
            : Reading.With("view", view ?? "").With("size", size ?? "").With("theme", theme ?? ""));
        return Redirect($"{Links.ReadingSettings}?saved=true");
    }
}
