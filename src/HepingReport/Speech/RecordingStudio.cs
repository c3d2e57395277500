using System.Text.Json;
using HepingReport.Files;

namespace HepingReport.Speech;

/// <summary>What became of a section's recording; <see cref="Fault"/> says why there is none.</summary>
public sealed record RecordingOutcome(bool Made, string? Fault)
{
    public static readonly RecordingOutcome UpToDate = new(false, null);
    public static readonly RecordingOutcome New = new(true, null);
}

/// <summary>
/// Makes synthetic recordings: each line of a section's speech through a configured command that turns text into WAV, joined with pauses,
/// encoded as MP3 by another, and kept in the data folder with the second at which each line begins.
/// </summary>
/// <param name="engine">Gets the line as <c>{text}</c>, a UTF-8 file, or as the word <c>{line}</c>, and writes <c>{wav}</c>.</param>
/// <param name="encoder">Gets <c>{wav}</c> and writes <c>{mp3}</c>.</param>
public sealed class RecordingStudio(string dataFolder, ExternalCommand engine, ExternalCommand encoder)
{
    private const double PauseSeconds = 0.45;

    /// <summary>Makes the recording unless the one there says the same words by the same engine.</summary>
    public async Task<RecordingOutcome> MakeAsync(SectionSpeech speech, CancellationToken cancellation)
    {
        var mp3 = RecordingFolder.Mp3Of(dataFolder, speech.Section);
        var hash = RecordingFolder.HashOf(speech);
        if (File.Exists(mp3) && await RecordingFolder.ReadNotesAsync(dataFolder, speech.Section, cancellation) is { } known && known.Of == hash && known.Command == engine.ToString())
        {
            return RecordingOutcome.UpToDate;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(mp3)!);
        var work = Directory.CreateTempSubdirectory("recording-").FullName;
        try
        {
            return await MakeAsync(speech, hash, mp3, work, cancellation);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<RecordingOutcome> MakeAsync(SectionSpeech speech, string hash, string mp3, string work, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string> { ["text"] = Path.Combine(work, "line.txt"), ["wav"] = Path.Combine(work, "line.wav"), ["mp3"] = Path.Combine(work, "section.mp3") };
        var sounds = new List<Wave>();
        var times = new List<double>();
        var seconds = 0.0;
        foreach (var line in speech.Spoken)
        {
            values["line"] = line;
            await File.WriteAllTextAsync(values["text"], line, cancellation);
            File.Delete(values["wav"]);
            if (await engine.RunAsync(values, cancellation) is { } fault)
            {
                return new RecordingOutcome(false, fault);
            }

            if (!File.Exists(values["wav"]) || Wave.Read(await File.ReadAllBytesAsync(values["wav"], cancellation)) is not { } sound)
            {
                return new RecordingOutcome(false, $"{engine}: no WAV of linear PCM for “{line}”");
            }

            times.Add(Math.Round(seconds, 3));
            sounds.Add(sound);
            sounds.Add(sound.Silence(PauseSeconds));
            seconds += sounds[^1].Seconds + sound.Seconds;
        }

        if (Wave.Join(sounds) is not { } whole)
        {
            return new RecordingOutcome(false, $"{engine}: the lines came in different formats");
        }

        await File.WriteAllBytesAsync(values["wav"], whole, cancellation);
        if (await encoder.RunAsync(values, cancellation) is { } broken)
        {
            return new RecordingOutcome(false, broken);
        }

        // The notes last: without them, or with older ones, the recording does not count.
        await WholeFile.PutAsync(await File.ReadAllBytesAsync(values["mp3"], cancellation), mp3, cancellation);
        var notes = new RecordingNotes(hash, engine.ToString(), Math.Round(seconds, 3), times);
        await WholeFile.PutAsync(JsonSerializer.SerializeToUtf8Bytes(notes), RecordingFolder.NotesOf(dataFolder, speech.Section), cancellation);
        return RecordingOutcome.New;
    }
}
