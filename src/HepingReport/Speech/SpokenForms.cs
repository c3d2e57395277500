using System.Collections.Frozen;
using System.Text;

namespace HepingReport;

/// <summary>How words of the report are said aloud where a voice would say what is printed wrongly: 65% is 百分之六十五.</summary>
/// <param name="Words">As printed, to the character.</param>
/// <param name="Spoken">As said.</param>
/// <param name="Place">The paragraph (or <c>note-1</c>, or a section's key for its heading) where alone it holds; null holds everywhere.</param>
public sealed record SpokenForm(string Words, string Spoken, string? Place = null);

/// <summary>The reviewed list of spoken forms. What is not listed is said as it is printed.</summary>
public sealed class SpokenForms
{
    public static readonly SpokenForms None = new([]);

    private readonly FrozenDictionary<char, SpokenForm[]> byFirst;

    public SpokenForms(IReadOnlyList<SpokenForm> all)
    {
        All = all;
        byFirst = all.Where(form => form.Words.Length > 0).GroupBy(form => form.Words[0]).ToFrozenDictionary(
            group => group.Key,
            group => group.OrderByDescending(form => form.Words.Length).ThenBy(form => form.Place is null).ToArray());
    }

    public IReadOnlyList<SpokenForm> All { get; }

    /// <summary>The text as it is said.</summary>
    public string Apply(string text, string place) => Apply(text, place, 0, text.Length);

    /// <summary>A part of the text as it is said; the part must not cut through words that have a form.</summary>
    public string Apply(string text, string place, int start, int end)
    {
        var spoken = new StringBuilder();
        foreach (var (form, at) in Find(text, place).Where(found => found.Start >= start && found.Start < end))
        {
            spoken.Append(text, start, at - start).Append(form.Spoken);
            start = at + form.Words.Length;
        }

        return spoken.Append(text, start, end - start).ToString();
    }

    /// <summary>
    /// The forms that hold in a text, from left to right without overlap: at each position the longest words win, and of equal ones
    /// those of the place. Digits within a longer number are no match: 5家 is not in 65家.
    /// </summary>
    public IEnumerable<(SpokenForm Form, int Start)> Find(string text, string place)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (byFirst.GetValueOrDefault(text[i])?.FirstOrDefault(form => Holds(form, text, i, place)) is { } found)
            {
                yield return (found, i);
                i += found.Words.Length - 1;
            }
        }
    }

    private static bool Holds(SpokenForm form, string text, int start, string place) =>
        (form.Place is null || form.Place == place)
        && text.AsSpan(start).StartsWith(form.Words, StringComparison.Ordinal)
        && !IsWithinNumber(text, start)
        && !IsWithinNumber(text, start + form.Words.Length);

    /// <summary>Whether the place between two characters lies inside a number, its decimal point included.</summary>
    internal static bool IsWithinNumber(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd('.');
        var after = text.AsSpan(at).TrimStart('.');
        return before.Length > 0 && after.Length > 0 && char.IsAsciiDigit(before[^1]) && char.IsAsciiDigit(after[0]);
    }
}
