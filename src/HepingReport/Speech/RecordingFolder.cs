using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HepingReport.Content;

namespace HepingReport.Speech;

/// <summary>A recording and the file it lies in.</summary>
public sealed record RecordingFile(Recording Recording, string Path)
{
    public DateTime WrittenAt { get; } = File.GetLastWriteTimeUtc(Path);
}

/// <summary>
/// Where recordings lie: a person's in the content folder (<c>audio/review-2017/economy.mp3</c>), a synthetic one under the same name in the
/// data folder, with its notes beside it.
/// </summary>
public static class RecordingFolder
{
    /// <summary>Every recording that says what is published now; a person's comes before a synthetic one.</summary>
    /// <returns>By section key.</returns>
    public static async Task<FrozenDictionary<string, RecordingFile>> FindAllAsync(string contentFolder, string dataFolder, ContentSnapshot content, CancellationToken cancellation)
    {
        var found = new Dictionary<string, RecordingFile>(StringComparer.Ordinal);
        foreach (var section in content.Report.Sections)
        {
            var human = Mp3Of(contentFolder, section);
            var synthetic = Mp3Of(dataFolder, section);
            if (File.Exists(human))
            {
                found[section.Key] = new RecordingFile(new Recording(Links.Recording(section), RecordingKind.Human, null, content.RecordingTimes.GetValueOrDefault(section.Key)), human);
            }
            else if (await ReadNotesAsync(dataFolder, section, cancellation) is { } notes && notes.Of == HashOf(SectionSpeech.Of(section, content)) && File.Exists(synthetic))
            {
                found[section.Key] = new RecordingFile(new Recording(Links.Recording(section), RecordingKind.Synthetic, notes.Seconds, notes.Times), synthetic);
            }
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal static string Mp3Of(string folder, Section section) => Path.Combine(folder, "audio", section.ChapterId, section.Id + ".mp3");

    internal static string NotesOf(string dataFolder, Section section) => Path.ChangeExtension(Mp3Of(dataFolder, section), ".json");

    /// <summary>What a recording says, as one value: another wording is another recording.</summary>
    internal static string HashOf(SectionSpeech speech) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', speech.Spoken))));

    internal static async Task<RecordingNotes?> ReadNotesAsync(string dataFolder, Section section, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize<RecordingNotes>(await File.ReadAllBytesAsync(NotesOf(dataFolder, section), cancellation));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            // No notes, or half of them: the recording is made again.
            return null;
        }
    }
}

/// <summary>Kept beside a synthetic recording.</summary>
/// <param name="Of">Hash of the words it says.</param>
/// <param name="Command">The engine that said them.</param>
/// <param name="Times">The second at which each of <see cref="SectionSpeech.Spoken"/> begins.</param>
internal sealed record RecordingNotes(string Of, string Command, double Seconds, IReadOnlyList<double> Times);
