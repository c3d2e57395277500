using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HepingReport.Web.Tests;

public sealed class ApiTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly string[] IndicatorFields =
        ["id", "name", "year", "value", "unit", "qualifier", "kind", "topic", "chapter", "section", "paragraph", "quote", "url", "comparesWith"];

    [Fact]
    public async Task The_list_of_figures_is_complete_and_its_fields_are_the_contract()
    {
        var list = await JsonAsync("/api/v1/indicators");

        Assert.Equal(site.Content.Indicators.All.Select(indicator => indicator.Id), list.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        foreach (var (item, indicator) in list.EnumerateArray().Zip(site.Content.Indicators.All))
        {
            Assert.Equal(IndicatorFields, item.EnumerateObject().Select(property => property.Name));
            Assert.Equal(indicator.Value, item.GetProperty("value").GetDecimal());
            Assert.Equal(indicator.Qualifier, item.GetProperty("qualifier").GetString());
            Assert.False(string.IsNullOrEmpty(item.GetProperty("chapter").GetString()));
            Assert.False(string.IsNullOrEmpty(item.GetProperty("section").GetString()));
            Assert.Equal(item.GetRawText(), (await JsonAsync($"/api/v1/indicators/{indicator.Id}")).GetRawText());
        }
    }

    [Fact]
    public async Task Pages_of_a_list_put_together_are_the_list()
    {
        var ids = new List<string?>();
        for (var page = 1; page <= 15; page++)
        {
            ids.AddRange((await JsonAsync($"/api/v1/indicators?page={page}&pageSize=10&sort=-value")).EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        }

        Assert.Equal((await JsonAsync("/api/v1/indicators?sort=-value")).EnumerateArray().Select(item => item.GetProperty("id").GetString()), ids);
    }

    [Fact]
    public async Task Every_section_is_had_under_its_key_with_the_reports_words()
    {
        foreach (var section in site.Content.Report.Sections)
        {
            var json = await JsonAsync($"/api/v1/sections/{section.Key}");
            Assert.Equal(section.Paragraphs.Select(paragraph => paragraph.Text), json.GetProperty("paragraphs").EnumerateArray().Select(paragraph => paragraph.GetProperty("text").GetString()));
        }

        Assert.Equal(19, (await JsonAsync("/api/v1/report")).GetProperty("sections").GetArrayLength());
        Assert.Equal(18, (await JsonAsync("/api/v1/glossary")).GetArrayLength());
        Assert.Equal(site.Content.Indicators.Comparisons.Count, (await JsonAsync("/api/v1/comparisons")).GetArrayLength());
    }

    [Theory]
    [InlineData("/api/v1/indicators/none", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/sections/none/none", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/sections/none/none/speech", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/none", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/indicators?year=1999", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/indicators?kind=%00", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/indicators?sort=value;drop", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/indicators?page=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/indicators?page=99999999999", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/indicators?pageSize=501", HttpStatusCode.BadRequest)]
    [InlineData("/data/indicators.csv?topic=none", HttpStatusCode.BadRequest)]
    public async Task A_fault_is_told_as_problem_details(string address, HttpStatusCode expected)
    {
        using var response = await site.Reader().GetAsync(address);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.False(response.Headers.Contains("ETag"));
    }

    [Theory]
    [InlineData("/api/v1/indicators")]
    [InlineData("/api/v1/report")]
    [InlineData("/api/v1/sections/report/opening/speech")]
    [InlineData("/data/indicators.csv")]
    [InlineData("/data/indicators.json")]
    public async Task Who_has_it_already_is_told_so_and_other_sites_may_read_it(string address)
    {
        using var first = await site.Reader().GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var second = await site.Reader().SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal("*", second.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task The_csv_opens_in_office_programs_and_gives_the_same_figures()
    {
        var bytes = await site.Reader().GetByteArrayAsync("/data/indicators.csv");
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);

        var rows = ReadCsv(Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3));
        Assert.Equal(IndicatorFields, rows[0]);
        Assert.Equal(site.Content.Indicators.All.Count, rows.Count - 1);
        foreach (var (row, indicator) in rows.Skip(1).Zip(site.Content.Indicators.All))
        {
            Assert.Equal(indicator.Id, row[0]);
            Assert.Equal(indicator.Value, decimal.Parse(row[3], CultureInfo.InvariantCulture));
            Assert.Equal(indicator.Unit, row[4]);
            Assert.Equal(indicator.Qualifier ?? "", row[5]);
            Assert.Equal(indicator.Quote, row[11]);
        }

        var columns = (await JsonAsync("/data/indicators.csv-metadata.json")).GetProperty("tableSchema").GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString());
        Assert.Equal(rows[0], columns);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"yes\"", "\"say \"\"yes\"\"\"")]
    [InlineData("=\"x\"", "\"'=\"\"x\"\"\"")]
    [InlineData("养老", "养老")]
    public void A_cell_is_quoted_where_it_must_be_and_never_a_formula(string text, string expected) => Assert.Equal(expected, Endpoints.Data.Cell(text));

    /// <summary>Each answer against the description: every described field is there, and none that is not described.</summary>
    [Theory]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task Who_has_the_description_already_gets_304(string encoding)
    {
        using var first = await AskAsync(null);
        Assert.True(first.Headers.ETag!.IsWeak);
        using var again = await AskAsync(first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        async Task<HttpResponseMessage> AskAsync(System.Net.Http.Headers.EntityTagHeaderValue? known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Links.OpenApi) { Headers = { { "Accept-Encoding", encoding } } };
            if (known is not null)
            {
                request.Headers.IfNoneMatch.Add(known);
            }

            return await site.Reader().SendAsync(request);
        }
    }

    [Fact]
    public async Task The_description_matches_the_answers()
    {
        var document = await JsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        var paths = document.GetProperty("paths").EnumerateObject().ToList();
        Assert.Equal(
            ["/api/v1/comparisons", "/api/v1/glossary", "/api/v1/indicators", "/api/v1/indicators/{id}", "/api/v1/places", "/api/v1/report", "/api/v1/search", "/api/v1/sections/{chapter}/{section}", "/api/v1/sections/{chapter}/{section}/speech", "/api/v1/terms"],
            paths.Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var path in paths)
        {
            var address = path.Name.Replace("{id}", "gdp-2017", StringComparison.Ordinal).Replace("{chapter}/{section}", "review-2017/economy", StringComparison.Ordinal) + (path.Name.EndsWith("/search", StringComparison.Ordinal) ? "?q=养老" : "");
            var schema = path.Value.GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            Matches(schema, await JsonAsync(address), address);
        }

        void Matches(JsonElement schema, JsonElement value, string at)
        {
            // What may be null is described as "null, or this".
            if (schema.TryGetProperty("oneOf", out var choices))
            {
                schema = choices.EnumerateArray().Single(choice => choice.TryGetProperty("$ref", out _));
            }

            if (schema.TryGetProperty("$ref", out var reference))
            {
                schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
            }

            if (value.ValueKind == JsonValueKind.Array)
            {
                Assert.True(schema.TryGetProperty("items", out var items), $"{at} is described as no list");
                foreach (var item in value.EnumerateArray().Take(3))
                {
                    Matches(items, item, at + "[]");
                }
            }
            else if (value.ValueKind == JsonValueKind.Object)
            {
                var described = schema.GetProperty("properties").EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
                Assert.Equal(described.Keys.Order(StringComparer.Ordinal), value.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
                foreach (var property in value.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
                {
                    Matches(described[property.Name], property.Value, $"{at}.{property.Name}");
                }
            }
        }
    }

    private async Task<JsonElement> JsonAsync(string address) => await site.Reader().GetFromJsonAsync<JsonElement>(address);

    /// <summary>A reader of RFC 4180, apart from the writer.</summary>
    private static List<List<string>> ReadCsv(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is ',' or '\r')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n')
            {
                rows.Add([]);
            }
            else
            {
                cell.Append(c);
            }
        }

        return rows[..^1];
    }
}
