using HepingReport.Content;
using HepingReport.Web.Content;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HepingReport.Web.Endpoints;

/// <summary>What is said when a section is read aloud. It is asked for only then, and never enters the page's text.</summary>
public static class Speech
{
    public static void MapSpeech(this IEndpointRouteBuilder api) =>
        api.MapGet("/sections/{chapter}/{section}/speech", Results<Ok<ApiSpeech>, ProblemHttpResult> (string chapter, string section, ContentSnapshot content, RecordingKeeper recordings) =>
            content.Report.FindSection($"{chapter}/{section}") is { } found ? TypedResults.Ok(ApiSpeech.Of(SectionSpeech.Of(found, content), recordings.Of(found)?.Recording, content)) : Api.NoSuchSection(chapter, section))
            .WithName("speech").WithSummary("一个部分怎么读出声：一句一句，数字和符号写成读法").ProducesProblem(StatusCodes.Status404NotFound);
}

/// <summary>A section as it is said. Addresses are paths of this site, since a page asks for them where it stands.</summary>
public sealed record ApiSpeech(
    string Title, string SpokenTitle, IReadOnlyList<ApiSpeechParagraph> Paragraphs, IReadOnlyList<ApiSpeechNote> Notes, ApiSpeechNext? Next, ApiRecording? Recording)
{
    public static ApiSpeech Of(SectionSpeech speech, Recording? recording, ContentSnapshot content) => new(
        speech.Title, speech.SpokenTitle,
        [.. speech.Paragraphs.Select(paragraph => new ApiSpeechParagraph(paragraph.Paragraph.Id, [.. paragraph.Sentences.Select(sentence => new ApiSentence(sentence.Start, sentence.Length, sentence.Spoken))]))],
        [.. speech.Notes.Select(note => new ApiSpeechNote(note.Note.Number, note.Paragraph.Id, note.Sentence, note.Spoken))],
        content.Report.After(speech.Section) is { } next ? new ApiSpeechNext(SectionSpeech.TitleOf(next, content), Links.Section(next), Links.Speech(next)) : null,
        recording is null ? null : new ApiRecording(recording.Url, recording.Kind == RecordingKind.Human ? "human" : "synthetic", recording.Seconds, recording.Times));
}

public sealed record ApiSpeechParagraph(string Id, IReadOnlyList<ApiSentence> Sentences);

/// <summary>Where a sentence stands in its paragraph's text, in UTF-16 units, and how it is said.</summary>
public sealed record ApiSentence(int Start, int Length, string Spoken);

/// <summary>A note, to be said after the sentence, counted from 0 in its paragraph, that first refers to it.</summary>
public sealed record ApiSpeechNote(int Number, string Paragraph, int Sentence, string Spoken);

public sealed record ApiSpeechNext(string Title, string Url, string Speech);

/// <summary>A sound file of the section. Times: the second at which the title, then each sentence begins.</summary>
public sealed record ApiRecording(string Url, string Kind, double? Seconds, IReadOnlyList<double>? Times);
