using BenchmarkDotNet.Running;
using HepingReport.Bench;

// dotnet run -c Release --project tests/HepingReport.Bench -- edit                an edit in a file until a reader sees it
// dotnet run -c Release --project tests/HepingReport.Bench -- search              the search at 1 to 1000 times the text
// dotnet run -c Release --project tests/HepingReport.Bench -- lighthouse [runs]   Lighthouse on the main pages in both views
// dotnet run -c Release --project tests/HepingReport.Bench -- --filter '*'        everything BenchmarkDotNet measures
try
{
    switch (args)
    {
        case ["edit"]: await EditToPage.RunAsync(); break;
        case ["search"]: await SearchTimes.RunAsync(); break;
        case ["lighthouse", .. var runs]: await Lighthouse.RunAsync(runs is [var number] ? int.Parse(number) : 5); break;
        default: BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args); break;
    }

    return 0;
}
catch (MissingException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 2;
}
