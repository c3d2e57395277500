using System.Net;
using HepingReport.Editing;
using HepingReport.Staff;
using HepingReport.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>The forms on which staff edit, sent as a browser without scripts sends them, on a copy of the real content.</summary>
public sealed class EditingTests
{
    private const string Lin = "林晓";
    private const string Zhao = "赵伟";
    private const string Governance = "report/review-2017/governance.md";
    private const string Livelihood = "report/plan-2018/livelihood.md";
    private const string Help = "pages/help.md";
    private const string Token = "token";

    [Fact]
    public async Task Every_file_opens_as_a_form_each_list_with_its_entries_and_as_text()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffFiles);
        var addresses = lin.Page.QuerySelectorAll("ul.files a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(ContentCheck.EditablePaths(await HepingReport.Content.ContentSource.ReadAsync(site.ContentPath, default)).Select(path => Links.StaffEdit(path)).Order(), addresses.Order());

        foreach (var address in addresses)
        {
            await lin.OpenAsync(address);
            Assert.Equal((HttpStatusCode.OK, ""), (lin.Answer.StatusCode, lin.Fault));
            foreach (var entry in lin.Page.QuerySelectorAll("main tbody th a").Select(link => link.GetAttribute("href")!).Where((_, i) => i % 25 == 0).ToList())
            {
                await lin.OpenAsync(entry);
                Assert.True(lin.Page.QuerySelector("form.editor textarea, form.editor input:not([type])") is not null, entry);
            }

            await lin.OpenAsync(address + "?raw=true");
            Assert.Equal(File.ReadAllText(Path.Combine(site.ContentPath, address["/staff/edit/".Length..])), lin.FieldOf("raw"));
        }
    }

    [Fact]
    public async Task A_form_that_is_sent_as_it_was_shown_changes_nothing()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        foreach (var address in new[] { Links.StaffEdit(Governance), Links.StaffEdit(Help), Links.StaffEdit("site.yml"), Links.StaffEdit("topics.yml", "elderly"), Links.StaffEdit("indicators.yml", "gdp-2017"), Links.StaffEdit("notes.yml", "3"), Links.StaffEditRaw("ids.txt") })
        {
            await lin.OpenAsync(address);
            await lin.EditAsync("save");
            Assert.Equal((HttpStatusCode.Redirect, address), (lin.Answer.StatusCode, lin.Location));
        }

        Assert.All(await DraftsAsync(site), draft => Assert.False(draft.HasChanges, draft.Path));
    }

    [Fact]
    public async Task A_summary_is_saved_as_a_draft_that_no_reader_sees()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        await lin.EditAsync("save", ("summary", "讲2017年的城市治理：“平安”和服务。"));
        await lin.FollowAsync();

        Assert.Equal("讲2017年的城市治理：“平安”和服务。", lin.FieldOf("summary"));
        Assert.Contains("您的草稿存于", lin.Page.QuerySelector("#part-state")!.TextContent);
        var draft = Assert.Single(await DraftsAsync(site));
        Assert.Contains("\nsummary: 讲2017年的城市治理：“平安”和服务。\n", draft.Text);
        Assert.Equal(draft.BaseText.Split('\n').Length, draft.Text.Split('\n').Length);
        Assert.DoesNotContain("“平安”和服务", (await site.PageAsync("/report/review-2017/governance")).DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task A_departure_from_the_source_is_shown_by_its_characters_and_is_explained_or_undone_in_the_same_form()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        var text = lin.FieldOf("governance-safety.text");
        await lin.EditAsync("save", ("governance-safety.text", text.Replace("隔断房群租房日租房", "隔断房、群租房、日租房", StringComparison.Ordinal)));
        await lin.FollowAsync();
        var problems = lin.Page.QuerySelector("#f-governance-safety-text-problems")!;
        Assert.Contains("与原文第 51 行不同", problems.TextContent);
        Assert.Equal(["、", "、"], problems.QuerySelectorAll("ins").Select(added => added.TextContent.Replace("（加上：", "", StringComparison.Ordinal).TrimEnd('）')));
        Assert.Equal("true", lin.Page.QuerySelector("#f-governance-safety-text")!.GetAttribute("aria-invalid"));

        await lin.EditAsync("explain:governance-safety", ("kind:governance-safety", "lost-punctuation"));
        Assert.Equal((HttpStatusCode.BadRequest, "请写理由，给读者看的一句话。"), (lin.Answer.StatusCode, lin.Fault.Split('\n')[0]));
        Assert.Equal("lost-punctuation", lin.FieldOf("kind:governance-safety"));

        await lin.EditAsync("explain:governance-safety", ("reason:governance-safety", "三个并列的名词之间脱顿号。"));
        await lin.FollowAsync();
        Assert.Equal("", lin.Page.QuerySelector("#part-problems")!.TextContent.Trim());
        Assert.Equal(["corrections.yml", "indicators.yml", Governance, "topics.yml"], (await DraftsAsync(site)).Where(draft => draft.HasChanges).Select(draft => draft.Path).Order(StringComparer.Ordinal));

        await lin.EditAsync("save", ("governance-safety.text", lin.FieldOf("governance-safety.text").Replace("改造消防安全设施", "改进消防安全设施", StringComparison.Ordinal)));
        await lin.FollowAsync();
        Assert.NotNull(lin.Page.QuerySelector("#f-governance-safety-text-problems ins"));
        await lin.EditAsync("undo:governance-safety");
        await lin.FollowAsync();
        Assert.Equal(text, lin.FieldOf("governance-safety.text"));
    }

    [Fact]
    public async Task What_was_pasted_is_named_cleaned_when_asked_for_shown_and_put_back()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        const string Pasted = "讲\u00a02017年的治理,还有\r\n服务。";
        await lin.EditAsync("save", ("summary", Pasted));
        await lin.FollowAsync();
        Assert.Contains("1 处换行、 1 处特殊空格、 1 处半角标点", lin.Page.QuerySelector("#f-summary-problems")!.TextContent);
        Assert.Equal(Pasted.Replace("\r", "", StringComparison.Ordinal), lin.FieldOf("summary"));

        await lin.EditAsync("clean");
        Assert.Equal(HttpStatusCode.OK, lin.Answer.StatusCode);
        Assert.Equal("讲2017年的治理，还有服务。", lin.FieldOf("summary"));
        Assert.Equal("清理了这些，请看一看", lin.Page.QuerySelector("#cleaned")!.TextContent);
        Assert.Contains("（删去：,）（加上：，）", lin.Page.QuerySelector("form.saved .change")!.TextContent);

        await lin.PressAsync("照原来的放回去");
        await lin.FollowAsync();
        Assert.Equal(Pasted.Replace("\r", "", StringComparison.Ordinal), lin.FieldOf("summary"));
    }

    [Fact]
    public async Task Sentences_of_a_topic_are_picked_from_the_report_moved_added_and_taken_out()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit("topics.yml", "elderly"));
        var first = lin.FieldOf("sentences[0].quote");
        var count = lin.Page.QuerySelectorAll(".editor__row").Length - 1;
        await lin.EditAsync("row-down:sentences:0");
        await lin.FollowAsync();
        Assert.Equal(first, lin.FieldOf("sentences[1].quote"));

        await lin.EditAsync("save", ($"sentences[{count}].paragraph", "livelihood-safety-net"), ($"sentences[{count}].side", "2018"), ($"sentences[{count}].quote", "待选"));
        await lin.FollowAsync();
        var pieces = lin.Page.QuerySelectorAll($"button[value^='pick:sentences[{count}].quote:']");
        Assert.True(pieces.Length > 3);
        await lin.EditAsync(pieces[0].GetAttribute("value")!);
        await lin.FollowAsync();
        Assert.Equal(pieces[0].TextContent, lin.FieldOf($"sentences[{count}].quote"));

        await lin.EditAsync($"row-remove:sentences:{count}");
        await lin.FollowAsync();
        Assert.Equal(count, lin.Page.QuerySelectorAll(".editor__row").Length - 1);
    }

    [Fact]
    public async Task Paragraphs_of_a_page_are_added_split_moved_and_taken_out()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Help));
        var count = Blocks(lin);
        await lin.EditAsync("save", ($"block[{count}]", "新的一段，\r\n\r\n空一行成两段。"));
        await lin.FollowAsync();
        Assert.Equal(count + 2, Blocks(lin));
        Assert.Equal("空一行成两段。", lin.FieldOf($"block[{count + 1}]"));
        await lin.EditAsync($"row-up:block:{count + 1}");
        await lin.FollowAsync();
        Assert.Equal("空一行成两段。", lin.FieldOf($"block[{count}]"));
        await lin.EditAsync($"row-remove:block:{count}");
        await lin.FollowAsync();
        await lin.EditAsync($"row-remove:block:{count}");
        await lin.FollowAsync();
        Assert.Equal(count, Blocks(lin));
        Assert.False(Assert.Single(await DraftsAsync(site)).HasChanges);

        static int Blocks(StaffVisitor visitor) => visitor.Page.QuerySelectorAll("[name^='block[']").Length - 1;
    }

    [Fact]
    public async Task An_entry_is_added_at_the_end_moved_and_taken_out()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit("synonyms.yml", "new"));
        await lin.EditAsync("save", ("words", "泊车\r\n停车费"), ("find", "停车泊位"));
        await lin.FollowAsync();
        Assert.Equal("泊车\n停车费", lin.FieldOf("words"));
        Assert.EndsWith("\n- { words: [泊车, 停车费], find: [停车泊位] }\n", Assert.Single(await DraftsAsync(site)).Text);
        await lin.EditAsync("earlier");
        await lin.FollowAsync();
        Assert.Equal("泊车\n停车费", lin.FieldOf("words"));
        await lin.EditAsync("remove");
        Assert.Equal(Links.StaffEdit("synonyms.yml"), lin.Location);
        Assert.DoesNotContain("泊车, 停车费", Assert.Single(await DraftsAsync(site)).Text);
    }

    [Fact]
    public async Task A_forged_token_saves_nothing_and_loses_no_word()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        await lin.EditAsync("save", (Token, "forged"), ("summary", "写了很久的一句话。"));
        Assert.Equal(HttpStatusCode.BadRequest, lin.Answer.StatusCode);
        Assert.Equal("写了很久的一句话。", lin.FieldOf("summary"));
        Assert.False(Assert.Single(await DraftsAsync(site)).HasChanges);
        await lin.EditAsync("save");
        await lin.FollowAsync();
        Assert.Equal("写了很久的一句话。", lin.FieldOf("summary"));
        Assert.True(Assert.Single(await DraftsAsync(site)).HasChanges);
    }

    [Fact]
    public async Task The_key_ring_lost_costs_one_more_press_and_no_word()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        lin.Cookies.Remove("antiforgery");
        await lin.EditAsync("save", ("summary", "钥匙丢了也不丢字。"));
        Assert.Equal((HttpStatusCode.BadRequest, "钥匙丢了也不丢字。"), (lin.Answer.StatusCode, lin.FieldOf("summary")));
        await lin.EditAsync("save");
        await lin.FollowAsync();
        Assert.Equal("钥匙丢了也不丢字。", lin.FieldOf("summary"));
    }

    [Theory]
    [InlineData("../secrets.yml")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("source/report-2018.txt")]
    [InlineData("accessibility-results.yml")]
    [InlineData("report/../site.yml")]
    [InlineData("SITE.YML")]
    [InlineData("nothing.md")]
    public async Task No_file_but_the_content_is_ever_opened(string path)
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync("/staff/edit/" + path);
        while (lin.Answer.StatusCode is HttpStatusCode.MovedPermanently)
        {
            await lin.FollowAsync();
        }

        // A path that a browser shortens by itself may lead to another page of the site.
        if (lin.Answer.StatusCode == HttpStatusCode.OK)
        {
            Assert.EndsWith("site.yml", lin.Answer.RequestMessage!.RequestUri!.AbsolutePath);
        }
        else
        {
            Assert.True(lin.Answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{lin.Answer.StatusCode}");
            Assert.Empty(await DraftsAsync(site));
        }
    }

    [Fact]
    public async Task Script_in_every_field_of_every_form_is_text()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        const string Script = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
        foreach (var address in new[] { Links.StaffEdit(Governance), Links.StaffEdit(Help), Links.StaffEdit("site.yml"), Links.StaffEdit("topics.yml", "elderly"), Links.StaffEdit("indicators.yml", "gdp-2017"), Links.StaffEdit("notes.yml", "3"), Links.StaffEdit("corrections.yml", "~2"), Links.StaffEdit("synonyms.yml", "new") })
        {
            await lin.OpenAsync(address);
            var names = lin.Page.QuerySelectorAll("form.editor textarea, form.editor input:not([type]), form.editor select").Select(field => field.GetAttribute("name")!).ToArray();
            await lin.EditAsync("save", [.. names.Select(name => (name, Script))]);
            await lin.OpenAsync(lin.Answer.StatusCode == HttpStatusCode.Redirect ? lin.Location! : address);
            Assert.True(lin.Page.QuerySelector("main script, main img, [onerror]") is null, address);
            await lin.OpenAsync(address.Split('?')[0]);
            Assert.True(lin.Page.QuerySelector("main script, main img, [onerror]") is null, address);
        }
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_and_the_site_goes_on()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        try
        {
            await lin.EditAsync("save", ("summary", new string('字', 10_000_000 / 9)));
            Assert.True(lin.Answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{lin.Answer.StatusCode}");
        }
        catch (HttpRequestException fault) when (fault.InnerException is IOException)
        {
            // The server may close the connection while the client still sends.
        }

        await lin.OpenAsync(Links.StaffEdit(Governance));
        Assert.Equal(HttpStatusCode.OK, lin.Answer.StatusCode);
    }

    [Fact]
    public async Task Fifty_saves_at_once_leave_one_text_whole_and_every_other_kept()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        var form = lin.Page.QuerySelector("form.editor")!;
        var fields = new Dictionary<string, string>
        {
            [Token] = form.QuerySelector($"[name={Token}]")!.GetAttribute("value")!,
            ["draft"] = lin.FieldOf("draft"),
            ["version"] = lin.FieldOf("version"),
            ["hash"] = lin.FieldOf("hash"),
        };
        var visitors = Enumerable.Range(0, 50).Select(i => (Number: i, Visitor: new StaffVisitor(site))).ToList();
        await Parallel.ForEachAsync(visitors, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (one, _) =>
        {
            foreach (var (name, value) in lin.Cookies)
            {
                one.Visitor.Cookies[name] = value;
            }

            await one.Visitor.PostAsync(Links.StaffEdit(Governance), new Dictionary<string, string>(fields) { ["summary"] = $"第{one.Number}份。" });
        });

        Assert.All(visitors, one => Assert.Equal(HttpStatusCode.Redirect, one.Visitor.Answer.StatusCode));
        var kept = await site.Services.GetRequiredService<PortalStore>().ReadAsync(db => db.DraftCopies.Select(copy => copy.Text).ToListAsync(), default);
        kept.Add(Assert.Single(await DraftsAsync(site)).Text);
        Assert.Equal(50, Enumerable.Range(0, 50).Count(i => kept.Exists(text => text.Contains($"\nsummary: 第{i}份。\n", StringComparison.Ordinal))));
        Assert.Equal(49, visitors.Count(one => one.Visitor.Location!.Contains("/merge?copy=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_locked_or_read_only_store_says_so_and_gives_the_words_back()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEdit(Governance));
        using (await LockAsync(site))
        {
            await lin.EditAsync("save", ("summary", "锁住的时候写的。"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, lin.Answer.StatusCode);
            Assert.Contains("锁住的时候写的。", lin.Html);
        }

        // The site looks at a store that failed before it uses it again.
        await EventuallyAsync(async () =>
        {
            await lin.OpenAsync(Links.StaffEdit(Governance));
            return lin.Answer.StatusCode == HttpStatusCode.OK;
        });

        await lin.EditAsync("save", ("summary", "锁住的时候写的。"));
        Assert.Equal(HttpStatusCode.Redirect, lin.Answer.StatusCode);
    }

    [Fact]
    public async Task Somebody_else_with_the_same_file_open_is_named_and_keeps_their_own_draft()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        var zhao = await SignedInAsync(site, Zhao);
        await lin.OpenAsync(Links.StaffEdit(Livelihood));
        await lin.EditAsync("save", ("summary", "林晓写的。"));
        await zhao.OpenAsync(Links.StaffEdit(Livelihood));
        Assert.Contains("林晓也开着这个文件", zhao.Page.QuerySelector("#part-state")!.TextContent);
        Assert.NotEqual("林晓写的。", zhao.FieldOf("summary"));
        await zhao.EditAsync("save", ("summary", "赵伟写的。"));
        Assert.Equal(["林晓写的。", "赵伟写的。"], (await DraftsAsync(site)).Select(draft => draft.Text.Split("summary: ")[1].Split('\n')[0]).Order());

        // A draft that is not one's own is not saved into, whatever number stands in the form.
        await lin.OpenAsync(Links.StaffEdit(Livelihood));
        var theirs = (await DraftsAsync(site)).Find(draft => draft.Owner == Zhao)!;
        await lin.EditAsync("save", ("draft", $"{theirs.Id}"), ("version", $"{theirs.Version}"), ("summary", "换一份。"));
        Assert.Contains("赵伟写的。", (await DraftsAsync(site)).Find(draft => draft.Owner == Zhao)!.Text);
    }

    [Fact]
    public async Task A_file_whose_form_cannot_be_read_is_mended_as_text()
    {
        using var site = TestSite.OnACopyOfTheContent();
        var lin = await SignedInAsync(site, Lin);
        await lin.OpenAsync(Links.StaffEditRaw("synonyms.yml"));
        var text = lin.FieldOf("raw");
        await lin.EditAsync("save", ("raw", text + "- { words: [没有收尾\n"));
        await lin.OpenAsync(Links.StaffEdit("synonyms.yml"));
        Assert.Contains("读不成表单", lin.Page.QuerySelector("form.editor")!.TextContent);
        Assert.Contains("YAML 格式有误", lin.Page.QuerySelector("#part-problems")!.TextContent);
        await lin.OpenAsync(Links.StaffEditRaw("synonyms.yml"));
        await lin.EditAsync("save", ("raw", text));
        await lin.OpenAsync(Links.StaffEdit("synonyms.yml"));
        Assert.NotNull(lin.Page.QuerySelector("main tbody"));
    }

    private static async Task<StaffVisitor> SignedInAsync(TestSite site, string name, StaffRole role = StaffRole.Editor)
    {
        var visitor = new StaffVisitor(site);
        await visitor.FirstAsync((await site.Services.GetRequiredService<StaffDesk>().AddAsync(name, role, Actor.Operator, default)).Link!);
        Assert.Equal("请记下恢复码", visitor.Heading);
        return visitor;
    }

    private static Task<List<Draft>> DraftsAsync(TestSite site) =>
        site.Services.GetRequiredService<PortalStore>().ReadAsync(db => db.Drafts.AsNoTracking().OrderBy(draft => draft.Path).ToListAsync(), default);

    private static async Task<IDisposable> LockAsync(TestSite site)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(site.DataPath, "portal.db")};Pooling=False"); // kept for the next who asks, it would keep its lock
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
