using System.Text;
using HepingReport.Content;

namespace HepingReport.Editing;

/// <summary>What the whole content would be with these changes, and everything that would be wrong with it: the checks of the loader, no others.</summary>
/// <param name="Published">What is public now.</param>
/// <param name="Paths">The changed files.</param>
public sealed record ContentCheck(ContentLoad Load, ContentSource Published, IReadOnlyList<string> Paths)
{
    public IReadOnlyList<ContentProblem> Problems => Load.Problems;

    public IEnumerable<ContentProblem> Errors => Problems.Where(problem => problem.Level == ProblemLevel.Error);

    /// <summary>What somebody who publishes the changes has to know: every error, and what to think over in the changed files.</summary>
    public IEnumerable<ContentProblem> Concerning => Problems.Where(problem => problem.Level == ProblemLevel.Error || Paths.Contains(problem.Place.File));

    public bool MayBePublished => Load.Snapshot is not null;

    /// <summary>One line for the history.</summary>
    public string Summary => $"{Errors.Count()} 个错误，{Problems.Count(problem => problem.Level == ProblemLevel.Warning)} 条提醒";

    /// <summary>The problems of one file, to be shown beside its fields.</summary>
    public IEnumerable<ContentProblem> In(string path) => Problems.Where(problem => problem.Place.File == path);

    /// <summary>Whether the published file is no longer the one that the draft started from.</summary>
    public bool IsOvertaken(Draft draft) => !draft.IsBasedOn(Published);

    /// <summary>Drafts are checked together with each other and with everything that is not changed.</summary>
    public static ContentCheck Of(ContentSource published, IEnumerable<KeyValuePair<string, string>> changes)
    {
        var list = changes.ToList();
        return new ContentCheck(ContentLoader.Load(SourceOf(published, list)), published, [.. list.Select(change => change.Key)]);
    }

    /// <summary>The content files with these changes laid over them.</summary>
    internal static ContentSource SourceOf(ContentSource published, IEnumerable<KeyValuePair<string, string>> changes) =>
        changes.Aggregate(published, (source, change) => source.With(change.Key, change.Value));

    public static ContentCheck Of(ContentSource published, params IEnumerable<Draft> drafts) =>
        Of(published, drafts.Select(draft => KeyValuePair.Create(draft.Path, draft.Text)));

    /// <summary>The names of the files that staff may edit.</summary>
    public static IEnumerable<string> EditablePaths(ContentSource published) => published.Files.Select(file => file.Path).Where(path => Editable(published, path) is not null);

    /// <summary>
    /// The file of this name that staff may edit: one that the folder holds, by exactly that name, so that no name leads anywhere else. The source is
    /// never edited, and what tests measured is not written by hand.
    /// </summary>
    internal static RawFile? Editable(ContentSource published, string path) =>
        path.StartsWith("source/", StringComparison.Ordinal) || path == ContentFiles.AccessibilityResults ? null : published.Find(path);

    /// <summary>The text of a file, of which the very bytes can be made again; null where it has none.</summary>
    internal static string? TextOf(RawFile? file)
    {
        if (file is not { Fault: FileFault.None })
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(file.Bytes.Span);
        return file.Bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(text)) ? text : null;
    }
}
