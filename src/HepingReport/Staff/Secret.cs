using System.Security.Cryptography;
using System.Text;

namespace HepingReport.Staff;

/// <summary>What a person holds and the site knows again without keeping it: a session's cookie, the link for the first sign-in.</summary>
internal static class Secret
{
    public static string Draw() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
