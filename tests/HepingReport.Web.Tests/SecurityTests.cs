using System.Net;
using HepingReport.Editing;
using HepingReport.Editing.Forms;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>Who tries what they may not, at every address and every form of the staff that has something to give.</summary>
public sealed class SecurityTests(ITestOutputHelper output)
{
    private const string Script = "<script>alert(1)</script>";
    private const string Token = "token";

    /// <summary>What each may see: by GET for a stranger, the editor whose drafts they are, another editor, a publisher.</summary>
    private const string Everybody = "200 200 200 200";
    private const string Staff = "302 200 200 200";
    private const string Publishers = "302 403 403 200";
    private const string OwnerAndPublishers = "302 200 404 200";
    private const string Owner = "302 200 404 404";

    [Fact]
    public async Task Each_address_answers_each_person_as_it_should_and_a_post_by_the_wrong_person_changes_nothing()
    {
        using var forms = await StaffForms.OpenAsync();
        var (mine, behind) = (forms.Drafts[StaffForms.Mine].Id, forms.Drafts[StaffForms.Behind].Id);
        (string Route, string Address, string Allowed)[] addresses =
        [
            ("staff", Links.Staff, Staff),
            ("staff/sign-in", Links.StaffSignIn, "200 302 302 302"),
            ("staff/sign-in/code", Links.StaffCode, "302 302 302 302"),
            ("staff/first", Links.StaffFirst, "404 404 404 404"),
            ("staff/accounts", Links.StaffAccounts, Publishers),
            ("staff/audit", Links.StaffAudit, Publishers),
            ("staff/review", Links.StaffReview, Publishers),
            ("staff/publish", Links.StaffPublish, Publishers),
            ("staff/account", Links.StaffAccount, Staff),
            ("staff/files", Links.StaffFiles, Staff),
            ("staff/edit/{**path}", Links.StaffEdit(StaffForms.Edited), Staff),
            ("staff/drafts", Links.StaffDrafts, Staff),
            ("staff/drafts/{id:guid}", Links.StaffDraft(mine), OwnerAndPublishers),
            ("staff/drafts/{id:guid}/merge", Links.StaffMerge(behind), Owner),
            ("staff/history", Links.StaffHistoryOf(StaffForms.Restored), Staff),
            ("staff/history/compare", Links.StaffCompare(StaffForms.Restored, 1, forms.Revision), Staff),
            ("staff/history/{number:int}", Links.StaffRevision(forms.Revision), Staff),
            ("staff/reports", Links.StaffReports, Staff),
            ("staff/reports/{id}", forms.Report, Staff),
            ("staff/preview/{draft:guid}/{**address}", Links.StaffPreview(mine, "/report"), Staff),
            ("staff/preview/print.css", Links.StaffPrintStyles, Staff),
            ("staff/{**path}", Links.Staff + "/not/there", "302 404 404 404"),
        ];
        var routes = forms.Site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(route => route == "staff" || route.StartsWith("staff/", StringComparison.Ordinal)).Distinct();
        Assert.Equal(routes.Order(StringComparer.Ordinal), addresses.Select(address => address.Route).Order(StringComparer.Ordinal));

        var stranger = new StaffVisitor(forms.Site);
        StaffVisitor[] people = [stranger, forms.Editor, forms.OtherEditor, forms.Publisher];
        var tokens = new List<string>();
        foreach (var person in people)
        {
            await person.OpenAsync(person == stranger ? Links.StaffSignIn : Links.StaffAccount);
            tokens.Add(person.FieldOf(Token));
        }

        var wrong = new List<string>();
        foreach (var (_, address, allowed) in addresses)
        {
            var got = new List<int>();
            foreach (var person in people)
            {
                await person.OpenAsync(address);
                got.Add((int)person.Answer.StatusCode);
            }

            wrong.AddRange(string.Join(' ', got) == allowed ? [] : [$"GET {address}: {string.Join(' ', got)}, not {allowed}"]);
        }

        // With a token that is good, whoever may not look may not send; with every field that some form has.
        var before = await forms.StateAsync();
        foreach (var (_, address, allowed) in addresses.Where(address => address.Allowed is not Everybody && !address.Address.StartsWith(Links.StaffSignIn, StringComparison.Ordinal)))
        {
            foreach (var (person, i) in people.Select((person, i) => (person, i)).Where(one => allowed.Split(' ')[one.i] != "200"))
            {
                foreach (var step in new[] { "", "save", "approve", "return", "withdraw", "discard", "say", "add", "renew", "disable", "publisher", "answer", "take-up", "password", "codes", "end-others" })
                {
                    await person.PostAsync(address, [
                        new(Token, tokens[i]), new("step", step), new("text", "话"), new("quote", ""), new("note", "话"), new("reason", "话"), new("answer", "话"), new("name", "新来的"), new("role", "publisher"), new("account", "赵卫"),
                        .. forms.Drafts.Values.Select(draft => KeyValuePair.Create("draft", DraftVersion.Of(draft).ToString())), new("version", "1"), new("choice-0", "Mine"), new("key-0", "summary"), new("path", StaffForms.Restored), new("as-of", "1"),
                    ]);
                    wrong.AddRange((int)person.Answer.StatusCode is 302 or 401 or 403 or 404 ? [] : [$"POST {address} {step} by {i}: {person.Answer.StatusCode}"]);
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(before, await forms.StateAsync());
        output.WriteLine($"RESULT {addresses.Length} addresses, {people.Length} people: wrong answers 0, changes by whoever may not 0");
    }

    [Fact]
    public async Task No_form_is_taken_with_a_token_that_is_forged_left_out_or_somebody_elses_and_no_word_is_lost()
    {
        using var forms = await StaffForms.OpenAsync();
        await forms.OtherEditor.OpenAsync(Links.StaffAccount);
        var foreign = forms.OtherEditor.FieldOf(Token);
        var before = await forms.StateAsync();
        foreach (var form in forms.All)
        {
            foreach (var token in new[] { "", "CfDJ8forged", foreign })
            {
                await form.SendAsync((Token, token));
                Assert.True(form.By.Answer.StatusCode == HttpStatusCode.BadRequest, $"{form.Name}: {form.By.Answer.StatusCode}");
                Assert.Contains(form.Words, form.By.Html);
            }
        }

        Assert.Equal(before, await forms.StateAsync());
        output.WriteLine($"RESULT forged tokens: {forms.All.Count} forms, 3 tokens each, taken 0, words lost 0");
    }

    [Fact]
    public async Task Nothing_is_done_to_another_persons_draft_whatever_id_is_sent()
    {
        using var forms = await StaffForms.OpenAsync();
        var (mine, behind) = (forms.Drafts[StaffForms.Mine], forms.Drafts[StaffForms.Behind]);
        var desk = forms.Site.Services.GetRequiredService<DraftDesk>();
        var lin = new StaffMember(mine.Owner, StaffMember.Editor);
        await desk.SaveAsync(mine.Id, lin, mine.BaseText + "\n晚到的秘密。\n", 1, default);
        var copy = Assert.Single(await desk.CopiesAsync(mine.Id, lin, default)).Id;

        // A draft of their own, through which the other's could be reached.
        var wang = forms.OtherEditor;
        var own = (await desk.OpenAsync(StaffForms.Mine, new StaffMember("王编", StaffMember.Editor), default)).Draft!;
        var before = await forms.StateAsync();
        foreach (var person in new[] { wang, forms.Publisher })
        {
            await person.OpenAsync(Links.StaffAccount);
            var token = KeyValuePair.Create(Token, person.FieldOf(Token));
            foreach (var draft in new[] { mine, behind })
            {
                foreach (var step in new[] { "withdraw", "discard" })
                {
                    await person.PostAsync(Links.StaffDraft(draft.Id), [token, new("step", step)]);
                    Assert.Equal(HttpStatusCode.NotFound, person.Answer.StatusCode);
                }

                await person.PostAsync(Links.StaffMerge(draft.Id), [token, new("version", $"{draft.Version}"), new("published", draft.BaseHash), new("key-0", "summary"), new("choice-0", "Own"), new("own-0", "换掉")]);
                Assert.Equal(HttpStatusCode.NotFound, person.Answer.StatusCode);
                await person.PostAsync(Links.StaffDrafts, [token, new("note", "替人送审"), new("draft", DraftVersion.Of(draft).ToString())]);
                Assert.True(person.Answer.StatusCode is HttpStatusCode.NotFound, $"{person.Answer.StatusCode}");
            }
        }

        await wang.OpenAsync(Links.StaffMerge(own.Id, copy));
        Assert.DoesNotContain("晚到的秘密", wang.Html);
        await wang.OpenAsync(Links.StaffMerge(mine.Id, copy));
        Assert.Equal((HttpStatusCode.NotFound, false), (wang.Answer.StatusCode, wang.Html.Contains("晚到的秘密", StringComparison.Ordinal)));
        Assert.Equal(before, await forms.StateAsync());
    }

    [Fact]
    public async Task A_path_that_begins_like_another_host_is_not_there_and_its_page_names_only_this_site()
    {
        using var site = new TestSite();
        using var client = site.CreateClient();

        using var nothing = await client.PostAsync(new Uri("http://localhost//"), new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);

        using var other = await client.GetAsync(new Uri("http://localhost//evil.example/report"));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.DoesNotContain("\"http://evil.example", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_name_of_a_file_leads_out_of_the_content()
    {
        using var forms = await StaffForms.OpenAsync();
        var secret = Path.Combine(forms.Site.ContentPath, "..", "secret.yml");
        await File.WriteAllTextAsync(secret, "外面的秘密\n");
        var before = await forms.StateAsync();
        foreach (var name in new[] { "../secret.yml", "report/../../secret.yml", "..\\secret.yml", "%2e%2e%2fsecret.yml", "..%2fsecret.yml", "/etc/passwd", "source/report-2018.txt" })
        {
            var escaped = Uri.EscapeDataString(name);
            foreach (var address in new[]
            {
                Links.StaffHistoryOf(name), Links.StaffCompare(name, 1, 2), $"/staff/history/compare?path={name}", $"/staff/edit/{escaped}", $"/staff/edit/{escaped}?raw=true",
                Links.StaffPreview(forms.Drafts[StaffForms.Mine].Id, "/" + escaped), Links.StaffReport(escaped),
            })
            {
                await forms.Editor.OpenAsync(address);
                Assert.True(forms.Editor.Answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MovedPermanently, $"{address}: {forms.Editor.Answer.StatusCode}");
                Assert.DoesNotContain("外面的秘密", forms.Editor.Html);
                Assert.DoesNotContain("root:", forms.Editor.Html);
                Assert.Empty(forms.Editor.Page.QuerySelectorAll("form.editor"));
            }

            var restore = forms.All.Single(form => form.Name == "restore");
            await restore.SendAsync(("path", name));
            Assert.Equal(HttpStatusCode.NotFound, restore.By.Answer.StatusCode);
        }

        Assert.Equal(before, await forms.StateAsync());
        File.Delete(secret);
    }

    [Fact]
    public async Task Ten_megabytes_at_each_form_are_refused_and_change_nothing()
    {
        using var forms = await StaffForms.OpenAsync(overTheNetwork: true);
        var before = await forms.StateAsync();
        var large = new string('字', 10_000_000 / 9);
        var closed = 0;
        foreach (var form in forms.All)
        {
            try
            {
                await form.SendAsync((form.Field ?? "x", large));
                Assert.True(form.By.Answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{form.Name}: {form.By.Answer.StatusCode}");
                Assert.True(form.By.Html.Length < 1_000_000);
            }
            catch (HttpRequestException fault) when (fault.InnerException is IOException)
            {
                // The server may close the connection while the client still sends.
                closed++;
            }
        }

        Assert.Equal(before, await forms.StateAsync());
        Assert.True(await forms.Editor.IsSignedInAsync());
        output.WriteLine($"RESULT ten megabytes: {forms.All.Count} forms, {closed} connections closed meanwhile, taken 0");
    }

    [Fact]
    public async Task Script_in_what_people_write_is_text_wherever_it_is_shown()
    {
        using var forms = await StaffForms.OpenAsync(words: Script);
        foreach (var form in forms.All.Where(form => form.Name is "comment" or "submit" or "answer" or "return"))
        {
            await form.SendAsync();
            Assert.True(form.By.Answer.StatusCode == HttpStatusCode.Redirect, $"{form.Name}: {form.By.Fault}");
        }

        await forms.Publisher.OpenAsync(Links.StaffReview);
        await forms.Publisher.PressAsync(forms.Publisher.Page.QuerySelectorAll("button").Single(button => button.TextContent.StartsWith("审核通过：林晓", StringComparison.Ordinal)).TextContent);
        await forms.Publisher.OpenAsync(Links.StaffPublish);
        await forms.Publisher.PressAsync(forms.Publisher.Page.QuerySelectorAll("main button").Single(button => button.TextContent.StartsWith("发布这", StringComparison.Ordinal)).TextContent.Trim());
        Assert.Equal(HttpStatusCode.Redirect, forms.Publisher.Answer.StatusCode);

        var shown = 0;
        foreach (var address in new[] { Links.Staff, Links.StaffReports, forms.Report, Links.StaffDrafts, Links.StaffDraft(forms.Drafts[StaffForms.Mine].Id), Links.StaffDraft(forms.Drafts[StaffForms.Returned].Id), Links.StaffHistory, Links.StaffRevision(forms.Revision + 1), Links.StaffAudit, Links.StaffFiles + "?q=" + Uri.EscapeDataString(Script), Links.StaffHistoryOf(Script), Links.StaffSignInFrom(Script) })
        {
            foreach (var person in new[] { forms.Editor, forms.OtherEditor, forms.Publisher })
            {
                await person.OpenAsync(address);
                AssertText(person.Page, address);
                shown += person.Html.Contains("&lt;script&gt;alert", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.True(shown >= 15, $"{shown}");
        var changes = await forms.Site.PageAsync(Links.Changes);
        Assert.Contains(Script, changes.QuerySelector("main")!.TextContent);
        AssertText(changes, Links.Changes);
        var feed = await forms.Site.Reader().GetStringAsync(Links.Feed);
        Assert.DoesNotContain(Script, feed);
        var resident = new FeedbackVisitor(forms.Site.Reader());
        await resident.LookUpAsync(forms.Receipt);
        Assert.Contains(Script, resident.Page.QuerySelector("main")!.TextContent);
        AssertText(resident.Page, Links.FeedbackStatus);
    }

    [Fact]
    public async Task Script_in_every_field_of_every_file_is_text_on_every_page_of_its_preview()
    {
        using var site = new TestSite();
        var lin = await StaffVisitor.SignedInAsync(site, "林晓");
        var member = new StaffMember("林晓", StaffMember.Editor);
        var desk = site.Services.GetRequiredService<DraftDesk>();
        var fields = 0;
        Draft? last = null;
        foreach (var path in await desk.PathsAsync(default))
        {
            var draft = (await desk.OpenAsync(path, member, default)).Draft!;
            var form = FileForm.Of(path, draft.Text);
            foreach (var entry in form.Entries.Where(entry => entry.IsWhole).ToList())
            {
                var own = entry.AllFields.Where(field => field.Rows.Count == 0 && field.Value.Length > 0).ToList();
                var free = own.Where(field => field.Spec.Kind is FieldKind.Line or FieldKind.Text or FieldKind.Lines && !field.Spec.IsIdentity).ToHashSet();
                fields += free.Count;
                form = FileForm.Of(path, form.With(entry.Key, entry.Hash, new FormValues(own.Select(field => KeyValuePair.Create(field.Name, free.Contains(field) ? field.Value + Script + "\"><img src=x onerror=alert(2)>" : field.Value)))));
            }

            Assert.Null((await desk.SaveAsync(draft.Id, member, form.ToString(), draft.Version, default)).Problem);
            last = draft;

            // Each file by itself, so that one that cannot be read then hides no other.
            var shown = 0;
            foreach (var page in site.Content.PageAddresses.Where((_, i) => i % 12 == fields % 12).Append(FileNames.AddressOf(path, "", site.Content)))
            {
                await lin.OpenAsync(Links.StaffPreview(last.Id, page));
                Assert.True(lin.Answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Redirect, $"{path} {page}: {lin.Answer.StatusCode}");
                AssertText(lin.Page, $"{path} on {page}");
                shown++;
            }

            Assert.True(shown > 0);
            await desk.DiscardAsync(draft.Id, member, default);
        }

        Assert.True(fields > 300, $"{fields}");
        output.WriteLine($"RESULT script in {fields} fields of all files: run 0");
    }

    [Fact]
    public async Task A_session_that_was_planted_before_signing_in_is_not_the_one_after()
    {
        using var forms = await StaffForms.OpenAsync();
        var thief = new StaffVisitor(forms.Site, "198.51.100.1");
        await thief.GivePasswordAsync("王编");
        var planted = thief.Cookies[StaffCookie.Name];
        forms.Clock.Now += TimeSpan.FromSeconds(30);
        var lin = new StaffVisitor(forms.Site) { Key = forms.Editor.Key };
        lin.Cookies[StaffCookie.Name] = planted;
        await lin.GivePasswordAsync("林晓");
        await lin.GiveCodeAsync(lin.Code());
        Assert.True(await lin.IsSignedInAsync());
        Assert.Contains("已登录：林晓", lin.Page.QuerySelector("header")!.TextContent);
        Assert.NotEqual(planted, lin.Cookies[StaffCookie.Name]);
        Assert.False(await thief.IsSignedInAsync());
    }

    private static void AssertText(AngleSharp.Html.Dom.IHtmlDocument page, string where)
    {
        Assert.True(page.QuerySelector("[onerror], img[src=x]") is null, where);
        Assert.All(page.Scripts, script => Assert.True(script.GetAttribute("src") is not null || script.GetAttribute("type") == "application/ld+json", where));
    }
}
