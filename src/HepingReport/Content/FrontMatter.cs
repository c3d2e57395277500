namespace HepingReport.Content;

/// <summary>The head of a Markdown file between two lines of three hyphens, and where the text after it begins.</summary>
internal sealed record FrontMatter(YamlMap Keys, string Body, int BodyOffset)
{
    private const string Fence = "---\n";

    public static FrontMatter? Read(TextFile file, List<ContentProblem> problems)
    {
        var end = file.Text.StartsWith(Fence, StringComparison.Ordinal) ? file.Text.IndexOf("\n" + Fence, Fence.Length - 1, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            problems.Add(ContentProblems.FrontMatterMissing(file.Start));
            return null;
        }

        var keys = YamlMap.Read(file, problems, file.Text[Fence.Length..(end + 1)], Fence.Length);
        var bodyOffset = end + 1 + Fence.Length;
        return keys is null ? null : new FrontMatter(keys, file.Text[bodyOffset..], bodyOffset);
    }
}
