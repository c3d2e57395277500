using HepingReport.Content;

namespace HepingReport.Web.Commands;

/// <summary>Content problems as a person reads them in a terminal.</summary>
public static class ProblemList
{
    public static async Task WriteAsync(TextWriter output, string heading, IReadOnlyList<ContentProblem> problems)
    {
        await output.WriteLineAsync(heading);
        if (problems.Any(problem => problem.MayCauseOthers) && !problems.All(problem => problem.MayCauseOthers))
        {
            await output.WriteLineAsync("  （前面几条是文件读不出来；改好以后，其余的有些会随之消失。）");
        }

        foreach (var problem in problems)
        {
            await output.WriteLineAsync($"  {problem}");
        }
    }
}
