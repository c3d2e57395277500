using System.Collections;
using System.Net;
using System.Text;
using QRCoder;

namespace HepingReport.Sharing;

/// <summary>
/// An address as a code for a phone's camera. One path of unit squares, black on white whatever the reader's colours: cameras want it so.
/// The library's own SVG has an element for each run of squares.
/// </summary>
public static class QrPicture
{
    /// <param name="title">What it opens, for whoever does not see it.</param>
    public static string Svg(string address, string title)
    {
        // Four modules of quiet zone come with the matrix.
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count;
        return $"<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" role=\"img\" shape-rendering=\"crispEdges\"><title>{WebUtility.HtmlEncode(title)}</title><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{Squares(code.ModuleMatrix)}\"/></svg>";
    }

    /// <summary>Each run of dark modules of a row as a rectangle.</summary>
    private static StringBuilder Squares(List<BitArray> rows)
    {
        var path = new StringBuilder();
        foreach (var (y, row) in rows.Index())
        {
            for (var x = 0; x < row.Length; x++)
            {
                var start = x;
                while (x < row.Length && row[x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append($"M{start} {y}h{x - start}v1H{start}z");
                }
            }
        }

        return path;
    }
}
