namespace HepingReport.Backups;

/// <summary>
/// <c>data/running.lock</c>: all sites that run on a data folder hold it together, a restore holds it alone. The system lets go of it when a
/// process ends, however it ends.
/// </summary>
public static class RunningLock
{
    /// <param name="held">Null where the data folder cannot be written: such a site keeps nothing there, and reading goes on without.</param>
    /// <returns>False while a backup is being restored.</returns>
    public static bool TryShare(string dataPath, out IDisposable? held)
    {
        try
        {
            held = Take(dataPath, FileShare.Read);
            return held is not null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            held = null;
            return true;
        }
    }

    /// <exception cref="BackupException">A site runs on the data folder.</exception>
    public static IDisposable Alone(string dataPath) =>
        Take(dataPath, FileShare.None) ?? throw new BackupException("网站正在运行，这一步没有做。请先停下网站。");

    /// <returns>Null where somebody holds it in another way.</returns>
    private static FileStream? Take(string dataPath, FileShare share)
    {
        var path = Path.Combine(Directory.CreateDirectory(dataPath).FullName, "running.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, share);
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(path))
        {
            return null;
        }
    }
}
