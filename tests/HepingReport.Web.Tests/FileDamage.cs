using System.Text;

namespace HepingReport.Web.Tests;

/// <summary>Damages a file on the disk, the same way for the same random numbers.</summary>
internal static class FileDamage
{
    private const int Page = 4096;

    /// <returns>What was done.</returns>
    public static string Do(string path, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        var page = random.Next(Math.Max(1, bytes.Length / Page)) * Page;
        var rest = Math.Min(Page, bytes.Length - page);
        var what = random.Next(9) switch
        {
            0 or 1 => Flip(0, bytes.Length, "bits flipped"),
            2 => Flip(0, Math.Min(100, bytes.Length), "bits of the header flipped"),
            3 => Flip(page, rest, "bits of one page flipped"),
            4 => Change("cut off", bytes[..random.Next(bytes.Length)]),
            5 => Change($"page at {page} zeroed", bytes, () => Array.Clear(bytes, page, rest)),
            6 => Change($"page at {page} in another's place", bytes, () => bytes.AsSpan(page, rest).CopyTo(bytes.AsSpan(random.Next(Math.Max(1, bytes.Length / Page)) * Page))),
            7 => Change("replaced by text", Encoding.UTF8.GetBytes(new string('字', random.Next(1, 20_000)))),
            _ => Change("noise in one page", bytes, () => random.NextBytes(bytes.AsSpan(page, rest))),
        };
        return $"{Path.GetFileName(path)}: {what}";

        string Flip(int from, int length, string what) => Change(what, bytes, () =>
        {
            for (var i = random.Next(1, 17); i > 0 && length > 0; i--)
            {
                bytes[from + random.Next(length)] ^= (byte)(1 << random.Next(8));
            }
        });

        string Change(string what, byte[] result, Action? change = null)
        {
            change?.Invoke();

            // Into the file that programs may have open, not into one in its place.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Write(result);
            file.SetLength(result.Length);
            return what;
        }
    }
}
