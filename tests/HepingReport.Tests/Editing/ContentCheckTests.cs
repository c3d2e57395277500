using HepingReport.Editing;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>Which drafts may become public: those with which the whole content has no error.</summary>
public sealed class ContentCheckTests
{
    [Theory]
    [InlineData("种树30棵", "种树80棵", "种树【3】0棵", "种树【8】0棵")]
    [InlineData("种树30棵", "种树30株", "30【棵】", "30【株】")]
    [InlineData("种树30棵", "种树近30棵", "种树【】30棵", "种树【近】30棵")]
    [InlineData("成活率很高", "成活率较高", "成活率【很】高", "成活率【较】高")]
    public void A_departure_from_the_source_is_refused_and_named_by_the_very_characters(string words, string changed, string was, string became)
    {
        var check = Check((Trees, words, changed));

        Assert.False(check.MayBePublished);
        var problem = Assert.Single(check.In(Trees), problem => problem.Code == "text-differs");
        Assert.Contains(was, problem.Message);
        Assert.Contains(became, problem.Message);
    }

    [Theory]
    [InlineData("30棵", "80棵", "value: 30\n", "value: 80\n", "number: 30\n", "number: 80\n")]
    [InlineData("30棵", "30株", "unit: 棵\n  kind: count\n  topic: trees\n  paragraph: trees-planted", "unit: 株\n  kind: count\n  topic: trees\n  paragraph: trees-planted", "", "")]
    [InlineData("30棵", "30棵以上", "value: 30\n  unit: 棵\n", "value: 30\n  unit: 棵\n  qualifier: 以上\n", "", "")]
    public void A_changed_figure_with_the_issuers_notice_is_still_refused_until_the_indicator_changes_with_it(string words, string changed, string value, string newValue, string number, string newNumber)
    {
        var source = TestContent.Small;
        var notice = $"- {{ place: trees-planted, source: 种树{words}, corrected: 种树{changed}, kind: issuer-amendment, reason: 更正, notice: {{ title: 更正公告, number: 1号, date: 2020-02-01 }} }}\n";
        KeyValuePair<string, string>[] amended =
        [
            new(Trees, source.TextOf(Trees).Replace(words, changed, StringComparison.Ordinal)),
            new(Topics, source.TextOf(Topics).Replace("种树" + words, "种树" + changed, StringComparison.Ordinal)),
            new("comparisons.yml", source.TextOf("comparisons.yml").Replace("可比", "口径不同", StringComparison.Ordinal)),
            new("corrections.yml", notice + source.TextOf("corrections.yml")),
        ];
        var quoted = source.TextOf("indicators.yml").Replace("quote: 种树" + words, "quote: 种树" + changed, StringComparison.Ordinal);

        Assert.Contains(ContentCheck.Of(source, amended).In("indicators.yml"), problem => problem.Code is "words-not-once" or "unit-differs" or "qualifier-differs" or "qualifier-missing");

        // The quote alone does not do: value, unit and qualifier have to say the same.
        var quoteOnly = ContentCheck.Of(source, amended.Append(new("indicators.yml", quoted)));
        Assert.False(quoteOnly.MayBePublished, string.Join('\n', quoteOnly.Problems));

        var whole = quoted.Replace(value, newValue, StringComparison.Ordinal);
        whole = number.Length == 0 ? whole : whole.Replace(number, newNumber, StringComparison.Ordinal);
        var check = ContentCheck.Of(source, amended.Append(new("indicators.yml", whole)));
        Assert.True(check.MayBePublished, string.Join('\n', check.Errors));
    }

    [Fact]
    public void An_error_anywhere_holds_the_draft_back_and_stands_at_its_own_file()
    {
        var check = Check((Trees, "种树30棵；成活率很高。 {#trees-planted}", "种树30棵；成活率很高。"));

        Assert.False(check.MayBePublished);
        Assert.Contains(check.In(Trees), problem => problem.Code == "paragraph-without-id");
        Assert.Contains(check.Problems, problem => problem.Place.File != Trees);
        Assert.Equal($"{check.Errors.Count()} 个错误，{check.Problems.Count - check.Errors.Count()} 条提醒", check.Summary);
    }

    private static ContentCheck Check(params (string Path, string Words, string Changed)[] edits) =>
        ContentCheck.Of(TestContent.Small, edits.Select(edit => KeyValuePair.Create(edit.Path, TestContent.Small.TextOf(edit.Path).Replace(edit.Words, edit.Changed, StringComparison.Ordinal))));
}
