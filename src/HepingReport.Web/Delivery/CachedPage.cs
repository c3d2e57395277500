using System.Buffers;
using System.IO.Compression;
using System.Numerics;
using System.Security.Cryptography;

namespace HepingReport.Web.Delivery;

/// <summary>A page rendered once, kept compressed as it is sent.</summary>
public sealed class CachedPage
{
    private const int FastBrotli = 5;
    private const int BestBrotli = 11;
    private const int LeastWindowBits = 16;
    private const int MostWindowBits = 22;

    private readonly string hash;
    private readonly int length;
    private volatile Encoded brotli;
    private volatile Encoded? gzip;

    private CachedPage(string hash, int length, object stamp, bool isCare, Encoded brotli, Encoded? gzip)
    {
        this.hash = hash;
        this.length = length;
        Stamp = stamp;
        IsCare = isCare;
        this.brotli = brotli;
        this.gzip = gzip;
    }

    /// <summary>What the page shows besides the content; where it has another value by now, the page is of yesterday.</summary>
    public object Stamp { get; }

    /// <summary>For the request log, of which view readers make use.</summary>
    public bool IsCare { get; }

    public bool IsBest => brotli.Tags.Length > 1;

    /// <summary>What it takes in memory, roughly: its bytes, and some for what holds them.</summary>
    public long Size => brotli.Bytes.Length + (gzip?.Bytes.Length ?? brotli.Bytes.Length) + 1024;

    /// <param name="earlier">The same page as it was: with the same words, its compressed bytes are taken over.</param>
    public static CachedPage Of(ReadOnlySpan<byte> html, object stamp, bool isCare, CachedPage? earlier)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(html))[..32];
        return earlier?.hash == hash
            ? new(hash, html.Length, stamp, isCare, earlier.brotli, earlier.gzip)
            : new(hash, html.Length, stamp, isCare, new Encoded("br", Compress(html, FastBrotli), $"\"{hash}-br\""), null);
    }

    /// <summary>The bytes in an encoding that the reader's program takes; as they are for one that takes none.</summary>
    public Encoded In(string encoding) => encoding switch
    {
        "br" => brotli,
        "gzip" => gzip ??= new Encoded("gzip", Gzip(Html(), CompressionLevel.Optimal), $"\"{hash}-gzip\""),
        _ => new Encoded(null, Html(), $"\"{hash}\""),
    };

    /// <summary>Compresses as small as it goes, which takes long. Who has the bytes of before need not fetch these: the words are the same.</summary>
    public void CompressBest()
    {
        var html = Html();
        brotli = new Encoded("br", Compress(html, BestBrotli), [$"\"{hash}-br11\"", .. brotli.Tags]);
        gzip ??= new Encoded("gzip", Gzip(html, CompressionLevel.SmallestSize), $"\"{hash}-gzip\"");
    }

    private static byte[] Compress(ReadOnlySpan<byte> html, int quality)
    {
        // No larger than the page: at the best quality the encoder takes eight times its window of memory, and the time to clear it.
        var window = Math.Clamp(BitOperations.Log2((uint)html.Length) + 1, LeastWindowBits, MostWindowBits);
        var room = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(html.Length));
        try
        {
            return BrotliEncoder.TryCompress(html, room, out var length, quality, window)
                ? room[..length]
                : throw new InvalidOperationException("Brotli found no room in what it said was enough.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static byte[] Gzip(byte[] html, CompressionLevel level)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, level))
        {
            gzip.Write(html);
        }

        return bytes.ToArray();
    }

    private byte[] Html()
    {
        var html = new byte[length];
        return BrotliDecoder.TryDecompress(brotli.Bytes, html, out var written) && written == length
            ? html
            : throw new InvalidOperationException("A kept page is not what was compressed.");
    }

    /// <param name="Name">As in Content-Encoding; null for none.</param>
    /// <param name="Tags">A strong tag of these bytes, then those of earlier bytes that say the same.</param>
    public sealed record Encoded(string? Name, byte[] Bytes, params string[] Tags);
}
