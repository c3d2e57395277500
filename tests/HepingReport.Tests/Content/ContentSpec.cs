using HepingReport.Content;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace HepingReport.Tests;

/// <summary>
/// One file of Content/Specs: what is changed in the small report, and everything the content writer is then told.
/// </summary>
internal sealed record ContentSpec
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    /// <summary>The rule, in one sentence.</summary>
    public string About { get; init; } = "";

    /// <summary>Files written anew; without a text the file is taken away.</summary>
    public Dictionary<string, string?> Change { get; init; } = [];

    /// <summary>Files that are no UTF-8 text, in Base64.</summary>
    public Dictionary<string, string> Bytes { get; init; } = [];

    /// <summary>Passages that stand once in a file of the small report, and what is written instead.</summary>
    public Dictionary<string, Dictionary<string, string>> Edit { get; init; } = [];

    public List<string> Problems { get; init; } = [];

    public static IEnumerable<string> Names => Directory.EnumerateFiles(TestContent.SpecsFolder, "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static ContentSpec Read(string name) => Yaml.Deserialize<ContentSpec>(File.ReadAllText(Path.Combine(TestContent.SpecsFolder, name + ".yml")));

    public ContentSource Content()
    {
        var content = TestContent.Small;
        foreach (var (path, text) in Change)
        {
            content = text is null ? content.Without(path) : content.With(path, text);
        }

        foreach (var (path, base64) in Bytes)
        {
            content = content.With(path, Convert.FromBase64String(base64));
        }

        foreach (var (path, passages) in Edit)
        {
            content = passages.Aggregate(content, (edited, passage) => edited.Edit(path, passage.Key, passage.Value));
        }

        return content;
    }
}
