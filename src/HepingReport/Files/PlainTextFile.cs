using System.Text;

namespace HepingReport.Files;

/// <summary>The report as plain text: the text that is proven against the source, and below a rule what the site says of it.</summary>
internal static class PlainTextFile
{
    internal const string Rule = "————————";

    /// <summary>With a byte order mark and both line ends: older programs on residents' computers show neither Chinese nor lines without them.</summary>
    public static byte[] Write(Edition edition)
    {
        List<string> blocks = [edition.Report.Title, edition.Byline, edition.Content.Fidelity.Printed, Rule];
        if (edition.Remarks is { Count: > 0 } remarks)
        {
            blocks.Add($"{Edition.RemarksHeading}（{Edition.RemarksLead.TrimEnd('。')}）");
            blocks.AddRange(remarks.Select(remark => remark.Line.ReplaceLineEndings("↵")));
        }

        blocks.Add(edition.Imprint);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\n\n", blocks).ReplaceLineEndings("\r\n") + "\r\n")];
    }
}
