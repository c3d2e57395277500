using System.Xml.Linq;
using HepingReport.Sharing;

namespace HepingReport.Tests.Sharing;

/// <summary>How it is drawn; that cameras read it is asked in the browser.</summary>
public sealed class QrPictureTests
{
    private static readonly XElement Picture = XElement.Parse(QrPicture.Svg("https://report.example.cn/report/opening#opening-address", "打开“开场”<1>"));

    [Fact]
    public void It_is_a_picture_with_a_name()
    {
        Assert.Equal("svg", Picture.Name.LocalName);
        Assert.Equal("img", Picture.Attribute("role")!.Value);
        Assert.Equal("打开“开场”<1>", Picture.Attribute("aria-label")!.Value);
    }

    [Fact]
    public void It_is_dark_on_white_whatever_the_page_is_takes_the_size_it_is_given_and_carries_no_style()
    {
        Assert.Equal(["#fff", "#000"], Picture.Elements().Select(shape => shape.Attribute("fill")!.Value));
        Assert.Empty(Picture.DescendantsAndSelf().Attributes("style"));
        Assert.Null(Picture.Attribute("width"));
    }

    /// <summary>Version 4 has 33 modules and holds this address at correction M; four stay free on each side.</summary>
    [Fact]
    public void Four_modules_stay_free_around_it()
    {
        Assert.Equal("0 0 41 41", Picture.Attribute("viewBox")!.Value);
        var runs = Picture.Elements().Last().Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries)
            .Select(run => run.Split(' ', 'h', 'v')).Select(run => (X: int.Parse(run[0]), Y: int.Parse(run[1]), Length: int.Parse(run[2]))).ToList();

        Assert.Equal((4, 4, 7), runs[0]);
        Assert.All(runs, run => Assert.True(run.X >= 4 && run.X + run.Length <= 37 && run.Y is >= 4 and < 37));
        Assert.Equal(36, runs.Max(run => run.Y));
    }
}
