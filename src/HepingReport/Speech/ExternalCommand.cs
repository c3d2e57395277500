using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace HepingReport.Speech;

/// <summary>
/// A program that turns one file into another, as whoever runs the site wrote it in a setting: <c>espeak-ng -v cmn -w {wav} -f {text}</c>.
/// It is started by itself, never through a shell.
/// </summary>
public sealed class ExternalCommand
{
    private readonly IReadOnlyList<string> words;

    private ExternalCommand(IReadOnlyList<string> words) => this.words = words;

    /// <summary>Null where nothing is written. Words are divided by spaces; quotation marks keep spaces.</summary>
    public static ExternalCommand? Parse(string? written)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        var begun = false;
        foreach (var c in (written ?? "") + " ")
        {
            if (quote is null && c is '"' or '\'')
            {
                quote = c;
                begun = true;
            }
            else if (c == quote)
            {
                quote = null;
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                if (begun)
                {
                    words.Add(word.ToString());
                    word.Clear();
                    begun = false;
                }
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }

        return words.Count == 0 ? null : new ExternalCommand(words);
    }

    public override string ToString() => string.Join(' ', words);

    /// <summary>Runs it with the values put in for their names in braces; null when it went well, else what it said.</summary>
    public async Task<string?> RunAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(words[0]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(values.Aggregate(word, (filled, value) => filled.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal)));
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return $"{words[0]}: {fault.Message}";
        }

        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? null : $"{words[0]} ({process.ExitCode}): {(await errors).Trim()}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
