namespace HepingReport.Content;

public enum ProblemLevel
{
    /// <summary>Worth mending, but readers get the content.</summary>
    Warning,

    /// <summary>The content is not published; readers keep the last good one.</summary>
    Error,
}

/// <summary>One thing wrong in the content files, said to the person who can mend it.</summary>
/// <param name="Code">Stable, for searching and for tests.</param>
/// <param name="Message">What is wrong and how to mend it, in Chinese.</param>
public sealed record ContentProblem(ProblemLevel Level, string Code, ContentPlace Place, string Message)
{
    /// <summary>A file or its head could not be read, so that other files may seem at fault too.</summary>
    public bool MayCauseOthers =>
        Level == ProblemLevel.Error && (Code.StartsWith("file-", StringComparison.Ordinal) || Code is "folder-missing" or "yaml-broken" or "yaml-shape" or "front-matter-missing" or "text-too-tangled");

    public override string ToString() => $"{Place} {(Level == ProblemLevel.Error ? "错误" : "提醒")}［{Code}］{Message}";
}
