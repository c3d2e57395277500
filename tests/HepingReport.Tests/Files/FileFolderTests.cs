using HepingReport.Files;

namespace HepingReport.Tests.Files;

public sealed class FileFolderTests : IDisposable
{
    private static readonly Edition Edition = new(TestContent.SmallSnapshot, null);

    private readonly string data = Directory.CreateTempSubdirectory("heping-files-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task A_browser_that_fails_half_way_leaves_nothing_and_says_why()
    {
        var folder = new FileFolder(data, PdfPrinter.Find(Script("for a; do case $a in --print-to-pdf=*) echo half > ${a#*=};; esac; done; echo out of paper >&2; exit 3")));
        await folder.MakeAsync(ReportFormat.Find("heping-report-2018.txt")!, Edition, default);

        var outcome = await folder.MakeAsync(ReportFormat.Pdf, Edition, default);

        Assert.Contains("out of paper", outcome.Fault);
        Assert.Equal(["heping-report-2018.txt"], Directory.EnumerateFiles(folder.FolderOf(Edition)).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_browser_that_is_not_there_is_named()
    {
        var outcome = await new FileFolder(data, PdfPrinter.Find("no-such-browser")).MakeAsync(ReportFormat.Pdf, Edition, default);

        Assert.StartsWith("no-such-browser: ", outcome.Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    public void The_browser_can_be_switched_off(string setting) => Assert.Null(PdfPrinter.Find(setting));

    [Fact]
    public async Task What_lies_there_is_not_made_again()
    {
        var folder = new FileFolder(data, PdfPrinter.Find(Script("for a; do case $a in --print-to-pdf=*) echo $$ > ${a#*=};; esac; done")));

        Assert.True((await folder.MakeAsync(ReportFormat.Pdf, Edition, default)).Made);
        var first = Assert.Single(await folder.FindAsync(Edition, default));
        Assert.False((await folder.MakeAsync(ReportFormat.Pdf, Edition, default)).Made);

        Assert.Equal(first, Assert.Single(await folder.FindAsync(Edition, default)));
    }

    [Fact]
    public async Task Of_earlier_editions_only_the_last_stays()
    {
        var folder = new FileFolder(data, null);
        var editions = Enumerable.Range(1, 4).Select(i => Edition with { Site = new Uri($"https://{i}.example.cn") }).ToList();
        foreach (var (i, edition) in editions.Index())
        {
            await folder.MakeAsync(ReportFormat.Find("heping-report-2018.txt")!, edition, default);
            Directory.SetLastWriteTimeUtc(folder.FolderOf(edition), new DateTime(2018, 2, 7, i, 0, 0, DateTimeKind.Utc));
        }

        folder.DeleteOld(editions[3]);

        Assert.Equal(editions[2..].Select(edition => edition.Key).Order(), Directory.EnumerateDirectories(Path.Combine(data, "files")).Select(Path.GetFileName).Order());
    }

    /// <summary>A program in the browser's place.</summary>
    private string Script(string commands)
    {
        var path = Path.Combine(data, "browser.sh");
        File.WriteAllText(path, commands);
        return $"sh {path}";
    }
}
