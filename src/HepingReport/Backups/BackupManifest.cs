using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace HepingReport.Backups;

/// <summary>One file of a backup, as it has to come out again.</summary>
/// <param name="Name">With slashes; begins with <c>content/</c> or <c>data/</c>.</param>
/// <param name="Sha256">In lower-case hexadecimal.</param>
public sealed record BackedUpFile(string Name, long Length, string Sha256);

/// <summary>What a backup file says of itself: all its files, and nothing that is not listed may lie in it.</summary>
/// <param name="Program">The version of the program that made it.</param>
/// <param name="LeftOut">Links of the content folder that lead out of it: the site does not read them either.</param>
public sealed record BackupManifest(int Format, string Program, DateTimeOffset MadeAt, IReadOnlyList<BackedUpFile> Files, IReadOnlyList<string> LeftOut)
{
    public const int CurrentFormat = 1;

    internal const string FileName = "manifest.json";
    internal const string Content = "content/";
    internal const string Data = "data/";
    internal const string Portal = Data + "portal.db";

    private const int LongestName = 400;
    private const int LongestJson = 16 * 1024 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The version of this program.</summary>
    public static string ThisProgram { get; } = typeof(BackupManifest).Assembly.GetName().Version!.ToString(3);

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="BackupException">It is none, or names files that no backup has.</exception>
    internal static async Task<BackupManifest> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var bytes = new byte[LongestJson];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        BackupManifest? manifest;
        try
        {
            manifest = length < LongestJson ? JsonSerializer.Deserialize<BackupManifest>(bytes.AsSpan(0, length), Json) : null;
        }
        catch (JsonException)
        {
            manifest = null;
        }

        if (manifest is not { Files: not null, Program: not null } || manifest.Files.Any(file => file is not { Name: not null, Sha256: not null, Length: >= 0 }))
        {
            throw new BackupException($"备份里的清单 {FileName} 读不懂，可能损坏了。没有恢复任何东西；请换一份备份。");
        }

        if (manifest.Format != CurrentFormat)
        {
            throw new BackupException($"这份备份的格式是第 {manifest.Format} 版，本程序（{ThisProgram}）只认识第 {CurrentFormat} 版。请用做备份的那一版程序（{manifest.Program}）恢复。");
        }

        if (manifest.Files.FirstOrDefault(file => !IsSafe(file.Name)) is { } stray)
        {
            throw new BackupException($"备份里有不该有的文件名“{stray.Name}”，这份备份被人动过。没有恢复任何东西；请换一份备份。");
        }

        if (manifest.Files.GroupBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new BackupException($"备份的清单里“{twice.Key}”出现了两次，这份备份被人动过。没有恢复任何东西；请换一份备份。");
        }

        return manifest;
    }

    /// <summary>Whether a name can only lead to where backups put files.</summary>
    internal static bool IsSafe(string name)
    {
        if (name.Length > LongestName || name.Any(character => char.IsControl(character) || character is '\\' or ':') || name.Split('/').Any(part => part.Length == 0 || part.StartsWith('.')))
        {
            return false;
        }

        return name.StartsWith(Content, StringComparison.Ordinal)
            || SiteBackup.DataFiles.Append("portal.db").Contains(name[(name.IndexOf('/') + 1)..]) && name.StartsWith(Data, StringComparison.Ordinal)
            || name.StartsWith(Data + SiteBackup.Keys + "/", StringComparison.Ordinal) && name.Count(character => character == '/') == 2;
    }
}

/// <summary>A backup was not made or not restored; the message says why and what to do, in Chinese.</summary>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);
