using System.Net;
using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>No byte more fits on the disk while people read, search, write, publish: reading goes on, also of what is published meanwhile.</summary>
[SupportedOSPlatform("linux")]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Section = "/report/review-2017/economy";
    private const string Point = "磁盘满时加的要点。";

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_full_disk_costs_no_reader_a_page()
    {
        await using var site = new SiteUnderFaults();
        var lin = await SignedInStaff.InAsync(site.Data, "林晓");
        await site.StartAsync();
        await using var readers = await Readers.StartAsync(site.Address);
        var editor = lin.At(site.Site);
        await editor.OpenAsync(Links.StaffEdit("pages/help.md"));

        await site.Site.LimitFilesAsync("1");
        await editor.EditAsync("save", ("block[0]", "磁盘满时写的话。"));
        Assert.Contains(editor.Answer.StatusCode, new[] { HttpStatusCode.InsufficientStorage, HttpStatusCode.ServiceUnavailable });
        foreach (var file in Directory.EnumerateFiles(site.Data, "report.db*"))
        {
            File.Delete(file);
        }

        await readers.AllIsAsBeforeAsync();

        // An edit in the folder reaches readers, though neither the record of changes nor report.db can be written.
        readers.MayChange = true;
        var path = Path.Combine(site.Content, "report/review-2017/economy.md");
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace("keypoints:\n", $"keypoints:\n  - {Point}\n", StringComparison.Ordinal));
        await EventuallyAsync(async () => (await site.Site.Client.GetStringAsync(Section)).Contains(Point, StringComparison.Ordinal), "the edit is published");
        using (var search = await site.Site.Client.GetAsync("/search?q=" + Uri.EscapeDataString(Point)))
        {
            Assert.Equal(HttpStatusCode.OK, search.StatusCode);
        }

        await Readers.ReadAllAsync(site.Site.Client);

        await site.Site.LimitFilesAsync("unlimited");
        await File.WriteAllTextAsync(path, text);
        await EventuallyAsync(() => site.Site.Said.Any(line => line.Contains("report.db now holds", StringComparison.Ordinal)), "report.db is made again", seconds: 90);
        await EventuallyAsync(async () => !(await site.Site.Client.GetStringAsync(Section)).Contains(Point, StringComparison.Ordinal), "the edit is taken back");
        await readers.AllIsAsBeforeAsync();
        await EventuallyAsync(
            async () =>
            {
                await editor.OpenAsync(Links.StaffEdit("pages/help.md"));
                return editor.Answer.StatusCode == HttpStatusCode.OK;
            },
            "portal.db is open again");
        await editor.EditAsync("save", ("block[0]", "有了地方写的话。"));
        Assert.Equal(HttpStatusCode.Redirect, editor.Answer.StatusCode);
        var read = await readers.StopAsync();
        output.WriteLine($"RESULT full disk: while no file could grow, a draft was refused in words, report.db was deleted and could not be made, an edit in the folder was published; among {read} readings 0 failed; with room again report.db was made and the draft saved");
    }
}
