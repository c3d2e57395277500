using System.Text.RegularExpressions;
using HepingReport.Content;

namespace HepingReport.Editing.Forms;

/// <summary>
/// A content file as forms: for each entry of a list one, for any other file a single one. A form changes the values it shows and leaves every
/// other character of the file as it is.
/// </summary>
public sealed partial class FileForm
{
    private static readonly FieldSpec Lead = new("lead", "主题句", FieldKind.Text) { IsOfficial = true, IsOptional = true };
    private static readonly FieldSpec Words = new("text", "正文", FieldKind.Text) { IsOfficial = true };
    private static readonly FieldSpec Block = new(BlockName, "段落", FieldKind.Text);

    private readonly FileText text;
    private readonly TextFile file;

    private FileForm(string path, string text)
    {
        Path = path;
        this.text = FileText.Of(path, text);
        file = new TextFile(path, text);
        Kind = path.StartsWith("report/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal) ? FormKind.Section
            : path.StartsWith("pages/", StringComparison.Ordinal) ? FormKind.Page
            : FileSpecs.All.TryGetValue(path, out var spec) ? (spec.IsList ? FormKind.List : FormKind.Mapping)
            : FormKind.None;
        Spec = Kind switch
        {
            FormKind.Section => new FileSpec("", "报告的一节。报告原文逐字照原文；提要和要点是本站所写。", IsInline: false, FileSpecs.Section),
            FormKind.Page => new FileSpec("", "本站自己的说明页。", IsInline: false, FileSpecs.Page),
            FormKind.None => new FileSpec("", "", IsInline: false, []),
            _ => FileSpecs.All[path],
        };
        Entries = Kind switch
        {
            FormKind.List => ReadList(),
            FormKind.Mapping => ReadWhole(YamlMap.Read(file, []), []),
            FormKind.Section or FormKind.Page => ReadWhole(FrontMatter.Read(file, [])?.Keys, ReadBody()),
            _ => [],
        };
    }

    /// <summary>The rows of a page's body in its form.</summary>
    public const string BlockName = "block";

    public string Path { get; }

    public FormKind Kind { get; }

    public FileSpec Spec { get; }

    public IReadOnlyList<FormEntry> Entries { get; }

    /// <summary>Whether there is a form for it at all: not for other files, and not where the file cannot be read as what it should be.</summary>
    public bool IsReadable => Entries.Count > 0 || (Kind == FormKind.List && !text.Parts.Any(IsEntry));

    public static FileForm Of(string path, string text) => new(path, Draft.Normalise(text).TrimStart('\uFEFF'));

    public FormEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    public FormEntry? At(ContentPlace place) => Entries.FirstOrDefault(entry => entry.Holds(place));

    /// <summary>An empty form for one entry more.</summary>
    public FormEntry Blank => new("", "", [.. Spec.Fields.Select(spec => Empty(spec, spec.Key))], 0, 0, IsWhole: true);

    /// <summary>The file with these values; those that are the same change nothing.</summary>
    /// <param name="key">The entry's; empty for a whole file, and for a new entry, which goes to the end of its list.</param>
    /// <param name="hash">That of the entry when it was shown. Where the entry is no longer there as it was, the values become an entry of their own.</param>
    public string With(string key, string hash, FormValues values) => Kind switch
    {
        FormKind.List => WithEntry(key, hash, values),
        FormKind.Mapping or FormKind.Section or FormKind.Page => WithWhole(values),
        _ => text.ToString(),
    };

    /// <summary>The file without this entry.</summary>
    public string Without(string key) => (text with { Parts = [.. text.Parts.Where(part => part.Key != key)] }).ToString();

    /// <summary>The file with this entry one place further up or down among the others.</summary>
    public string Moved(string key, int by)
    {
        var parts = text.Parts.ToList();
        var entries = parts.Where(IsEntry).ToList();
        var at = entries.FindIndex(part => part.Key == key);
        if (at < 0 || at + by < 0 || at + by >= entries.Count)
        {
            return text.ToString();
        }

        var (one, other) = (parts.IndexOf(entries[at]), parts.IndexOf(entries[at + by]));
        (parts[one], parts[other]) = (parts[other] with { Gap = parts[one].Gap }, parts[one] with { Gap = parts[other].Gap });
        return (text with { Parts = parts }).ToString();
    }

    /// <summary>The file with the part at this place as it was in an earlier text.</summary>
    public string WithPartAt(ContentPlace place, string earlier)
    {
        var at = Enumerable.Range(0, text.Parts.Count).LastOrDefault(i => LineOf(i) <= place.Line, -1);
        var was = at < 0 ? null : FileText.Of(Path, earlier).Find(text.Parts[at].Key);
        return was is null ? ToString() : (text with { Parts = [.. text.Parts.Select((part, i) => i == at ? part with { Text = was.Text } : part)] }).ToString();
    }

    public override string ToString() => text.ToString();

    private string WithEntry(string key, string hash, FormValues values)
    {
        var entry = Entries.FirstOrDefault(entry => entry.Key == key && entry.Hash == hash) ?? Entries.FirstOrDefault(entry => hash.Length > 0 && entry.Hash == hash);
        if (entry is not null && !entry.Fields.Any(field => IsChanged(field, values)))
        {
            return text.ToString();
        }

        var fields = (entry ?? Blank).Fields.ToDictionary(field => field.Spec.Key);
        var former = entry is null ? "" : text.Find(entry.Key)!.Text;
        var written = YamlText.Entry(Spec, spec => Written(fields[spec.Key], values, inFlow: former.Length == 0 ? Spec.IsInline : former.StartsWith("- {", StringComparison.Ordinal)), former);
        var parts = text.Parts.ToList();
        if (entry is not null)
        {
            var at = parts.FindIndex(part => part.Key == entry.Key);
            parts[at] = parts[at] with { Text = written };
        }
        else
        {
            var last = parts.FindLastIndex(IsEntry);
            var gap = last > 0 && parts[last - 1].Gap is { } usual && IsEntry(parts[last - 1]) ? usual : Spec.IsInline ? "\n" : "\n\n";
            if (last >= 0 && last < parts.Count - 1)
            {
                parts.Insert(last + 1, new FilePart("new", written, parts[last].Gap));
                parts[last] = parts[last] with { Gap = gap };
            }
            else
            {
                if (parts.Count > 0)
                {
                    parts[^1] = parts[^1] with { Gap = gap };
                }

                parts.Add(new FilePart("new", written, null));
            }
        }

        return (text with { Parts = parts, End = text.End.Length == 0 ? "\n" : text.End }).ToString();
    }

    private string WithWhole(FormValues values)
    {
        if (Entries.Count == 0)
        {
            return text.ToString();
        }

        var parts = text.Parts.ToList();
        var after = parts.FindIndex(part => part.Key == "---head");
        foreach (var field in Entries[0].Fields.Where(field => Spec.Fields.Contains(field.Spec)))
        {
            var at = parts.FindIndex(part => part.Key == field.Spec.Key);
            if (IsChanged(field, values))
            {
                var value = Written(field, values, inFlow: false);
                if (value is null && at >= 0)
                {
                    parts.RemoveAt(at);
                    at = -1;
                }
                else if (value is not null)
                {
                    var part = new FilePart(field.Spec.Key, YamlText.Line(field.Spec.Key, value), at < 0 ? "\n" : parts[at].Gap);
                    if (at >= 0)
                    {
                        parts[at] = part;
                    }
                    else
                    {
                        parts.Insert(at = after + 1, part);
                    }
                }
            }

            after = at >= 0 ? at : after;
        }

        if (Kind == FormKind.Section)
        {
            parts = [.. parts.Select(part => WithParagraph(part, values))];
        }
        else if (Kind == FormKind.Page && values.RowsOf(BlockName) is > 0 and var count)
        {
            var body = parts.FindIndex(part => part.Key == "---") + 1;
            var blocks = Enumerable.Range(0, count).Select(i => values[FormValues.At(BlockName, i)] ?? "").Where(block => block.Length > 0);
            parts = [.. parts[..body], .. blocks.Select(block => new FilePart("", block, "\n\n"))];
        }

        return (text with { Parts = parts }).ToString();
    }

    private static FilePart WithParagraph(FilePart part, FormValues values)
    {
        var (lead, words) = (values[$"{part.Key}.lead"], values[$"{part.Key}.text"]);
        var paragraph = ParagraphShape().Match(part.Text);
        if ((lead is null && words is null) || !paragraph.Success)
        {
            return part;
        }

        // An empty line would make two paragraphs of it.
        lead = OneParagraph(lead ?? paragraph.Groups["lead"].Value);
        words = OneParagraph(words ?? paragraph.Groups["text"].Value);
        return part with { Text = $"{(lead.Length > 0 ? $"**{lead}**" : "")}{words}{paragraph.Groups["id"].Value}" };
    }

    private static string OneParagraph(string words) => EmptyLines().Replace(words, "\n");

    private List<FormEntry> ReadList()
    {
        var problems = new List<ContentProblem>();
        var maps = file.Text.Trim().Length == 0 ? [] : YamlMap.ReadList(file, problems);
        var parts = text.Parts.Select((part, i) => (Part: part, Line: LineOf(i))).Where(part => IsEntry(part.Part)).ToList();
        if (maps.Count != parts.Count || problems.Count > 0)
        {
            return [];
        }

        return [.. parts.Zip(maps, (part, map) => new FormEntry(
            part.Part.Key, Draft.HashOf(part.Part.Text), ReadFields(map, Spec.Fields, ""), part.Line, part.Line + part.Part.Text.Count(c => c == '\n'), IsWhole(map, Spec.Fields)))];
    }

    private List<FormEntry> ReadWhole(YamlMap? keys, IEnumerable<FormField> body) => keys is null ? []
        : [new FormEntry("", Draft.HashOf(file.Text), [.. ReadFields(keys, Spec.Fields, ""), .. body], 1, int.MaxValue, Kind == FormKind.Mapping || IsWhole(keys, Spec.Fields))];

    private IEnumerable<FormField> ReadBody()
    {
        var body = text.Parts.ToList().FindIndex(part => part.Key == "---") + 1;
        for (var i = body; i < text.Parts.Count; i++)
        {
            var part = text.Parts[i];
            var place = new ContentPlace(Path, LineOf(i), 1);
            if (Kind == FormKind.Page)
            {
                yield return new FormField(FormValues.At(BlockName, i - body), Block with { Label = NameOfBlock(part.Text) }, part.Text, place);
            }
            else if (ParagraphShape().Match(part.Text) is { Success: true } paragraph)
            {
                yield return new FormField($"{part.Key}.lead", Lead, paragraph.Groups["lead"].Value, place);
                yield return new FormField($"{part.Key}.text", Words, paragraph.Groups["text"].Value, file.PlaceAt(OffsetOf(i) + paragraph.Groups["text"].Index));
            }
        }
    }

    private static string NameOfBlock(string block) =>
        block.StartsWith('#') ? "小标题" : block.StartsWith("- ", StringComparison.Ordinal) || NumberedItem().IsMatch(block) ? "列表" : "段落";

    /// <summary>Nothing stands there that the fields do not show: no other key, and each value of its kind.</summary>
    private static bool IsWhole(YamlMap map, IReadOnlyList<FieldSpec> specs) =>
        map.Keys.All(key => specs.Any(spec => spec.Key == key)) && specs.Where(spec => map.Has(spec.Key)).All(spec => spec.Kind switch
        {
            FieldKind.Lines => map.HasTexts(spec.Key),
            FieldKind.Group => map.HasMap(spec.Key) && IsWhole(map.Map(spec.Key)!, spec.Fields),
            FieldKind.Rows => map.HasMaps(spec.Key) && map.Maps(spec.Key).All(row => IsWhole(row, spec.Fields)),
            _ => map.Peek(spec.Key) is not null,
        });

    private static List<FormField> ReadFields(YamlMap map, IReadOnlyList<FieldSpec> specs, string prefix) => [.. specs.Select(spec => ReadField(map, spec, prefix + spec.Key))];

    private static FormField ReadField(YamlMap map, FieldSpec spec, string name)
    {
        if (!map.Has(spec.Key))
        {
            return Empty(spec, name);
        }

        var place = map.PlaceOf(spec.Key);
        return spec.Kind switch
        {
            FieldKind.Lines => new FormField(name, spec, map.HasTexts(spec.Key) ? string.Join('\n', map.Texts(spec.Key).Select(text => text.Text)) : "", place),
            FieldKind.Group when map.HasMap(spec.Key) => new FormField(name, spec, "", place) { Rows = [ReadFields(map.Map(spec.Key)!, spec.Fields, name + ".")] },
            FieldKind.Rows when map.HasMaps(spec.Key) => new FormField(name, spec, "", place) { Rows = [.. map.Maps(spec.Key).Select((row, i) => ReadFields(row, spec.Fields, FormValues.At(name, i) + "."))] },
            FieldKind.Group or FieldKind.Rows => Empty(spec, name),
            _ => new FormField(name, spec, map.Peek(spec.Key) ?? "", place),
        };
    }

    private static FormField Empty(FieldSpec spec, string name) => new(name, spec, "", null)
    {
        Rows = spec.Kind == FieldKind.Group ? [[.. spec.Fields.Select(field => Empty(field, $"{name}.{field.Key}"))]] : [],
    };

    private static bool IsChanged(FormField field, FormValues values) => field.Spec.Kind switch
    {
        FieldKind.Group => field.Rows[0].Any(inner => IsChanged(inner, values)),
        FieldKind.Rows => values.RowsOf(field.Name) > 0 && !RowsIn(field, values).Select(RowText).SequenceEqual(field.Rows.Select(row => RowText([.. row.Select(inner => (inner.Spec, inner.Value))]))),
        FieldKind.Lines => values[field.Name] is { } value && !LinesIn(value).SequenceEqual(LinesIn(field.Value)),
        _ => values[field.Name] is { } value && value != FormValues.Clean(field.Value),
    };

    private static string RowText(IReadOnlyList<(FieldSpec Spec, string Value)> row) => string.Join('\0', row.Select(field => FormValues.Clean(field.Value)));

    /// <summary>The value as the file has it; null where it is left out.</summary>
    private static string? Written(FormField field, FormValues values, bool inFlow)
    {
        var spec = field.Spec;

        // What a browser does to a value that nobody touched, as to a line feed at its start, is no change.
        var isChanged = IsChanged(field, values);
        switch (spec.Kind)
        {
            case FieldKind.Rows:
                var rows = isChanged ? RowsIn(field, values) : [.. field.Rows.Select(row => (IReadOnlyList<(FieldSpec, string)>)[.. row.Select(inner => (inner.Spec, inner.Value))])];
                return YamlText.Rows(rows.Select(Filled), spec.IsLong);
            case FieldKind.Group:
                var group = Filled(field.Rows[0].Select(inner => (inner.Spec, isChanged ? values[inner.Name] ?? inner.Value : inner.Value))).ToList();
                return group.TrueForAll(pair => pair.Value.Length == 0) ? null : YamlText.Map(group);
            case FieldKind.Lines:
                var lines = LinesIn(isChanged ? values[field.Name]! : field.Value);
                return lines.Count == 0 && spec.IsOptional ? null : YamlText.List(lines, spec.IsLong);
            default:
                var value = isChanged ? values[field.Name]! : field.Value;
                return value.Length == 0 && spec.IsOptional ? null : YamlText.Scalar(value, inFlow);
        }

        static IEnumerable<(string Key, string Value)> Filled(IEnumerable<(FieldSpec Spec, string Value)> row) =>
            row.Where(field => field.Value.Length > 0 || !field.Spec.IsOptional).Select(field => (field.Spec.Key, field.Value));
    }

    /// <summary>The rows that were sent, without those that hold nothing.</summary>
    private static List<IReadOnlyList<(FieldSpec Spec, string Value)>> RowsIn(FormField field, FormValues values) => [.. Enumerable.Range(0, values.RowsOf(field.Name))
        .Select(i => (IReadOnlyList<(FieldSpec Spec, string Value)>)[.. field.Spec.Fields.Select(inner => (inner, values[$"{FormValues.At(field.Name, i)}.{inner.Key}"] ?? ""))])
        .Where(row => row.Any(inner => inner.Value.Length > 0 && inner.Spec.Kind != FieldKind.Choice))];

    private static List<string> LinesIn(string value) => [.. value.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static bool IsEntry(FilePart part) => part.Text.StartsWith('-');

    private int OffsetOf(int part) => text.Parts.Take(part).Sum(part => part.Text.Length + (part.Gap?.Length ?? 0));

    private int LineOf(int part) => file.PlaceAt(OffsetOf(part)).Line;

    [GeneratedRegex(@"\A(?:\*\*(?<lead>.+?)\*\*)?(?<text>.*?)(?<id>\s*\{#[^{}]*\})?\z", RegexOptions.Singleline)]
    private static partial Regex ParagraphShape();

    [GeneratedRegex(@"\n[ \t]*(?:\n[ \t]*)+")]
    private static partial Regex EmptyLines();

    [GeneratedRegex(@"\A\d+\. ")]
    private static partial Regex NumberedItem();
}

public enum FormKind
{
    /// <summary>Only as text.</summary>
    None,
    Section,
    Page,
    List,
    Mapping,
}
