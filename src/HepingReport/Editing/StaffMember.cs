namespace HepingReport.Editing;

/// <summary>Somebody of the staff: the account's name, and one of two roles. Whoever publishes may edit, too.</summary>
public sealed record StaffMember(string Name, string Role)
{
    /// <summary>编辑: edits and submits.</summary>
    public const string Editor = "editor";

    /// <summary>发布: also reads, approves and publishes what others wrote.</summary>
    public const string Publisher = "publisher";

    public bool IsPublisher => Role == Publisher;
}
