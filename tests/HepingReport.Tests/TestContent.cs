using System.Text;
using HepingReport.Content;

namespace HepingReport.Tests;

/// <summary>The content that tests start from: the small report beside the tests, and the real one of the checkout. Both load without a problem.</summary>
internal static class TestContent
{
    public static string SmallFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Content", "SmallReport");

    public static string SpecsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Content", "Specs");

    public static string RealFolder { get; } = FindRealFolder();

    public static ContentSource Small { get; } = Read(SmallFolder);

    public static ContentSource Real { get; } = Read(RealFolder);

    public static ContentSnapshot SmallSnapshot { get; } = ContentLoader.Load(Small).Snapshot!;

    public static ContentSnapshot RealSnapshot { get; } = ContentLoader.Load(Real).Snapshot!;

    public static string TextOf(this ContentSource source, string path) => Encoding.UTF8.GetString(source.Find(path)!.Bytes.Span);

    /// <summary>The same content with one passage of one file written differently; the passage must stand there once.</summary>
    public static ContentSource Edit(this ContentSource source, string path, string words, string changed)
    {
        var text = source.TextOf(path);
        var start = text.IndexOf(words, StringComparison.Ordinal);
        Assert.True(start >= 0 && text.IndexOf(words, start + 1, StringComparison.Ordinal) < 0, $"{path} should hold “{words}” exactly once.");
        return source.With(path, text[..start] + changed + text[(start + words.Length)..]);
    }

    /// <summary>Line and column, from 1, of the only place where the words stand.</summary>
    public static ContentPlace PlaceOf(this ContentSource source, string path, string words)
    {
        var before = source.TextOf(path)[..source.TextOf(path).IndexOf(words, StringComparison.Ordinal)];
        return new ContentPlace(path, before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    private static ContentSource Read(string folder) => ContentSource.ReadAsync(folder, CancellationToken.None).GetAwaiter().GetResult();

    private static string FindRealFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HepingReport.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside a checkout of the repository.");
        }

        return Path.Combine(folder.FullName, "content");
    }
}
