using System.Net.Http.Json;
using System.Text.Json;

namespace HepingReport.Web.Tests;

public sealed class SpeechTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Every_section_is_said_in_pieces_that_stand_where_they_say_and_leads_to_the_next()
    {
        var address = "/api/v1/sections/report/opening/speech";
        foreach (var section in site.Content.Report.Sections)
        {
            Assert.Equal(Links.Speech(section), address);
            var speech = await SpeechAsync(address);
            foreach (var (paragraph, printed) in speech.GetProperty("paragraphs").EnumerateArray().Zip(section.Paragraphs))
            {
                Assert.Equal(printed.Id, paragraph.GetProperty("id").GetString());
                Assert.Equal(printed.Text, string.Concat(paragraph.GetProperty("sentences").EnumerateArray().Select(sentence => printed.Text.Substring(sentence.GetProperty("start").GetInt32(), sentence.GetProperty("length").GetInt32()))));
            }

            var page = await site.PageAsync(Links.Section(section));
            Assert.Equal(address, page.QuerySelector("#read-aloud")!.GetAttribute("data-read-aloud"));
            Assert.Equal(speech.GetProperty("title").GetString(), page.QuerySelector("h1")!.TextContent);

            var next = speech.GetProperty("next");
            if (site.Content.Report.After(section) is { } after)
            {
                Assert.Equal(Links.Section(after), next.GetProperty("url").GetString());
                address = next.GetProperty("speech").GetString()!;
            }
            else
            {
                Assert.Equal(JsonValueKind.Null, next.ValueKind);
            }
        }
    }

    [Fact]
    public async Task A_note_is_said_with_its_term_at_the_sentence_that_first_refers_to_it()
    {
        var speech = await SpeechAsync("/api/v1/sections/review-2017/economy/speech");

        var note = Assert.Single(speech.GetProperty("notes").EnumerateArray());
        Assert.Equal((1, "economy-services"), (note.GetProperty("number").GetInt32(), note.GetProperty("paragraph").GetString()));
        Assert.Contains("，是指和平区按照全市企业家工作会议精神", note.GetProperty("spoken").GetString());
        var text = site.Content.Report.FindParagraph("economy-services")!.Paragraph.Text;
        var sentence = speech.GetProperty("paragraphs")[4].GetProperty("sentences")[note.GetProperty("sentence").GetInt32()];
        Assert.Contains("和平20条", text.Substring(sentence.GetProperty("start").GetInt32(), sentence.GetProperty("length").GetInt32()));
    }

    [Theory]
    [InlineData("/report/review-2017/economy")]
    [InlineData("/report/plan-2018")]
    [InlineData("/report/full")]
    public async Task Without_a_script_the_page_says_so_and_how_a_phone_reads_it(string address)
    {
        var page = await site.PageAsync(address);

        var readAloud = page.QuerySelector("section#read-aloud[data-aid]")!;
        Assert.Equal("朗读", page.GetElementById(readAloud.GetAttribute("aria-labelledby")!)!.TextContent);
        Assert.Contains("这里的朗读要用浏览器的脚本和语音；不用它也可以请手机来读", readAloud.TextContent);
        var link = readAloud.QuerySelector("a")!;
        Assert.Equal(("怎样请手机朗读", "/help#read-aloud"), (link.TextContent, link.GetAttribute("href")));
        Assert.NotNull((await site.PageAsync("/help")).GetElementById("read-aloud"));

        // What needs the script is not shown before it is there; nothing is played, nothing waits for a key.
        Assert.All(page.QuerySelectorAll("#read-aloud button, [data-read-aloud-keys] button"), button => Assert.NotNull(button.Closest("[hidden]")));
        Assert.Empty(page.QuerySelectorAll("audio, [accesskey]"));
    }

    [Fact]
    public async Task Pages_without_report_text_have_no_read_aloud()
    {
        foreach (var address in new[] { "/", "/report", "/glossary/1", "/help" })
        {
            Assert.Null((await site.PageAsync(address)).QuerySelector("section#read-aloud"));
        }
    }

    private async Task<JsonElement> SpeechAsync(string address) => await site.Reader().GetFromJsonAsync<JsonElement>(address);
}
