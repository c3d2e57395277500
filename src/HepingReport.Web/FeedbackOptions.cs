using System.Globalization;

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
        Read(configuration, "Feedback:PerAddressPerHour", Default.PerAddressPerHour, 1, 1_000_000),
        TimeSpan.FromMinutes(Read(configuration, "Feedback:WithdrawMinutes", Default.WithdrawFor.TotalMinutes, 10, 525_600)),
        TimeSpan.FromDays(Read(configuration, "Feedback:KeepContactDays", Default.KeepContact.TotalDays, 0, 3650)),
        TimeSpan.FromSeconds(Read(configuration, "Feedback:LeastSeconds", Default.LeastTime.TotalSeconds, 0, 60)));

    internal static int Read(IConfiguration configuration, string name, double preset, int least, int most) =>
        configuration[name] is not { Length: > 0 } value ? (int)preset
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new FormatException($"配置 {name} 写的是“{value}”，应当是 {least} 到 {most} 的整数，例如 {preset}。");
}
