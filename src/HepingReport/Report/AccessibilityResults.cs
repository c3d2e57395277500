namespace HepingReport;

/// <summary>What the last recorded run of the accessibility tests found (accessibility-results.yml, written by the tests, never by hand).</summary>
public sealed record AccessibilityResults(DateOnly Date, string Browser, IReadOnlyList<AccessibilityCheck> Checks)
{
    /// <summary>A statement is looked at again within a year.</summary>
    public DateOnly NextReview => Date.AddYears(1);
}

/// <summary>One check: what was looked for, with what, where, and what was found.</summary>
public sealed record AccessibilityCheck(string Name, string Tool, string Scope, string Result);
