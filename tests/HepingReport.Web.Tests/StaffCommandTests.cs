using HepingReport.Tests;
using Microsoft.Extensions.Configuration;

namespace HepingReport.Web.Tests;

/// <summary>The verb <c>staff</c>, and that what it prints opens the site.</summary>
public sealed class StaffCommandTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("heping-staff-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task Add_prints_a_link_once_reset_another_and_list_tells_the_state()
    {
        var (code, added) = await RunAsync("add", "林晓", "--role", "publisher");
        Assert.Equal(0, code);
        Assert.Contains("“林晓”（发布）：请本人打开下面的链接设密码。72小时内有效，只能用一次，只显示这一次。", added);
        Assert.Contains("https://report.example.cn/staff/first?link=", added);
        Assert.Equal((0, "林晓　发布　等待首次登录　还没有登录过\n"), await RunAsync("list"));

        using var site = new TestSite { Data = data, Clock = new TestClock(DateTimeOffset.UtcNow) };
        var lin = new StaffVisitor(site);
        await lin.FirstAsync(LinkIn(added));
        Assert.True(await lin.IsSignedInAsync());
        Assert.StartsWith("林晓　发布　使用中　最后登录 ", (await RunAsync("list")).Output);

        // The site runs on meanwhile.
        var (_, renewed) = await RunAsync("reset", "林晓");
        Assert.False(await lin.IsSignedInAsync());
        await lin.FirstAsync(LinkIn(renewed));
        Assert.True(await lin.IsSignedInAsync());
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_with_the_way_and_changes_nothing()
    {
        Assert.Equal(0, (await RunAsync("add", "zhao", "--role", "editor")).Code);
        Assert.Equal((1, "没有改：已经有“zhao”这个账户。\n"), await RunAsync("add", "ZHAO", "--role", "editor"));
        Assert.Equal((1, "没有改：没有“qian”这个账户。\n"), await RunAsync("reset", "qian"));
        Assert.StartsWith("没有改：姓名里只能有文字、数字", (await RunAsync("add", "<b>", "--role", "editor")).Output);
        foreach (var words in new string[][] { [], ["add"], ["add", "qian"], ["add", "qian", "--role", "king"], ["delete", "zhao"] })
        {
            var (code, output) = await RunAsync(words);
            Assert.Equal(2, code);
            Assert.StartsWith("请写：staff add 姓名 --role publisher", output);
        }

        Assert.Equal("zhao　编辑　等待首次登录　还没有登录过\n", (await RunAsync("list")).Output);
    }

    [Fact]
    public async Task A_damaged_portal_db_is_told_of()
    {
        await File.WriteAllTextAsync(Path.Combine(data, "portal.db"), new string('x', 5000));
        var (code, output) = await RunAsync("add", "zhao", "--role", "editor");
        Assert.Equal(1, code);
        Assert.StartsWith("portal.db 现在打不开", output);
    }

    [Theory]
    [InlineData("Staff:IdleHours", "0")]
    [InlineData("Staff:SessionDays", "x")]
    [InlineData("Staff:LinkHours", "-1")]
    [InlineData("Staff:SecondFactor", "maybe")]
    public void A_setting_that_cannot_be_is_named(string key, string value)
    {
        var fault = Assert.Throws<FormatException>(() => StaffOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build()));
        Assert.StartsWith($"配置 {key} 写的是“{value}”", fault.Message);
    }

    private static string LinkIn(string output) => output.Split("link=")[1].Split('\n')[0].Trim();

    private async Task<(int Code, string Output)> RunAsync(params string[] words)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Path", data), new("Content:Path", TestSite.RealContent), new("Site:Url", "https://report.example.cn")]).Build();
        await using var output = new StringWriter { NewLine = "\n" };
        return (await Commands.Staff.RunAsync(SiteOptions.From(configuration), ["staff", .. words], output, default), output.ToString());
    }
}
