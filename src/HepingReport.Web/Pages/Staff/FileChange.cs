using HepingReport.Content;
using HepingReport.Editing;

namespace HepingReport.Web.Pages;

/// <summary>What the partial of that name shows: how a file changed, part by part.</summary>
public sealed record FileChange(FileDifference Difference, ContentSnapshot Content)
{
    /// <summary>The draft that changes it, with what was said about its parts.</summary>
    public Draft? Draft { get; init; }

    /// <summary>For saying something; null where the page does not take it.</summary>
    public string? Token { get; init; }

    /// <summary>What was said and could not be taken.</summary>
    public Remark? Typed { get; init; }

    public static FileChange Of(Draft draft, ContentSnapshot content) => new(draft.Difference(), content) { Draft = draft };

    /// <summary>The id of a change on the page, by its place among the changes; 0 for the whole file.</summary>
    public static string AnchorOf(Draft draft, int place) => $"change-{draft.Id:N}-{place}";

    public static string AnchorOf(Draft draft, string? part) => AnchorOf(draft, draft.Difference().Changes.Select(change => change.Key).ToList().IndexOf(part!) + 1);
}

/// <summary>留言, as it was typed.</summary>
public sealed record Remark(string? Part, string Quote, string Text);
