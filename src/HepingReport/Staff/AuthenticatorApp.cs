using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace HepingReport.Staff;

/// <summary>
/// The second factor: six digits that an authenticator app counts from a shared key and the time (RFC 6238). The framework's own counts by the machine's clock
/// and takes a code as often as it comes; here a code is taken once, and none before it.
/// </summary>
public sealed class AuthenticatorApp(TimeProvider time) : IUserTwoFactorTokenProvider<StaffAccount>
{
    private const int StepSeconds = 30;

    /// <summary>Clocks differ, and typing takes its time: the step before and the one after are good too.</summary>
    private const int Tolerance = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>What the app reads from the picture.</summary>
    public static string AddressOf(string site, string account, string key) =>
        $"otpauth://totp/{Uri.EscapeDataString(site)}:{Uri.EscapeDataString(account)}?secret={key}&issuer={Uri.EscapeDataString(site)}";

    public static string CodeAt(string key, DateTimeOffset time) => CodeOf(BytesOf(key), StepAt(time));

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<StaffAccount> manager, StaffAccount user) => Task.FromResult(false);

    public Task<string> GenerateAsync(string purpose, UserManager<StaffAccount> manager, StaffAccount user) => throw new NotSupportedException("The app counts the code.");

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<StaffAccount> manager, StaffAccount user)
    {
        var key = BytesOf(user.AuthenticatorKey ?? "");
        var now = StepAt(time.GetUtcNow());

        // A last step ahead of all that can come now was counted by a clock that has been set back since.
        var last = user.LastStep <= now + Tolerance ? user.LastStep : 0;
        for (var step = Math.Max(now - Tolerance, last + 1); key.Length > 0 && step <= now + Tolerance; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(CodeOf(key, step)), System.Text.Encoding.UTF8.GetBytes(token)))
            {
                user.LastStep = step;
                return Task.FromResult(true);
            }
        }

        return Task.FromResult(false);
    }

    private static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    private static string CodeOf(byte[] key, long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238: the apps know SHA-1 for certain; as a keyed hash of a counter it is not broken.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] BytesOf(string key)
    {
        var bytes = new List<byte>();
        var (bits, buffer) = (0, 0);
        foreach (var letter in key)
        {
            (bits, buffer) = (bits + 5, (buffer << 5) | Base32.IndexOf(letter, StringComparison.Ordinal));
            if (bits >= 8)
            {
                bytes.Add((byte)(buffer >> (bits -= 8)));
                buffer &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }
}
