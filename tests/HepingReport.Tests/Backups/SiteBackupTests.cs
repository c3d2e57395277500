using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HepingReport.Backups;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Storage;
using HepingReport.Tests.Editing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Backups;

/// <summary>Backups of real folders, taken while others write, and put back elsewhere.</summary>
public sealed class SiteBackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("heping-backup-").FullName;
    private readonly TestClock clock = new(Start);

    private string File1 => Path.Combine(folder, "backup.zip");

    private string Content => Path.Combine(folder, "restored", "content");

    private string Data => Path.Combine(folder, "restored", "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_backup_taken_while_others_publish_and_save_drafts_holds_texts_and_history_of_one_moment()
    {
        await using var editing = await OpenAsync();
        using var publisher = PublisherProcess.Start(editing, 1);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var draft = Done(await editing.Desk.OpenAsync(Topics, Li, default));
            for (var saved = 1; !enough.IsCancellationRequested; saved++)
            {
                // On a slow machine the publisher may hold the store for longer than a press waits; then one presses again.
                var result = await editing.Desk.SaveAsync(draft.Id, Li, draft.BaseText + $"# {saved}\n", draft.Version, default);
                draft = result.Problem is { Code: "store-busy" } ? draft : Done(result);
            }
        });
        var published = new HashSet<long>();
        try
        {
            for (var number = 0; number < 6 || published.Count < 3; number++)
            {
                await Backup(editing).MakeAsync(File1, default);
                var content = Path.Combine(folder, $"content-{number}");
                var data = Path.Combine(folder, $"data-{number}");
                await new SiteRestore(content, data, clock).RunAsync(File1, replace: false, default);

                using var store = new PortalStore(data, clock, NullLogger<PortalStore>.Instance);
                Assert.True(await store.OpenAsync(default));
                var source = await ContentSource.ReadAsync(content, default);
                var history = await store.ReadAsync(db => db.LatestFilesAsync(withTexts: false, default), default);
                Assert.All(history.Values, file => Assert.Equal(file.AfterHash, Draft.HashOf(source.Find(file.Path)!.Bytes.Span)));
                Assert.Empty(ContentLoader.Load(source).Problems);
                published.Add(await store.ReadAsync(db => db.Revisions.Select(revision => (long)revision.Number).OrderDescending().FirstOrDefaultAsync(default), default));
            }
        }
        finally
        {
            await enough.CancelAsync();
            await writing;
            publisher.Kill();
            await publisher.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task What_is_restored_is_what_was_backed_up_and_only_the_owner_can_read_it()
    {
        await using var editing = await OpenAsync();
        await editing.PublishAsync(Road, await editing.WithSummaryAsync(Road, "路好走了"));
        Directory.CreateDirectory(editing["audio"]);
        await File.WriteAllBytesAsync(editing["audio/road.mp3"], RandomNumberGenerator.GetBytes(3000));
        await File.WriteAllTextAsync(editing[".hidden"], "not content");
        await File.WriteAllTextAsync(editing["report/last-year/road.md.publishing"], "left over");
        Directory.CreateDirectory(Path.Combine(editing.DataPath, "keys"));
        foreach (var name in new[] { "revisions.jsonl", "published-texts.json", "keys/key-1.xml" })
        {
            await File.WriteAllTextAsync(Path.Combine(editing.DataPath, name), $"of {name}");
        }

        await File.WriteAllTextAsync(Path.Combine(editing.DataPath, "report.db"), "can be made again");

        var manifest = await Backup(editing).MakeAsync(File1, default);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1));
        }

        Assert.Equal(["backup.zip"], Directory.GetFiles(folder).Select(Path.GetFileName));
        await Restore().RunAsync(File1, replace: false, default);
        Assert.Equal(["keys/key-1.xml", "portal.db", "published-texts.json", "revisions.jsonl", "running.lock"], Names(Data));
        Assert.Equal(Names(editing.ContentPath).Except([".hidden", "report/last-year/road.md.publishing"]), Names(Content));
        Assert.All(Names(Content), name => Assert.Equal(File.ReadAllBytes(editing[name]), File.ReadAllBytes(Path.Combine(Content, name))));
        Assert.Equal("of keys/key-1.xml", await File.ReadAllTextAsync(Path.Combine(Data, "keys/key-1.xml")));
        Assert.Equal(Start, manifest.MadeAt);
    }

    [Fact]
    public async Task A_publishing_that_cannot_be_finished_goes_with_the_backup_and_is_finished_where_it_is_restored()
    {
        await using var editing = await OpenAsync();
        var draft = await editing.ApprovedAsync(Road, await editing.WithSummaryAsync(Road, "路好走了"));
        var text = draft.Text;
        var before = await editing.ReadAsync(Road);
        await editing.Publication.RecordHandEditsAsync(await editing.HashAsync(), default);

        // As a kill leaves it, while another program keeps portal.db from being written.
        var journal = new PublishingJournal(Guid.NewGuid(), RevisionKind.Edit, Wang.Name, Zhao.Name, Zhao.Name, Start, "", "", "", [DraftVersion.Of(draft)], [new JournalFile(Road, before, text)]);
        await File.WriteAllBytesAsync(editing.JournalPath, journal.ToBytes());
        using (await editing.LockPortalAsync())
        {
            await Backup(editing).MakeAsync(File1, default);
        }

        await Restore().RunAsync(File1, replace: false, default);

        Assert.True(File.Exists(Path.Combine(Data, PublishingJournal.FileName)));
        using var store = new PortalStore(Data, clock, NullLogger<PortalStore>.Instance);
        Assert.Null(await new Publication(Content, Data, store, clock, NullLogger<Publication>.Instance).RecoverAsync(default));
        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(Content, Road)));
        Assert.Equal(1, await store.ReadAsync(db => db.Revisions.CountAsync(revision => revision.Id == journal.Id, default), default));
    }

    [Fact]
    public async Task A_damaged_portal_db_fails_the_backup_and_leaves_the_last_one()
    {
        await using var editing = await OpenAsync();
        await Backup(editing).MakeAsync(File1, default);
        var good = await File.ReadAllBytesAsync(File1);
        var portal = Path.Combine(editing.DataPath, "portal.db");
        var bytes = await File.ReadAllBytesAsync(portal);
        RandomNumberGenerator.Fill(bytes.AsSpan(8192, 4096));
        await File.WriteAllBytesAsync(portal, bytes);

        Assert.Contains("没有备份成：", (await Assert.ThrowsAsync<BackupException>(() => Backup(editing).MakeAsync(File1, default))).Message);

        File.Move(portal, Path.Combine(editing.DataPath, "portal-damaged-1.db"));
        Assert.Contains("portal.db 损坏，已被放到一边", (await Assert.ThrowsAsync<BackupException>(() => Backup(editing).MakeAsync(File1, default))).Message);
        Assert.Equal(good, await File.ReadAllBytesAsync(File1));
        Assert.Equal(["backup.zip"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Fourteen_dated_backups_stay_and_nothing_else_is_deleted()
    {
        await using var editing = await OpenAsync();
        foreach (var other in new[] { "heping-report-19990101-000000.zip.old", "before-the-upgrade.zip", "notes.txt" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, other), "somebody else's");
        }

        // Of a backup that was killed, and of one that is under way.
        foreach (var (part, age) in new[] { ("heping-report-20200101-000000.zip.part", 2), ("heping-report-20200101-000000.zip.portal.part-wal", 2), ("heping-report-20260301-000000.zip.part", 0) })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, part), "half");
            File.SetLastWriteTimeUtc(Path.Combine(folder, part), Start.AddDays(15 - age).UtcDateTime);
        }

        var deleted = 0;
        for (var day = 0; day < 16; day++)
        {
            clock.Now = Start.AddDays(day);
            deleted += (await Backup(editing).MakeDatedAsync(folder, 14, default)).Deleted;
        }

        Assert.Equal(2, deleted);
        Assert.Equal(
            ["before-the-upgrade.zip", "heping-report-19990101-000000.zip.old", .. Enumerable.Range(2, 14).Select(day => $"heping-report-{Start.AddDays(day):yyyyMMdd-HHmmss}.zip").Append("heping-report-20260301-000000.zip.part").Order(StringComparer.Ordinal), "notes.txt"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // A failed one deletes none.
        File.Delete(Path.Combine(editing.DataPath, "portal.db"));
        await File.WriteAllTextAsync(Path.Combine(editing.DataPath, "portal-damaged-1.db"), "");
        clock.Now = Start.AddDays(20);
        await Assert.ThrowsAsync<BackupException>(() => Backup(editing).MakeDatedAsync(folder, 1, default));
        Assert.Equal(18, Directory.GetFiles(folder).Length);

        // Nor does a clock that was set back cost the newest.
        File.Delete(Path.Combine(editing.DataPath, "portal-damaged-1.db"));
        clock.Now = Start.AddDays(-1);
        var (file, _, _) = await Backup(editing).MakeDatedAsync(folder, 1, default);
        Assert.Equal(Path.GetFileName(file), Assert.Single(Directory.GetFiles(folder, "heping-report-2026*.zip").Select(Path.GetFileName)));
    }

    [Fact]
    public async Task What_is_there_is_refused_and_with_replace_set_aside_whole()
    {
        await using var editing = await OpenAsync();
        await Backup(editing).MakeAsync(File1, default);
        await File.AppendAllTextAsync(editing[Topics], "# written since\n");
        await File.WriteAllTextAsync(Path.Combine(editing.DataPath, "report.db"), "can be made again");
        var before = Names(editing.ContentPath).ToDictionary(name => name, name => File.ReadAllBytes(editing[name]));
        var portal = await File.ReadAllBytesAsync(Path.Combine(editing.DataPath, "portal.db"));
        var restore = new SiteRestore(editing.ContentPath, editing.DataPath, clock);

        Assert.Contains("请加上 --replace", (await Assert.ThrowsAsync<BackupException>(() => restore.RunAsync(File1, replace: false, default))).Message);
        Assert.Equal(before.Keys, Names(editing.ContentPath));

        await restore.RunAsync(File1, replace: true, default);

        Assert.DoesNotContain("written since", await editing.ReadAsync(Topics));
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(restore.ContentAside, file.Key))));
        Assert.Equal(portal, await File.ReadAllBytesAsync(Path.Combine(restore.DataAside, "portal.db")));
        Assert.True(File.Exists(Path.Combine(editing.DataPath, "report.db")));
        Assert.Empty((await ContentFolder.LoadAsync(editing.ContentPath, default)).Problems);
        Assert.True(await editing.Store.OpenAsync(default));
    }

    [Fact]
    public async Task While_a_site_runs_nothing_is_restored_and_while_it_is_restored_no_site_starts()
    {
        await using var editing = await OpenAsync();
        await Backup(editing).MakeAsync(File1, default);
        Assert.True(RunningLock.TryShare(Data, out var site));
        Assert.True(RunningLock.TryShare(Data, out var another));
        site!.Dispose();

        Assert.Equal("网站正在运行，这一步没有做。请先停下网站。", (await Assert.ThrowsAsync<BackupException>(() => Restore().RunAsync(File1, replace: true, default))).Message);

        another!.Dispose();
        using (RunningLock.Alone(Data))
        {
            Assert.False(RunningLock.TryShare(Data, out _));
        }

        await Restore().RunAsync(File1, replace: true, default);
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "no zip", "不是一份完整的备份文件" },
        { "cut off", "不是一份完整的备份文件" },
        { "without a manifest", "不是一份完整的备份文件" },
        { "manifest is no JSON", "清单 manifest.json 读不懂" },
        { "manifest is null", "清单 manifest.json 读不懂" },
        { "of a later format", "本程序（1.0.0）只认识第 1 版" },
        { "one byte of a text", "site.yml 和清单上的长度或校验值不同" },
        { "longer than listed", "site.yml 和清单上的长度或校验值不同" },
        { "shorter than listed", "site.yml 和清单上的长度或校验值不同" },
        { "larger than the disk", "磁盘放不下" },
        { "larger than a number", "磁盘放不下" },
        { "not listed", "文件和清单对不上" },
        { "listed only", "文件和清单对不上" },
        { "listed twice", "出现了两次" },
        { "content/../../outside.txt", "不该有的文件名“content/../../outside.txt”" },
        { "/etc/outside.txt", "不该有的文件名" },
        { "content//outside.txt", "不该有的文件名" },
        { "content/.ssh/outside.txt", "不该有的文件名" },
        { "content\\..\\outside.txt", "不该有的文件名" },
        { "data/report.db", "不该有的文件名" },
        { "data/keys/a/outside.xml", "不该有的文件名" },
        { "outside.txt", "不该有的文件名" },
        { "portal.db is damaged", "备份里的 portal.db 有损坏" },
        { "portal.db is no database", "备份里的 portal.db 有损坏" },
        { "portal.db of a later program", "来自更新的一版程序（99990101000000_Later）" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_damaged_or_forged_backup_is_refused_with_a_sentence_and_leaves_everything_as_it_was(string forgery, string sentence)
    {
        await using var editing = await OpenAsync();
        await Backup(editing).MakeAsync(File1, default);
        await ForgeAsync(forgery);
        var before = Names(folder).Concat(Names(editing.DataPath)).Concat(Names(editing.ContentPath)).ToList();

        var fault = await Assert.ThrowsAsync<BackupException>(() => new SiteRestore(editing.ContentPath, editing.DataPath, clock).RunAsync(File1, replace: true, default));

        Assert.Contains(sentence, fault.Message);
        Assert.Equal(before, Names(folder).Concat(Names(editing.DataPath).Except(["running.lock"])).Concat(Names(editing.ContentPath)));
    }

    [Fact]
    public async Task Whatever_byte_of_a_backup_is_damaged_it_is_refused_or_restored_as_it_was()
    {
        await using var editing = await OpenAsync();
        await Backup(editing).MakeAsync(File1, default);
        var good = await File.ReadAllBytesAsync(File1);
        var random = new Random(7);
        var refused = 0;
        for (var number = 0; number < 120; number++)
        {
            var bytes = (byte[])good.Clone();

            // Every other one in the directory at the end, by which all is found.
            bytes[random.Next(number % 2 == 0 ? 0 : bytes.Length - 2500, bytes.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(File1, bytes);
            var content = Path.Combine(folder, "content");
            try
            {
                await new SiteRestore(content, Path.Combine(folder, "data"), clock).RunAsync(File1, replace: true, default);
                Assert.Equal(await editing.HashAsync(), (await ContentSource.ReadAsync(content, default)).Hash);
            }
            catch (BackupException)
            {
                refused++;
            }

            foreach (var made in new[] { content, Path.Combine(folder, "data") }.Where(Directory.Exists))
            {
                Directory.Delete(made, recursive: true);
            }
        }

        Assert.True(refused > 60, $"{refused}");
    }

    private static List<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private SiteBackup Backup(EditingFolder editing) => new(editing.ContentPath, editing.DataPath, editing.NewPublication(), clock);

    private SiteRestore Restore() => new(Content, Data, clock);

    private async Task ForgeAsync(string forgery)
    {
        switch (forgery)
        {
            case "no zip":
                await File.WriteAllTextAsync(File1, new string('x', 5000));
                return;
            case "cut off":
                var bytes = await File.ReadAllBytesAsync(File1);
                await File.WriteAllBytesAsync(File1, bytes[..(bytes.Length / 2)]);
                return;
        }

        const string Text = "content/site.yml";
        await using var archive = await ZipFile.OpenAsync(File1, ZipArchiveMode.Update);
        var manifest = JsonNode.Parse(await ReadAsync(archive, "manifest.json"))!;
        var files = manifest["files"]!.AsArray();
        var listed = files.Single(file => (string?)file!["name"] == Text)!;
        var text = await ReadAsync(archive, Text);
        switch (forgery)
        {
            case "without a manifest":
                archive.GetEntry("manifest.json")!.Delete();
                return;
            case "manifest is no JSON":
                await WriteAsync(archive, "manifest.json", "{"u8.ToArray());
                return;
            case "manifest is null":
                await WriteAsync(archive, "manifest.json", "null"u8.ToArray());
                return;
            case "of a later format":
                manifest["format"] = 2;
                break;
            case "one byte of a text":
                await WriteAsync(archive, Text, [.. text[..^1], (byte)'#']);
                break;
            case "longer than listed":
                await WriteAsync(archive, Text, [.. text, .. new byte[50_000_000]]);
                break;
            case "shorter than listed":
                await WriteAsync(archive, Text, text[..^1]);
                break;
            case "larger than the disk":
                listed["length"] = long.MaxValue / 4;
                break;
            case "larger than a number":
                listed["length"] = long.MaxValue;
                files[0]!["length"] = long.MaxValue;
                break;
            case "not listed":
                await WriteAsync(archive, "content/more.md", text);
                break;
            case "listed only":
                files.Add(Listed("content/more.md", text));
                break;
            case "listed twice":
                files.Add(Listed(Text, text));
                break;
            case "portal.db is damaged":
                var portal = await ReadAsync(archive, "data/portal.db");
                RandomNumberGenerator.Fill(portal.AsSpan(4096, 8192));
                await AddAsync(archive, files, "data/portal.db", portal);
                break;
            case "portal.db is no database":
                await AddAsync(archive, files, "data/portal.db", Encoding.UTF8.GetBytes(new string('x', 5000)));
                break;
            case "portal.db of a later program":
                await AddAsync(archive, files, "data/portal.db", OfALaterProgram(await ReadAsync(archive, "data/portal.db")));
                break;
            default:
                await AddAsync(archive, files, forgery, text);
                break;
        }

        await WriteAsync(archive, "manifest.json", Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    private byte[] OfALaterProgram(byte[] portal)
    {
        var path = Path.Combine(folder, "later.db");
        File.WriteAllBytes(path, portal);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99.0')";
            command.ExecuteNonQuery();
        }

        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    private static JsonObject Listed(string name, byte[] bytes) => new() { ["name"] = name, ["length"] = bytes.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };

    private static async Task AddAsync(ZipArchive archive, JsonArray files, string name, byte[] bytes)
    {
        foreach (var old in files.Where(file => (string?)file!["name"] == name).ToList())
        {
            files.Remove(old);
        }

        files.Add(Listed(name, bytes));
        await WriteAsync(archive, name, bytes);
    }

    private static async Task<byte[]> ReadAsync(ZipArchive archive, string name)
    {
        await using var stream = await archive.GetEntry(name)!.OpenAsync();
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task WriteAsync(ZipArchive archive, string name, byte[] bytes)
    {
        archive.GetEntry(name)?.Delete();
        await using var stream = await archive.CreateEntry(name).OpenAsync();
        await stream.WriteAsync(bytes);
    }
}
