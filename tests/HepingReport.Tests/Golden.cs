using System.Runtime.CompilerServices;

namespace HepingReport.Tests;

/// <summary>
/// Compares with a file that a person has looked at, in the folder Golden beside the test. GOLDEN=write renews the files; look at what changed before you commit it.
/// </summary>
internal static class Golden
{
    private const int MostLinesShown = 60;

    public static async Task MatchesAsync(string name, string actual, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, actual + "\n");
        }

        Assert.True(File.Exists(path), $"No {name} yet: GOLDEN=write makes it; read it before you commit it.");
        var expected = await File.ReadAllTextAsync(path);
        Assert.True(expected == actual + "\n", $"{name} is not what it was. If that is meant: GOLDEN=write, and read the difference.\n{Difference(expected.TrimEnd('\n').Split('\n'), actual.Split('\n'))}");
    }

    /// <summary>The lines that went (-) and came (+), each run of them after the line before it.</summary>
    private static string Difference(string[] before, string[] after)
    {
        // How many lines the rest of both has in common, from each pair of places on.
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<string>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                if (lines is [.., ['+' or '-', ..]] or [])
                {
                    lines.Add("");
                }

                lines[^1] = $"  {i + 1}: {before[i]}";
                (i, j) = (i + 1, j + 1);
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"- {before[i++]}");
            }
            else
            {
                lines.Add($"+ {after[j++]}");
            }
        }

        if (lines is [.., [' ', ..]])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return string.Join('\n', lines.Count <= MostLinesShown ? lines : [.. lines.Take(MostLinesShown), $"… and {lines.Count - MostLinesShown} lines more"]);
    }
}
