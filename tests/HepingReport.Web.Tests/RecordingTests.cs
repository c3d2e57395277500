using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HepingReport.Content;
using HepingReport.Speech;
using HepingReport.Web.Content;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>Recordings in a running site: made by a real engine, found, served in parts, and gone when they no longer say what is published.</summary>
public sealed class RecordingTests
{
    private const string Page = "/report/closing";
    private const string Mp3 = "/audio/report/closing.mp3";
    private const string Speech = "/api/v1/sections/report/closing/speech";

    [Fact]
    public async Task A_section_without_a_recording_offers_none()
    {
        using var site = new TestSite();

        Assert.Null((await site.PageAsync(Page)).QuerySelector("audio"));
        Assert.Equal(JsonValueKind.Null, (await RecordingAsync(site)).ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader().GetAsync(Mp3)).StatusCode);
    }

    [Fact]
    public async Task A_synthetic_recording_is_offered_without_scripts_and_says_what_it_is()
    {
        using var site = await WithRecordingAsync();

        var page = await site.PageAsync(Page);
        Assert.Equal(Mp3, page.QuerySelector("#read-aloud audio[controls]")!.GetAttribute("src"));
        Assert.Contains("合成语音", page.QuerySelector("#read-aloud")!.TextContent);
        var recording = await RecordingAsync(site);
        Assert.Equal("synthetic", recording.GetProperty("kind").GetString());
        Assert.Equal(SectionSpeech.Of(site.Content.Report.Closing, site.Content).Spoken.Count(), recording.GetProperty("times").GetArrayLength());
    }

    [Fact]
    public async Task A_player_gets_the_part_it_asks_for()
    {
        using var site = await WithRecordingAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Mp3) { Headers = { Range = new RangeHeaderValue(10, 19) } };

        using var response = await site.Reader().SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType!.ToString());
        var whole = await site.Reader().GetByteArrayAsync(Mp3);
        Assert.Equal(whole[10..20], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task With_every_section_recorded_the_api_answers_with_a_tag_of_its_own()
    {
        using var site = TestSite.OnACopyOfTheContent();
        using var bare = new TestSite();
        var without = (await bare.Reader().GetAsync(Speech)).Headers.ETag;
        foreach (var section in (await ContentFolder.LoadAsync(site.ContentPath, default)).Snapshot!.Report.Sections)
        {
            var file = Path.Combine(site.ContentPath, "audio", section.ChapterId, section.Id + ".mp3");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, [0xFF, 0xFB]);
        }

        using var answer = await site.Reader().GetAsync(Speech);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(without, answer.Headers.ETag);
    }

    [Fact]
    public async Task After_an_edit_of_what_is_said_the_recording_is_not_offered()
    {
        using var site = await WithRecordingAsync();
        Assert.NotNull((await site.PageAsync(Page)).QuerySelector("audio"));
        var tag = (await site.Reader().GetAsync(Speech)).Headers.ETag;

        await File.AppendAllTextAsync(Path.Combine(site.ContentPath, "spoken.yml"), "- { words: 各位代表，展望, spoken: 各位代表展望 }\n");

        await EventuallyAsync(async () => (await site.PageAsync(Page)).QuerySelector("audio") is null);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader().GetAsync(Mp3)).StatusCode);
        Assert.NotEqual(tag, (await site.Reader().GetAsync(Speech)).Headers.ETag);
    }

    [Fact]
    public async Task A_persons_recording_with_its_times_takes_the_place_of_the_synthetic_one()
    {
        using var site = await WithRecordingAsync();
        var times = (await RecordingAsync(site)).GetProperty("times").EnumerateArray().Select(time => time.GetDouble()).ToList();
        var human = Directory.CreateDirectory(Path.Combine(site.ContentPath, "audio", "report")).FullName;
        File.Copy(Path.Combine(site.DataPath, "audio", "report", "closing.mp3"), Path.Combine(human, "closing.mp3"));

        await File.WriteAllTextAsync(Path.Combine(human, "closing.yml"), $"times: [{string.Join(", ", times)}]\n");

        await EventuallyAsync(async () => (await RecordingAsync(site)).GetProperty("kind").GetString() == "human");
        Assert.Equal(times, (await RecordingAsync(site)).GetProperty("times").EnumerateArray().Select(time => time.GetDouble()));
        Assert.Contains("真人朗读", (await site.PageAsync(Page)).QuerySelector("#read-aloud")!.TextContent);
    }

    /// <summary>A copy of the content, and a recording of its closing made before the site starts.</summary>
    private static async Task<TestSite> WithRecordingAsync()
    {
        var site = TestSite.OnACopyOfTheContent();
        var content = (await ContentFolder.LoadAsync(site.ContentPath, default)).Snapshot!;
        var studio = new RecordingStudio(site.DataPath, ExternalCommand.Parse("espeak-ng -v cmn -w {wav} -f {text}")!, ExternalCommand.Parse("ffmpeg -loglevel error -y -i {wav} {mp3}")!);
        Assert.Equal(RecordingOutcome.New, await studio.MakeAsync(SectionSpeech.Of(content.Report.Closing, content), default));
        Assert.NotNull(site.Services.GetRequiredService<RecordingKeeper>().Of(content.Report.Closing));
        return site;
    }

    private static async Task<JsonElement> RecordingAsync(TestSite site) =>
        JsonDocument.Parse(await site.Reader().GetStringAsync(Speech)).RootElement.GetProperty("recording");
}
