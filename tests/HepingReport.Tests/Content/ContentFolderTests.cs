using HepingReport.Content;

namespace HepingReport.Tests;

/// <summary>Real files in a real folder: what cannot be read is said by name, and what is read belongs to one moment.</summary>
public sealed class ContentFolderTests : IDisposable
{
    private readonly TestFolder folder = TestFolder.CopyOf(TestContent.SmallFolder);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_good_folder_loads() => await ExpectNoProblemsAsync();

    [Fact]
    public async Task A_folder_named_with_a_slash_at_its_end_loads() =>
        Assert.Empty((await ContentFolder.LoadAsync(folder.Path + "/", CancellationToken.None)).Problems);

    [Fact]
    [Trait(ContentProblemTests.Trait, "folder-missing")]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var gone = folder["gone"];

        var load = await ContentFolder.LoadAsync(gone, CancellationToken.None);

        Assert.Null(load.Snapshot);
        Assert.Equal($"{gone}:1:1 错误［folder-missing］找不到内容文件夹。请检查配置 Content:Path，或把文件夹放回原处。", Assert.Single(load.Problems).ToString());
    }

    [Fact]
    public async Task A_file_that_was_deleted_is_named()
    {
        File.Delete(folder["doubts.yml"]);

        await ExpectAsync("doubts.yml:1:1 错误［file-missing］缺少这个文件。请从备份或版本库里取回，文件名要一字不差。");
    }

    [Fact]
    public async Task A_folder_in_place_of_a_file_is_a_missing_file()
    {
        File.Delete(folder["doubts.yml"]);
        Directory.CreateDirectory(folder["doubts.yml"]);

        await ExpectAsync("doubts.yml:1:1 错误［file-missing］缺少这个文件。请从备份或版本库里取回，文件名要一字不差。");
    }

    [Fact]
    [Trait(ContentProblemTests.Trait, "file-too-large")]
    public async Task A_file_of_50_megabytes_is_not_read()
    {
        await using (var file = File.OpenWrite(folder["doubts.yml"]))
        {
            file.SetLength(50 * 1024 * 1024);
        }

        await ExpectAsync("doubts.yml:1:1 错误［file-too-large］文件有 50 MB，超过 2 MB 的上限，没有读取。请确认放对了文件。");
    }

    [Fact]
    public async Task A_file_of_exactly_the_limit_is_read()
    {
        await File.WriteAllTextAsync(folder["doubts.yml"], "#" + new string(' ', ContentSource.LargestFile - 2) + "\n");

        await ExpectNoProblemsAsync();
    }

    [Fact]
    [Trait(ContentProblemTests.Trait, "file-outside")]
    public async Task A_link_out_of_the_folder_is_not_followed()
    {
        LinkTo("doubts.yml", WriteOutside("doubts.yml"));

        await ExpectAsync("doubts.yml:1:1 错误［file-outside］这是一个指向内容文件夹之外的链接，没有读取。请换成文件本身。");
    }

    [Fact]
    public async Task A_link_out_of_the_folder_by_way_of_a_linked_folder_is_not_followed()
    {
        WriteOutside("doubts.yml");
        Directory.CreateSymbolicLink(folder["elsewhere"], folder.Outside);
        LinkTo("doubts.yml", "elsewhere/doubts.yml");

        await ExpectAsync("doubts.yml:1:1 错误［file-outside］这是一个指向内容文件夹之外的链接，没有读取。请换成文件本身。");
    }

    [Fact]
    public async Task A_link_to_a_folder_beside_of_the_same_beginning_is_not_followed()
    {
        Directory.CreateDirectory(folder.Path + "-old");
        File.Copy(folder["doubts.yml"], folder.Path + "-old/doubts.yml");
        LinkTo("doubts.yml", "../content-old/doubts.yml");

        await ExpectAsync("doubts.yml:1:1 错误［file-outside］这是一个指向内容文件夹之外的链接，没有读取。请换成文件本身。");
    }

    [Fact]
    public async Task A_link_inside_the_folder_is_followed()
    {
        Directory.CreateDirectory(folder[".kept"]);
        File.Move(folder["doubts.yml"], folder[".kept/doubts.yml"]);
        File.CreateSymbolicLink(folder["doubts.yml"], ".kept/doubts.yml");

        await ExpectNoProblemsAsync();
    }

    [Fact]
    public async Task A_link_by_way_of_a_linked_folder_inside_is_followed()
    {
        // The shape in which container hosts mount a folder of settings.
        Directory.CreateDirectory(folder[".v1"]);
        File.Move(folder["doubts.yml"], folder[".v1/doubts.yml"]);
        Directory.CreateSymbolicLink(folder[".current"], ".v1");
        File.CreateSymbolicLink(folder["doubts.yml"], ".current/doubts.yml");

        await ExpectNoProblemsAsync();
    }

    [Fact]
    public async Task A_content_folder_that_is_itself_a_link_loads()
    {
        var link = Path.Combine(folder.Outside, "link");
        Directory.CreateSymbolicLink(link, folder.Path);
        Directory.CreateDirectory(folder[".kept"]);
        File.Move(folder["doubts.yml"], folder[".kept/doubts.yml"]);
        File.CreateSymbolicLink(folder["doubts.yml"], folder[".kept/doubts.yml"]);

        Assert.Empty((await ContentFolder.LoadAsync(link, CancellationToken.None)).Problems);
    }

    [Fact]
    public async Task A_linked_folder_is_not_entered()
    {
        WriteOutside("secret.yml");
        Directory.CreateSymbolicLink(folder["elsewhere"], folder.Outside);

        var source = await ContentSource.ReadAsync(folder.Path, CancellationToken.None);

        Assert.DoesNotContain(source.Files, file => file.Path.StartsWith("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    [Trait(ContentProblemTests.Trait, "file-unreadable")]
    public async Task A_link_to_nothing_is_unreadable()
    {
        LinkTo("doubts.yml", "gone.yml");

        await ExpectAsync("doubts.yml:1:1 错误［file-unreadable］文件读不出来（FileNotFoundException）。请检查文件权限，或稍后再试。");
    }

    [Fact]
    public async Task Links_in_a_circle_are_unreadable()
    {
        LinkTo("doubts.yml", "notes.yml");
        LinkTo("notes.yml", "doubts.yml");

        var load = await LoadAsync();

        Assert.Contains("doubts.yml:1:1 错误［file-unreadable］文件读不出来（IOException）。请检查文件权限，或稍后再试。", load.Problems.Select(problem => problem.ToString()));
        Assert.Contains("notes.yml:1:1 错误［file-unreadable］文件读不出来（IOException）。请检查文件权限，或稍后再试。", load.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public async Task What_editors_leave_behind_is_no_content()
    {
        foreach (var name in new[] { ".notes.yml.swp", ".hidden.yml", "~notes.yml", "notes.yml~", "notes.yml.bak", "#notes.yml#" })
        {
            await File.WriteAllTextAsync(folder[name], "x");
        }

        await ExpectNoProblemsAsync();
    }

    [Fact]
    public async Task A_half_written_file_is_refused_and_the_whole_one_taken()
    {
        var notes = await File.ReadAllBytesAsync(folder["notes.yml"]);
        for (var length = 0; length < notes.Length - 1; length += 7)
        {
            await File.WriteAllBytesAsync(folder["notes.yml"], notes[..length]);
            Assert.Null((await LoadAsync()).Snapshot);
        }

        await File.WriteAllBytesAsync(folder["notes.yml"], notes);
        await ExpectNoProblemsAsync();
    }

    [Fact]
    public async Task Files_that_change_while_they_are_read_are_taken_at_one_moment()
    {
        Replace("a.txt", 1);
        Replace("z.txt", 1);
        var written = Task.Run(() =>
        {
            for (var length = 2; length < 30; length++)
            {
                Replace("a.txt", length);
                Replace("z.txt", length);
            }
        });

        var source = await ContentSource.ReadAsync(folder.Path, CancellationToken.None);
        await written;

        // At any one moment the first file was as long as the last, or just written anew.
        Assert.InRange(source.Find("a.txt")!.Bytes.Length - source.Find("z.txt")!.Bytes.Length, 0, 1);

        void Replace(string name, int length)
        {
            File.WriteAllText(folder["." + name], new string('x', length));
            File.Move(folder["." + name], folder[name], overwrite: true);
        }
    }

    [Fact]
    public async Task Reading_stops_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ContentFolder.LoadAsync(folder.Path, cancelled.Token));
    }

    private string WriteOutside(string name)
    {
        var path = Path.Combine(folder.Outside, name);
        File.WriteAllText(path, "# outside\n");
        return path;
    }

    private void LinkTo(string path, string target)
    {
        File.Delete(folder[path]);
        File.CreateSymbolicLink(folder[path], target);
    }

    private Task<ContentLoad> LoadAsync() => ContentFolder.LoadAsync(folder.Path, CancellationToken.None);

    private async Task ExpectNoProblemsAsync()
    {
        var load = await LoadAsync();
        Assert.Empty(load.Problems);
        Assert.NotNull(load.Snapshot);
    }

    private async Task ExpectAsync(string problem) => Assert.Equal(problem, Assert.Single((await LoadAsync()).Problems).ToString());
}
