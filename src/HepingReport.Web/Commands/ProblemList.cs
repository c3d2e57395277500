using HepingReport.Content;

namespace HepingReport.Web.Commands;

/// <summary>Content problems as a person reads them in a terminal.</summary>
public static class ProblemList
{
    public static async Task WriteAsync(TextWriter output, string heading, IReadOnlyList<ContentProblem> problems)
    {
        await output.WriteLineAsync(heading);
        foreach (var problem in problems)
        {
            await output.WriteLineAsync($"  {problem}");
        }
    }
}
