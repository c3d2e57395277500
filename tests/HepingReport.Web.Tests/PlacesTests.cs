using System.Net.Http.Json;
using System.Text.Json;

namespace HepingReport.Web.Tests;

public sealed class PlacesTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Every_place_stands_once_at_its_anchor_with_its_sentences_and_its_name_marked_in_each()
    {
        var page = await site.PageAsync(Links.Places);

        foreach (var place in site.Content.Places)
        {
            var entry = page.GetElementById(place.Id)!;
            Assert.StartsWith(place.Name, entry.QuerySelector("h3")!.TextContent);
            var marked = entry.QuerySelectorAll("blockquote").Select(sentence => sentence.QuerySelectorAll("mark").Select(mark => mark.TextContent).ToList()).ToList();
            Assert.NotEmpty(marked);
            Assert.All(marked, names => Assert.All(Assert.IsType<List<string>>(names), name => Assert.Contains(name, place.Names)));
            Assert.Equal(place.Mentions.Count + place.Notes.Count, marked.Sum(names => names.Count));
        }

        Assert.Equal(site.Content.Places.Count, page.QuerySelectorAll(".places > div").Length);
    }

    [Fact]
    public async Task Every_sentence_is_the_reports_and_its_link_leads_to_the_paragraph_that_has_it()
    {
        var page = await site.PageAsync(Links.Places);
        var words = site.Content.Report.Sections.SelectMany(section => section.Paragraphs.Select(paragraph => (Address: Links.Paragraph(section, paragraph), paragraph.Text)))
            .Concat(site.Content.Report.Notes.Select(note => (Address: Links.Note(note.Number), note.Text)))
            .ToDictionary(entry => entry.Address, entry => entry.Text);

        Assert.All(page.QuerySelectorAll(".places li"), entry =>
            Assert.Contains(entry.QuerySelector("blockquote")!.TextContent, words[entry.QuerySelector("a")!.GetAttribute("href")!]));
    }

    [Fact]
    public async Task Places_are_grouped_by_kind_and_stand_in_the_order_of_their_pinyin()
    {
        var page = await site.PageAsync(Links.Places);

        var roads = page.GetElementById("kind_Road")!.ParentElement!.QuerySelectorAll(":scope > div").Select(place => place.Id);
        Assert.Equal(["binjiang-road", "chengde-road", "dagu-north-road", "metro-line-7", "duolun-road"], roads.Take(5));
        Assert.Equal(site.Content.Places.Select(place => place.Kind).Distinct().Count(), page.QuerySelectorAll(".on-page a").Length);
    }

    [Fact]
    public async Task A_place_within_a_longer_name_leads_on_to_it()
    {
        var page = await site.PageAsync(Links.Places);

        Assert.Equal("#jiefang-finance", page.GetElementById("jiefang-north-road")!.QuerySelector("p a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Topics_lead_to_the_search_and_to_the_places()
    {
        var links = (await site.PageAsync("/topics/elderly")).QuerySelectorAll("main .links a").Select(link => Uri.UnescapeDataString(link.GetAttribute("href")!)).ToList();

        Assert.Equal(["/search?q=养老", "/search?q=老年", Links.Places], links);
        Assert.NotNull((await site.PageAsync(Links.Topics)).QuerySelector($"main a[href='{Links.Places}']"));
    }

    [Fact]
    public async Task The_interface_lists_every_place_with_the_paragraphs_and_notes_that_name_it()
    {
        var places = (await site.Reader().GetFromJsonAsync<List<JsonElement>>("/api/v1/places"))!;

        Assert.Equal(site.Content.Places.Select(place => place.Id), places.Select(place => place.GetProperty("id").GetString()));
        var hospital = places.Single(place => place.GetProperty("id").GetString() == "general-hospital");
        Assert.Equal("医院与卫生机构", hospital.GetProperty("kind").GetString());
        Assert.Equal(["医科大学总医院"], hospital.GetProperty("otherNames").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["wellbeing-health"], hospital.GetProperty("paragraphs").EnumerateArray().Select(paragraph => paragraph.GetString()));
        Assert.Equal([3], hospital.GetProperty("notes").EnumerateArray().Select(note => note.GetInt32()));
        Assert.EndsWith("/places#general-hospital", hospital.GetProperty("url").GetString());
    }
}
