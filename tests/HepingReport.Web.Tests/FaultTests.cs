using System.Net;
using System.Runtime.Versioning;
using AngleSharp.Html.Dom;
using HepingReport.Editing;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>Every form of the staff while something is broken, and afterwards: what was typed is never lost, and one more press does what was asked.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const string Words = "写了很久的话";
    private const string Again = "接着保存";
    private const string Edited = "pages/help.md";
    private const int Seed = 20180207;
    private static readonly StaffMember Lin = new("林晓", StaffMember.Editor);

    [Fact]
    [SupportedOSPlatform("linux")]
    public Task A_full_disk_costs_no_word_at_publishing() => FillDiskAsync(form => form.Name == "publish");

    [Fact]
    [SupportedOSPlatform("linux")]
    [Trait("Category", "Long")]
    public Task A_full_disk_costs_no_word_at_any_form() => FillDiskAsync(_ => true);

    [SupportedOSPlatform("linux")]
    private async Task FillDiskAsync(Predicate<FilledForm> isMeant)
    {
        using var forms = await StaffForms.OpenAsync(words: Words, now: DateTimeOffset.UtcNow);
        await using var site = await SiteProcess.StartAsync(forms.Site.DataPath, content: forms.Site.ContentPath);

        // The files of the database are at hand, as where somebody else is reading; no byte more is taken.
        await using var kept = await ConnectAsync(PortalOf(forms.Site));
        await ReadAsync(kept);
        await BreakAsync(
            "a full disk", forms, form => form with { By = StaffForms.At(forms.Site, form.By, site.Client) }, HttpStatusCode.InsufficientStorage,
            () => site.LimitFilesAsync("1"), () => site.LimitFilesAsync("unlimited"), isMeant);
    }

    [Fact]
    public async Task A_data_folder_in_which_portal_db_cannot_be_opened_costs_no_word()
    {
        using var forms = await StaffForms.OpenAsync(words: Words);
        var obstacle = PortalOf(forms.Site) + "-wal";
        await BreakAsync(
            "portal.db that cannot be opened", forms, form => form, HttpStatusCode.ServiceUnavailable,
            () => Task.FromResult(Directory.CreateDirectory(obstacle)),
            async () =>
            {
                Directory.Delete(obstacle);
                await EventuallyAsync(forms.Editor.IsSignedInAsync);
            });
    }

    [Fact]
    public async Task A_session_that_ended_while_somebody_wrote_costs_no_word()
    {
        using var forms = await StaffForms.OpenAsync(words: Words);
        var sessions = new[] { forms.Editor, forms.Publisher }.Select(person => (Person: person, Session: person.Cookies[Security.StaffCookie.Name])).ToList();
        await BreakAsync(
            "a session that has ended", forms, form => form, HttpStatusCode.Unauthorized,
            () =>
            {
                sessions.ForEach(one => one.Person.Cookies.Remove(Security.StaffCookie.Name));
                return Task.CompletedTask;
            },
            () =>
            {
                // Signed in again in another window.
                sessions.ForEach(one => one.Person.Cookies[Security.StaffCookie.Name] = one.Session);
                return Task.CompletedTask;
            });
    }

    [Fact]
    public async Task The_key_ring_lost_costs_one_more_press_at_each_form_and_no_word()
    {
        using var forms = await StaffForms.OpenAsync(words: Words);
        Directory.Delete(Path.Combine(forms.Site.DataPath, "keys"), recursive: true);
        using var started = new TestSite { ContentPath = forms.Site.ContentPath, Data = forms.Site.DataPath, Clock = forms.Clock };
        await BreakAsync("a lost key ring", forms, form => form with { By = StaffForms.At(started, form.By) }, HttpStatusCode.BadRequest, () => Task.CompletedTask, () => Task.CompletedTask);
    }

    [Fact]
    public async Task A_database_locked_for_seconds_is_waited_for_by_saving_submitting_and_publishing_at_once()
    {
        using var forms = await StaffForms.OpenAsync(words: Words);
        var pressed = forms.All.Where(form => form.Name is "edit" or "merge" or "publish" or "answer").ToList();
        Task[] sent;
        await using (await LockAsync(forms.Site))
        {
            // Each in a window of its own.
            pressed = pressed.ConvertAll(form => form with { By = StaffForms.At(forms.Site, form.By) });
            sent = [.. pressed.Select(form => form.SendAsync())];
            await Task.Delay(TimeSpan.FromSeconds(2));
            Assert.All(sent, answer => Assert.False(answer.IsCompleted));
        }

        await Task.WhenAll(sent);
        Assert.All(pressed, AssertDone);
        output.WriteLine($"RESULT locked for two seconds: {pressed.Count} forms sent meanwhile, {pressed.Count} done, lost 0");
    }

    [Fact]
    public Task A_database_locked_for_longer_is_said_at_publishing_and_the_next_press_does_it() => LockForLongerAsync(form => form.Name == "publish");

    [Fact]
    [Trait("Category", "Long")]
    public Task A_database_locked_for_longer_is_said_at_each_form_and_the_next_press_does_it() => LockForLongerAsync(_ => true);

    private async Task LockForLongerAsync(Predicate<FilledForm> isMeant)
    {
        using var forms = await StaffForms.OpenAsync(words: Words);
        var pressed = forms.All.FindAll(isMeant).ConvertAll(form => form with { By = StaffForms.At(forms.Site, form.By) });
        var before = await forms.StateAsync();
        await using (await LockAsync(forms.Site))
        {
            foreach (var form in pressed)
            {
                await form.SendAsync();
                Assert.True(form.By.Answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{form.Name}: {form.By.Answer.StatusCode}");
            }
        }

        Assert.Equal(before, await forms.StateAsync());
        foreach (var form in pressed)
        {
            Assert.Contains("正被别的程序占用", form.By.Page.QuerySelector(".fault, main [role=alert]")!.TextContent);
            AssertWordsAreThere(form);
            await PressAgainAsync(form, form.By.Page);
        }

        Say("a database locked for longer than it is waited for", pressed.Count);
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task A_clock_that_jumps_by_a_year_before_each_step_refuses_nothing_and_keeps_the_order(double days)
    {
        var clock = new TestClock(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
        using var site = TestSite.OnACopyOfTheContent(clock);
        var lin = await StaffVisitor.SignedInAsync(site, Lin.Name);
        var zhao = await StaffVisitor.SignedInAsync(site, "赵卫", StaffRole.Publisher, "203.0.113.8");
        var (steps, givenBack) = (0, 0);
        var away = false;
        string[] said = ["一年以前写的。", "一年以后写的。", "又过了一年写的。"];
        foreach (var words in said)
        {
            await lin.OpenAsync(Links.StaffEdit(StaffForms.Edited));
            await lin.OpenAsync(lin.Answer.StatusCode == HttpStatusCode.Redirect ? await SignedInAgainAsync(lin, Lin.Name) : Links.StaffEdit(StaffForms.Edited));
            await StepAsync(lin, Lin.Name, "保存草稿", ("summary", words));
            await lin.OpenAsync(Links.StaffDrafts);
            await StepAsync(lin, Lin.Name, "送审", ("note", words));
            await zhao.OpenAsync(Links.StaffReview);
            await zhao.OpenAsync(zhao.Answer.StatusCode == HttpStatusCode.Redirect ? await SignedInAgainAsync(zhao, "赵卫") : Links.StaffReview);
            await StepAsync(zhao, "赵卫", "审核通过");
            await zhao.OpenAsync(Links.StaffPublish);
            await StepAsync(zhao, "赵卫", "发布这");
            Assert.Equal(words, site.Content.Report.FindSection("plan-2018/livelihood")!.Summary);
        }

        var revisions = await site.Services.GetRequiredService<RevisionHistory>().ListAsync(null, null, 10, default);
        Assert.Equal([.. said.Reverse(), ""], revisions.Select(revision => revision.Note));
        Assert.Equal([4, 3, 2, 1], revisions.Select(revision => revision.Number));
        foreach (var page in new[] { Links.Home, Links.Changes, Links.Feed })
        {
            Assert.Equal(HttpStatusCode.OK, (await site.Reader().GetAsync(page)).StatusCode);
        }

        output.WriteLine($"RESULT clock: {steps} steps, each after a jump of a year, {givenBack} forms given back to be sent again after signing in; refused 0, out of order 0, words lost 0");

        // There and back again, so that half of the steps lie a year before the one they follow.
        async Task StepAsync(StaffVisitor visitor, string name, string button, params (string, string)[] written)
        {
            clock.Now += TimeSpan.FromDays(away ? -days : days) + TimeSpan.FromMinutes(1);
            away = !away;
            steps++;
            await visitor.PressAsync(visitor.Page.QuerySelectorAll("button").Select(element => element.TextContent.Trim()).First(text => text.StartsWith(button, StringComparison.Ordinal)), written);
            if (visitor.Answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                givenBack++;
                var kept = visitor.Page;
                await SignedInAgainAsync(visitor, name);
                await visitor.PressAsync(kept, Again);
            }

            Assert.True(visitor.Answer.StatusCode == HttpStatusCode.Redirect, $"{button}: {visitor.Answer.StatusCode} {visitor.Fault}");
        }

        static async Task<string> SignedInAgainAsync(StaffVisitor visitor, string name)
        {
            var asked = visitor.Answer.RequestMessage!.RequestUri!.PathAndQuery;
            visitor.Cookies.Remove(Security.StaffCookie.Name);
            await visitor.GivePasswordAsync(name);
            await visitor.GiveCodeAsync(visitor.Code());
            Assert.True(await visitor.IsSignedInAsync());
            return asked;
        }
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public Task Every_save_that_was_answered_outlives_the_killed_site() => KillAsync(1);

    [Fact]
    [SupportedOSPlatform("linux")]
    [Trait("Category", "Long")]
    public Task Every_save_that_was_answered_outlives_the_site_killed_fifty_times() => KillAsync(50);

    [Fact]
    [SupportedOSPlatform("linux")]
    [Trait("Category", "Long")]
    public async Task A_data_folder_that_the_site_may_not_write_is_said_and_costs_no_word()
    {
        using var data = await DataWithLinAsync();
        await using var site = await SiteProcess.StartAsync(data.Path, asNobody: true);
        var lin = data.LinAt(site);
        await lin.OpenAsync(Links.StaffEdit(Edited));
        await lin.EditAsync("save", ("block[0]", "先存的一段话。"));
        Assert.Equal(HttpStatusCode.Redirect, lin.Answer.StatusCode);
        await lin.FollowAsync();

        Allow(0b101_101_101, 0b100_100_100);
        await lin.EditAsync("save", ("block[0]", Words));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, lin.Answer.StatusCode);
        Assert.Contains("这不是您的操作造成的", lin.Page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Contains(Words, WordsOn(lin));
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync(Links.Home)).StatusCode);

        Allow(0b111_111_111, 0b110_110_110);
        await EventuallyAsync(async () =>
        {
            await lin.PressAsync(lin.Page.QuerySelectorAll("button").Select(button => button.TextContent.Trim()).First(text => text is Again or "保存草稿"));
            return lin.Answer.StatusCode == HttpStatusCode.Redirect;
        });
        await lin.FollowAsync();
        Assert.Equal(Words, lin.FieldOf("block[0]"));
        output.WriteLine("RESULT a data folder that cannot be written: 1 form sent, words lost 0");

        void Allow(int folder, int file)
        {
            foreach (var portal in Directory.EnumerateFiles(data.Path, "portal.db*"))
            {
                File.SetUnixFileMode(portal, (UnixFileMode)file);
            }

            File.SetUnixFileMode(data.Path, (UnixFileMode)folder);
        }
    }

    /// <summary>All forms are sent while something is broken, and once more when it is whole again.</summary>
    private async Task BreakAsync(string what, StaffForms forms, Func<FilledForm, FilledForm> atTheSite, HttpStatusCode refusal, Func<Task> breakAsync, Func<Task> mendAsync, Predicate<FilledForm>? isMeant = null)
    {
        var before = await forms.StateAsync();
        await breakAsync();
        var refused = new List<(FilledForm Form, IHtmlDocument Page)>();
        foreach (var form in forms.All.FindAll(isMeant ?? (_ => true)).Select(atTheSite))
        {
            await form.SendAsync();

            // Where nothing was written, and for accounts, the page from before is all that there is.
            var isGivenBack = form.By.Page.QuerySelectorAll("button").Any(button => button.TextContent.Trim() is Again || button.TextContent.Trim() == form.Button);
            Assert.True(form.By.Answer.StatusCode == refusal || (refusal == HttpStatusCode.Unauthorized && !isGivenBack && form.By.Location == Links.StaffSignInFrom(Links.Staff)), $"{form.Name}: {form.By.Answer.StatusCode} {form.By.Fault}");
            if (isGivenBack || !(form.Field is null || form.Name == "add account"))
            {
                AssertWordsAreThere(form);
            }

            refused.Add((form, isGivenBack ? form.By.Page : form.Page));
        }

        await mendAsync();
        Assert.Equal(before, await forms.StateAsync());
        foreach (var (form, page) in refused)
        {
            await PressAgainAsync(form, page);
        }

        Say(what, refused.Count);
    }

    /// <summary>The button of the page that was given back, with what stands there: nothing is written again but a password.</summary>
    private static async Task PressAgainAsync(FilledForm form, IHtmlDocument page)
    {
        var isKept = page.QuerySelectorAll("button").Any(button => button.TextContent.Trim() == Again);
        Assert.True(isKept || page.QuerySelectorAll("button").Any(button => button.TextContent.Trim() == form.Button), $"{form.Name}: {page.Body!.TextContent}");
        var passwords = form.Choices.Where(choice => choice.Field == "password").ToArray();
        await form.By.PressAsync(page, isKept ? Again : form.Button, page == form.Page ? form.Written() : isKept ? [] : passwords);
        if (form.By.Answer.StatusCode == HttpStatusCode.BadRequest && isKept && passwords.Length > 0)
        {
            await form.By.PressAsync(form.Button, passwords);
        }

        AssertDone(form);
    }

    private static void AssertDone(FilledForm form)
    {
        Assert.True(
            form.By.Answer.StatusCode == HttpStatusCode.Redirect ? !form.By.Location!.Contains("copy=", StringComparison.Ordinal) : form.By.Answer.StatusCode == HttpStatusCode.OK,
            $"{form.Name}: {form.By.Answer.StatusCode} {form.By.Location} {form.By.Fault}");
        Assert.Equal("", form.By.Fault);
    }

    private static void AssertWordsAreThere(FilledForm form) => Assert.True(form.Field is null || WordsOn(form.By).Contains(form.Words), $"{form.Name}: {form.By.Page.Body!.TextContent}");

    /// <summary>What stands in the fields of a page.</summary>
    private static IEnumerable<string> WordsOn(StaffVisitor visitor) =>
        visitor.Page.QuerySelectorAll("main :is(input, textarea)").Select(field => field is IHtmlTextAreaElement area ? area.Value.Trim() : field.GetAttribute("value") ?? "");

    [SupportedOSPlatform("linux")]
    private async Task KillAsync(int times)
    {
        using var data = await DataWithLinAsync();
        var random = new Random(Seed);
        var (sent, answered, broken, closed, lost) = (0, 0, 0, 0, 0);
        var last = 0;
        for (var kill = 1; kill <= times; kill++)
        {
            await using (var site = await SiteProcess.StartAsync(data.Path))
            {
                var lin = data.LinAt(site);
                await lin.OpenAsync(Links.StaffEdit(Edited));
                var first = NumberIn(lin.FieldOf("block[0]"));

                // One that was not answered may be there or not.
                lost += first >= last ? 0 : 1;
                last = Math.Max(first, last);
                var end = Task.Delay(random.Next(300, 1200));
                var number = last;
                try
                {
                    while (true)
                    {
                        number++;
                        sent++;
                        if (number % 5 == 0)
                        {
                            // A tab that is closed while it saves: whether it was taken, the next look tells.
                            using var tab = new CancellationTokenSource(random.Next(15));
                            closed += await lin.EditAsync("save", tab.Token, ("block[0]", TextOf(number))) ? 0 : 1;
                            await lin.OpenAsync(Links.StaffEdit(Edited));
                            Assert.InRange(NumberIn(lin.FieldOf("block[0]")), last, number);
                            last = NumberIn(lin.FieldOf("block[0]"));
                        }
                        else
                        {
                            var saving = lin.EditAsync("save", ("block[0]", TextOf(number)));
                            if (end.IsCompleted)
                            {
                                await Task.Delay(random.Next(20));
                                site.Kill();
                            }

                            await saving;
                            Assert.Equal((HttpStatusCode.Redirect, Links.StaffEdit(Edited)), (lin.Answer.StatusCode, lin.Location));
                            answered++;
                            last = number;
                            await lin.FollowAsync();
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    Assert.True(end.IsCompleted, "The site answers until it is killed.");
                    broken++;
                }
            }
        }

        using var store = new PortalStore(data.Path, TimeProvider.System, NullLogger<PortalStore>.Instance);
        Assert.True(await store.OpenAsync(default));
        var draft = Assert.Single(await store.ReadAsync(db => db.Drafts.AsNoTracking().ToListAsync(), default));
        lost += draft.Text.Contains(TextOf(last), StringComparison.Ordinal) || draft.Text.Contains(TextOf(last + 1), StringComparison.Ordinal) ? 0 : 1;
        Assert.Equal((times, 0), (broken, lost));
        output.WriteLine($"RESULT killed site: killed {times} times among {sent} saves, {closed} of them from a tab that was closed meanwhile; {answered} were answered, answered saves lost {lost}");

        static string TextOf(int number) => $"第{number}次存的一段话。";

        static int NumberIn(string text) => text.StartsWith('第') && text.EndsWith("次存的一段话。", StringComparison.Ordinal) ? int.Parse(text[1..^7], System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    private void Say(string what, int forms) => output.WriteLine($"RESULT {what}: {forms} forms sent, words lost 0, changes half done 0, not done by the next press 0");

    private static string PortalOf(TestSite site) => Path.Combine(site.DataPath, "portal.db");

    private static async Task<SqliteConnection> ConnectAsync(string portal)
    {
        var connection = new SqliteConnection($"Data Source={portal};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ReadAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM Drafts";
        await command.ExecuteScalarAsync();
    }

    private static async Task<SqliteConnection> LockAsync(TestSite site)
    {
        var connection = await ConnectAsync(PortalOf(site));
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<SignedInData> DataWithLinAsync()
    {
        var data = Directory.CreateTempSubdirectory("heping-fault-").FullName;
        return new SignedInData(data, await SignedInStaff.InAsync(data, Lin.Name));
    }

    /// <summary>A data folder in which Lin is signed in.</summary>
    private sealed record SignedInData(string Path, SignedInStaff Lin) : IDisposable
    {
        public StaffVisitor LinAt(SiteProcess process) => Lin.At(process);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
