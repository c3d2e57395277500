namespace HepingReport.Editing;

/// <summary>One publishing of one or more files: who, when, why, before, after. Never changed, never deleted.</summary>
public sealed class Revision
{
    private readonly List<RevisionFile> files = [];

    private Revision()
    {
    }

    /// <summary>Counts from 1; a later revision has a higher number, whatever the clock said.</summary>
    public int Number { get; private init; }

    /// <summary>Drawn before the first file is written: by it a publishing that was broken off knows its own row.</summary>
    public required Guid Id { get; init; }

    public required RevisionKind Kind { get; init; }

    /// <summary>Whose change it is; several names are joined by 、. Empty where the site does not know.</summary>
    public required string By { get; init; }

    public required string ApprovedBy { get; init; }

    public required string PublishedBy { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Why.</summary>
    public required string Note { get; init; }

    /// <summary>What the check of the whole content said.</summary>
    public required string Check { get; init; }

    /// <summary>The hash of all content files as they were checked: that of the snapshot which readers got.</summary>
    public required string ContentHash { get; init; }

    public IReadOnlyList<RevisionFile> Files => files;

    internal static Revision Of(Guid id, RevisionKind kind, string by, string approvedBy, string publishedBy, DateTimeOffset at, string note, string check, string contentHash, IEnumerable<RevisionFile> files)
    {
        var revision = new Revision
        {
            Id = id,
            Kind = kind,
            By = by,
            ApprovedBy = approvedBy,
            PublishedBy = publishedBy,
            At = at,
            Note = note,
            Check = check,
            ContentHash = contentHash,
        };
        revision.files.AddRange(files);
        return revision;
    }
}

/// <summary>One file of a revision.</summary>
public sealed class RevisionFile
{
    public int RevisionNumber { get; private init; }

    public required string Path { get; init; }

    /// <summary>Null where the file was not there, or not yet recorded.</summary>
    public required string? BeforeHash { get; init; }

    public required string? Before { get; init; }

    /// <summary>Null where the file is gone.</summary>
    public required string? AfterHash { get; init; }

    public required string? After { get; init; }

    public FileDifference Difference => FileDifference.Between(Path, Before ?? "", After ?? "");
}

public enum RevisionKind
{
    /// <summary>The files as they were when the history began.</summary>
    Beginning,
    Edit,

    /// <summary>An older text was brought back.</summary>
    Restore,

    /// <summary>Somebody wrote the files in the folder, past this site.</summary>
    HandEdit,
}

public static class RevisionWords
{
    public static string Name(this RevisionKind kind) => kind switch
    {
        RevisionKind.Edit => "修改",
        RevisionKind.Restore => "恢复旧版",
        RevisionKind.HandEdit => "在文件夹里直接修改",
        _ => "开始记录",
    };
}
