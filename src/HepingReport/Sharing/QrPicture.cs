using System.Net;
using QRCoder;

namespace HepingReport.Sharing;

/// <summary>An address as a code for a phone's camera: dark on white whatever the reader's colours, with the four free modules that cameras want.</summary>
public static class QrPicture
{
    /// <param name="name">What it opens, for whoever does not see it.</param>
    public static string Svg(string address, string name)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        return picture.GetGraphic(1, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute)
            .Replace("<svg ", $"<svg class=\"qr\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(name)}\" ", StringComparison.Ordinal);
    }
}
