using HepingReport.Feedback;

namespace HepingReport.Web.Pages;

/// <summary>The form as it was typed, cleaned, nothing left out: it is given back with every answer until it is stored.</summary>
public sealed record FeedbackForm
{
    public string? Paragraph { get; init; }

    public string? Quote { get; init; }

    public string? From { get; init; }

    public string Kind { get; init; } = "";

    public string Text { get; init; } = "";

    public string Contact { get; init; } = "";

    /// <summary>A field that people do not see; programs that fill in everything fill it in too.</summary>
    public string Trap { get; init; } = "";

    public string? Stamp { get; init; }

    public string? Step { get; init; }

    public bool IsEmpty => Kind.Length + Text.Length + Contact.Length == 0;

    public ProblemKind? Problem => FeedbackWords.Find(Kind);

    /// <summary>What has to be changed before it can be sent: the field's id, and what to do.</summary>
    public IReadOnlyList<(string Field, string Message)> Faults
    {
        get
        {
            var faults = new List<(string, string)>();
            if (Problem is null)
            {
                faults.Add(("kind", "请选一项：是什么问题。"));
            }

            if (Text.Length == 0)
            {
                faults.Add(("text", "请写一句说明：哪里不对，应当是什么。"));
            }
            else if (Text.Length > Submission.LongestText)
            {
                faults.Add(("text", $"说明有{Text.Length}字，最多{Submission.LongestText}字。请删短一些，或者分两次发。"));
            }

            if (Contact.Length > Submission.LongestContact)
            {
                faults.Add(("contact", $"联系方式有{Contact.Length}字，最多{Submission.LongestContact}字。请只写一个电话或邮箱。"));
            }

            return faults;
        }
    }

    public static FeedbackForm Read(IFormCollection form) => new()
    {
        Paragraph = form["paragraph"],
        Quote = form["quote"],
        From = form["from"],
        Kind = TypedText.Clean(form["kind"]),
        Text = TypedText.Clean(form["text"]),
        Contact = TypedText.Clean(form["contact"]),
        Trap = TypedText.Clean(form["homepage"]),
        Stamp = form["stamp"],
        Step = form["step"],
    };

    public string? FaultOf(string field) => Faults.Where(fault => fault.Field == field).Select(fault => fault.Message).FirstOrDefault();
}
