using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using HepingReport.Web.Operations;

namespace HepingReport.Web.Tests;

/// <summary>What work leaves in memory is given back, and nothing else.</summary>
public sealed partial class SpareMemoryTests
{
    [Theory]
    [InlineData("r-xp", "/usr/share/dotnet/System.Linq.dll", "0", "0", true)]
    [InlineData("r--p", "/usr/lib/libc.so.6", "0", "0", true)]
    [InlineData("r--p", "/usr/lib/libc.so.6", "8", "0", false)]
    [InlineData("r--p", "/usr/lib/libc.so.6", "0", "4", false)]
    [InlineData("rw-p", "/usr/share/dotnet/System.Linq.dll", "0", "0", false)]
    [InlineData("r--s", "/usr/share/dotnet/System.Linq.dll", "0", "0", true)]
    [InlineData("rw-s", "/usr/share/dotnet/System.Linq.dll", "0", "0", false)]
    [InlineData("r--p", "/usr/share/dotnet/System.Linq.dll (deleted)", "0", "0", false)]
    [InlineData("r--p", "/usr/lib/libc.so.6 (deleted)", "0", "0", false)]
    [InlineData("r--p", "/srv/data/report.db", "0", "0", false)]
    [InlineData("r-xp", "[vdso]", "0", "0", false)]
    [InlineData("r-xp", "", "0", "0", false)]
    public void Only_program_files_that_nothing_was_written_into_are_given_back(string rights, string file, string written, string swapped, bool isGivenBack)
    {
        string[] maps =
        [
            $"10001000-10003000 {rights} 00001000 fe:00 1234                       {file}", "Size:                  8 kB", "Rss:                   8 kB",
            $"Anonymous:             {written} kB", $"Swap:                  {swapped} kB", "SwapPss:               0 kB", "VmFlags: rd ex mr mw me",
            "10004000-10005000 r--p 00000000 fe:00 12 /srv/with a space.dll", "Anonymous:             0 kB", "Swap:                  0 kB",
        ];
        Assert.Equal(isGivenBack ? [((nuint)0x10001000, (nuint)0x10003000, file)] : [], SpareMemory.CodeIn(maps));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_site_that_gave_back_its_code_answers_as_before()
    {
        var data = Directory.CreateTempSubdirectory("heping-memory-").FullName;
        await using (var site = await SiteProcess.StartAsync(data, settings: ["--Memory:SpareSeconds=1", "--Serilog:MinimumLevel:Override:HepingReport.Web.Operations=Debug"]))
        {
            string[] asked = [Links.Home, Links.Indicators, Links.SearchFor("养老"), $"{Links.Api}/indicators?year=2017", Links.OpenApi, Links.RestoredText];
            var before = await AnswersAsync(site.Client, asked);
            await EventuallyAsync(() => site.Said.Any(line => GivenBack().IsMatch(line)));
            Assert.Equal(before, await AnswersAsync(site.Client, asked));
            site.SaidNoError();
        }

        Directory.Delete(data, recursive: true);
    }

    private static Task<string[]> AnswersAsync(HttpClient reader, IEnumerable<string> asked) => Task.WhenAll(asked.Select(reader.GetStringAsync));

    /// <summary>Of more than a hundred: nearly every file of the program and the runtime.</summary>
    [GeneratedRegex("the pages of [0-9]{3} mapped files were given back")]
    private static partial Regex GivenBack();
}
