using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlMark = YamlDotNet.Core.Mark;

namespace HepingReport.Content;

/// <summary>
/// A YAML mapping read key by key: whatever is missing, unknown or of the wrong kind becomes a problem with its place,
/// and reading goes on.
/// </summary>
internal sealed class YamlMap
{
    private const int DeepestNesting = 16;
    private readonly TextFile file;
    private readonly YamlMappingNode node;
    private readonly int offset;
    private readonly List<ContentProblem> problems;

    private YamlMap(TextFile file, YamlMappingNode node, int offset, List<ContentProblem> problems)
    {
        this.file = file;
        this.node = node;
        this.offset = offset;
        this.problems = problems;
    }

    public ContentPlace Place => PlaceOf(node);

    /// <summary>Reads a file that is one mapping.</summary>
    /// <param name="yaml">The part of the file that is YAML, when it is not all of it.</param>
    /// <param name="offset">Where in the file that part begins.</param>
    public static YamlMap? Read(TextFile file, List<ContentProblem> problems, string? yaml = null, int offset = 0)
    {
        var root = Parse(file, yaml ?? file.Text, offset, problems);
        if (root is null)
        {
            return null;
        }

        return AsMap(file, root, offset, problems, "“键: 值”的若干行");
    }

    /// <summary>Reads a file that is a list of mappings.</summary>
    public static IReadOnlyList<YamlMap> ReadList(TextFile file, List<ContentProblem> problems)
    {
        var root = Parse(file, file.Text, 0, problems);
        return root is null ? [] : AsMaps(file, root, 0, problems);
    }

    /// <summary>Reports every key but these.</summary>
    public YamlMap Allow(params string[] keys)
    {
        foreach (var key in node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? key.ToString();
            if (!keys.Contains(name))
            {
                problems.Add(ContentProblems.KeyUnknown(PlaceOf(key), name, keys));
            }
        }

        return this;
    }

    /// <summary>The value as text, or null (reported) where it is missing, empty or no text.</summary>
    public string? Text(string key) => OptionalText(key, required: true);

    public string? OptionalText(string key, bool required = false)
    {
        if (Find(key, required) is not { } value)
        {
            return null;
        }

        if (value is not YamlScalarNode scalar)
        {
            problems.Add(ContentProblems.YamlShape(PlaceOf(value), $"“{key}”的文字"));
            return null;
        }

        if (string.IsNullOrEmpty(scalar.Value))
        {
            problems.Add(ContentProblems.ValueEmpty(PlaceOf(value), key));
            return null;
        }

        return scalar.Value;
    }

    public TextWithPlace? OptionalTextWithPlace(string key) => OptionalText(key) is { } text ? new TextWithPlace(text, PlaceOf(key)) : null;

    public int? WholeNumber(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(ContentProblems.ValueInvalid(PlaceOf(key), key, text, "一个整数"));
        return null;
    }

    /// <summary>The value as text that may be empty, if it says so: <c>unit: ''</c>.</summary>
    public string? TextOrEmpty(string key) =>
        Find(key, required: true) is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted, Value: "" } ? "" : Text(key);

    public decimal? Decimal(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(ContentProblems.ValueInvalid(PlaceOf(key), key, text, "一个数，只用数字和小数点"));
        return null;
    }

    public DateOnly? Date(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        problems.Add(ContentProblems.ValueInvalid(PlaceOf(key), key, text, "2018-02-07 这样的日期"));
        return null;
    }

    /// <summary>The value as a list of texts; missing or of another kind is reported.</summary>
    public IReadOnlyList<TextWithPlace> Texts(string key)
    {
        if (Find(key, required: true) is not { } value)
        {
            return [];
        }

        if (value is not YamlSequenceNode list)
        {
            problems.Add(ContentProblems.YamlShape(PlaceOf(value), $"一个列表：{key}: [……, ……]"));
            return [];
        }

        var texts = new List<TextWithPlace>();
        foreach (var item in list)
        {
            if (item is YamlScalarNode { Value.Length: > 0 } scalar)
            {
                texts.Add(new TextWithPlace(scalar.Value, PlaceOf(item)));
            }
            else
            {
                problems.Add(ContentProblems.ValueEmpty(PlaceOf(item), key));
            }
        }

        return texts;
    }

    public IReadOnlyList<TextWithPlace> OptionalTexts(string key) => Has(key) ? Texts(key) : [];

    public YamlMap? Map(string key) =>
        Find(key, required: true) is { } value ? AsMap(file, value, offset, problems, $"“{key}”下面的若干行") : null;

    public YamlMap? OptionalMap(string key) => Has(key) ? Map(key) : null;

    public IReadOnlyList<YamlMap> Maps(string key) =>
        Find(key, required: true) is { } value ? AsMaps(file, value, offset, problems) : [];

    /// <summary>The value as text where it is one; nothing is reported.</summary>
    public string? Peek(string key) => (ValueOf(key) as YamlScalarNode)?.Value;

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? "");

    public bool HasTexts(string key) => ValueOf(key) is YamlSequenceNode list && list.All(item => item is YamlScalarNode);

    public bool HasMap(string key) => ValueOf(key) is YamlMappingNode;

    public bool HasMaps(string key) => ValueOf(key) is YamlSequenceNode list && list.All(item => item is YamlMappingNode);

    public bool Has(string key) => node.Children.ContainsKey(new YamlScalarNode(key));

    /// <summary>Where the value begins, inside its quotation marks; the mapping itself where there is no such key.</summary>
    public ContentPlace PlaceOf(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? PlaceOf(value) : Place;

    private static YamlMap? AsMap(TextFile file, YamlNode value, int offset, List<ContentProblem> problems, string expected)
    {
        if (value is YamlMappingNode mapping)
        {
            return new YamlMap(file, mapping, offset, problems);
        }

        problems.Add(ContentProblems.YamlShape(PlaceOf(file, value, offset), expected));
        return null;
    }

    private static List<YamlMap> AsMaps(TextFile file, YamlNode value, int offset, List<ContentProblem> problems)
    {
        if (value is YamlSequenceNode list)
        {
            return list.Select(item => AsMap(file, item, offset, problems, "“- 键: 值”这样的一条")).OfType<YamlMap>().ToList();
        }

        problems.Add(ContentProblems.YamlShape(PlaceOf(file, value, offset), "一个列表，每条以“- ”开头"));
        return [];
    }

    private static YamlNode? Parse(TextFile file, string yaml, int offset, List<ContentProblem> problems)
    {
        var events = new Parser(new StringReader(yaml));
        try
        {
            // The tree is built by recursion: measure its depth first, so that a malicious file cannot exhaust the stack.
            for (var depth = 0; events.MoveNext();)
            {
                depth += events.Current?.NestingIncrease ?? 0;
                if (depth > DeepestNesting)
                {
                    problems.Add(ContentProblems.YamlBroken(PlaceAt(file, events.Current!.Start, offset), "套得太深"));
                    return null;
                }

                if (events.Current is AnchorAlias)
                {
                    problems.Add(ContentProblems.YamlBroken(PlaceAt(file, events.Current.Start, offset), "这里不用 * 引用；以 * 开头的文字请加引号"));
                    return null;
                }
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            problems.Add(ContentProblems.YamlBroken(file.PlaceAt(offset), stream.Documents.Count == 0 ? "没有内容" : "不能用 --- 分成几份"));
        }
        catch (YamlException fault)
        {
            problems.Add(ContentProblems.YamlBroken(PlaceAt(file, fault.Start, offset), Explain(fault)));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            // For some broken input (an unclosed "[" at a line's end, "\UFFFFFFFF" in quotation marks) the parser throws these instead of its own.
            var detail = fault is ArgumentOutOfRangeException ? "反斜杠后面的字写得不对" : "括号没有收尾，或格式不符";
            problems.Add(ContentProblems.YamlBroken(PlaceAt(file, events.Current?.End ?? YamlMark.Empty, offset), detail));
        }

        return null;
    }

    private static string Explain(YamlException fault) => fault.Message switch
    {
        var message when message.Contains("uplicate key", StringComparison.Ordinal) => "同一个键写了两次",
        var message when message.Contains("quoted scalar", StringComparison.Ordinal) => "引号没有收尾",
        var message when message.Contains("tab", StringComparison.OrdinalIgnoreCase) => "缩进用了制表符",
        _ => "格式不符",
    };

    private YamlNode? ValueOf(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private YamlNode? Find(string key, bool required)
    {
        if (ValueOf(key) is { } value)
        {
            return value;
        }

        if (required)
        {
            problems.Add(ContentProblems.KeyMissing(Place, key));
        }

        return null;
    }

    private ContentPlace PlaceOf(YamlNode value) => PlaceOf(file, value, offset);

    private static ContentPlace PlaceOf(TextFile file, YamlNode value, int offset)
    {
        var place = PlaceAt(file, value.Start, offset);
        var quoted = value is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted };
        return quoted ? place with { Column = place.Column + 1 } : place;
    }

    /// <summary>By the mark's distance from the start: for YAML a line may also end at U+2028 and the like, for an editor it does not.</summary>
    private static ContentPlace PlaceAt(TextFile file, in YamlMark mark, int offset) =>
        file.PlaceAt(Math.Min(offset + (int)mark.Index, file.Text.Length));
}

internal sealed record TextWithPlace(string Text, ContentPlace Place);
