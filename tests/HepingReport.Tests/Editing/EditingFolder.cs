using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Tests.Editing;

/// <summary>A content folder and a data folder of their own, with everything that drafts and publishing need: real files, real SQLite.</summary>
internal sealed class EditingFolder : IAsyncDisposable
{
    public const string Road = "report/last-year/road.md";
    public const string Trees = "report/last-year/trees.md";
    public const string Topics = "topics.yml";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);
    public static readonly StaffMember Wang = new("王编辑", StaffMember.Editor);
    public static readonly StaffMember Li = new("李编辑", StaffMember.Editor);
    public static readonly StaffMember Zhao = new("赵发布", StaffMember.Publisher);

    private readonly TestFolder folder;

    private EditingFolder(TestFolder folder)
    {
        this.folder = folder;
        DataPath = System.IO.Path.Combine(folder.Outside, "data");
        Directory.CreateDirectory(DataPath);
        Store = new PortalStore(DataPath, TimeProvider.System, NullLogger<PortalStore>.Instance);
        Publication = NewPublication();
        Desk = new DraftDesk(Store, Publication, Clock);
        History = new RevisionHistory(Store);
    }

    public TestClock Clock { get; } = new(Start);

    public string ContentPath => folder.Path;

    public string DataPath { get; }

    public string JournalPath => System.IO.Path.Combine(DataPath, PublishingJournal.FileName);

    public PortalStore Store { get; }

    public Publication Publication { get; }

    public DraftDesk Desk { get; }

    public RevisionHistory History { get; }

    public string this[string path] => folder[path];

    public static async Task<EditingFolder> OpenAsync(string? content = null)
    {
        var editing = new EditingFolder(TestFolder.CopyOf(content ?? TestContent.SmallFolder));
        Assert.True(await editing.Store.OpenAsync(default));
        return editing;
    }

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>As another program on the same folders would have it.</summary>
    public Publication NewPublication() => new(ContentPath, DataPath, Store, Clock, NullLogger<Publication>.Instance);

    /// <summary>With a byte order mark where there is one.</summary>
    public async Task<string> ReadAsync(string path) => System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(this[path]));

    public async Task<string> HashAsync() => (await ContentSource.ReadAsync(ContentPath, default)).Hash;

    /// <summary>A draft of this text, approved by Zhao.</summary>
    public async Task<Draft> ApprovedAsync(string path, string text, StaffMember? by = null)
    {
        var owner = by ?? Wang;
        var draft = Done(await Desk.OpenAsync(path, owner, default));
        draft = Done(await Desk.SaveAsync(draft.Id, owner, text, draft.Version, default));
        draft = Done(await Desk.SubmitAsync(draft.Id, owner, "改得更清楚", draft.Version, default));
        return Done(await Desk.ApproveAsync(draft.Id, Zhao, draft.Version, default));
    }

    /// <summary>The file's published text with a summary.</summary>
    public async Task<string> WithSummaryAsync(string path, string summary) =>
        (await ReadAsync(path)).Replace("\n---\n", $"\nsummary: {summary}\n---\n", StringComparison.Ordinal);

    public Task<PublicationResult> PublishAsync(params Draft[] drafts) => Publication.PublishAsync([.. drafts.Select(DraftVersion.Of)], Zhao, default);

    public async Task<Revision> PublishAsync(string path, string text)
    {
        var result = await PublishAsync(await ApprovedAsync(path, text));
        Assert.Null(result.Problem);
        return result.Revision!;
    }

    /// <summary>The history and the folder say the same of every file, and nothing is left lying about.</summary>
    public async Task AssertSettledAsync()
    {
        Assert.False(File.Exists(JournalPath));
        Assert.Empty(Directory.EnumerateFiles(folder.Outside, "*.publishing", SearchOption.AllDirectories));
        foreach (var (path, file) in await Store.ReadAsync(db => db.LatestFilesAsync(withTexts: true, default), default))
        {
            Assert.Equal(file.After, await ReadAsync(path));
            Assert.Equal(file.AfterHash, Draft.HashOf(await File.ReadAllBytesAsync(this[path])));
        }
    }

    /// <summary>Another program that keeps portal.db locked until it is disposed.</summary>
    public async Task<SqliteConnection> LockPortalAsync()
    {
        var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(DataPath, "portal.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public static Draft Done(DraftResult result)
    {
        Assert.Null(result.Problem);
        return result.Draft!;
    }
}
