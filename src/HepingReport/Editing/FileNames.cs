using System.Globalization;
using HepingReport.Content;

namespace HepingReport.Editing;

/// <summary>What staff call the content files, instead of their names on the disk.</summary>
public static class FileNames
{
    private static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        [ContentFiles.Site] = "网站名称与备案",
        [ContentFiles.Report] = "报告题名与章节次序",
        [ContentFiles.Notes] = "附注",
        [ContentFiles.Terms] = "本站注释",
        [ContentFiles.Pronunciations] = "难字拼音",
        [ContentFiles.Spoken] = "朗读的读法",
        [ContentFiles.Corrections] = "更正登记",
        [ContentFiles.Doubts] = "原文如此",
        [ContentFiles.Topics] = "专题",
        [ContentFiles.Places] = "地点和机构",
        [ContentFiles.Synonyms] = "居民的说法",
        [ContentFiles.Pinyin] = "搜索用的拼音",
        [ContentFiles.Indicators] = "指标",
        [ContentFiles.Comparisons] = "对比",
        [ContentFiles.OtherNumbers] = "不是数据的数字",
        [ContentFiles.Ids] = "编号账本",
        [ContentFiles.Redirects] = "旧地址",
    };

    private static readonly Dictionary<string, string> Lines = new(StringComparer.Ordinal)
    {
        ["---head"] = "题头的开头",
        ["---"] = "题头的结尾",
        ["number"] = "编号",
        ["title"] = "标题",
        ["summary"] = "提要",
        ["keypoints"] = "要点",
        ["key-figures"] = "开头的数据",
        ["name"] = "网站名称",
        ["description"] = "网站说明",
        ["organiser"] = "主办单位",
        ["copyright"] = "版权所有",
        ["police-filing"] = "公安备案号",
        ["icp-filing"] = "ICP备案号",
        ["site-code"] = "网站标识码",
        ["reporting-phone"] = "举报电话",
        ["reporting-email"] = "举报邮箱",
        ["accounts"] = "账号",
        ["issue-date"] = "发布日期",
        ["issuer"] = "发布者",
        ["source"] = "原文文件",
        ["published"] = "首次公布的日子",
        ["chapters"] = "章节次序",
    };

    /// <summary>The file's name for people; its path where it is none that the site knows.</summary>
    public static string Of(string path, ContentSnapshot content) =>
        Fixed.TryGetValue(path, out var name) ? name
        : SectionOf(path, content.Report) is { } section ? (section.IsLead || section.Number is null ? content.Report.NameOf(section) : $"{content.Report.NameOf(section)} {section.Title}")
        : content.Pages.FirstOrDefault(page => ContentFiles.Page(page.Id) == path) is { } page ? page.Title
        : path;

    /// <summary>The page on which readers see what stands in the file, or in one entry of it.</summary>
    public static string AddressOf(string path, string entry, ContentSnapshot content) => path switch
    {
        ContentFiles.Report => Links.Outline,
        ContentFiles.Notes => content.Report.Notes.Any(note => $"{note.Number}" == entry) ? Links.Note(int.Parse(entry, CultureInfo.InvariantCulture)) : Links.Glossary,
        ContentFiles.Terms => content.FindTerm(entry) is { } term ? Links.Term(term) : Links.Glossary,
        ContentFiles.Topics => content.FindTopic(entry) is { } topic ? Links.Topic(topic) : Links.Topics,
        ContentFiles.Indicators => content.Indicators.Find(entry) is { } indicator ? Links.Indicator(indicator) : Links.Indicators,
        ContentFiles.Comparisons => Links.Compare,
        ContentFiles.Places => Links.Places,
        ContentFiles.Corrections or ContentFiles.Doubts => Links.Fidelity,
        ContentFiles.Synonyms or ContentFiles.Pinyin => Links.Search,
        _ when SectionOf(path, content.Report) is { } section => Links.Section(section),
        _ when content.Pages.FirstOrDefault(page => PathOf(page) == path) is { } page => Links.StandingPage(page.Id),
        _ => Links.Home,
    };

    /// <summary>All of these files, in the order in which staff look for them.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Paths)> Groups(IEnumerable<string> paths, ContentSnapshot content)
    {
        var left = paths.ToHashSet(StringComparer.Ordinal);
        return [.. new (string, IReadOnlyList<string>)[]
        {
            ("报告正文", Take([.. content.Report.Sections.Select(PathOf)])),
            ("附注和注释", Take([ContentFiles.Notes, ContentFiles.Terms, ContentFiles.Pronunciations])),
            ("数据", Take([ContentFiles.Indicators, ContentFiles.Comparisons, ContentFiles.OtherNumbers])),
            ("专题、地点和搜索", Take([ContentFiles.Topics, ContentFiles.Places, ContentFiles.Synonyms, ContentFiles.Pinyin])),
            ("文本核验", Take([ContentFiles.Corrections, ContentFiles.Doubts])),
            ("朗读", Take([ContentFiles.Spoken])),
            ("说明页", Take([.. content.Pages.Select(PathOf)])),
            ("网站", Take([ContentFiles.Site, ContentFiles.Report, ContentFiles.Redirects, ContentFiles.Ids])),
            ("其他文件", [.. left.Order(StringComparer.Ordinal)]),
        }.Where(group => group.Item2.Count > 0)];

        IReadOnlyList<string> Take(IReadOnlyList<string> wanted) => [.. wanted.Where(left.Remove)];
    }

    /// <summary>What staff call a part of a file.</summary>
    /// <param name="key">See <see cref="FilePart.Key"/>.</param>
    public static string OfPart(string path, string key, ContentSnapshot content)
    {
        var id = key.Split('#')[0];
        return id.Length == 0 || key[0] is '+' or '~' ? (key.StartsWith('+') ? "新的一" : "没有编号的一") + (path.EndsWith(".md", StringComparison.Ordinal) ? "段" : "条")
            : content.Pages.FirstOrDefault(page => PathOf(page) == path)?.Headings.FirstOrDefault(heading => heading.Id == id) is { } heading ? $"小标题“{heading.Text}”"
            : Lines.TryGetValue(id, out var line) ? line
            : content.Report.FindParagraph(id) is { } place ? $"第{place.Paragraph.Number}段（{id}）"
            : NameOfEntry(path, id, content) is { } name ? $"{name}（{id}）"
            : id;
    }

    /// <summary>The section that this file holds.</summary>
    public static Section? SectionOf(string path, Report report) =>
        report.Sections.FirstOrDefault(section => PathOf(section) == path);

    /// <summary>The file that holds what stands at a paragraph or on a page; null where no single one does.</summary>
    public static string? PathOf(string? paragraph, string? address, ContentSnapshot content)
    {
        var page = address?.Split('?', '#')[0] ?? "";
        return (paragraph is null ? null : content.Report.FindParagraph(paragraph)?.Section) is { } section ? PathOf(section)
            : content.Report.Sections.FirstOrDefault(section => Links.Section(section) == page) is { } shown ? PathOf(shown)
            : content.Pages.FirstOrDefault(standing => Links.StandingPage(standing.Id) == page) is { } standing ? PathOf(standing)
            : page.StartsWith(Links.Indicators, StringComparison.Ordinal) ? ContentFiles.Indicators
            : page.StartsWith(Links.Topics, StringComparison.Ordinal) ? ContentFiles.Topics
            : content.Report.Notes.Any(note => Links.Note(note.Number) == page) ? ContentFiles.Notes
            : page.StartsWith(Links.Glossary, StringComparison.Ordinal) ? ContentFiles.Terms
            : page == Links.Places ? ContentFiles.Places
            : null;
    }

    public static string PathOf(Section section) => $"report/{section.Key.Replace($"{Section.WholeReport}/", "", StringComparison.Ordinal)}.md";

    public static string PathOf(StandingPage page) => ContentFiles.Page(page.Id);

    private static string? NameOfEntry(string path, string id, ContentSnapshot content) => path switch
    {
        ContentFiles.Topics => content.FindTopic(id)?.Name,
        ContentFiles.Terms => content.FindTerm(id)?.Name,
        ContentFiles.Indicators => content.Indicators.Find(id)?.Name,
        ContentFiles.Places => content.Places.FirstOrDefault(place => place.Id == id)?.Name,
        ContentFiles.Notes => int.TryParse(id, CultureInfo.InvariantCulture, out var number) ? content.Report.FindNote(number)?.Term : null,
        _ => null,
    };
}
