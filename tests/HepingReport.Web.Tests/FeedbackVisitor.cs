using AngleSharp.Html.Dom;

namespace HepingReport.Web.Tests;

/// <summary>A resident at the form: presses its buttons, keeps its cookie, and sends what stands in the fields, as a browser does.</summary>
public sealed class FeedbackVisitor(HttpClient client, string? address = null)
{
    public string? Cookie { get; set; }

    public HttpResponseMessage Answer { get; private set; } = new();

    public IHtmlDocument Page { get; private set; } = null!;

    /// <summary>What stands where something happened that has to be told.</summary>
    public string Fault => Page.QuerySelector(".fault")?.TextContent.Trim() ?? "";

    public Task OpenAsync(string path = Links.Feedback) => AskAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>The fields of the page's form by name; what hides from people too.</summary>
    public Dictionary<string, string> Fields()
    {
        var fields = new Dictionary<string, string>();
        foreach (var field in Page.QuerySelectorAll("main form :is(input, textarea)"))
        {
            if (field is not IHtmlInputElement { Type: "radio", IsChecked: false })
            {
                fields[field.GetAttribute("name")!] = field is IHtmlTextAreaElement area ? area.Value : field.GetAttribute("value") ?? "";
            }
        }

        return fields;
    }

    /// <summary>Presses the button of that name, after writing into some of the fields.</summary>
    public Task PressAsync(string button, params (string Field, string Value)[] written)
    {
        var pressed = Page.QuerySelectorAll("main button").Single(element => element.TextContent.Trim() == button);
        var fields = Fields();
        foreach (var (field, value) in written)
        {
            fields[field] = value;
        }

        if (pressed.GetAttribute("name") is { } name)
        {
            fields[name] = pressed.GetAttribute("value")!;
        }

        return PostAsync(pressed.Closest("form")!.GetAttribute("action")!, fields);
    }

    public Task PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) => AskAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });

    /// <summary>Form, page to check, sent; true where it was taken.</summary>
    public async Task<bool> SendAsync(string text, string contact = "", string kind = "typo", string path = Links.Feedback)
    {
        await OpenAsync(path);
        await PressAsync("下一步：核对", ("kind", kind), ("text", text), ("contact", contact));
        await PressAsync("发送");
        return Answer.StatusCode == System.Net.HttpStatusCode.Redirect;
    }

    /// <summary>Follows the redirect to the receipt and reads it.</summary>
    public async Task<string> ReceiptAsync()
    {
        await OpenAsync(Answer.Headers.Location!.OriginalString);
        return Page.QuerySelector(".receipt")!.TextContent;
    }

    public async Task LookUpAsync(string receipt)
    {
        await OpenAsync(Links.FeedbackStatus);
        await PressAsync("查看", ("receipt", receipt));
    }

    public async Task AskAsync(HttpRequestMessage request)
    {
        if (Cookie is not null)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        if (address is not null)
        {
            request.Headers.Add("X-Forwarded-For", address);
        }

        Answer = await client.SendAsync(request);
        if (Answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            Cookie = set.Single().Split(';')[0];
        }

        Page = await TestSite.ParseAsync(Answer);
    }
}
