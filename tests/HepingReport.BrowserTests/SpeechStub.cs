using System.Text.Json;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>
/// In the place of the browser's speech: it says nothing, keeps what it was told in order, and starts, ends or fails when the test says so.
/// Like engines do, it answers a cancelled utterance with an error.
/// </summary>
public sealed class SpeechStub(IPage page)
{
    private const string Script =
        """
        (voices => {
            const stub = new EventTarget();
            const log = [];
            let current = null;
            let known = voices.late ? [] : voices.list;
            const send = (name, detail) => {
                const utterance = current;
                if (name !== "start" && name !== "boundary") current = null;
                utterance?.["on" + name]?.(detail ?? {});
            };
            Object.assign(stub, {
                speaking: false, pending: false, paused: false,
                getVoices: () => known,
                speak(utterance) {
                    log.push(`${utterance.lang} ${utterance.rate} ${utterance.text}`);
                    current = utterance;
                    if (window.speech.refuses) setTimeout(() => send("error", { error: "not-allowed" }));
                    else if (window.speech.isFast) setTimeout(() => { if (current === utterance) { send("start"); send("end"); } });
                },
                cancel() { log.push("cancel"); const error = current?.onerror; current = null; setTimeout(() => error?.({ error: "canceled" })); },
                pause() { log.push("pause"); },
                resume() { log.push("resume"); },
            });
            Object.defineProperty(stub, "speaking", { get: () => current !== null });
            Object.defineProperty(window, "speechSynthesis", { value: stub });
            window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
            window.speech = { log, send, isFast: false, refuses: false, lose() { current = null; }, addVoices() { known = voices.list; stub.dispatchEvent(new Event("voiceschanged")); } };
        })
        """;

    /// <summary>Puts the stub in place; voices are given as language and whether they speak without the network.</summary>
    public static async Task<SpeechStub> InstallAsync(Reader reader, bool late = false, params (string Lang, bool Local)[] voices)
    {
        var list = voices.Select((voice, i) => new { name = $"voice {i}", lang = voice.Lang, localService = voice.Local });
        await reader.Page.AddInitScriptAsync($"{Script}({JsonSerializer.Serialize(new { late, list })})");
        return new SpeechStub(reader.Page);
    }

    /// <summary>All it was told, each sentence with language and speed.</summary>
    public Task<string[]> LogAsync() => page.EvaluateAsync<string[]>("speech.log");

    /// <summary>The sentences alone.</summary>
    public async Task<string[]> SaidAsync() => [.. (await LogAsync()).Where(entry => entry.Contains(' ')).Select(entry => entry.Split(' ', 3)[2])];

    /// <summary>Waits until it was given so many sentences, and returns the last.</summary>
    public async Task<string> SaidAsync(int count)
    {
        await page.WaitForFunctionAsync("count => speech.log.filter(entry => entry.includes(' ')).length >= count", count, new() { Timeout = 10_000 });
        var said = await SaidAsync();
        Assert.Equal(count, said.Length);
        return said[^1];
    }

    public Task StartAsync() => page.EvaluateAsync("speech.send('start')");

    public Task EndAsync() => page.EvaluateAsync("speech.send('start'); speech.send('end')");

    public Task FailAsync(string error) => page.EvaluateAsync("error => speech.send('error', { error })", error);

    public Task AddVoicesAsync() => page.EvaluateAsync("speech.addVoices()");

    /// <summary>From now on every sentence ends as soon as it is given.</summary>
    public Task HurryAsync() => page.EvaluateAsync("speech.isFast = true");

    /// <summary>The engine drops the sentence and tells nobody, as a phone's does when its screen goes dark.</summary>
    public Task LoseAsync() => page.EvaluateAsync("speech.lose()");
}
