using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace HepingReport.Web.Tests;

public sealed class IndicatorPageTests(TestSite site) : IClassFixture<TestSite>
{
    private IReadOnlyList<Indicator> All => site.Content.Indicators.All;

    [Fact]
    public async Task The_table_shows_every_figure_with_unit_qualifier_and_the_way_to_its_sentence()
    {
        var page = await site.PageAsync(Links.Indicators);

        var rows = page.QuerySelectorAll("table.indicators tbody tr");
        Assert.Equal(All.Count, rows.Length);
        Assert.Contains($"{All.Count}项", page.QuerySelector("h1")!.TextContent);
        Assert.Contains($"共 {All.Count} 项", page.QuerySelector("[role=status]")!.TextContent);
        foreach (var (row, indicator) in rows.Zip(All))
        {
            Assert.Equal(indicator.Amount, row.QuerySelector(".number")!.TextContent);
            Assert.Equal(Links.Indicator(indicator), row.QuerySelector("th a")!.GetAttribute("href"));
            Assert.Equal(Links.Paragraph(indicator.Place), row.QuerySelector("td:last-child a")!.GetAttribute("href"));
        }

        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("th"), head => Assert.Contains(head.GetAttribute("scope"), new[] { "col", "row" }));
    }

    /// <summary>Every combination of the filters, with each sort, against plain LINQ over the content.</summary>
    [Fact]
    public async Task Every_filter_and_sort_gives_what_plain_linq_gives()
    {
        await StoreIsReadyAsync();
        string?[] years = [null, "2017", "2018"];
        string?[] kinds = [null, .. IndicatorKinds.All.Select(kind => kind.Code())];
        string?[] topics = [null, .. site.Content.Topics.Select(topic => topic.Id)];
        string?[] chapters = [null, "review-2017", "plan-2018", "government", "report"];
        string?[] texts = [null, "新增"];
        string?[] hostile = ["100%", "%", "_", "'", "没有这样的字", "\\"];
        string?[] sorts = [null, "-order", "name", "-name", "year", "-year", "value", "-value"];
        var selections =
            from year in years
            from kind in kinds
            from topic in topics
            from chapter in chapters
            from text in texts
            select (year, kind, topic, chapter, text);
        var tried = 0;
        foreach (var (year, kind, topic, chapter, text) in selections.Concat(hostile.Select(text => ((string?)null, (string?)null, (string?)null, (string?)null, text))))
        {
            foreach (var sort in sorts)
            {
                await SameAsync(year, kind, topic, chapter, text, sort);
                tried++;
            }
        }

        Assert.True(tried > 20_000);
        Assert.Equal(site.Content.Hash, Store.HeldHash);

        async Task SameAsync(string? year, string? kind, string? topic, string? chapter, string? text, string? sort)
        {
            var (query, faults) = Indicators.IndicatorQuery.Parse(year, kind, topic, chapter, text, sort, topics.OfType<string>(), chapters.OfType<string>());
            Assert.Empty(faults);
            var actual = await Store.QueryAsync(query, site.Content, CancellationToken.None);
            var expected = All.Where(indicator =>
                (year is null || indicator.Year.ToString() == year) && (kind is null || indicator.Kind.Code() == kind) && (topic is null || indicator.Topic == topic)
                && (chapter is null || indicator.Place.Section.ChapterId == chapter)
                && (text is null || indicator.Name.Contains(text, StringComparison.Ordinal) || indicator.Quote.Contains(text, StringComparison.Ordinal)));
            var descending = sort?.StartsWith('-') == true;
            var list = sort?.TrimStart('-') switch
            {
                "name" => Order(expected, indicator => indicator.Name, StringComparer.Ordinal),
                "year" => Order(expected, indicator => indicator.Year, Comparer<int>.Default),
                "value" => descending
                    ? [.. expected.OrderByDescending(indicator => indicator.Unit, StringComparer.Ordinal).ThenByDescending(indicator => indicator.Value).ThenBy(indicator => indicator.Order)]
                    : [.. expected.OrderBy(indicator => indicator.Unit, StringComparer.Ordinal).ThenBy(indicator => indicator.Value).ThenBy(indicator => indicator.Order)],
                _ => descending ? [.. expected.Reverse()] : expected.ToList(),
            };
            Assert.Equal(list.Select(indicator => indicator.Id), actual.Select(row => row.Id));

            List<Indicator> Order<TKey>(IEnumerable<Indicator> items, Func<Indicator, TKey> key, IComparer<TKey> comparer) =>
                descending ? [.. items.OrderByDescending(key, comparer).ThenBy(indicator => indicator.Order)] : [.. items.OrderBy(key, comparer).ThenBy(indicator => indicator.Order)];
        }
    }

    [Fact]
    public async Task A_selection_is_an_address_that_can_be_sent_and_taken_along()
    {
        var page = await site.PageAsync("/indicators?year=2018&kind=share&sort=-value&q=%E7%8E%87");

        var expected = All.Where(indicator => indicator is { Year: 2018, Kind: IndicatorKind.Share } && (indicator.Name.Contains('率') || indicator.Quote.Contains('率'))).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, page.QuerySelectorAll("table.indicators tbody tr").Length);
        Assert.Equal("descending", page.QuerySelector("th[aria-sort]")!.GetAttribute("aria-sort"));
        Assert.Equal("2018", page.QuerySelector("select[name=year] option[selected]")!.GetAttribute("value"));
        var csv = page.QuerySelector("link[rel=alternate][type='text/csv']")!.GetAttribute("href")!;
        Assert.Equal(expected.Count + 1, (await site.Reader().GetStringAsync(csv)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task An_empty_result_helps_on()
    {
        var page = await site.PageAsync("/indicators?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E5%AD%97");

        Assert.Contains("没有符合条件的指标", page.QuerySelector("main")!.TextContent);
        Assert.NotEmpty(page.QuerySelectorAll("main .chip"));
        Assert.Null(page.QuerySelector("table"));
    }

    [Theory]
    [InlineData("year=1999", "年份：可以是 2017、2018")]
    [InlineData("kind=speed", "类型：可以是 level")]
    [InlineData("topic=%3Cscript%3E", "专题：可以是 employment")]
    [InlineData("chapter=x", "章：可以是 review-2017")]
    [InlineData("sort=--name", "排列：可以是 order")]
    public async Task A_filter_that_means_nothing_gets_a_page_that_says_what_could_stand_there(string query, string expected)
    {
        using var response = await site.Reader().GetAsync("/indicators?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var page = await TestSite.ParseAsync(response);
        Assert.Contains(expected, page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal(All.Count, page.QuerySelectorAll("table.indicators tbody tr").Length);
        Assert.All(page.QuerySelectorAll("thead th a"), link => Assert.DoesNotContain(query, link.GetAttribute("href")!));
    }

    [Fact]
    public async Task Each_figure_has_a_page_with_its_sentence_its_counterparts_and_its_citation()
    {
        foreach (var indicator in All)
        {
            var page = await site.PageAsync(Links.Indicator(indicator));

            Assert.Equal(indicator.Quote, page.QuerySelector(".indicator__quote")!.TextContent);
            Assert.StartsWith(indicator.Place.Paragraph.Text.Substring(indicator.Start, 1), page.QuerySelector(".indicator__quote mark")!.TextContent);
            Assert.Equal(indicator.Amount, page.QuerySelector(".indicator__amount")!.TextContent.Trim());
            var address = site.Services.GetRequiredService<SiteAddress>();
            Assert.Equal(
                [address.Absolute(Links.Indicator(indicator)), $"天津市和平区人民政府. 天津市和平区2018年政府工作报告: {site.Content.Locate(indicator.Place.Paragraph.Id).Name}: {indicator.Name}[R/OL]. (2018-02-07)[引用日期]. {address.Absolute(Links.Paragraph(indicator.Place))}."],
                page.QuerySelectorAll(".citation").Select(words => words.TextContent));
            foreach (var counterpart in site.Content.Indicators.CounterpartsOf(indicator))
            {
                Assert.NotNull(page.QuerySelector($".pair a[href='{Links.Indicator(counterpart)}']"));
            }
        }
    }

    [Fact]
    public async Task Every_number_of_a_section_is_bound_and_listed_after_its_paragraph()
    {
        foreach (var section in site.Content.Report.Sections)
        {
            var page = await site.PageAsync(Links.Section(section));
            foreach (var paragraph in section.Paragraphs)
            {
                var expected = site.Content.Indicators.In(paragraph).Select(indicator => indicator.Id).Order().ToList();
                var element = page.GetElementById(paragraph.Id)!;
                var bound = element.QuerySelectorAll(".fig").SelectMany(figure => figure.GetAttribute("data-indicator")!.Split(' ')).Order().ToList();
                Assert.Equal(expected, bound);
                Assert.DoesNotContain(element.QuerySelectorAll(".fig"), figure => figure.HasAttribute("data-aid") || figure.QuerySelector("a") is not null);

                var disclosure = element.NextElementSibling;
                if (expected.Count > 0)
                {
                    Assert.True(disclosure!.HasAttribute("data-aid"));
                    Assert.Equal($"本段数据（{expected.Count}项）", disclosure.QuerySelector("summary")!.TextContent);
                    Assert.Equal(expected, disclosure.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!.Split('/')[^1]).Order());
                }
            }
        }
    }

    [Fact]
    public async Task The_comparison_page_lists_every_pair_with_class_and_reason_and_draws_only_what_compares()
    {
        var page = await site.PageAsync(Links.Compare);

        var rows = page.QuerySelectorAll("table.compare tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(site.Content.Indicators.Comparisons.Count, rows.Count);
        Assert.All(site.Content.Indicators.Comparisons, pair => Assert.Contains(rows, row => row.Contains(pair.Reason, StringComparison.Ordinal) && row.Contains(pair.From.Amount, StringComparison.Ordinal) && row.Contains(pair.To.Amount, StringComparison.Ordinal)));
        Assert.Equal(site.Content.Indicators.Comparisons.Count(pair => pair.IsDrawable), page.QuerySelectorAll("svg.chart").Length);
    }

    [Fact]
    public async Task Every_number_in_a_picture_stands_in_a_table_beside_it()
    {
        foreach (var address in site.Content.PageAddresses)
        {
            var page = await site.PageAsync(address);
            foreach (var chart in page.QuerySelectorAll("svg.chart"))
            {
                Assert.Equal("img", chart.GetAttribute("role"));
                Assert.NotEmpty(chart.QuerySelector("title")!.TextContent);
                foreach (var value in chart.QuerySelectorAll(".chart__value"))
                {
                    var beside = chart.Closest(".pair, .compare-topic, main")!;
                    Assert.Contains(beside.QuerySelectorAll(".number, .amount"), cell => cell.TextContent.Trim() == value.TextContent);
                }
            }
        }
    }

    [Fact]
    public async Task A_topic_shows_its_figures_on_their_side()
    {
        foreach (var topic in site.Content.Topics)
        {
            var page = await site.PageAsync(Links.Topic(topic));
            foreach (var indicator in site.Content.Indicators.On(topic))
            {
                var side = page.QuerySelector($".side--y{indicator.Year}")!;
                Assert.NotNull(side.QuerySelector($"a[href='{Links.Indicator(indicator)}']"));
            }
        }
    }

    /// <summary>So that SQLite is asked, not memory.</summary>
    private Task StoreIsReadyAsync() => EventuallyAsync(() => Store.HeldHash == site.Content.Hash);

    private Storage.ReportStore Store => (Storage.ReportStore)site.Services.GetService(typeof(Storage.ReportStore))!;
}
