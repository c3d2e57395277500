using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>The content folder gone, halved, closed, replaced, while many read: they keep the last good text, and it is current again once the folder is.</summary>
[SupportedOSPlatform("linux")]
public sealed class LostContentTests(ITestOutputHelper output)
{
    private const string Stale = "stale";
    private const string Current = "current";
    private const long TwoGigabytes = 2L * 1024 * 1024 * 1024;

    /// <summary>What is done to the folder, and what /health/ready then says.</summary>
    private static readonly (string What, string State, Action<SiteUnderFaults> Break)[] Faults =
    [
        ("deleted", Stale, site => Directory.Delete(site.Content, recursive: true)),
        ("copied by half", Stale, site =>
        {
            var files = SiteUnderFaults.RealFiles();
            Directory.Delete(site.Content, recursive: true);
            foreach (var (file, at) in files.Take((files.Count / 2) + 1).Select((file, at) => (file, at)))
            {
                var bytes = File.ReadAllBytes(Path.Combine(TestSite.RealContent, file));
                var target = Path.Combine(site.Content, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllBytes(target, at < files.Count / 2 ? bytes : bytes[..(bytes.Length / 2)]);
            }
        }),
        ("emptied", Stale, site =>
        {
            Directory.EnumerateDirectories(site.Content).ToList().ForEach(folder => Directory.Delete(folder, recursive: true));
            Directory.EnumerateFiles(site.Content).ToList().ForEach(File.Delete);
        }),
        ("replaced by a folder of something else", Stale, site =>
        {
            Directory.Delete(site.Content, recursive: true);
            Directory.CreateDirectory(Path.Combine(site.Content, "report"));
            File.WriteAllText(Path.Combine(site.Content, "report", "report.yml"), "title: 别的报告\n");
            File.WriteAllText(Path.Combine(site.Content, "notes.md"), "# 别的\n");
        }),
        ("replaced by a file", Stale, site =>
        {
            Directory.Delete(site.Content, recursive: true);
            File.WriteAllText(site.Content, "no folder");
        }),
        ("closed to the site", Stale, site => File.SetUnixFileMode(site.Content, UnixFileMode.None)),
        ("with a closed folder in it", Stale, site => File.SetUnixFileMode(Path.Combine(site.Content, "report"), UnixFileMode.None)),
        ("with a closed file in it", Stale, site => File.SetUnixFileMode(Path.Combine(site.Content, "notes.yml"), UnixFileMode.None)),
        ("replaced by a link to the same text", Current, site =>
        {
            Directory.Move(site.Content, site.Beside("elsewhere"));
            File.CreateSymbolicLink(site.Content, site.Beside("elsewhere"));
        }),
        ("replaced by a link to nowhere", Stale, site =>
        {
            Directory.Delete(site.Content, recursive: true);
            File.CreateSymbolicLink(site.Content, site.Beside("nowhere"));
        }),
        ("replaced by a link to itself", Stale, site =>
        {
            Directory.Delete(site.Content, recursive: true);
            File.CreateSymbolicLink(site.Content, site.Content);
        }),
        ("with a file that is a link to outside", Stale, site =>
        {
            File.Delete(Path.Combine(site.Content, "notes.yml"));
            File.CreateSymbolicLink(Path.Combine(site.Content, "notes.yml"), Path.Combine(TestSite.RealContent, "notes.yml"));
        }),
        ("with two gigabytes of zeroes beside its files", Current, site => Zeroes(Path.Combine(site.Content, "report", "zeroes.md"))),
        ("with two gigabytes of zeroes in place of a file", Stale, site => Zeroes(Path.Combine(site.Content, "indicators.yml"))),
        ("with two gigabytes of zeroes that are no content", Current, site => Zeroes(Path.Combine(site.Content, "zeroes.bin"))),
    ];

    [Fact]
    public Task A_content_folder_deleted_or_copied_by_half_costs_no_reader_a_page() => LoseAsync(2, rounds: 1);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_content_folder_lost_in_every_way_costs_no_reader_a_page() => LoseAsync(Faults.Length, rounds: 3);

    private async Task LoseAsync(int faults, int rounds)
    {
        await using var site = new SiteUnderFaults();
        await site.StartAsync(asNobody: true);
        await using var readers = await Readers.StartAsync(site.Address);
        var before = site.Site.WorkingSet;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (what, state, breakIt) in Faults.Take(faults))
            {
                breakIt(site);
                await BecomesAsync(site, state, what);
                await readers.AllIsAsBeforeAsync();
                Assert.Equal(state, await site.ContentStateAsync());
                Mend(site);
                await BecomesAsync(site, Current, $"{what}, mended");
            }

            await ReplaceByAnotherEditionAsync(site, readers);
        }

        var read = await readers.StopAsync();
        var grown = (site.Site.WorkingSet - before) / 1024 / 1024;
        Assert.InRange(grown, -1000, 300);
        output.WriteLine($"RESULT lost content: the folder {string.Join("; ", Faults.Take(faults).Select(fault => fault.What))}; replaced by another edition and back: {rounds} times each, among {read} readings, 0 failed; said to be stale wherever a text was wanting, current again each time when the folder was; memory grown by {grown} MB");
    }

    /// <summary>A good folder in its place is published, in one piece.</summary>
    private static async Task ReplaceByAnotherEditionAsync(SiteUnderFaults site, Readers readers)
    {
        const string Point = "另一版的要点。";
        var other = site.Beside("other");
        SiteUnderFaults.Fill(other);
        var section = Path.Combine(other, "report/review-2017/economy.md");
        await File.WriteAllTextAsync(section, (await File.ReadAllTextAsync(section)).Replace("keypoints:\n", $"keypoints:\n  - {Point}\n", StringComparison.Ordinal));

        readers.MayChange = true;
        Directory.Move(site.Content, site.Beside("first"));
        Directory.Move(other, site.Content);
        await EventuallyAsync(async () => (await site.Site.Client.GetStringAsync("/report/review-2017/economy")).Contains(Point, StringComparison.Ordinal), "the other edition is published");
        Assert.Equal(Current, await site.ContentStateAsync());

        Directory.Delete(site.Content, recursive: true);
        Directory.Move(site.Beside("first"), site.Content);
        await EventuallyAsync(async () => !(await site.Site.Client.GetStringAsync("/report/review-2017/economy")).Contains(Point, StringComparison.Ordinal), "the first edition is published again");
        await readers.AllIsAsBeforeAsync();
        readers.MayChange = false;
    }

    /// <summary>The folder as it was, whatever stands in its place.</summary>
    private static void Mend(SiteUnderFaults site)
    {
        if (new FileInfo(site.Content).LinkTarget is not null || !Directory.Exists(site.Content))
        {
            File.Delete(site.Content);
        }
        else
        {
            foreach (var folder in new[] { site.Content, Path.Combine(site.Content, "report") }.Where(Directory.Exists))
            {
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            }

            Directory.Delete(site.Content, recursive: true);
        }

        if (Directory.Exists(site.Beside("elsewhere")))
        {
            Directory.Delete(site.Beside("elsewhere"), recursive: true);
        }

        SiteUnderFaults.Fill(site.Content);
    }

    private static Task BecomesAsync(SiteUnderFaults site, string state, string what) => EventuallyAsync(async () => await site.ContentStateAsync() == state, $"the content is {state}: {what}");

    private static void Zeroes(string path)
    {
        using var file = File.Create(path);
        file.SetLength(TwoGigabytes);
    }
}
