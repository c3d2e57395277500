using System.Globalization;

namespace HepingReport.Editing.Forms;

/// <summary>What a form sent, by the fields' names. A field that was not sent is one that nobody changed.</summary>
public sealed class FormValues(IEnumerable<KeyValuePair<string, string>> values)
{
    private readonly Dictionary<string, string> values = new(values, StringComparer.Ordinal);

    /// <summary>Without plain spaces around it, and line feeds only; null where it was not sent. A line feed at the start may be the source's own.</summary>
    public string? this[string name] => values.TryGetValue(name, out var value) ? Clean(value) : null;

    /// <summary>How many rows of this name were sent, empty ones too.</summary>
    public int RowsOf(string name)
    {
        var count = 0;
        while (values.Keys.Any(key => key.StartsWith(At(name, count), StringComparison.Ordinal)))
        {
            count++;
        }

        return count;
    }

    /// <summary>The same with two rows in each other's place.</summary>
    public FormValues Swap(string name, int one, int other)
    {
        var (first, second) = (At(name, one), At(name, other));
        return new FormValues(values.Select(entry => KeyValuePair.Create(
            entry.Key.StartsWith(first, StringComparison.Ordinal) ? second + entry.Key[first.Length..]
            : entry.Key.StartsWith(second, StringComparison.Ordinal) ? first + entry.Key[second.Length..]
            : entry.Key,
            entry.Value)));
    }

    /// <summary>The same with nothing in this row.</summary>
    public FormValues Clear(string name, int row) =>
        new(values.Select(entry => entry.Key.StartsWith(At(name, row), StringComparison.Ordinal) ? KeyValuePair.Create(entry.Key, "") : entry));

    public FormValues With(string name, string value) => new(values.Where(entry => entry.Key != name).Append(KeyValuePair.Create(name, value)));

    /// <summary>The name of a row: what its fields begin with.</summary>
    public static string At(string name, int row) => string.Create(CultureInfo.InvariantCulture, $"{name}[{row}]");

    /// <summary>The name under which a form also sends what a field held before it was cleaned.</summary>
    public static string Before(string name) => "before:" + name;

    /// <summary>The same with every field as it was before it was cleaned.</summary>
    internal FormValues Restored => values.Keys.Where(name => name.StartsWith(Before(""), StringComparison.Ordinal)).Aggregate(this, (all, name) => all.With(name[Before("").Length..], values[name]));

    internal static string Clean(string value) => Draft.Normalise(value).TrimStart(' ', '\t').TrimEnd(' ', '\t', '\n');
}
