using HepingReport.Staff;

namespace HepingReport.Editing;

/// <summary>Somebody of the staff: the account's name, and one of two roles. Whoever publishes may edit, too.</summary>
/// <param name="Address">From where, for the audit trail; null where nobody knows.</param>
public sealed record StaffMember(string Name, string Role, string? Address = null)
{
    /// <summary>编辑: edits and submits.</summary>
    public const string Editor = "editor";

    /// <summary>发布: also reads, approves and publishes what others wrote.</summary>
    public const string Publisher = "publisher";

    public bool IsPublisher => Role == Publisher;

    internal Actor Actor => new(Name, Address);
}
