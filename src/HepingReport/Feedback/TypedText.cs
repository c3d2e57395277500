using System.Text;

namespace HepingReport.Feedback;

/// <summary>What somebody typed, as it can be stored and shown: the same words, without what no reader sees and terminals obey.</summary>
public static class TypedText
{
    /// <summary>Line ends become one, control characters go, half a surrogate pair becomes �, white space at both ends goes.</summary>
    public static string Clean(string? typed)
    {
        var text = new StringBuilder();
        foreach (var rune in (typed ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t')
            {
                text.Append(rune.ToString());
            }
        }

        return text.ToString().Trim();
    }
}
