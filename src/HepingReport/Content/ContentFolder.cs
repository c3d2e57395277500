namespace HepingReport.Content;

/// <summary>Reading and checking a folder in one step.</summary>
public static class ContentFolder
{
    public static async Task<ContentLoad> LoadAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            return ContentLoader.Load(await ContentSource.ReadAsync(folder, cancellation));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The folder itself is gone or closed to us; single files are reported by name.
            return new ContentLoad(null, [ContentProblems.FolderMissing(folder)], ContentSource.Of([]));
        }
    }
}
