using System.Security.Cryptography;
using System.Text;

namespace HepingReport.Web.Security;

/// <summary>
/// Counts without keeping an address: each falls into one of 65,536 buckets by a hash whose key is drawn at start. That also bounds the memory,
/// whoever comes from however many addresses.
/// </summary>
public sealed class AddressBuckets
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public ushort Of(string who) => BitConverter.ToUInt16(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(who)));
}
