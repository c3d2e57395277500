using System.Globalization;

namespace HepingReport.Web.Endpoints;

/// <summary>
/// /.well-known/security.txt (RFC 9116): where to tell of a weakness of the site. Only where somebody is named who takes it; the telephone and mail
/// of the foot are for 违法和不良信息举报, and 我要纠错 is read by editors, publicly answered, and no place for it.
/// </summary>
public static class SecurityTxt
{
    /// <summary>The RFC advises less than a year; the site's release is looked after more often than that.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(180);

    public static void MapSecurityTxt(this WebApplication app) =>
        app.MapGet(Links.SecurityTxt, (SiteOptions options, SiteAddress address, TimeProvider time) => options.SecurityContact is { } contact
            ? Results.Text(Write(contact, address, time.GetUtcNow()), "text/plain; charset=utf-8")
            : Results.NotFound());

    /// <summary>From the first of the month, so that it is the same text for everybody who asks.</summary>
    private static string Write(Uri contact, SiteAddress address, DateTimeOffset now)
    {
        var expires = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero) + GoodFor;
        return $"Contact: {contact.AbsoluteUri}\nExpires: {expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\nPreferred-Languages: zh, en\nCanonical: {address.Absolute(Links.SecurityTxt)}\n";
    }
}
