using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using HepingReport.Web.Reading;

namespace HepingReport.Web.Tests;

public sealed class ReadingTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task A_link_to_the_care_view_opens_it_and_it_lasts()
    {
        var reader = site.CreateClient();

        Assert.Contains("data-view=\"care\"", await reader.GetStringAsync("/report?view=care"));
        Assert.Contains("data-view=\"care\"", await reader.GetStringAsync("/glossary/3"));
        Assert.Contains("data-view=\"standard\"", await reader.GetStringAsync("/?view=standard"));
        Assert.Contains("data-view=\"standard\"", await reader.GetStringAsync("/report"));
    }

    [Fact]
    public async Task The_cookie_holds_reading_settings_only_and_stays_in_this_site()
    {
        using var response = await site.Reader().GetAsync("/?view=care");

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("reading=view=care; max-age=31536000; path=/; samesite=lax", cookie);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_sent_over_https_only()
    {
        using var reader = site.Reader();
        reader.BaseAddress = new Uri("https://localhost");
        using var response = await reader.GetAsync("/?view=care");

        Assert.Equal("reading=view=care; max-age=31536000; path=/; secure; samesite=lax", Assert.Single(response.Headers.GetValues("Set-Cookie")));
    }

    [Theory]
    [InlineData("/api/v1/report?view=care")]
    [InlineData("/data/indicators.csv?view=care")]
    public async Task Data_that_caches_may_share_carries_no_cookie(string address)
    {
        using var response = await site.Reader().GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Reading_alone_sets_no_cookie()
    {
        foreach (var address in new[] { "/", "/report/full", "/reading", "/legal" })
        {
            using var response = await site.Reader().GetAsync(address);
            Assert.False(response.Headers.Contains("Set-Cookie"), address);
        }
    }

    [Fact]
    public async Task Every_value_of_every_setting_is_kept_by_a_plain_post_and_stands_on_the_page()
    {
        foreach (var setting in ReadingSetting.All)
        {
            foreach (var value in setting.Values)
            {
                using var answer = await SaveAsync("", (setting.Key, value.Id));
                var page = await site.PageAsync("/report", Cookie(answer));

                var expected = value.Id == setting.Default && !setting.AlwaysOnPage ? null : value.Id;
                Assert.Equal(expected, page.DocumentElement.GetAttribute($"data-{setting.Key}"));
                var form = await site.PageAsync("/reading", Cookie(answer));
                var chosen = Assert.Single(form.QuerySelectorAll<IHtmlInputElement>($"input[name={setting.Key}]"), input => input.IsChecked);
                Assert.Equal(value.Id, chosen.Value);
            }
        }
    }

    [Fact]
    public async Task The_form_names_each_setting_and_explains_what_its_name_does_not_say()
    {
        var page = await site.PageAsync("/reading");
        var groups = page.QuerySelectorAll("form.settings fieldset");

        Assert.Equal(ReadingSetting.All.Select(setting => setting.Name), groups.Select(group => group.QuerySelector("legend")!.TextContent.Trim()));
        foreach (var (group, setting) in groups.Zip(ReadingSetting.All))
        {
            Assert.Equal(setting.Values.Select(value => value.Id), group.QuerySelectorAll("input[type=radio]").Select(input => input.GetAttribute("value")));
            Assert.Equal(setting.Explanation, group.GetAttribute("aria-describedby") is { } id ? page.GetElementById(id)!.TextContent : null);
        }
    }

    [Fact]
    public async Task With_everything_changed_the_cookie_is_small_and_its_page_says_it_all()
    {
        var longest = ReadingSetting.All.Select(setting => (setting.Key, setting.Values.Where(value => value.Id != setting.Default).MaxBy(value => value.Id.Length)!.Id)).ToArray();

        using var answer = await SaveAsync("", longest);

        Assert.Equal("reading=view=care&size=2&theme=yellow-on-black&spacing=looser&weight=bold&column=narrow&ruler=on&pointer=on&links=on&motion=reduce&pinyin=on&subtitles=on&rate=0.75", Cookie(answer));
        Assert.True(Encoding.UTF8.GetByteCount(Cookie(answer)) < ReadingPreferences.LongestCookie);
        Assert.Contains(
            "<html lang=\"zh-CN\" data-view=\"care\" data-size=\"2\" data-theme=\"yellow-on-black\" data-spacing=\"looser\" data-weight=\"bold\" data-column=\"narrow\" data-ruler=\"on\" "
            + "data-pointer=\"on\" data-links=\"on\" data-motion=\"reduce\" data-pinyin=\"on\" data-subtitles=\"on\" data-rate=\"0.75\">",
            await (await GetAsync("/report", Cookie(answer))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_was_saved_is_said_in_words_and_undone_by_one_button()
    {
        const string before = "reading=view=care&size=3";
        using var saved = await SaveAsync(before, ("size", "5"), ("theme", "dark"), ("ruler", "on"), ("from", "/report?year=2018"));
        var told = await site.PageAsync(saved.Headers.Location!.OriginalString, Cookie(saved));
        Assert.Equal("已保存。字号：特大。配色：深色。阅读尺：打开。", told.QuerySelector("main [role=status]")!.TextContent);
        Assert.Equal("/report?year=2018", told.QuerySelector(".saved a")!.GetAttribute("href"));

        var undo = told.QuerySelectorAll<IHtmlInputElement>(".saved form input").Select(input => (input.Name!, input.Value)).ToArray();
        using var undone = await SaveAsync(Cookie(saved), undo);
        Assert.Equal(before, Cookie(undone));
        var toldAgain = await site.PageAsync(undone.Headers.Location!.OriginalString, Cookie(undone));
        Assert.Equal("已撤销。字号：大。配色：跟随设备。阅读尺：关闭。", toldAgain.QuerySelector("main [role=status]")!.TextContent);
        Assert.Equal("/report?year=2018", toldAgain.QuerySelector(".saved a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task All_defaults_come_back_by_one_button_and_that_too_is_undone()
    {
        const string before = "reading=view=care&size=4&theme=yellow-on-black&weight=bold";
        using var reset = await SaveAsync(before, ("size", "4"), ("reset", "true"));
        Assert.Equal("reading=view=standard", Cookie(reset));

        var told = await site.PageAsync(reset.Headers.Location!.OriginalString, Cookie(reset));
        Assert.Equal("已保存。版面：标准版。字号：标准。配色：跟随设备。笔画：标准。", told.QuerySelector("main [role=status]")!.TextContent);
        using var undone = await SaveAsync(Cookie(reset), ("undo", told.QuerySelector<IHtmlInputElement>("input[name=undo]")!.Value));
        Assert.Equal(before, Cookie(undone));
    }

    [Fact]
    public async Task A_browser_that_keeps_no_cookie_is_told_that_nothing_was_saved()
    {
        var page = await site.PageAsync("/reading?before=view%3Dstandard");

        Assert.Equal("这个浏览器不接受 Cookie，设置没有保存下来。", page.QuerySelector("main [role=status]")!.TextContent);
        Assert.Null(page.QuerySelector("input[name=undo]"));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("/\n/elsewhere.example")]
    [InlineData("~//elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData(" /report")]
    [InlineData("report")]
    [InlineData("/reading?from=/report")]
    public async Task The_way_back_leads_to_a_page_of_this_site_only(string from)
    {
        var asked = await site.PageAsync($"/reading?before=view%3Dcare&from={Uri.EscapeDataString(from)}", "reading=view=care");
        Assert.Null(asked.QuerySelector(".saved a"));
        Assert.Equal("", asked.QuerySelector<IHtmlInputElement>("form.settings input[name=from]")!.Value);

        using var saved = await SaveAsync("", ("size", "2"), ("from", from));
        Assert.Equal("/reading?before=view%3Dstandard", saved.Headers.Location!.OriginalString);
        using var kept = await SaveAsync("", ("keep", "true"), ("from", from));
        Assert.Equal("/", kept.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("view=care&size=3&theme=dark", "view=care&size=3&theme=dark")]
    [InlineData("view%3Dcare%26size%3D3%26theme%3Dauto", "view=care&size=3")] // as it was written once
    [InlineData("view=evil&size=9&theme=<script>", "view=standard")]
    [InlineData("", "view=standard")]
    [InlineData("&&==&size=-1&size=2&size=+3&SIZE=4&size", "view=standard&size=2")]
    [InlineData("size=２&size=4", "view=standard")] // no cookie may hold such a sign: all of it is dropped
    [InlineData("view=care&id=1234567890&reading=view=care", "view=care")]
    [InlineData("size=4&\u0001\u007f%00%ff=\"", "view=standard")]
    public async Task What_the_cookie_cannot_mean_keeps_its_default(string cookie, string meant)
    {
        using var response = await GetAsync("/", "reading=" + cookie);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"<html lang=\"zh-CN\" {ReadingPreferences.Parse(meant).ToAttributes()}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_huge_cookie_and_any_bytes_at_all_give_defaults_and_never_an_error()
    {
        var defaults = $"<html lang=\"zh-CN\" {ReadingPreferences.Default.ToAttributes()}>";
        using var huge = await GetAsync("/", "reading=size=6&" + new string('x', 20_000));
        Assert.Contains(defaults, await huge.Content.ReadAsStringAsync());

        var chance = new Random(2018);
        foreach (var _ in Enumerable.Range(0, 200))
        {
            var bytes = new byte[chance.Next(1, 300)];
            chance.NextBytes(bytes);
            var cookie = Encoding.Latin1.GetString(bytes);
            Assert.Equal(ReadingPreferences.Default.ToCookie(), ReadingPreferences.Parse(cookie).ToCookie());
            using var response = await GetAsync("/legal", "reading=" + Uri.EscapeDataString(cookie));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_first_visit_is_marked_until_there_are_settings_and_its_hint_can_be_answered_without_a_script()
    {
        var first = await site.PageAsync("/report?year=1");
        Assert.True(first.DocumentElement.HasAttribute("data-first-visit"));
        var fields = first.QuerySelectorAll<IHtmlInputElement>(".notice--first input").Select(input => (input.Name!, input.Value)).Append(("keep", "true")).ToArray();
        Assert.Equal("?year=1&view=care", first.QuerySelector(".notice--first a")!.GetAttribute("href"));

        using var answer = await SaveAsync("", fields);
        Assert.Equal("/report?year=1", answer.Headers.Location!.OriginalString);
        Assert.Equal("reading=view=standard", Cookie(answer));
        Assert.False((await site.PageAsync("/report", Cookie(answer))).DocumentElement.HasAttribute("data-first-visit"));
        Assert.False((await site.PageAsync("/report?view=care")).DocumentElement.HasAttribute("data-first-visit"));
    }

    [Theory]
    [InlineData("/report?view=care", null, "已打开关怀版，以后都这样显示。", "?view=standard")]
    [InlineData("/indicators?year=2018&view=standard", "reading=view=care&size=3", "已回到标准版，以后都这样显示。", "?year=2018&view=care")]
    public async Task A_change_of_view_is_said_once_with_the_way_back(string address, string? cookie, string words, string undo)
    {
        var page = await site.PageAsync(address, cookie);
        Assert.Equal(words, page.QuerySelector("header [role=status]")!.TextContent);
        Assert.Equal(undo, page.QuerySelector("header .notice:not(.notice--first) a")!.GetAttribute("href"));

        var again = await site.PageAsync(address, address.Contains("care", StringComparison.Ordinal) ? "reading=view=care" : "reading=view=standard");
        Assert.Null(again.QuerySelector("header [role=status]"));
    }

    [Theory]
    [InlineData("/", "/reading?from=%2F")]
    [InlineData("/indicators?year=2018&view=care", "/reading?from=%2Findicators%3Fyear%3D2018")]
    [InlineData("/not-there", "/reading?from=%2Fnot-there")]
    public async Task The_way_to_the_settings_remembers_the_way_back(string address, string link) =>
        Assert.Equal(link, (await site.PageAsync(address)).QuerySelectorAll(".tool").Single(tool => tool.TextContent == "网站无障碍").GetAttribute("href"));

    [Fact]
    public async Task A_home_screen_finds_name_icons_and_the_care_view_in_the_manifest()
    {
        var page = await site.PageAsync("/");
        using var response = await site.Reader().GetAsync(page.QuerySelector("link[rel=manifest]")!.GetAttribute("href"));
        Assert.Equal("application/manifest+json", response.Content.Headers.ContentType!.MediaType);
        using var manifest = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var root = manifest.RootElement;

        Assert.Equal("和平区政府工作报告", root.GetProperty("name").GetString());
        Assert.Equal("zh-CN", root.GetProperty("lang").GetString());
        Assert.Equal("/", root.GetProperty("start_url").GetString());
        Assert.Contains(root.GetProperty("shortcuts").EnumerateArray(), shortcut => shortcut.GetProperty("name").GetString() == "关怀版" && shortcut.GetProperty("url").GetString() == "/?view=care");
        var icons = root.GetProperty("icons").EnumerateArray().Select(icon => (icon.GetProperty("src").GetString()!, icon.GetProperty("sizes").GetString()!)).Append((page.QuerySelector("link[rel=apple-touch-icon]")!.GetAttribute("href")!, "180x180"));
        foreach (var (address, size) in icons)
        {
            using var icon = await site.Reader().GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, icon.StatusCode);
            if (size != "any")
            {
                var png = await icon.Content.ReadAsByteArrayAsync();
                Assert.Equal(size, $"{BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16))}x{BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))}");
            }
        }
    }

    [Fact]
    public async Task The_large_pointers_are_small_pictures_of_this_site()
    {
        foreach (var address in new[] { "/pointer-arrow.png", "/pointer-hand.png" })
        {
            var png = await site.Reader().GetByteArrayAsync(address);
            Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), 48, 64);
            Assert.True(png.Length < 4096, $"{address}: {png.Length} bytes");
        }
    }

    [Fact]
    public async Task Asking_for_an_unknown_view_changes_nothing()
    {
        using var response = await site.Reader().GetAsync("/?view=%3Cscript%3E");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains("data-view=\"standard\"", await response.Content.ReadAsStringAsync());
    }

    /// <summary>The cookie of an answer as a browser sends it back.</summary>
    private static string Cookie(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];

    private async Task<HttpResponseMessage> GetAsync(string address, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await site.Reader().SendAsync(request);
    }

    private async Task<HttpResponseMessage> SaveAsync(string cookie, params (string Key, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/reading") { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Key, field.Value))) };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        var answer = await site.Reader().SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer;
    }
}
