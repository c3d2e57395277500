using System.Security.Cryptography;
using System.Text;

namespace HepingReport.Feedback;

/// <summary>What a resident sends, checked and cleaned.</summary>
/// <param name="Key">Random, given out with the form.</param>
public sealed record Submission(string Key, ReportedPlace? Place, ProblemKind Kind, string Text, string? Contact)
{
    public const int LongestText = 2000;
    public const int LongestContact = 100;

    /// <summary>
    /// The same form with the same words, pressed twice, is one report; with other words it is another. The key is random and is not kept,
    /// so that nothing of what was deleted can be guessed from it.
    /// </summary>
    public string Fingerprint { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Key, Place?.Address, Place?.Quote, Kind.Code(), Text, Contact))));
}
