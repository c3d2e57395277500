using System.Net;
using AngleSharp.Html.Dom;
using HepingReport.Staff;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

/// <summary>A person of the staff at a browser: keeps the cookies, presses buttons, reads the authenticator app. Comes over HTTPS, from a network address of their own.</summary>
public sealed class StaffVisitor(TestSite site, string address = "203.0.113.7", HttpClient? client = null)
{
    public const string Password = "铁路桥下 三只白鹭 慢慢飞过";

    private readonly HttpClient client = client ?? site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri("https://localhost") });

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The Set-Cookie lines of the last answer.</summary>
    public IReadOnlyList<string> SetCookies { get; private set; } = [];

    public HttpResponseMessage Answer { get; private set; } = new();

    public IHtmlDocument Page { get; private set; } = null!;

    public string Html { get; private set; } = "";

    public string? Location => Answer.Headers.Location?.OriginalString;

    public string Heading => Page.QuerySelector("h1")?.TextContent ?? "";

    public string Fault => Page.QuerySelector(".fault")?.TextContent.Trim() ?? "";

    /// <summary>The key as the app was given it, at the first sign-in.</summary>
    public string Key { get; set; } = "";

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>A new account, signed in.</summary>
    public static async Task<StaffVisitor> SignedInAsync(TestSite site, string name, StaffRole role = StaffRole.Editor, string address = "203.0.113.7")
    {
        var visitor = new StaffVisitor(site, address);
        await visitor.FirstAsync((await site.Services.GetRequiredService<StaffDesk>().AddAsync(name, role, Actor.Operator, default)).Link!);
        Assert.Equal("请记下恢复码", visitor.Heading);
        return visitor;
    }

    public static DateTimeOffset NowOf(TestSite site) => site.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    public Task OpenAsync(string path) => AskAsync(HttpMethod.Get, path, null);

    public Task FollowAsync() => OpenAsync(Location!);

    public Task PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) => AskAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields));

    /// <summary>Presses the button of that name, after writing into some of the fields of its form.</summary>
    public Task PressAsync(string button, params (string Field, string Value)[] written) => PressAsync(Page, button, written);

    /// <summary>The same on a page that is still open beside the last one.</summary>
    public Task PressAsync(IHtmlDocument page, string button, params (string Field, string Value)[] written)
    {
        // A long form has its first button twice, at the top for the Enter key.
        var pressed = page.QuerySelectorAll("button").Where(element => element.TextContent.Trim() == button).DistinctBy(element => (element.Closest("form"), element.GetAttribute("value"))).Single();
        var form = pressed.Closest("form")!;
        var inputs = form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Where(input => input is not { Type: "radio" or "checkbox", IsChecked: false }).Select(input => KeyValuePair.Create(input.Name!, input.GetAttribute("value") ?? ""));
        var areas = form.QuerySelectorAll("textarea[name]").OfType<IHtmlTextAreaElement>().Select(area => KeyValuePair.Create(area.Name!, area.Value));
        return PostAsync(form.GetAttribute("action")!, [
            .. inputs.Concat(areas).Where(field => written.All(own => own.Field != field.Key)),
            .. written.Select(own => KeyValuePair.Create(own.Field, own.Value)),
            .. pressed.GetAttribute("name") is { } name ? [KeyValuePair.Create(name, pressed.GetAttribute("value")!)] : Array.Empty<KeyValuePair<string, string>>(),
        ]);
    }

    /// <summary>Presses a button of the editing form that is open, after writing into some of its fields: all of the form is sent, as a browser does.</summary>
    public Task EditAsync(string step, params (string Field, string Value)[] written) => EditAsync(step, default, written);

    /// <summary>The same in a tab that may be closed meanwhile.</summary>
    /// <returns>Whether the answer came.</returns>
    public async Task<bool> EditAsync(string step, CancellationToken closed, params (string Field, string Value)[] written)
    {
        var form = Page.QuerySelector("form.editor")!;
        var fields = form.QuerySelectorAll("input, textarea, select").Select(element => element switch
        {
            IHtmlTextAreaElement area => (Name: area.Name!, Value: area.Value.Replace("\n", "\r\n", StringComparison.Ordinal)),
            IHtmlSelectElement select => (Name: select.Name!, Value: select.Value ?? ""),
            _ => (Name: element.GetAttribute("name")!, Value: element.GetAttribute("value") ?? ""),
        }).ToDictionary(field => field.Name, field => field.Value);
        foreach (var (field, value) in written)
        {
            Assert.True(fields.ContainsKey(field), $"The form has no field {field}.");
            fields[field] = value;
        }

        try
        {
            await AskAsync(HttpMethod.Post, form.GetAttribute("action")!, new FormUrlEncodedContent(fields.Append(new("step", step))), closed);
            return true;
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>What stands in a field of the page.</summary>
    public string FieldOf(string name) => Page.QuerySelector($"[name='{name}']") switch
    {
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value ?? "",
        { } element => element.GetAttribute("value") ?? "",
        null => throw new ArgumentException($"The page has no field {name}."),
    };

    /// <summary>Opens the link, reads the key from the page as one who types it by hand, sets the password.</summary>
    public async Task FirstAsync(string link, string password = Password, string? code = null)
    {
        await OpenAsync(Links.StaffFirstBy(link));
        Key = Page.QuerySelector("main code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        await PressAsync("完成并登录", ("password", password), ("again", password), ("code", code ?? Code()));
        RecoveryCodes = [.. Page.QuerySelectorAll("main ol code").Select(item => item.TextContent)];
    }

    public string Code() => AuthenticatorApp.CodeAt(Key, NowOf(site));

    public async Task GivePasswordAsync(string name, string password = Password, string? from = null)
    {
        await OpenAsync(Links.StaffSignInFrom(from));
        await PressAsync("登录", ("username", name), ("password", password));
    }

    public async Task GiveCodeAsync(string code)
    {
        if (Answer.StatusCode == HttpStatusCode.Redirect)
        {
            await FollowAsync();
        }

        await PressAsync("登录", ("code", code));
    }

    public async Task<bool> IsSignedInAsync()
    {
        await OpenAsync(Links.Staff);
        return Answer.StatusCode == HttpStatusCode.OK && Heading == "工作台";
    }

    private async Task AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("X-Forwarded-For", address);
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        Answer = await client.SendAsync(request, cancellation);
        SetCookies = Answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [];
        foreach (var cookie in SetCookies.Select(line => line.Split(';')[0].Split('=', 2)))
        {
            if (cookie[1].Length == 0)
            {
                Cookies.Remove(cookie[0]);
            }
            else
            {
                Cookies[cookie[0]] = cookie[1];
            }
        }

        Html = await Answer.Content.ReadAsStringAsync(cancellation);
        Page = await TestSite.ParseAsync(Answer);
    }
}
