namespace HepingReport.Tests;

public sealed class SpokenFormsTests
{
    private static readonly SpokenForms Forms = new(
    [
        new("5", "五"),
        new("65%", "百分之六十五"),
        new("1+7+1", "一加七加一"),
        new("1+7", "一加七"),
        new("5A", "五诶"),
        new("2.9亿美元", "二点九亿美元"),
        new("7", "七"),
        new("7", "拐", "road-paving"),
        new("7.", "七点", "elsewhere"),
        new("第1", "第一"),
    ]);

    [Theory]
    [InlineData("占65%。", "占百分之六十五。")]
    [InlineData("“1+7+1”和“1+7”", "“一加七加一”和“一加七”")] // the longest words win
    [InlineData("5A级5号", "五诶级五号")]
    [InlineData("5", "五")]
    [InlineData("15%", "15%")] // no form of a part of a number
    [InlineData("5.5和2.95", "5.5和2.95")]
    [InlineData("第12届第1届", "第12届第一届")]
    [InlineData("55，5，5", "55，五，五")]
    [InlineData("7天", "拐天")] // of equal words those of the place
    [InlineData("没有数字", "没有数字")]
    [InlineData("", "")]
    public void Listed_words_are_said_as_listed_and_all_others_as_printed(string text, string spoken) =>
        Assert.Equal(spoken, Forms.Apply(text, "road-paving"));

    [Fact]
    public void A_form_of_one_place_holds_there_alone() => Assert.Equal("七", Forms.Apply("7", "road-lamps"));

    [Fact]
    public void Without_a_list_nothing_changes() => Assert.Equal("65%", SpokenForms.None.Apply("65%", "road-paving"));
}
