using HepingReport.Web.Commands;

namespace HepingReport.Web.Tests;

public sealed class CheckCommandTests
{
    [Fact]
    public async Task Checking_the_real_content_says_what_was_checked_and_finds_nothing()
    {
        var output = new StringWriter();

        var exit = await Check.RunAsync(Options(TestSite.RealContent), output, CancellationToken.None);

        Assert.Equal(0, exit);
        Assert.Contains("57 段，18 条附注（正文 22 处）", output.ToString());
        Assert.Contains("反向还原与原文一致", output.ToString());
        Assert.EndsWith("0 个问题\n", output.ToString());
    }

    [Fact]
    public async Task Checking_a_missing_folder_says_so_and_fails()
    {
        var output = new StringWriter();

        var exit = await Check.RunAsync(Options("/not/there"), output, CancellationToken.None);

        Assert.Equal(1, exit);
        Assert.Contains("/not/there:1:1 错误［folder-missing］找不到内容文件夹。", output.ToString());
    }

    private static SiteOptions Options(string content) => new(content, "/unused", null, null, TimeSpan.FromSeconds(2), null, "ffmpeg");
}
