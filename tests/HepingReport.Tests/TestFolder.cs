namespace HepingReport.Tests;

/// <summary>A folder of real files that goes with its test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("heping-tests-");

    private TestFolder()
    {
    }

    public string Path => System.IO.Path.Combine(root.FullName, "content");

    /// <summary>A place beside the content folder, outside of it.</summary>
    public string Outside => root.FullName;

    public static TestFolder CopyOf(string folder)
    {
        var copy = new TestFolder();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = copy[System.IO.Path.GetRelativePath(folder, file)];
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public string this[string path] => System.IO.Path.Combine(Path, path);

    public void Dispose() => root.Delete(recursive: true);
}
