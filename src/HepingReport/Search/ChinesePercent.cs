using System.Globalization;
using System.Text;

namespace HepingReport.Search;

/// <summary>A percentage in its two ways of writing: 65% and 百分之六十五. Up to ten thousand, which is more than any report states.</summary>
public static class ChinesePercent
{
    private const string Prefix = "百分之";
    private const string Digits = "零一二三四五六七八九";
    private static readonly string[] places = ["", "十", "百", "千"];

    /// <summary>The other way of writing, or null where the text is no percentage.</summary>
    public static string? Other(string text)
    {
        if (text.EndsWith('%') && decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 10000)
        {
            return Prefix + InWords(value);
        }

        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var words = text[Prefix.Length..];
        var point = words.IndexOf('点', StringComparison.Ordinal);
        var decimals = point < 0 ? "" : "." + string.Concat(words[(point + 1)..].Select(digit => Digits.IndexOf(digit, StringComparison.Ordinal)));
        var written = $"{NumberIn(point < 0 ? words : words[..point])}{decimals}%";
        return Other(written) == text ? written : null;
    }

    /// <summary>What the words say if they are a number; the caller proves it by writing the number again.</summary>
    private static int NumberIn(string words)
    {
        var number = 0;
        var digit = 0;
        foreach (var character in words)
        {
            if (Array.IndexOf(places, character.ToString()) is > 0 and var place)
            {
                number += Math.Max(digit, 1) * (int)Math.Pow(10, place);
                digit = 0;
            }
            else
            {
                digit = Digits.IndexOf(character, StringComparison.Ordinal);
            }
        }

        return number + digit;
    }

    private static string InWords(decimal value)
    {
        var whole = (int)value;
        var written = value.ToString(CultureInfo.InvariantCulture);
        var point = written.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? WholeInWords(whole) : $"{WholeInWords(whole)}点{string.Concat(written[(point + 1)..].Select(digit => Digits[digit - '0']))}";
    }

    private static string WholeInWords(int number)
    {
        if (number == 0)
        {
            return "零";
        }

        var words = new StringBuilder();
        var skipped = false;
        var digits = number.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '0')
            {
                skipped = true;
                continue;
            }

            words.Append(skipped ? "零" : "").Append(Digits[digits[i] - '0']).Append(places[digits.Length - 1 - i]);
            skipped = false;
        }

        return number is >= 10 and < 20 ? words.ToString(1, words.Length - 1) : words.ToString();
    }
}
