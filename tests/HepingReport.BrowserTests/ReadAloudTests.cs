using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>Reading aloud in a real browser whose voice is a stub: what is said, in which order, and what the page shows meanwhile.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ReadAloudTests(BrowserSite site)
{
    private const string Economy = "/report/review-2017/economy";
    private const string EconomySpeech = "**/api/v1/sections/review-2017/economy/speech";
    private const string ReportHtml = "[...document.querySelectorAll('.para')].map(para => para.outerHTML).join('\\n')";

    /// <summary>Left, top, right and bottom of each box behind the sentence.</summary>
    private const string MarkBoxes = "[...document.querySelectorAll('.reading-mark i')].map(box => { const { left, top, right, bottom } = box.getBoundingClientRect(); return [left, top, right, bottom]; })";

    private static readonly (string Lang, bool Local) Mandarin = ("zh-CN", true);

    [Theory]
    [InlineData("report/opening")]
    [InlineData("review-2017/economy")]
    [InlineData("plan-2018/chapter")]
    public async Task A_section_is_said_in_its_order_and_the_report_stays_as_it_is(string key)
    {
        var section = site.Content.Report.FindSection(key)!;
        await using var reader = await site.ReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Links.Section(section));
        var before = await reader.Page.EvaluateAsync<string>(ReportHtml);
        await speech.HurryAsync();

        await PressAsync(reader, "朗读");
        await Assertions.Expect(Message(reader)).ToHaveTextAsync(site.Content.Report.After(section) is null ? "报告读完了。" : "这一节读完了。");

        Assert.Equal(SectionSpeech.Of(section, site.Content).Spoken, await speech.SaidAsync());
        Assert.Equal(before, await reader.Page.EvaluateAsync<string>(ReportHtml));
        Assert.Equal("朗读", await reader.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        Assert.Equal(0, await reader.Page.Locator(".reading-mark i").CountAsync());
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task The_whole_report_on_one_page_is_read_through_without_leaving_it()
    {
        await using var reader = await site.ReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync("/report/full");
        await speech.HurryAsync();

        await PressAsync(reader, "朗读");
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("报告读完了。", new() { Timeout = 60_000 });

        Assert.Equal(site.Content.Report.Sections.SelectMany(section => SectionSpeech.Of(section, site.Content).Spoken), await speech.SaidAsync());
        Assert.EndsWith("/report/full", reader.Page.Url);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("care")]
    public async Task Nothing_is_said_before_a_press_whatever_else_is_done(string view)
    {
        await using var reader = await StillReaderAsync(cookie: $"view={view}");
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);

        await reader.Page.Locator("#economy-reform").ClickAsync();
        await reader.Page.Locator("#economy-reform").HoverAsync();
        await reader.Page.Locator("#economy-structure .permalink").FocusAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "朗读", Exact = true }).FocusAsync();
        await reader.Page.Keyboard.PressAsync("Escape");
        await reader.Page.ReloadAsync();

        Assert.Empty(await speech.LogAsync());
        Assert.DoesNotContain(reader.Requests, request => request.Url.EndsWith("/speech", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_said_is_the_spoken_form_and_what_is_shown_the_printed_one()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.Page.RouteAsync(EconomySpeech, async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("\"spoken\":\"", "\"spoken\":\"读作：", StringComparison.Ordinal).Replace("\"spokenTitle\":\"", "\"spokenTitle\":\"读作：", StringComparison.Ordinal) });
        });
        await reader.OpenAsync(Economy);
        await SubtitlesOnAsync(reader);
        await PressAsync(reader, "朗读");

        var shown = new List<string>();
        foreach (var paragraph in SectionSpeech.Of(site.Content.Report.FindSection("review-2017/economy")!, site.Content).Paragraphs.Take(2))
        {
            foreach (var sentence in paragraph.Sentences)
            {
                Assert.StartsWith("读作：", await speech.SaidAsync(shown.Count + 1));
                await speech.EndAsync();
                Assert.StartsWith("读作：", await speech.SaidAsync(shown.Count + 2));
                shown.Add(await reader.Page.Locator(".subtitles__words").InnerTextAsync());
                Assert.Equal(paragraph.Paragraph.Text.Substring(sentence.Start, sentence.Length), shown[^1]);
            }
        }

        Assert.DoesNotContain("读作", await reader.Page.Locator("body").InnerTextAsync());
    }

    [Fact]
    public async Task Without_speech_in_the_browser_it_says_so_and_shows_no_dead_button()
    {
        await using var reader = await StillReaderAsync(390);
        await reader.Page.AddInitScriptAsync("delete window.speechSynthesis; delete Window.prototype.speechSynthesis;");
        await reader.OpenAsync(Economy);

        await Assertions.Expect(ReadAloud(reader)).ToContainTextAsync("这个浏览器没有朗读的功能，可以请手机来读：怎样请手机朗读");
        Assert.Equal(0, await ReadAloud(reader).GetByRole(AriaRole.Button).CountAsync());
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "怎样请手机朗读" }).ClickAsync();
        Assert.EndsWith("/help#read-aloud", reader.Page.Url);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Without_a_script_it_says_so()
    {
        await using var reader = await StillReaderAsync(390, also: options => options.JavaScriptEnabled = false);
        await reader.OpenAsync(Economy);

        await Assertions.Expect(ReadAloud(reader)).ToContainTextAsync("这里的朗读要用浏览器的脚本和语音；不用它也可以请手机来读：怎样请手机朗读");
        await Assertions.Expect(ReadAloud(reader).Locator("[data-read-aloud-native]")).ToBeVisibleAsync();
        Assert.Equal(0, await ReadAloud(reader).GetByRole(AriaRole.Button).CountAsync());
    }

    [Fact]
    public async Task Without_a_chinese_voice_it_says_so_when_asked_and_is_off_again()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: [("en-US", true), ("ja-JP", true)]);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");

        await Assertions.Expect(reader.Page.Locator("#status")).ToContainTextAsync("没有找到能读中文的语音");
        await Assertions.Expect(ReadAloud(reader)).ToContainTextAsync("没有找到能读中文的语音");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Link, new() { Name = "怎样请手机朗读" })).ToBeVisibleAsync();
        await IsPressedAsync(reader, "朗读", false);
        Assert.Empty(await speech.SaidAsync());
    }

    [Fact]
    public async Task Voices_that_come_late_are_waited_for()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, late: true, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await reader.Page.RunAndWaitForResponseAsync(() => PressAsync(reader, "朗读"), EconomySpeech);
        Assert.Empty(await speech.SaidAsync());

        await speech.AddVoicesAsync();

        Assert.Contains("坚持高端高质", await speech.SaidAsync(1));
    }

    [Theory]
    [InlineData("zh-CN", "zh-CN", "en-US", "zh-HK", "zh-CN")]
    [InlineData("zh_CN", "zh-TW", "zh_CN")] // as Android writes it
    [InlineData("cmn-Hans-CN", "zh-TW", "cmn-Hans-CN")]
    [InlineData("zh-TW", "zh-HK", "yue-CN", "zh-TW", "en-US")]
    [InlineData("zh-CN-liaoning", "zh-HK", "zh-CN-liaoning")]
    public async Task Standard_mandarin_is_chosen_before_that_of_elsewhere_and_before_cantonese(string chosen, params string[] offered)
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: [.. offered.Select(lang => (lang, true))]);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        Assert.StartsWith(chosen + " 1 ", (await speech.LogAsync())[^1]);
        await Assertions.Expect(ReadAloud(reader)).Not.ToContainTextAsync("粤语");
    }

    [Theory]
    [InlineData("zh-HK")]
    [InlineData("yue-Hant-HK")]
    [InlineData("zh-Hant-HK")]
    public async Task With_only_a_cantonese_voice_it_says_that_it_is_one(string lang)
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: [(lang, true), ("en-US", true)]);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        Assert.StartsWith(lang, (await speech.LogAsync())[^1]);
        await Assertions.Expect(ReadAloud(reader)).ToContainTextAsync("这个浏览器只有粤语的语音，下面用粤语读。");
    }

    [Fact]
    public async Task A_sentence_that_fails_is_tried_once_more_and_then_left_out_and_told()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);
        await speech.EndAsync();

        var first = await speech.SaidAsync(2);
        await speech.FailAsync("synthesis-failed");
        Assert.Equal(first, await speech.SaidAsync(3));
        await speech.FailAsync("synthesis-failed");
        Assert.NotEqual(first, await speech.SaidAsync(4));
        await Assertions.Expect(reader.Page.Locator("#status")).ToHaveTextAsync("有一句没有读成，接着往下读。");
        await IsPressedAsync(reader, "朗读", true);

        await speech.EndAsync();
        foreach (var said in Enumerable.Range(5, 6))
        {
            await speech.SaidAsync(said);
            await speech.FailAsync("synthesis-failed");
        }

        await Assertions.Expect(ReadAloud(reader)).ToContainTextAsync("语音接连出错，朗读停下了。");
        await IsPressedAsync(reader, "朗读", false);
        Assert.Equal(10, (await speech.SaidAsync()).Length);
    }

    [Fact]
    public async Task An_engine_that_never_says_it_ended_does_not_hold_the_reading_up()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.Page.Clock.InstallAsync();
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        var first = await speech.SaidAsync(1);

        await speech.StartAsync();
        await reader.Page.Clock.RunForAsync(10_000);
        Assert.Single(await speech.SaidAsync());
        await reader.Page.Clock.RunForAsync(first.Length * 1000 + 500);
        var second = await speech.SaidAsync(2);
        Assert.NotEqual(first, second);

        // It has not even begun: that is a failure, and tried once more.
        await reader.Page.Clock.RunForAsync(10_000 + second.Length * 1000 + 500);
        Assert.Equal(second, await speech.SaidAsync(3));
    }

    [Fact]
    public async Task Pause_goes_on_from_the_same_sentence_with_engines_that_cannot_pause()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);
        await speech.EndAsync();
        var sentence = await speech.SaidAsync(2);

        await PressAsync(reader, "暂停");
        await IsPressedAsync(reader, "暂停", true);
        await IsPressedAsync(reader, "朗读", false);
        Assert.Equal("cancel", (await speech.LogAsync())[^1]);
        Assert.NotEqual(0, await reader.Page.Locator(".reading-mark i").CountAsync());

        await PressAsync(reader, "暂停");
        Assert.Equal(sentence, await speech.SaidAsync(3));
        await IsPressedAsync(reader, "朗读", true);

        await PressAsync(reader, "朗读");
        await IsPressedAsync(reader, "暂停", true);
        await PressAsync(reader, "朗读");
        Assert.Equal(sentence, await speech.SaidAsync(4));
        Assert.DoesNotContain("pause", await speech.LogAsync());
    }

    [Fact]
    public async Task Sentences_and_paragraphs_are_stepped_through_both_ways()
    {
        var paragraphs = SectionSpeech.Of(site.Content.Report.FindSection("review-2017/economy")!, site.Content).Paragraphs;
        await using var reader = await StillReaderAsync(390);
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        var said = 1;
        foreach (var (key, sentence) in new[]
        {
            ("下一段", paragraphs[0].Sentences[0]), ("下一句", paragraphs[0].Sentences[1]), ("下一段", paragraphs[1].Sentences[0]), ("下一句", paragraphs[1].Sentences[1]),
            ("上一句", paragraphs[1].Sentences[0]), ("上一段", paragraphs[0].Sentences[0]),
        })
        {
            await PressAsync(reader, key);
            Assert.Equal(sentence.Spoken, await speech.SaidAsync(++said));
        }

        // While it is silent only the place changes.
        await PressAsync(reader, "暂停");
        await PressAsync(reader, "下一段");
        Assert.Equal(said, (await speech.SaidAsync()).Length);
        await PressAsync(reader, "朗读");
        Assert.Equal(paragraphs[1].Sentences[0].Spoken, await speech.SaidAsync(++said));
    }

    [Fact]
    public async Task A_paragraph_is_read_from_by_a_click_on_it_or_by_its_number_while_reading()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        await reader.Page.Locator("#economy-reform").ClickAsync(new() { Position = new() { X = 200, Y = 60 } });
        Assert.Equal("深化改革取得新进展。", await speech.SaidAsync(2));

        await reader.Page.Locator("#economy-structure .permalink").FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("结构调整迈出新步伐。", await speech.SaidAsync(3));
        await Assertions.Expect(reader.Page.Locator(".reading-mark i")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Reading_begins_with_what_the_reader_sees()
    {
        await using var reader = await StillReaderAsync(390, 740);
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync("/report/full");
        await reader.Page.EvaluateAsync("document.getElementById('reform-services')?.scrollIntoView() ?? document.querySelectorAll('.para')[30].scrollIntoView()");
        var seen = await reader.Page.EvaluateAsync<string>("[...document.querySelectorAll('.para')].find(para => para.getBoundingClientRect().bottom > innerHeight / 4).id");

        await reader.Page.EvaluateAsync("document.querySelector('[data-do=play]').click()");

        var paragraph = site.Content.Report.FindParagraph(seen)!.Paragraph;
        Assert.Equal(SpokenSentence.Cut(paragraph.Text, paragraph.Id, site.Content.Spoken)[0].Spoken, await speech.SaidAsync(1));
    }

    [Fact]
    public async Task Escape_stops_it_and_is_left_alone_otherwise()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await reader.Page.EvaluateAsync("addEventListener('keydown', event => window.swallowed = event.defaultPrevented)");
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        await reader.Page.Keyboard.PressAsync("Escape");
        await IsPressedAsync(reader, "朗读", false);
        Assert.Equal("cancel", (await speech.LogAsync())[^1]);
        Assert.False(await reader.Page.EvaluateAsync<bool>("document.documentElement.hasAttribute('data-reading-aloud')"));

        foreach (var key in new[] { "Escape", "Space", "p", "ArrowRight" })
        {
            await reader.Page.EvaluateAsync("document.activeElement.blur()");
            await reader.Page.Keyboard.PressAsync(key);
            Assert.False(await reader.Page.EvaluateAsync<bool>("window.swallowed"), key);
        }

        Assert.Single(await speech.SaidAsync());
    }

    [Fact]
    public async Task Stopping_gives_the_focus_to_the_button_that_starts_again_from_the_head()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        var title = await speech.SaidAsync(1);
        await speech.EndAsync();
        await speech.SaidAsync(2);

        await PressAsync(reader, "停止");
        Assert.Equal("朗读", await reader.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await reader.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(title, await speech.SaidAsync(3));
    }

    [Fact]
    public async Task A_page_out_of_sight_goes_on_where_the_engine_does_and_else_says_that_it_stopped()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        await ShowAsync(reader, false);
        await speech.EndAsync();
        await speech.SaidAsync(2);
        await ShowAsync(reader, true);
        await IsPressedAsync(reader, "朗读", true);

        await ShowAsync(reader, false);
        await speech.LoseAsync();
        await ShowAsync(reader, true);
        await IsPressedAsync(reader, "朗读", false);
        await IsPressedAsync(reader, "暂停", true);
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("页面不在眼前时朗读停下了。请按“朗读”，从这一句接着读。");
        await PressAsync(reader, "朗读");
        Assert.Equal((await speech.SaidAsync())[1], await speech.SaidAsync(3));

        // The phone rings.
        await speech.FailAsync("interrupted");
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("朗读被打断了。请按“朗读”，从这一句接着读。");
        await IsPressedAsync(reader, "暂停", true);

        Task ShowAsync(Reader shown, bool visible) => shown.Page.EvaluateAsync(
            "visible => { Object.defineProperty(document, 'hidden', { value: !visible, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", visible);
    }

    [Fact]
    public async Task What_cannot_be_fetched_is_told_and_fetched_at_the_next_press()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.Page.RouteAsync(EconomySpeech, route => route.AbortAsync());
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("朗读的内容没有取到。请看看网络，再按“朗读”。");
        await IsPressedAsync(reader, "朗读", false);

        await reader.Page.UnrouteAsync(EconomySpeech);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);
    }

    [Fact]
    public async Task Pressing_again_while_it_is_fetched_says_everything_once()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        var held = new TaskCompletionSource();
        await reader.Page.RouteAsync(EconomySpeech, async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await PressAsync(reader, "下一句");
        await PressAsync(reader, "暂停");
        await PressAsync(reader, "停止");
        await PressAsync(reader, "朗读");
        await speech.HurryAsync();
        held.SetResult();
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("这一节读完了。");

        Assert.Equal(SectionSpeech.Of(site.Content.Report.FindSection("review-2017/economy")!, site.Content).Spoken, await speech.SaidAsync());
    }

    [Fact]
    public async Task Leaving_the_page_silences_it()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        await reader.Page.EvaluateAsync("dispatchEvent(new PageTransitionEvent('pagehide'))");

        Assert.Equal("cancel", (await speech.LogAsync())[^1]);
        await IsPressedAsync(reader, "朗读", false);
    }

    [Fact]
    public async Task The_next_section_is_read_on_where_asked_and_only_once()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        var section = site.Content.Report.FindSection("review-2017/economy")!;
        var next = site.Content.Report.After(section)!;
        await reader.OpenAsync(Economy);
        await ReadAloud(reader).GetByText("朗读选项").ClickAsync();
        await PressAsync(reader, "接着读下一节");
        await IsPressedAsync(reader, "接着读下一节", true);
        await speech.HurryAsync();
        await PressAsync(reader, "朗读");

        await reader.Page.WaitForURLAsync("**" + Links.Section(next));
        Assert.Equal(SectionSpeech.Of(next, site.Content).SpokenTitle, await speech.SaidAsync(1));
        await IsPressedAsync(reader, "朗读", true);

        await reader.Page.ReloadAsync();
        await IsPressedAsync(reader, "朗读", false);
        Assert.Empty(await speech.LogAsync());
    }

    [Fact]
    public async Task What_is_chosen_before_the_script_has_come_over_a_slow_network_holds_when_it_is_there()
    {
        await using var reader = await StillReaderAsync();
        await SpeechStub.InstallAsync(reader, voices: Mandarin);
        var held = new TaskCompletionSource();
        await reader.Page.RouteAsync(new Regex(@"/read-aloud\.[^/]*js$"), async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await reader.OpenAsync(Economy);
        await ReadAloud(reader).GetByText("朗读选项").ClickAsync();
        await PressAsync(reader, "接着读下一节");
        await ReadAloud(reader).GetByLabel("语速").SelectOptionAsync("慢");
        held.SetResult();

        await IsPressedAsync(reader, "接着读下一节", true);
        await IsPressedAsync(reader, "读附注", false);
        await Assertions.Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("data-rate", "0.75");
        await Assertions.Expect(ReadAloud(reader).GetByLabel("语速")).ToHaveValueAsync("0.75");
    }

    [Fact]
    public async Task A_browser_that_wants_a_press_first_is_given_a_button_to_press()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.Page.AddInitScriptAsync($"speech.refuses = true; sessionStorage.setItem('read-aloud-next', '{Economy}');");
        await reader.OpenAsync(Economy);

        var button = reader.Page.GetByRole(AriaRole.Button, new() { Name = "接着读", Exact = true });
        await Assertions.Expect(button).ToBeVisibleAsync();
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("浏览器要您再按一下才出声。请按“接着读”。");
        await reader.Page.EvaluateAsync("speech.refuses = false");
        await button.ClickAsync();

        await speech.SaidAsync(2);
        await IsPressedAsync(reader, "朗读", true);
    }

    [Fact]
    public async Task Notes_are_said_on_request_after_the_sentence_that_first_needs_them()
    {
        var speechOfSection = SectionSpeech.Of(site.Content.Report.FindSection("review-2017/economy")!, site.Content);
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await ReadAloud(reader).GetByText("朗读选项").ClickAsync();
        await PressAsync(reader, "读附注");
        await speech.HurryAsync();
        await PressAsync(reader, "朗读");
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("这一节读完了。");

        var said = await speech.SaidAsync();
        var note = Assert.Single(speechOfSection.Notes);
        var sentence = speechOfSection.Paragraphs[4].Sentences[note.Sentence].Spoken;
        var after = string.Concat(said.SkipWhile(words => words != sentence).Skip(1));
        Assert.StartsWith($"附注1：{note.Spoken}", after);
        Assert.Equal(string.Concat(speechOfSection.Spoken).Length + note.Spoken.Length + 4, string.Concat(said).Length);
    }

    [Fact]
    public async Task Speed_holds_from_the_next_sentence_on()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await ReadAloud(reader).GetByText("朗读选项").ClickAsync();
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);

        await ReadAloud(reader).GetByLabel("语速").SelectOptionAsync("稍快");
        await speech.EndAsync();
        await speech.SaidAsync(2);
        await reader.Page.EvaluateAsync("document.documentElement.dataset.rate = '0.75'"); // as the reading settings do
        await speech.EndAsync();
        await speech.SaidAsync(3);

        Assert.Equal(["zh-CN 1", "zh-CN 1.25", "zh-CN 0.75"], (await speech.LogAsync()).Select(entry => string.Join(' ', entry.Split(' ')[..2])));
    }

    [Theory]
    [InlineData("standard", 360)]
    [InlineData("standard", 1280)]
    [InlineData("care", 360)]
    [InlineData("care", 1280)]
    public async Task The_sentence_being_read_is_marked_to_the_word_and_kept_in_view(string view, int width)
    {
        await using var reader = await StillReaderAsync(width, 740, $"view={view}");
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await reader.Page.EvaluateAsync("document.documentElement.dataset.motion = 'reduce'");
        await SubtitlesOnAsync(reader);
        await PressAsync(reader, "朗读");
        var said = 0;
        foreach (var paragraph in SectionSpeech.Of(site.Content.Report.FindSection("review-2017/economy")!, site.Content).Paragraphs)
        {
            foreach (var sentence in paragraph.Sentences)
            {
                await speech.SaidAsync(++said);
                await speech.EndAsync();
                await speech.SaidAsync(said + 1);
                Assert.Equal("", await reader.Page.EvaluateAsync<string>(
                    """
                    ([id, start, length]) => {
                        const nodes = [];
                        const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
                        while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("[data-aid]")) nodes.push(walker.currentNode);
                        const at = offset => { for (const node of nodes) { if (offset < node.length) return [node, offset]; offset -= node.length; } };
                        const boxes = [...document.querySelectorAll(".reading-mark i")].map(box => box.getBoundingClientRect());
                        const isMarked = offset => {
                            const [node, index] = at(offset);
                            const range = document.createRange();
                            range.setStart(node, index);
                            range.setEnd(node, index + 1);
                            const { left, right, top, bottom } = range.getBoundingClientRect();
                            return boxes.some(box => box.left <= left + 1 && box.right >= right - 1 && box.top <= top + 1 && box.bottom >= bottom - 1);
                        };
                        const total = nodes.reduce((sum, node) => sum + node.length, 0);
                        for (let i = 0; i < total; i++) {
                            if (isMarked(i) !== (i >= start && i < start + length)) return `character ${i} of ${id}, sentence ${start}+${length}`;
                        }
                        const top = Math.min(...boxes.map(box => box.top));
                        const keys = document.querySelector("[data-read-aloud-keys]").getBoundingClientRect();
                        const stuck = getComputedStyle(document.querySelector("[data-read-aloud-keys]")).position === "sticky" ? keys.bottom : 0;
                        const foot = document.querySelector(".subtitles").getBoundingClientRect().top;
                        const bottom = Math.max(...boxes.map(box => box.bottom));
                        return top >= stuck && (bottom <= foot || bottom - top > foot - stuck) ? "" : `${id} ${start}: ${stuck} ${top} ${bottom} ${foot}`;
                    }
                    """, new object[] { paragraph.Paragraph.Id, sentence.Start, sentence.Length }));
            }
        }
    }

    [Fact]
    public async Task The_mark_follows_when_the_text_is_set_larger()
    {
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);
        await speech.EndAsync();
        await speech.SaidAsync(2);
        var before = await reader.Page.EvaluateAsync<double[][]>(MarkBoxes);

        await reader.Page.EvaluateAsync("document.documentElement.dataset.size = '4'");
        await reader.Page.WaitForFunctionAsync("width => document.querySelector('.reading-mark i').getBoundingClientRect().width > width * 1.3", before[0][2] - before[0][0]);

        var lead = await reader.Page.EvaluateAsync<double[]>("(() => { const { left, top, right, bottom } = document.querySelector('.lead').getClientRects()[0]; return [left, top, right, bottom]; })()");
        var after = await reader.Page.EvaluateAsync<double[][]>(MarkBoxes);
        Assert.InRange(after[0][0], lead[0] - 1, lead[0] + 1);
        Assert.InRange(after[^1][2], lead[2] - 1, lead[2] + 1);
    }

    [Fact]
    public async Task Words_on_the_mark_are_readable_in_every_theme()
    {
        await using var reader = await StillReaderAsync(390);
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);
        await speech.EndAsync();
        await speech.SaidAsync(2);
        await Assertions.Expect(reader.Page.Locator(".reading-mark i").First).ToBeVisibleAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var contrast in new[] { Microsoft.Playwright.Contrast.NoPreference, Microsoft.Playwright.Contrast.More })
            {
                await reader.Page.EmulateMediaAsync(new() { ColorScheme = scheme, Contrast = contrast });
                foreach (var theme in new[] { "auto", "paper", "white", "dark", "yellow-on-black", "black-on-white", "black-on-yellow", "yellow-on-blue", "white-on-blue" })
                {
                    var ratios = await reader.Page.EvaluateAsync<double[]>(
                        """
                        theme => {
                            document.documentElement.dataset.theme = theme;
                            const light = colour => { const [r, g, b] = colour.match(/[0-9.]+/g).map(part => { const c = part / 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
                            const ratio = (a, b) => { const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y); return (bright + .05) / (dark + .05); };
                            const mark = getComputedStyle(document.querySelector(".reading-mark i"));
                            const colour = selector => getComputedStyle(document.querySelector(selector)).color;
                            const ground = getComputedStyle(document.documentElement).backgroundColor;
                            return [...[".para", ".para .lead", ".mark", ".permalink"].map(selector => ratio(colour(selector), mark.backgroundColor)), ratio(mark.borderBottomColor, ground), ratio(mark.borderBottomColor, mark.backgroundColor)];
                        }
                        """, theme);
                    Assert.All(ratios, ratio => Assert.True(ratio >= 7, $"{theme} {scheme} {contrast}: {string.Join(' ', ratios)}"));
                }
            }
        }

        await reader.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        Assert.Equal("solid", await reader.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.reading-mark i')).borderTopStyle"));
    }

    [Theory]
    [InlineData("standard", 360)]
    [InlineData("standard", 1280)]
    [InlineData("care", 360)]
    [InlineData("care", 1280)]
    public async Task The_keys_are_large_enough_and_reached_in_order_by_keyboard_alone(string view, int width)
    {
        await using var reader = await StillReaderAsync(width, 740, $"view={view}").WithAxeAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await SubtitlesOnAsync(reader);
        var play = reader.Page.GetByRole(AriaRole.Button, new() { Name = "朗读", Exact = true });
        await play.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        await speech.SaidAsync(1);
        await reader.Page.Keyboard.PressAsync("Tab");
        await reader.Page.Keyboard.PressAsync("Enter"); // 朗读选项

        var names = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            names.Add(await reader.Page.EvaluateAsync<string>("(document.activeElement.labels?.[0]?.firstChild ?? document.activeElement).textContent.trim()"));
        }

        Assert.Equal(["语速", "读附注", "接着读下一节", "朗读的说明", "暂停", "上一句", "下一句", "停止", "上一段", "下一段"], names);

        var least = view == "care" ? 60 : 44;
        foreach (var key in await reader.Page.Locator("#read-aloud button:visible, [data-read-aloud-keys] button, .read-aloud select").AllAsync())
        {
            var box = (await key.BoundingBoxAsync())!;
            Assert.True(box.Height >= least && box.Width >= least, $"{await key.TextContentAsync()}: {box.Width} × {box.Height}");
        }

        Assert.Empty(await reader.Page.AxeAsync());
        Assert.Equal(0, await reader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    [Theory]
    [InlineData("standard", 360)]
    [InlineData("care", 1280)]
    public async Task Subtitles_show_the_sentence_large_cover_nothing_for_good_and_close(string view, int width)
    {
        await using var reader = await StillReaderAsync(width, 740, $"view={view}");
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.OpenAsync(Economy);
        await PressAsync(reader, "朗读");
        await speech.SaidAsync(1);
        var bar = reader.Page.Locator(".subtitles");
        await Assertions.Expect(bar).ToBeHiddenAsync();

        await SubtitlesOnAsync(reader);
        await Assertions.Expect(bar).ToBeVisibleAsync();
        Assert.Equal("true", await bar.Locator("p").GetAttributeAsync("aria-hidden"));
        Assert.True(await bar.Locator("p").EvaluateAsync<double>("words => parseFloat(getComputedStyle(words).fontSize)") >= 36);
        var close = reader.Page.GetByRole(AriaRole.Button, new() { Name = "关闭字幕" });
        var frame = (await bar.BoundingBoxAsync())!;
        var button = (await close.BoundingBoxAsync())!;
        Assert.True(button.Width >= 60 && button.Height >= 60);
        Assert.InRange(button.X + button.Width, width - 24, width);
        Assert.InRange(button.Y, frame.Y, frame.Y + 12);

        // At the end of the page the last link stands above the bar, and above the care view's.
        await reader.Page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");
        Assert.True(await reader.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.site-footer a')].pop().getBoundingClientRect().bottom <= document.querySelector('.subtitles').getBoundingClientRect().top"));
        Assert.True(await reader.Page.EvaluateAsync<bool>("document.querySelector('.subtitles').getBoundingClientRect().bottom <= (document.querySelector('.care-bar')?.getBoundingClientRect().top ?? innerHeight)"));

        await close.ClickAsync();
        await Assertions.Expect(bar).ToBeHiddenAsync();
        Assert.Equal("暂停", await reader.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await IsPressedAsync(reader, "朗读", true);
    }

    [Fact]
    public async Task The_link_in_the_care_bar_starts_and_pauses()
    {
        await using var reader = await StillReaderAsync(390, 740, "view=care");
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.Page.RouteAsync("**" + Economy, async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("</body>", "<a href=\"#read-aloud\" data-read-aloud-start id=\"start\">开始</a></body>", StringComparison.Ordinal) });
        });
        await reader.OpenAsync(Economy);

        await reader.Page.EvaluateAsync("document.getElementById('start').click()");
        await speech.SaidAsync(1);
        await reader.Page.EvaluateAsync("document.getElementById('start').click()");
        await IsPressedAsync(reader, "暂停", true);
        Assert.EndsWith(Economy, reader.Page.Url);
    }

    [Fact]
    public async Task Pressed_at_the_foot_far_down_the_text_the_reason_for_silence_comes_into_view()
    {
        await using var reader = await StillReaderAsync(360, 740, "view=care");
        await SpeechStub.InstallAsync(reader, voices: []);
        await reader.OpenAsync(Economy + "#economy-environment");

        await reader.Page.Locator("[data-read-aloud-start]").ClickAsync();

        await Assertions.Expect(Message(reader)).ToBeInViewportAsync(new() { Timeout = 10_000 });
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("没有找到能读中文的语音，所以这里不能朗读。");
    }

    [Fact]
    public async Task A_recording_is_played_instead_and_its_sentences_are_marked_in_step()
    {
        var section = site.Content.Report.FindSection("review-2017/economy")!;
        var count = SectionSpeech.Of(section, site.Content).Spoken.Count();
        await using var reader = await StillReaderAsync();
        var speech = await SpeechStub.InstallAsync(reader, voices: Mandarin);
        await reader.Page.RouteAsync("**/recording.wav", route => route.FulfillAsync(new() { ContentType = "audio/wav", BodyBytes = Silence(seconds: 3), Headers = new Dictionary<string, string> { ["Accept-Ranges"] = "bytes" } }));
        await reader.Page.RouteAsync(EconomySpeech, async route =>
        {
            var answer = await route.FetchAsync();
            var recording = JsonSerializer.Serialize(new { url = "/recording.wav", kind = "synthetic", seconds = 3, times = Enumerable.Range(0, count).Select(i => i * 3.0 / count) });
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("\"recording\":null", $"\"recording\":{recording}", StringComparison.Ordinal) });
        });
        await reader.OpenAsync(Economy);
        await SubtitlesOnAsync(reader);
        await reader.Page.EvaluateAsync("window.shown = []; new MutationObserver(() => shown.push(document.querySelector('.subtitles__words')?.textContent ?? '')).observe(document.body, { childList: true, subtree: true })");

        await PressAsync(reader, "朗读");
        await Assertions.Expect(Message(reader)).ToHaveTextAsync("这一节读完了。", new() { Timeout = 10_000 });

        var shown = (await reader.Page.EvaluateAsync<string[]>("shown")).Where(words => words.Length > 0).Distinct().ToList();
        Assert.Equal(SectionSpeech.TitleOf(section, site.Content), shown[0]);
        Assert.True(shown.Count > 4, string.Join('|', shown));
        Assert.Equal(shown.Skip(1).OrderBy(words => section.Text.IndexOf(words, StringComparison.Ordinal)), shown.Skip(1));
        Assert.Empty(await speech.SaidAsync());
    }

    /// <summary>A reader whose page jumps to the sentence: while it glides, a driven mouse scrolls it back to find the button that stays in view by itself.</summary>
    private Task<Reader> StillReaderAsync(int width = 1280, int height = 900, string? cookie = null, Action<BrowserNewContextOptions>? also = null) =>
        site.ReaderAsync(width, height, cookie, options =>
        {
            options.ReducedMotion = ReducedMotion.Reduce;
            also?.Invoke(options);
        });

    private static Task PressAsync(Reader reader, string name) => reader.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static Task IsPressedAsync(Reader reader, string name, bool pressed) =>
        Assertions.Expect(reader.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })).ToHaveAttributeAsync("aria-pressed", pressed ? "true" : "false");

    private static async Task SubtitlesOnAsync(Reader reader) => await reader.Page.EvaluateAsync("document.documentElement.dataset.subtitles = 'on'");

    private static ILocator ReadAloud(Reader reader) => reader.Page.Locator("#read-aloud");

    private static ILocator Message(Reader reader) => reader.Page.Locator("[data-read-aloud-message]");

    /// <summary>A sound file without a sound: 8000 samples a second, 8 bits.</summary>
    private static byte[] Silence(int seconds)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var length = seconds * 8000;
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(8000);
        writer.Write(8000);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(length);
        writer.Write([.. Enumerable.Repeat((byte)128, length)]);
        return file.ToArray();
    }
}
