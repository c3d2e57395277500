using HepingReport.Content;
using HepingReport.Sharing;

namespace HepingReport.Tests.Sharing;

public sealed class SharedPlaceTests
{
    private const string Site = "https://report.example.cn";

    private static readonly ContentSnapshot Real = TestContent.RealSnapshot;

    [Fact]
    public void A_paragraph_is_cited_with_its_place_and_its_own_address() =>
        Assert.Equal(
            "天津市和平区人民政府. 天津市和平区2018年政府工作报告: 第一章（一）第4段[R/OL]. (2018-02-07)[2026-11-24]. https://report.example.cn/report/review-2017/economy#economy-reform.",
            Cited(Paragraph("economy-reform")));

    [Fact]
    public void A_section_is_cited_with_its_place_and_address() =>
        Assert.Equal(
            "天津市和平区人民政府. 天津市和平区2018年政府工作报告: 第二章导语[R/OL]. (2018-02-07)[2026-11-24]. https://report.example.cn/report/plan-2018.",
            Cited(Section("plan-2018/chapter")));

    [Fact]
    public void A_figure_is_cited_with_its_name_and_the_address_of_its_sentence() =>
        Assert.Equal(
            "天津市和平区人民政府. 天津市和平区2018年政府工作报告: 第一章（一）第1段: 地区生产总值[R/OL]. (2018-02-07)[2026-11-24]. https://report.example.cn/report/review-2017/economy#economy-quality.",
            Cited(SharedPlace.Of(Real.Indicators.Find("gdp-2017")!, Real)));

    [Theory]
    [InlineData("economy-reform", "/report/review-2017/economy?view=care#economy-reform")]
    [InlineData("review-2017/economy", "/report/review-2017/economy?view=care")]
    public void Sent_from_care_view_it_opens_in_care_view(string place, string address) =>
        Assert.Equal(address, (place.Contains('/', StringComparison.Ordinal) ? Section(place) : Paragraph(place)).CareAddress);

    [Theory]
    [InlineData("economy-reform", "/feedback?paragraph=economy-reform")]
    [InlineData("review-2017/economy", "/feedback?from=%2Freport%2Freview-2017%2Feconomy")]
    [InlineData("report/opening", "/feedback?from=%2Freport%2Fopening")]
    public void A_mistake_is_reported_for_the_very_place(string place, string address) =>
        Assert.Equal(address, (place.Contains('/', StringComparison.Ordinal) ? Section(place) : Paragraph(place)).Feedback);

    [Theory]
    [InlineData("review-2017/economy", "“（一）坚持高端高质、优化结构，经济持续健康发展”——《天津市和平区2018年政府工作报告》第一章（一）")]
    [InlineData("plan-2018/chapter", "“二、2018年主要工作”——《天津市和平区2018年政府工作报告》第二章导语")]
    [InlineData("report/opening", "《天津市和平区2018年政府工作报告》开场")]
    public void A_post_on_a_section_quotes_its_printed_heading_and_never_a_title_of_the_sites(string key, string post) =>
        Assert.Equal(post, Section(key).Post);

    [Fact]
    public void A_post_on_a_paragraph_quotes_its_first_words_and_says_where_they_stand()
    {
        foreach (var paragraph in Real.Report.Paragraphs)
        {
            var post = Paragraph(paragraph.Id).Post;

            var quoted = post[1..post.IndexOf("”——《", StringComparison.Ordinal)];
            var words = quoted.EndsWith("……", StringComparison.Ordinal) ? quoted[..^2] : quoted;
            Assert.StartsWith(words, paragraph.Text);
            Assert.True(words.Length is > 4 and <= 60, post);
            Assert.True(words == paragraph.Text || words[^1] is '。' or '；' or '，', post);
            Assert.EndsWith($"——《天津市和平区2018年政府工作报告》{Real.Locate(paragraph.Id).Name}", post);
            Assert.True(post.Length <= 140, post);
        }
    }

    [Fact]
    public void Weibo_is_given_the_address_and_the_post_whole()
    {
        var place = Paragraph("economy-reform");
        var address = Site + place.Address;

        var weibo = new Uri(place.Weibo(address));

        Assert.Equal("https://service.weibo.com/share/share.php", weibo.GetLeftPart(UriPartial.Path));
        Assert.Equal("", weibo.Fragment);
        Assert.Equal([$"url={address}", $"title={place.Post}"], weibo.Query[1..].Split('&').Select(Uri.UnescapeDataString));
    }

    private static SharedPlace Paragraph(string id) => SharedPlace.Of(Real.Report.FindParagraph(id)!, Real);

    private static SharedPlace Section(string key) => SharedPlace.Of(Real.Report.FindSection(key)!, Real);

    private static string Cited(SharedPlace place)
    {
        var (before, after) = place.Reference(Site + place.Source);
        return $"{before}2026-11-24{after}";
    }
}
