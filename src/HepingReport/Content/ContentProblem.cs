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
    public override string ToString() => $"{Place} {(Level == ProblemLevel.Error ? "错误" : "提醒")}［{Code}］{Message}";
}
