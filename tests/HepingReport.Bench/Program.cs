using BenchmarkDotNet.Running;
using HepingReport.Bench;

// dotnet run -c Release --project tests/HepingReport.Bench -- edit                an edit in a file until a reader sees it
// dotnet run -c Release --project tests/HepingReport.Bench -- search              the search at 1 to 1000 times the text
// dotnet run -c Release --project tests/HepingReport.Bench -- lighthouse [runs]   Lighthouse on the main pages in both views
// dotnet run -c Release --project tests/HepingReport.Bench -- pages [rounds] [s]  a page from memory beside bare Kestrel, nginx, the output cache and no cache
// dotnet run -c Release --project tests/HepingReport.Bench -- load [minutes] [--publishing] [--restarts] [--memory MB]   mixed load: failures, memory, publications
// dotnet run -c Release --project tests/HepingReport.Bench -- start [times]       start to first page, and a changed file until it is seen
// dotnet run -c Release --project tests/HepingReport.Bench -- allocation          bytes allocated per request
// dotnet run -c Release --project tests/HepingReport.Bench -- render              each page without the cache
// dotnet run -c Release --project tests/HepingReport.Bench -- growth [times …]    the site with its chapters 1, 10, 100 and 1000 times
// dotnet run -c Release --project tests/HepingReport.Bench -- browser             layout shift and long tasks on a slowed processor
// dotnet run -c Release --project tests/HepingReport.Bench -- --filter '*'        everything BenchmarkDotNet measures

// Some take settings of the site, which they pass on: --Limits:…=…
var settings = args.Where(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains(':', StringComparison.Ordinal)).ToList();
try
{
    switch (args.Where(argument => !settings.Contains(argument)).ToArray())
    {
        case ["edit"]: await EditToPage.RunAsync(); break;
        case ["search"]: await SearchTimes.RunAsync(); break;
        case ["lighthouse", .. var runs]: await Lighthouse.RunAsync(runs is [var number] ? int.Parse(number) : 5); break;
        case ["pages", .. var how]: await PageSpeed.RunAsync(how is [var rounds, ..] ? int.Parse(rounds) : 20, how is [_, var seconds] ? int.Parse(seconds) : 2, settings); break;
        case ["load", .. var how]:
            await LoadTest.RunAsync(how is [var minutes, ..] && double.TryParse(minutes, out var given) ? given : 10, how.Contains("--publishing"), how.Contains("--restarts"), Array.IndexOf(how, "--memory") is >= 0 and var at ? int.Parse(how[at + 1]) : null, settings);
            break;
        case ["start", .. var times]: await StartTimes.RunAsync(times is [var count] ? int.Parse(count) : 20, settings); break;
        case ["allocation"]: await Allocation.RunAsync(settings); break;
        case ["render"]: await RenderTimes.RunAsync(settings); break;
        case ["growth", .. var sizes]: await Growth.RunAsync([.. sizes.Select(int.Parse)]); break;
        case ["growth-at", var size]: await Growth.RunAtAsync(int.Parse(size)); break;
        case ["browser"]: await BrowserTimes.RunAsync(); break;
        case ["serve", var kind, var file, var address]: await ByteServer.ServeAsync(kind, file, address); break;
        default: BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args); break;
    }

    return Environment.ExitCode;
}
catch (MissingException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 2;
}
