using HepingReport.Speech;

namespace HepingReport.Files;

/// <summary>Prints an HTML file as PDF by a browser without a window: tagged, with an outline, a title and a language, which is what the HTML has.</summary>
public sealed class PdfPrinter
{
    /// <summary>The setting that says: no PDF.</summary>
    public const string None = "none";

    private const string Arguments =
        "--headless --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-extensions "
        + "--generate-pdf-document-outline --no-pdf-header-footer --user-data-dir={profile} --print-to-pdf={pdf} {page}";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ExternalCommand command;

    private PdfPrinter(ExternalCommand command) => this.command = command;

    /// <param name="browser">Name, path or command; null for the first known one on the PATH.</param>
    /// <returns>Null where there is none, or <see cref="None"/> was asked for.</returns>
    public static PdfPrinter? Find(string? browser)
    {
        var named = browser is null ? Names.SelectMany(Candidates).FirstOrDefault(File.Exists) is { } found ? $"\"{found}\"" : null : browser.Trim();
        if (string.IsNullOrEmpty(named) || named == None)
        {
            return null;
        }

        // Chromium refuses to run as root inside its sandbox; it opens one file of our own, which may fetch and run nothing.
        return new PdfPrinter(ExternalCommand.Parse($"{named} {(Environment.IsPrivilegedProcess ? "--no-sandbox " : "")}{Arguments}")!);
    }

    /// <returns>The PDF, or what went wrong.</returns>
    internal async Task<(byte[]? Pdf, string? Fault)> PrintAsync(byte[] html, CancellationToken cancellation)
    {
        var work = Directory.CreateTempSubdirectory("report-pdf-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(work, "report.html"), Path.Combine(work, "report.pdf"));
            await File.WriteAllBytesAsync(page, html, cancellation);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            var fault = await command.RunAsync(new Dictionary<string, string> { ["profile"] = Path.Combine(work, "profile"), ["pdf"] = pdf, ["page"] = new Uri(page).AbsoluteUri }, patience.Token);
            return fault is not null ? (null, fault) : File.Exists(pdf) ? (await File.ReadAllBytesAsync(pdf, cancellation), null) : (null, $"{command}: no file was printed");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"{command}: not done within {Patience.TotalMinutes:0} minutes");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static IEnumerable<string> Candidates(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name));
}
