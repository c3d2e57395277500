using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace HepingReport.Web.Endpoints;

/// <summary>
/// Brotli at quality 5. The framework's own provider knows only 1, 4 and 11: 4 leaves a section an eighth larger, since repeated markup
/// is found only from 5 on, and 11 takes sixty times as long.
/// </summary>
public sealed class Brotli : ICompressionProvider
{
    private static readonly BrotliCompressionOptions Quality = new() { Quality = 5 };

    public string EncodingName => "br";

    public bool SupportsFlush => true;

    public Stream CreateStream(Stream outputStream) => new BrotliStream(outputStream, Quality, leaveOpen: true);
}
