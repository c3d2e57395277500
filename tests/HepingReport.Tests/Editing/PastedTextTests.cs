using HepingReport.Editing.Forms;

namespace HepingReport.Tests.Editing;

public sealed class PastedTextTests
{
    [Theory]
    [InlineData("新增就业\u00a04万人", "新增就业4万人", "特殊空格 1")]
    [InlineData("新增就业 4 万人", "新增就业 4 万人", "")]
    [InlineData("就业,住房:学位;(新增)好!", "就业，住房：学位；（新增）好！", "半角标点 6")]
    [InlineData("3.5%,比上年 1,088 间", "3.5%，比上年 1,088 间", "半角标点 1")]
    [InlineData("https://example.cn/?a=1", "https://example.cn/?a=1", "")]
    [InlineData("获评\"最佳目的地\"称号", "获评“最佳目的地”称号", "直引号 1")]
    [InlineData("第一行\n第二行", "第一行第二行", "换行 1")]
    [InlineData("first\nsecond", "first second", "换行 1")]
    [InlineData("零宽\u200b字符\ufeff", "零宽字符", "看不见的字符 2")]
    [InlineData("汉字 之间　空格", "汉字之间空格", "特殊空格 1；汉字之间的空格 1")]
    [InlineData("２０１８年Ａ级", "2018年A级", "全角数字和字母 2")]
    public void What_came_along_is_named_counted_and_taken_out(string pasted, string clean, string strays)
    {
        var text = PastedText.Of(pasted, isOneLine: true);
        Assert.Equal((clean, strays), (text.Text, string.Join('；', text.Strays.Select(stray => $"{stray.Name} {stray.Count}"))));
    }

    [Fact]
    public void Nothing_of_the_report_and_of_the_pages_is_taken_for_a_stray()
    {
        foreach (var section in TestContent.RealSnapshot.Report.Paragraphs)
        {
            Assert.Empty(PastedText.Of(section.Text, isOneLine: true).Strays);
        }
    }
}
