using System.Globalization;
using System.Security.Cryptography;

namespace HepingReport.Feedback;

/// <summary>
/// 回执编号: sixteen digits, the last of them a check digit. Whoever knows it may read the answer and withdraw the report, so it is drawn at random;
/// digits alone, in fours as on a bank card, can be read out on the telephone and typed by those who know no letters.
/// </summary>
public sealed record Receipt
{
    public const int Length = 16;

    private Receipt(string digits) => Digits = digits;

    public string Digits { get; }

    public static Receipt Draw(RandomNumberGenerator random)
    {
        var digits = new char[Length];
        var drawn = new byte[1];
        for (var i = 0; i < Length - 1;)
        {
            random.GetBytes(drawn);
            if (drawn[0] < 250) // 250 to 255 would make the low digits likelier.
            {
                digits[i++] = (char)('0' + (drawn[0] % 10));
            }
        }

        digits[^1] = CheckDigitOf(digits.AsSpan(0, Length - 1));
        return new Receipt(new string(digits));
    }

    /// <summary>Reads what somebody typed: spaces, dashes and full-width digits are all the same; null where it cannot be a receipt, as after a slip of the finger.</summary>
    public static Receipt? Parse(string? typed)
    {
        var digits = new List<char>(Length);
        foreach (var c in typed ?? "")
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
            {
                digits.Add((char)('0' + digit));
            }
            else if (!char.IsWhiteSpace(c) && !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.DashPunctuation)
            {
                return null;
            }

            if (digits.Count > Length)
            {
                return null;
            }
        }

        return digits.Count == Length && CheckDigitOf([.. digits[..^1]]) == digits[^1] ? new Receipt(string.Concat(digits)) : null;
    }

    /// <summary>As it is shown: 4821 0937 5512 6604.</summary>
    public override string ToString() => string.Join(' ', Digits.Chunk(4).Select(four => new string(four)));

    internal static Receipt Stored(string digits) => new(digits);

    /// <summary>ISO 7064 MOD 11,10: tells every single wrong digit.</summary>
    private static char CheckDigitOf(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var digit in digits)
        {
            var sum = (product + digit - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (char)('0' + ((11 - product) % 10));
    }
}
