using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>HepingReport.Publisher, a process of its own that publishes sets of files on a test's folders.</summary>
internal static class PublisherProcess
{
    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "HepingReport.Publisher.dll");

    public static Process Start(EditingFolder editing, int first) => Start("dotnet", [Program, editing.ContentPath, editing.DataPath, first.ToString(CultureInfo.InvariantCulture), "1000000", Road, Trees]);

    /// <summary>Publishes once, as a user who owns the folders and is not root.</summary>
    [SupportedOSPlatform("linux")]
    public static Process StartAsNobody(EditingFolder editing, Action asNobodyAfter)
    {
        string[] command = ["dotnet", Program, editing.ContentPath, editing.DataPath, "1", "1", Road, Trees];
        var folder = Path.GetDirectoryName(editing.DataPath)!;
        if (Environment.UserName == "root")
        {
            using var given = Start("chown", ["-R", "nobody", folder]);
            given.WaitForExit();
            command = ["setpriv", "--reuid=nobody", "--clear-groups", .. command];
        }

        asNobodyAfter();
        return Start(command[0], command[1..]);
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
