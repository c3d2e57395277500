using HepingReport.Staff;

namespace HepingReport.Web;

/// <summary>What whoever runs the site may set about signing in: Staff:IdleHours, Staff:SessionDays, Staff:LinkHours, Staff:SecondFactor.</summary>
public static class StaffOptions
{
    /// <exception cref="FormatException">A setting cannot be what it says; the message tells which and how to mend it.</exception>
    public static StaffRules From(IConfiguration configuration) => new(
        TimeSpan.FromHours(configuration.ReadNumber("Staff:IdleHours", StaffRules.Default.IdleFor.TotalHours, 1, 24)),
        TimeSpan.FromDays(configuration.ReadNumber("Staff:SessionDays", StaffRules.Default.SessionFor.TotalDays, 1, 30)),
        TimeSpan.FromHours(configuration.ReadNumber("Staff:LinkHours", StaffRules.Default.LinkFor.TotalHours, 1, 720)),
        configuration["Staff:SecondFactor"] switch
        {
            null or "" or "required" => true,
            "off" => false,
            var value => throw new FormatException($"配置 Staff:SecondFactor 写的是“{value}”，应当是 required（要验证码）或 off（只要密码）。"),
        });
}
