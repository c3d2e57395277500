namespace HepingReport.Content;

/// <summary>A place in a content file. Line and column count from 1; the column counts UTF-16 units.</summary>
/// <param name="File">The path below the content folder, with forward slashes.</param>
public readonly record struct ContentPlace(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
