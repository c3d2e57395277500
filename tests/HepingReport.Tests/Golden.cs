namespace HepingReport.Tests;

/// <summary>Compares with a file that a person has looked at. GOLDEN=write renews the files; look at what changed before you commit it.</summary>
internal static class Golden
{
    public static async Task MatchesAsync(string name, string actual)
    {
        var path = Path.Combine(Path.GetDirectoryName(TestContent.RealFolder)!, "tests", "HepingReport.Tests", "Charts", "Golden", name);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, actual + "\n");
        }

        Assert.Equal(await File.ReadAllTextAsync(path), actual + "\n");
    }
}
