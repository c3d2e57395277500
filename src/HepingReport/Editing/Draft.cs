using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HepingReport.Content;

namespace HepingReport.Editing;

/// <summary>
/// What one person is writing for one content file, from the published file it started from. It can always be saved, whatever its text;
/// a verb that is not possible now gives the reason and changes nothing.
/// </summary>
public sealed class Draft
{
    private const int QuoteLength = 20;
    private readonly List<DraftComment> comments = [];

    private Draft()
    {
    }

    public required Guid Id { get; init; }

    /// <summary>The content file, as <see cref="ContentSource"/> names it.</summary>
    public required string Path { get; init; }

    public required string Owner { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The revision whose text this draft brings back; null for an ordinary edit.</summary>
    public int? RestoresRevision { get; private set; }

    /// <summary>The published file the draft started from, or was last merged with.</summary>
    public string BaseText { get; private set; } = "";

    public string BaseHash { get; private set; } = "";

    public string Text { get; private set; } = "";

    public DraftState State { get; private set; }

    /// <summary>Grows with each change of text or state: who acts on an older one has not seen what is there.</summary>
    public int Version { get; private set; } = 1;

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>What the owner says about the change, at submitting.</summary>
    public string? Note { get; private set; }

    /// <summary>Why it was returned last; kept until it is submitted again.</summary>
    public string? ReturnReason { get; private set; }

    public string? ReturnedBy { get; private set; }

    /// <summary>Who approved exactly this text.</summary>
    public string? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>The revision that made it public.</summary>
    public int? PublishedAs { get; private set; }

    public IReadOnlyList<DraftComment> Comments => comments;

    public bool IsOpen => State is DraftState.Editing or DraftState.Submitted or DraftState.Returned;

    public bool IsApproved => State == DraftState.Submitted && ApprovedBy is not null;

    public bool HasChanges => Text != Normalise(BaseText);

    public static Draft Start(string path, string published, StaffMember owner, DateTimeOffset now) => Of(path, published, published, null, owner, now);

    /// <summary>A draft whose text is an older one of the file.</summary>
    public static Draft Restoring(Revision revision, string path, string text, string published, StaffMember owner, DateTimeOffset now) =>
        Of(path, published, text, revision.Number, owner, now);

    public bool MayBeReadBy(StaffMember person) => person.Name == Owner || person.IsPublisher;

    /// <summary>The text as it is stored: line feeds only, as in the files, and no half of a character.</summary>
    public static string Normalise(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')));

    /// <summary>SHA-256 of a file's bytes, in lower-case hexadecimal.</summary>
    public static string HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Takes the text. What was submitted comes back from review with it: nobody has looked at the new words.</summary>
    /// <param name="version">The version the person started from. The same text sent again is no change, whatever the version.</param>
    public EditingProblem? Save(StaffMember by, string text, int version, DateTimeOffset now)
    {
        if (by.Name != Owner)
        {
            return EditingProblems.NotYours;
        }

        text = Normalise(text);
        if (!IsOpen)
        {
            return EditingProblems.Closed(State);
        }

        if (text == Text)
        {
            return null;
        }

        if (version != Version)
        {
            return EditingProblems.Stale;
        }

        Text = text;
        Become(State == DraftState.Returned ? State : DraftState.Editing, now);
        return null;
    }

    /// <summary>After the published file has changed: what the person made of both texts, on the new base.</summary>
    public EditingProblem? Merge(StaffMember by, string published, string merged, int version, DateTimeOffset now)
    {
        if (Save(by, merged, version, now) is { } problem)
        {
            return problem;
        }

        (BaseText, BaseHash) = (published, HashOf(published));
        Become(State == DraftState.Returned ? State : DraftState.Editing, now);
        return null;
    }

    /// <summary>Nothing was written in it yet: it is of the text that is published now.</summary>
    internal void StartAgain(string published, DateTimeOffset now)
    {
        (BaseText, BaseHash, Text) = (published, HashOf(published), Normalise(published));
        Become(DraftState.Editing, now);
    }

    /// <summary>Nothing was written in it yet: it takes the text that the revision left.</summary>
    internal Draft BringBack(Revision revision, string text, DateTimeOffset now)
    {
        (RestoresRevision, Text) = (revision.Number, Normalise(text));
        Become(DraftState.Editing, now);
        return this;
    }

    public EditingProblem? Submit(StaffMember by, string note, int version, DateTimeOffset now)
    {
        if (by.Name != Owner)
        {
            return EditingProblems.NotYours;
        }

        if (State is not (DraftState.Editing or DraftState.Returned))
        {
            return EditingProblems.WrongState("提交", State);
        }

        if (version != Version)
        {
            return EditingProblems.Changed;
        }

        (Note, ReturnReason, ReturnedBy) = (note, null, null);
        Become(DraftState.Submitted, now);
        return null;
    }

    /// <summary>The owner takes it back from review.</summary>
    public EditingProblem? Withdraw(StaffMember by, DateTimeOffset now) => Turn(by.Name == Owner, EditingProblems.NotYours, "撤回", DraftState.Submitted, DraftState.Editing, now);

    /// <summary>Approves the very text that was looked at.</summary>
    /// <param name="mayApproveOwn">Staff:MayApproveOwn.</param>
    public EditingProblem? Approve(StaffMember by, int version, bool mayApproveOwn, DateTimeOffset now)
    {
        if (!by.IsPublisher)
        {
            return EditingProblems.PublishersOnly;
        }

        if (by.Name == Owner && !mayApproveOwn)
        {
            return EditingProblems.OwnChange;
        }

        if (State != DraftState.Submitted)
        {
            return EditingProblems.WrongState("审核通过", State);
        }

        if (version != Version)
        {
            return EditingProblems.Changed;
        }

        Become(DraftState.Submitted, now);
        (ApprovedBy, ApprovedAt) = (by.Name, now);
        return null;
    }

    public EditingProblem? Return(StaffMember by, string reason, DateTimeOffset now)
    {
        if (by.IsPublisher && string.IsNullOrWhiteSpace(reason))
        {
            return EditingProblems.ReasonMissing;
        }

        if (Turn(by.IsPublisher, EditingProblems.PublishersOnly, "退回", DraftState.Submitted, DraftState.Returned, now) is { } problem)
        {
            return problem;
        }

        (ReturnReason, ReturnedBy) = (reason, by.Name);
        return null;
    }

    /// <summary>Gives it up; the text stays and can be read.</summary>
    public EditingProblem? Discard(StaffMember by, DateTimeOffset now)
    {
        if (by.Name != Owner)
        {
            return EditingProblems.NotYours;
        }

        if (!IsOpen)
        {
            return EditingProblems.WrongState("放弃", State);
        }

        Become(DraftState.Discarded, now);
        return null;
    }

    internal bool IsBasedOn(ContentSource published) => published.Find(Path) is { } file && HashOf(file.Bytes.Span) == BaseHash;

    /// <summary>How the text became what it is, from the published one it started from.</summary>
    public FileDifference Difference() => FileDifference.Between(Path, BaseText, Text);

    /// <summary>Says something about a paragraph, in the words that stand there now, or stood there before they were taken out.</summary>
    /// <param name="part">The paragraph's id, or the key of another part in <see cref="Difference"/>; null for the whole file.</param>
    /// <param name="quote">Without one, the part's first words.</param>
    public EditingProblem? Comment(StaffMember by, string? part, string quote, string text, DateTimeOffset now)
    {
        if (!MayBeReadBy(by))
        {
            return EditingProblems.NotYours;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return EditingProblems.CommentMissing;
        }

        var start = FileText.Of(Path, BaseText);
        var within = part is null ? Text : (FileText.Of(Path, Text).KeyedLike(start).Find(part) ?? start.Find(part))?.Text;
        if (within?.Contains(quote, StringComparison.Ordinal) != true)
        {
            return EditingProblems.QuoteAbsent;
        }

        quote = quote.Length > 0 || part is null ? quote : FirstWords(within);
        comments.Add(new DraftComment { Id = Guid.NewGuid(), DraftId = Id, Part = part, Quote = quote, Text = text, By = by.Name, At = now });
        return null;
    }

    internal void MarkPublished(Revision revision)
    {
        Become(DraftState.Published, revision.At, keepApproval: true);
        PublishedAs = revision.Number;
    }

    private static Draft Of(string path, string published, string text, int? restores, StaffMember owner, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        Path = path,
        Owner = owner.Name,
        StartedAt = now,
        UpdatedAt = now,
        RestoresRevision = restores,
        BaseText = published,
        BaseHash = HashOf(published),
        Text = Normalise(text),
    };

    private static string FirstWords(string text)
    {
        var words = new StringInfo(text.TrimStart('*', '-', ' ').Split('\n')[0]);
        return words.LengthInTextElements == 0 ? "" : words.SubstringByTextElements(0, Math.Min(words.LengthInTextElements, QuoteLength));
    }

    private EditingProblem? Turn(bool may, EditingProblem otherwise, string verb, DraftState from, DraftState to, DateTimeOffset now)
    {
        if (!may)
        {
            return otherwise;
        }

        if (State != from)
        {
            return EditingProblems.WrongState(verb, State);
        }

        Become(to, now);
        return null;
    }

    private void Become(DraftState state, DateTimeOffset now, bool keepApproval = false)
    {
        (State, UpdatedAt) = (state, now);
        Version++;
        if (!keepApproval)
        {
            (ApprovedBy, ApprovedAt) = (null, null);
        }
    }
}

/// <summary>A draft as somebody has seen it: who acts on it means these words and no later ones.</summary>
public sealed record DraftVersion(Guid Id, int Version)
{
    public static DraftVersion Of(Draft draft) => new(draft.Id, draft.Version);

    /// <summary>From what <see cref="ToString"/> gave; what is none is left out.</summary>
    public static IReadOnlyList<DraftVersion> ReadAll(IEnumerable<string?> values) =>
    [
        .. values.Select(value => value?.Split(':')).OfType<string[]>()
            .Where(halves => halves.Length == 2 && Guid.TryParse(halves[0], out _) && int.TryParse(halves[1], CultureInfo.InvariantCulture, out _))
            .Select(halves => new DraftVersion(Guid.Parse(halves[0]), int.Parse(halves[1], CultureInfo.InvariantCulture))),
    ];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}:{Version}");
}

public enum DraftState
{
    Editing,
    Submitted,
    Returned,

    // Those from here on are closed; portal.db counts on this order.
    Published,
    Discarded,
}

public static class DraftWords
{
    public static string Name(this DraftState state) => state switch
    {
        DraftState.Submitted => "待审",
        DraftState.Returned => "已退回",
        DraftState.Published => "已发布",
        DraftState.Discarded => "已放弃",
        _ => "编辑中",
    };
}

/// <summary>What somebody says about a place of a draft, tied to the words that stood there.</summary>
public sealed class DraftComment
{
    public required Guid Id { get; init; }

    public required Guid DraftId { get; init; }

    public required string? Part { get; init; }

    public required string Quote { get; init; }

    public required string Text { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A text that came too late to become the draft's, kept so that nothing typed is lost. The same text is kept once.</summary>
public sealed class DraftCopy
{
    public required Guid Id { get; init; }

    public required Guid DraftId { get; init; }

    public required string TextHash { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }
}
