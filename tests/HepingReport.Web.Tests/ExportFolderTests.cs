using System.IO.Compression;
using System.Text;
using HepingReport.Web.Export;

namespace HepingReport.Web.Tests;

/// <summary>What an export does to its folder, and to files that are not its own.</summary>
public sealed class ExportFolderTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("heping-export-").FullName, "site");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public async Task Text_stands_there_in_three_forms_with_the_same_words_and_other_files_in_one()
    {
        var done = await ExportAsync(("report/a.html", "<p>报告</p>"), ("icon.png", "not text"));

        Assert.Equal((4, 0, 0), (done.Written, done.Unchanged, done.Removed));
        Assert.Equal("<p>报告</p>", Read("report/a.html"));
        await using var brotli = new BrotliStream(File.OpenRead(PathOf("report/a.html.br")), CompressionMode.Decompress);
        await using var gzip = new GZipStream(File.OpenRead(PathOf("report/a.html.gz")), CompressionMode.Decompress);
        Assert.Equal("<p>报告</p>", await new StreamReader(brotli).ReadToEndAsync());
        Assert.Equal("<p>报告</p>", await new StreamReader(gzip).ReadToEndAsync());
        Assert.Equal(["icon.png", "report"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Where(name => name != ExportFolder.OwnFolder).Order());
    }

    [Fact]
    public async Task A_second_run_writes_what_changed_and_no_other_file_and_takes_away_what_is_gone()
    {
        await ExportAsync(("a.html", "1"), ("b.html", "1"), ("old/c.html", "1"));
        File.SetLastWriteTimeUtc(PathOf("a.html"), DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(PathOf("a.html.br"), DateTime.UnixEpoch);

        var done = await ExportAsync(("a.html", "1"), ("b.html", "2"));

        Assert.Equal((3, 3, 3), (done.Written, done.Unchanged, done.Removed));
        Assert.Equal((DateTime.UnixEpoch, DateTime.UnixEpoch), (File.GetLastWriteTimeUtc(PathOf("a.html")), File.GetLastWriteTimeUtc(PathOf("a.html.br"))));
        Assert.Equal("2", Read("b.html"));
        Assert.False(Directory.Exists(PathOf("old")));
    }

    [Fact]
    public async Task A_file_that_was_changed_or_lost_since_is_written_again()
    {
        await ExportAsync(("a.html", "1"), ("b.html", "1"));
        File.WriteAllText(PathOf("a.html"), "other");
        File.WriteAllText(PathOf("b.html.gz"), "other");

        var done = await ExportAsync(("a.html", "1"), ("b.html", "1"));

        // The compressed forms of a page that was not what it should be are made again with it.
        Assert.Equal((4, 2), (done.Written, done.Unchanged));
        Assert.Equal("1", Read("a.html"));
    }

    [Fact]
    public async Task A_run_that_was_broken_off_is_finished_by_the_next()
    {
        using (var broken = await ExportFolder.OpenAsync(folder, default))
        {
            await broken.PlanAsync(["a.png", "b.png", "gone.png"], default);
            await broken.PutAsync("a.png", "1"u8.ToArray(), default);
            await broken.PutAsync("gone.png", "1"u8.ToArray(), default);
        }

        var done = await ExportAsync(("a.png", "1"), ("b.png", "1"));

        Assert.Equal((1, 1, 1), (done.Written, done.Unchanged, done.Removed));
        Assert.False(File.Exists(PathOf("gone.png")));
    }

    [Fact]
    public async Task Compressed_forms_that_a_broken_run_left_behind_are_not_taken_for_new()
    {
        await ExportAsync(("a.html", "1"));
        File.WriteAllText(PathOf("a.html"), "2"); // As far as the run came.

        await ExportAsync(("a.html", "2"));

        await using var gzip = new GZipStream(File.OpenRead(PathOf("a.html.gz")), CompressionMode.Decompress);
        Assert.Equal("2", await new StreamReader(gzip).ReadToEndAsync());
    }

    [Fact]
    public async Task A_foreign_file_beside_the_export_stays()
    {
        await ExportAsync(("a.html", "1"), ("b/c.html", "1"));
        File.WriteAllText(PathOf("verify.txt"), "belongs to somebody");
        File.WriteAllText(PathOf("b/mine.txt"), "belongs to somebody");

        await ExportAsync(("a.html", "1"));

        Assert.Equal("belongs to somebody", Read("verify.txt"));
        Assert.Equal("belongs to somebody", Read("b/mine.txt"));
        Assert.False(File.Exists(PathOf("b/c.html")));
    }

    [Fact]
    public async Task A_foreign_file_in_the_way_is_named_and_nothing_is_written()
    {
        await ExportAsync(("a.html", "1"));
        File.WriteAllText(PathOf("b.html"), "belongs to somebody");

        var refused = await Assert.ThrowsAsync<ExportRefusedException>(() => ExportAsync(("a.html", "2"), ("b.html", "2")));

        Assert.Contains(PathOf("b.html"), refused.Message);
        Assert.Equal(("1", "belongs to somebody"), (Read("a.html"), Read("b.html")));
    }

    [Fact]
    public async Task A_folder_with_other_things_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(PathOf("thesis.docx"), "belongs to somebody");

        await Assert.ThrowsAsync<ExportRefusedException>(() => ExportAsync(("a.html", "1")));

        Assert.Equal([PathOf("thesis.docx")], Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Two_runs_at_once_do_not_mix()
    {
        using var first = await ExportFolder.OpenAsync(folder, default);

        await Assert.ThrowsAsync<ExportRefusedException>(() => ExportFolder.OpenAsync(folder, default));
    }

    private async Task<(int Written, int Unchanged, int Removed)> ExportAsync(params (string Path, string Content)[] files)
    {
        using var export = await ExportFolder.OpenAsync(folder, default);
        await export.PlanAsync(files.Select(file => file.Path), default);
        foreach (var (path, content) in files)
        {
            await export.PutAsync(path, Encoding.UTF8.GetBytes(content), default);
        }

        await export.FinishAsync(default);
        return (export.Written, export.Unchanged, export.Removed);
    }

    private string PathOf(string file) => Path.Combine(folder, file);

    private string Read(string file) => File.ReadAllText(PathOf(file));
}
