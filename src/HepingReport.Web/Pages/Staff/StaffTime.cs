using System.Globalization;

namespace HepingReport.Web.Pages;

public static class StaffTime
{
    /// <summary>As clocks in Tianjin show it, wherever the server stands.</summary>
    public static string Of(DateTimeOffset? time) => time is { } known ? InTianjin(known).ToString("yyyy年M月d日 H:mm", CultureInfo.InvariantCulture) : "";

    public static DateTimeOffset InTianjin(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(8));
}
