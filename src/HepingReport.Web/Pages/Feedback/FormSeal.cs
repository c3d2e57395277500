using System.Globalization;
using System.Security.Cryptography;
using HepingReport.Feedback;
using Microsoft.AspNetCore.DataProtection;

namespace HepingReport.Web.Pages;

/// <summary>What the site gives out with its pages and wants back unchanged, sealed: when a form was opened, and the receipt for the page after sending.</summary>
public sealed class FormSeal(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan ReceiptShownFor = TimeSpan.FromHours(1);

    private readonly IDataProtector stamps = protection.CreateProtector("feedback.stamp");

    public FormStamp NewStamp() => new(time.GetUtcNow(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Asked: false);

    public string Seal(FormStamp stamp) => stamps.Protect($"{stamp.OpenedAt.UtcTicks} {stamp.Key} {stamp.Asked}");

    /// <summary>Null where it is not ours.</summary>
    public FormStamp? OpenStamp(string? sealedStamp) =>
        Open(stamps, sealedStamp) is [var ticks, var key, var asked] ? new FormStamp(TimeOf(ticks), key, bool.Parse(asked)) : null;

    /// <summary>A receipt for an address: of no use without this browser's cookie, nor after an hour.</summary>
    public string Seal(Receipt receipt, string cookie) => Receipts(cookie).Protect($"{time.GetUtcNow().UtcTicks} {receipt.Digits}");

    public Receipt? OpenReceipt(string? sealedReceipt, string cookie) =>
        Open(Receipts(cookie), sealedReceipt) is [var ticks, var digits] && time.GetUtcNow() - TimeOf(ticks) <= ReceiptShownFor ? Receipt.Parse(digits) : null;

    private IDataProtector Receipts(string cookie) => protection.CreateProtector("feedback.receipt", cookie);

    private static string[] Open(IDataProtector protector, string? text)
    {
        try
        {
            return text is null ? [] : protector.Unprotect(text).Split(' ');
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static DateTimeOffset TimeOf(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
}

/// <param name="Key">Makes a form sent twice one report.</param>
/// <param name="Asked">The reader was too quick once and has been asked to send again.</param>
public sealed record FormStamp(DateTimeOffset OpenedAt, string Key, bool Asked);
