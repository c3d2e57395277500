namespace HepingReport.Feedback;

/// <summary>One 纠错: what a resident says is wrong, and what became of it. Knows as little of the resident as will do.</summary>
public sealed class ErrorReport
{
    internal const int IdLength = 16;

    private ErrorReport()
    {
    }

    public required Receipt Receipt { get; init; }

    /// <summary>One submission, however often it is sent: see <see cref="Submission.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string? PlaceName { get; init; }

    public required string? Address { get; init; }

    public required string? Paragraph { get; init; }

    public required string? Quote { get; init; }

    public required ProblemKind Kind { get; init; }

    /// <summary>What is wrong, in the resident's words; empty once withdrawn.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How the resident can be reached, where they said so and it has not been deleted.</summary>
    public string? Contact { get; private set; }

    public ErrorReportState State { get; private set; }

    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public DateTimeOffset? ContactDeletedAt { get; private set; }

    /// <summary>Who of the staff is changing the content because of it.</summary>
    public string? TakenBy { get; private set; }

    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>By what staff call it up. The receipt opens the answer to whoever knows it, and stands in no address.</summary>
    public string Id => Fingerprint[..IdLength];

    public static ErrorReport Of(Submission submission, Receipt receipt, DateTimeOffset now) => new()
    {
        Receipt = receipt,
        Fingerprint = submission.Fingerprint,
        ReceivedAt = now,
        PlaceName = submission.Place?.Name,
        Address = submission.Place?.Address,
        Paragraph = submission.Place?.Paragraph,
        Quote = submission.Place?.Quote,
        Kind = submission.Kind,
        Text = submission.Text,
        Contact = submission.Contact,
    };

    /// <summary>Until somebody has answered it, and in any case for a while after it came.</summary>
    public bool CanBeWithdrawn(DateTimeOffset now, TimeSpan atLeast) =>
        State == ErrorReportState.Waiting || (State == ErrorReportState.Answered && now < ReceivedAt + atLeast);

    /// <summary>Words, contact and answer go; that there was a report at this place stays.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        (State, WithdrawnAt) = (ErrorReportState.Withdrawn, now);
        (Text, Answer) = ("", null);
        ForgetContact(now);
    }

    /// <summary>Answering again replaces the answer.</summary>
    public void AnswerWith(string answer, DateTimeOffset now)
    {
        if (State == ErrorReportState.Withdrawn)
        {
            throw new InvalidOperationException("A withdrawn report cannot be answered.");
        }

        (State, Answer, AnsweredAt) = (ErrorReportState.Answered, answer, now);
    }

    /// <summary>Somebody begins to mend what it tells of; a colleague may go on with it.</summary>
    public void TakeUp(string by, DateTimeOffset now) => (TakenBy, TakenAt) = (by, now);

    public void ForgetContact(DateTimeOffset now) => (Contact, ContactDeletedAt) = (null, Contact is null ? ContactDeletedAt : now);
}

public enum ErrorReportState
{
    Waiting,
    Answered,
    Withdrawn,
}

/// <summary>什么问题.</summary>
public enum ProblemKind
{
    Typo,
    Number,
    Link,
    Unreadable,
    Other,
}

public static class FeedbackWords
{
    public static IReadOnlyList<ProblemKind> Kinds { get; } = Enum.GetValues<ProblemKind>();

    public static string Name(this ProblemKind kind) => kind switch
    {
        ProblemKind.Typo => "错别字或标点",
        ProblemKind.Number => "数字不对",
        ProblemKind.Link => "链接打不开",
        ProblemKind.Unreadable => "看不清、读不了或听不了",
        _ => "其他",
    };

    public static string Code(this ProblemKind kind) => kind switch
    {
        ProblemKind.Typo => "typo",
        ProblemKind.Number => "number",
        ProblemKind.Link => "link",
        ProblemKind.Unreadable => "unreadable",
        _ => "other",
    };

    public static ProblemKind? Find(string? code) => Kinds.Where(kind => kind.Code() == code).Select(kind => (ProblemKind?)kind).FirstOrDefault();

    public static string Name(this ErrorReportState state) => state switch
    {
        ErrorReportState.Answered => "已答复",
        ErrorReportState.Withdrawn => "已撤回",
        _ => "待处理",
    };
}
