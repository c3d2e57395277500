using BenchmarkDotNet.Running;
using HepingReport.Bench;

// dotnet run -c Release --project tests/HepingReport.Bench -- edit           an edit in a file until a reader sees it
// dotnet run -c Release --project tests/HepingReport.Bench -- search         the search at 1 to 1000 times the text
// dotnet run -c Release --project tests/HepingReport.Bench -- --filter '*'   everything BenchmarkDotNet measures
if (args is ["edit", ..])
{
    await EditToPage.RunAsync();
    return;
}

if (args is ["search", ..])
{
    await SearchTimes.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args);
