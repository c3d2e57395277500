using System.Globalization;

namespace HepingReport.Files;

/// <summary>Puts files where readers get them: the old one or the new one, never half of it.</summary>
internal static class WholeFile
{
    public static async Task PutAsync(ReadOnlyMemory<byte> bytes, string file, CancellationToken cancellation)
    {
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{file}.{Environment.ProcessId}.part");
        await File.WriteAllBytesAsync(temporary, bytes, cancellation);
        File.Move(temporary, file, overwrite: true);
    }
}
