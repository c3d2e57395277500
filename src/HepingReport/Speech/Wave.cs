using System.Buffers.Binary;

namespace HepingReport.Speech;

/// <summary>Uncompressed sound as a speech engine writes it: a RIFF/WAVE file with linear PCM.</summary>
/// <param name="Format">The body of the file's <c>fmt </c> chunk; only sounds of one format can be joined.</param>
/// <param name="Samples">The body of its <c>data</c> chunk.</param>
public sealed record Wave(ReadOnlyMemory<byte> Format, ReadOnlyMemory<byte> Samples)
{
    private const int Pcm = 1;
    private const int ExtensiblePcm = 0xFFFE;

    public double Seconds => (double)Samples.Length / BytesPerSecond;

    private int BytesPerSecond => BinaryPrimitives.ReadInt32LittleEndian(Format.Span[8..]);

    private int BytesPerFrame => BinaryPrimitives.ReadInt16LittleEndian(Format.Span[12..]);

    /// <summary>Null where the bytes are no such file.</summary>
    public static Wave? Read(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < 12 || !bytes[..4].SequenceEqual("RIFF"u8) || !bytes[8..12].SequenceEqual("WAVE"u8))
        {
            return null;
        }

        ReadOnlyMemory<byte> format = default;
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            // Engines that write to a pipe leave the length open, as -1 or more than there is: then the rest belongs to the chunk.
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]), (uint)(bytes.Length - at - 8));
            var name = bytes.Slice(at, 4);
            if (name.SequenceEqual("fmt "u8) && length >= 16)
            {
                format = file.Slice(at + 8, length);
            }
            else if (name.SequenceEqual("data"u8))
            {
                return IsPcm(format.Span) ? new Wave(format, file.Slice(at + 8, length)) : null;
            }

            at += 8 + length + (length & 1);
        }

        return null;
    }

    /// <summary>Nothing to be heard, in this sound's format.</summary>
    public Wave Silence(double seconds) => this with { Samples = new byte[(int)(seconds * BytesPerSecond) / BytesPerFrame * BytesPerFrame] };

    /// <summary>One file with the sounds after one another; null where they differ in format.</summary>
    public static byte[]? Join(IReadOnlyList<Wave> sounds)
    {
        var format = sounds[0].Format;
        if (sounds.Any(sound => !sound.Format.Span.SequenceEqual(format.Span)))
        {
            return null;
        }

        var length = sounds.Sum(sound => sound.Samples.Length);
        var file = new byte[12 + 8 + format.Length + 8 + length];
        Write("RIFF"u8, file.Length - 8, 0);
        "WAVE"u8.CopyTo(file.AsSpan(8));
        Write("fmt "u8, format.Length, 12);
        format.Span.CopyTo(file.AsSpan(20));
        Write("data"u8, length, 20 + format.Length);
        var at = 28 + format.Length;
        foreach (var sound in sounds)
        {
            sound.Samples.Span.CopyTo(file.AsSpan(at));
            at += sound.Samples.Length;
        }

        return file;

        void Write(ReadOnlySpan<byte> name, int chunk, int at)
        {
            name.CopyTo(file.AsSpan(at));
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 4), chunk);
        }
    }

    private static bool IsPcm(ReadOnlySpan<byte> format) =>
        format.Length >= 16 && BinaryPrimitives.ReadUInt16LittleEndian(format) is Pcm or ExtensiblePcm
        && BinaryPrimitives.ReadInt32LittleEndian(format[8..]) > 0 && BinaryPrimitives.ReadInt16LittleEndian(format[12..]) > 0;
}
