namespace HepingReport.Web;

/// <summary>What whoever runs the site may set for 我要纠错.</summary>
/// <param name="PerAddressPerHour">Feedback:PerAddressPerHour. Reports from one address; generous, since a whole quarter can share one of its carrier's.</param>
/// <param name="WithdrawFor">Feedback:WithdrawMinutes. How long a report can be withdrawn even if it was answered; never less than ten minutes.</param>
/// <param name="KeepContact">Feedback:KeepContactDays. After so many days from the answer the contact is deleted.</param>
/// <param name="LeastTime">Feedback:LeastSeconds. Who fills the form in faster than this is asked to send once more.</param>
public sealed record FeedbackOptions(int PerAddressPerHour, TimeSpan WithdrawFor, TimeSpan KeepContact, TimeSpan LeastTime)
{
    public static FeedbackOptions Default { get; } = new(30, TimeSpan.FromMinutes(10), TimeSpan.FromDays(180), TimeSpan.FromSeconds(3));

    /// <exception cref="FormatException">A setting cannot be what it says; the message tells which and how to mend it.</exception>
    public static FeedbackOptions From(IConfiguration configuration) => new(
        configuration.ReadNumber("Feedback:PerAddressPerHour", Default.PerAddressPerHour, 1, 1_000_000),
        TimeSpan.FromMinutes(configuration.ReadNumber("Feedback:WithdrawMinutes", Default.WithdrawFor.TotalMinutes, 10, 525_600)),
        TimeSpan.FromDays(configuration.ReadNumber("Feedback:KeepContactDays", Default.KeepContact.TotalDays, 0, 3650)),
        TimeSpan.FromSeconds(configuration.ReadNumber("Feedback:LeastSeconds", Default.LeastTime.TotalSeconds, 0, 60)));
}
