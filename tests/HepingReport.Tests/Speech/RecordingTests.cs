using HepingReport.Content;
using HepingReport.Speech;

namespace HepingReport.Tests;

/// <summary>Recordings made by a real engine (espeak-ng) and a real encoder (ffmpeg) in a folder of their own.</summary>
public sealed class RecordingTests : IDisposable
{
    private const string Engine = "espeak-ng -v cmn -w {wav} -f {text}";
    private const string Encoder = "ffmpeg -hide_banner -loglevel error -y -i {wav} -ac 1 -b:a 48k {mp3}";

    private readonly string data = Directory.CreateTempSubdirectory("heping-recordings-").FullName;

    private string Content => Path.Combine(data, "content");

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task A_section_becomes_one_file_with_a_time_for_its_title_and_for_each_sentence()
    {
        var speech = Speech("last-year/road");

        Assert.Equal(RecordingOutcome.New, await Studio().MakeAsync(speech, default));

        var (recording, path) = (await FindAsync())["last-year/road"];
        Assert.True(IsMp3(await File.ReadAllBytesAsync(path)));
        Assert.Equal(RecordingKind.Synthetic, recording.Kind);
        Assert.Equal("/audio/last-year/road.mp3", recording.Url);
        Assert.Equal(speech.Spoken.Count(), recording.Times!.Count);
        Assert.Equal(0, recording.Times[0]);
        Assert.Equal(recording.Times.Order(), recording.Times);
        Assert.True(recording.Times[^1] < recording.Seconds);
    }

    [Fact]
    public async Task What_says_the_same_is_not_made_again_and_what_changed_is()
    {
        await Studio().MakeAsync(Speech("last-year/road"), default);
        var before = await File.ReadAllBytesAsync(Mp3("last-year/road"));
        Assert.Equal(RecordingOutcome.UpToDate, await Studio("false").MakeAsync(Speech("last-year/road"), default) with { Fault = null });
        Assert.Equal(RecordingOutcome.UpToDate, await Studio().MakeAsync(Speech("last-year/road"), default));

        var changed = ContentLoader.Load(TestContent.Small.Edit("spoken.yml", "spoken: 三百米", "spoken: 三百来米")).Snapshot!;
        Assert.Empty(await RecordingFolder.FindAllAsync(Content, data, changed, default));
        Assert.Equal(RecordingOutcome.New, await Studio().MakeAsync(Speech("last-year/road", changed), default));
        Assert.NotEqual(before, await File.ReadAllBytesAsync(Mp3("last-year/road")));
    }

    [Fact]
    public async Task An_engine_may_take_the_line_as_a_word()
    {
        Assert.Equal(RecordingOutcome.New, await Studio("espeak-ng -v cmn -w {wav} {line}").MakeAsync(Speech("report/closing"), default));
    }

    [Fact]
    public async Task Another_engine_makes_the_recording_again()
    {
        await Studio().MakeAsync(Speech("report/closing"), default);

        Assert.Equal(RecordingOutcome.New, await Studio("espeak-ng -v cmn -s 120 -w {wav} -f {text}").MakeAsync(Speech("report/closing"), default));
    }

    [Theory]
    [InlineData("ls /no/such/folder", "ls (")]
    [InlineData("no-such-engine {text} {wav}", "no-such-engine: ")]
    [InlineData("true", "no WAV")]
    [InlineData("cp {text} {wav}", "no WAV")]
    public async Task An_engine_that_fails_is_told_of_and_leaves_the_old_recording(string engine, string told)
    {
        await Studio().MakeAsync(Speech("report/closing"), default);
        var before = await File.ReadAllBytesAsync(Mp3("report/closing"));

        var outcome = await Studio(engine).MakeAsync(Speech("report/closing"), default);

        Assert.False(outcome.Made);
        Assert.Contains(told, outcome.Fault, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Mp3("report/closing")));
        Assert.Contains("report/closing", await FindAsync());
    }

    [Fact]
    public async Task An_encoder_that_fails_is_told_of()
    {
        var outcome = await new RecordingStudio(data, ExternalCommand.Parse(Engine)!, ExternalCommand.Parse("ffmpeg -loglevel error -i {wav} {mp3}.no-such-format")!).MakeAsync(Speech("report/closing"), default);

        Assert.StartsWith("ffmpeg (", outcome.Fault, StringComparison.Ordinal);
        Assert.Empty(await FindAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Of\":")]
    [InlineData("null")]
    public async Task A_recording_whose_notes_are_broken_does_not_count_and_is_made_again(string notes)
    {
        await Studio().MakeAsync(Speech("report/closing"), default);
        await File.WriteAllTextAsync(Path.ChangeExtension(Mp3("report/closing"), ".json"), notes);

        Assert.Empty(await FindAsync());
        Assert.Equal(RecordingOutcome.New, await Studio().MakeAsync(Speech("report/closing"), default));
    }

    [Fact]
    public async Task A_persons_recording_comes_before_a_synthetic_one_and_may_have_no_times()
    {
        await Studio().MakeAsync(Speech("last-year/trees"), default);
        var human = Path.Combine(Content, "audio", "last-year", "trees.mp3");
        Directory.CreateDirectory(Path.GetDirectoryName(human)!);
        File.Copy(Mp3("last-year/trees"), human);

        var (recording, path) = (await FindAsync())["last-year/trees"];

        Assert.Equal(RecordingKind.Human, recording.Kind);
        Assert.Null(recording.Times);
        Assert.Equal(human, path);
    }

    [Fact]
    public void A_persons_recording_brings_its_times_from_the_file_beside_it()
    {
        var content = ContentLoader.Load(TestContent.Small.With("audio/last-year/trees.yml", "times: [0, 1.5, 4]\n")).Snapshot!;

        Assert.Equal([0, 1.5, 4], content.RecordingTimes["last-year/trees"]);
    }

    [Fact]
    public async Task Half_a_recording_is_never_seen()
    {
        // Ended by the reader of this test's patience, after some lines were spoken.
        using var patience = new CancellationTokenSource();
        var studio = Studio("sh -c 'sleep 0.2; cp {text} {wav}'");
        var making = studio.MakeAsync(Speech("last-year/road"), patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);

        Assert.Empty(await FindAsync());
        Assert.DoesNotContain(Directory.EnumerateFiles(data, "*.part", SearchOption.AllDirectories), _ => true);
    }

    [Theory]
    [InlineData("a b", new[] { "a", "b" })]
    [InlineData("  a   'b c'  \"d 'e'\" ", new[] { "a", "b c", "d 'e'" })]
    [InlineData("a --text=\"x y\"", new[] { "a", "--text=x y" })]
    [InlineData("a ''", new[] { "a", "" })]
    public void A_command_is_divided_into_words_as_people_write_them(string written, string[] words) =>
        Assert.Equal(string.Join(' ', words), ExternalCommand.Parse(written)!.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void No_command_is_none(string? written) => Assert.Null(ExternalCommand.Parse(written));

    private static SectionSpeech Speech(string key, ContentSnapshot? content = null)
    {
        content ??= TestContent.SmallSnapshot;
        return SectionSpeech.Of(content.Report.FindSection(key)!, content);
    }

    private RecordingStudio Studio(string engine = Engine) => new(data, ExternalCommand.Parse(engine)!, ExternalCommand.Parse(Encoder)!);

    private async Task<IReadOnlyDictionary<string, RecordingFile>> FindAsync() => await RecordingFolder.FindAllAsync(Content, data, TestContent.SmallSnapshot, default);

    private string Mp3(string key) => Path.Combine(data, "audio", key + ".mp3");

    private static bool IsMp3(byte[] bytes) => bytes.AsSpan().StartsWith("ID3"u8) || (bytes[0] == 0xFF && (bytes[1] & 0xE0) == 0xE0);
}
