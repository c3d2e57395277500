using System.Security.Cryptography;
using HepingReport.Feedback;

namespace HepingReport.Tests.Feedback;

public sealed class ReceiptTests
{
    private static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();

    [Fact]
    public void A_receipt_is_sixteen_digits_in_fours_and_no_two_are_alike()
    {
        var drawn = Enumerable.Range(0, 10_000).Select(_ => Receipt.Draw(Random)).ToList();

        Assert.All(drawn, receipt => Assert.Matches("^[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}$", receipt.ToString()));
        Assert.Equal(drawn.Count, drawn.Distinct().Count());
        for (var place = 0; place < Receipt.Length - 1; place++)
        {
            // Each digit a thousand times; six standard deviations of 30.
            Assert.All(drawn.CountBy(receipt => receipt.Digits[place]), digit => Assert.InRange(digit.Value, 820, 1180));
        }
    }

    [Fact]
    public void It_is_found_however_it_is_typed()
    {
        var receipt = Receipt.Draw(Random);
        var wide = string.Concat(receipt.Digits.Select(digit => (char)(digit - '0' + '０')));

        foreach (var typed in new[] { receipt.Digits, receipt.ToString(), $"  {receipt}\n", receipt.ToString().Replace(' ', '-'), receipt.ToString().Replace(' ', '—'), wide, receipt.ToString().Replace(' ', '　') })
        {
            Assert.Equal(receipt, Receipt.Parse(typed));
        }
    }

    [Fact]
    public void Every_single_wrong_digit_is_told_and_most_that_changed_places()
    {
        var swapped = 0;
        var told = 0;
        for (var drawn = 0; drawn < 200; drawn++)
        {
            var digits = Receipt.Draw(Random).Digits;
            for (var place = 0; place < digits.Length; place++)
            {
                foreach (var other in "0123456789".Where(other => other != digits[place]))
                {
                    Assert.Null(Receipt.Parse(digits[..place] + other + digits[(place + 1)..]));
                }

                if (place > 0 && digits[place] != digits[place - 1])
                {
                    swapped++;
                    told += Receipt.Parse(digits[..(place - 1)] + digits[place] + digits[place - 1] + digits[(place + 1)..]) is null ? 1 : 0;
                }
            }
        }

        Assert.True(told > swapped * 0.95, $"{told} of {swapped}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1234 5678")]
    [InlineData("abcd efgh ijkl mnop")]
    [InlineData("' OR 1=1 --")]
    [InlineData("🀄🀄🀄🀄")]
    public void What_cannot_be_a_receipt_is_none(string? typed) => Assert.Null(Receipt.Parse(typed));

    [Fact]
    public void A_flood_of_digits_is_none_nor_are_halves_of_surrogate_pairs()
    {
        Assert.Null(Receipt.Parse(new string('1', 1_000_000)));
        Assert.Null(Receipt.Parse(new string('\ud800', 16)));
    }
}
