using HepingReport.Staff;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>Somebody who uses a page by keyboard alone: Tab to what they want, Enter or letters there.</summary>
internal sealed class AtTheKeyboard(Reader reader)
{
    /// <summary>No page of the staff has more that Tab stops at.</summary>
    private const int MostTabs = 300;

    private long lastStep;

    public IPage Page => reader.Page;

    /// <summary>Also those to whom one gets by keyboard only: Tab after Tab, as far as it takes.</summary>
    public async Task FocusAsync(ILocator target)
    {
        await target.WaitForAsync();

        // From where a reader is led after a page was opened, so that not every step begins at the head.
        await Page.EvaluateAsync("document.activeElement?.blur()");
        for (var i = 0; i < MostTabs; i++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab does not reach {target}");
    }

    public Task TypeAsync(string label, string text) => TypeAsync(Page.GetByLabel(label, new() { Exact = true }), text);

    /// <summary>In place of what stands there, at once, as an input method gives it.</summary>
    public async Task TypeAsync(ILocator field, string text)
    {
        await FocusAsync(field);
        await Page.Keyboard.PressAsync("Control+A");
        await Page.Keyboard.InsertTextAsync(text);
    }

    public Task PressAsync(AriaRole role, string name) => PressAsync(Page.GetByRole(role, new() { Name = name, Exact = true }).First);

    public async Task PressAsync(ILocator target)
    {
        await FocusAsync(target);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The code of a step after the one that was used last; never one that is not yet good.</summary>
    public async Task TypeCodeAsync(string key)
    {
        lastStep = Math.Max(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30, lastStep + 1);
        await TypeAsync("验证码", AuthenticatorApp.CodeAt(key, DateTimeOffset.FromUnixTimeSeconds(lastStep * 30)));
    }
}
