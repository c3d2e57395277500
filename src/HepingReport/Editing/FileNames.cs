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

    /// <summary>The file's name for people; its path where it is none that the site knows.</summary>
    public static string Of(string path, ContentSnapshot content) =>
        Fixed.TryGetValue(path, out var name) ? name
        : SectionOf(path, content.Report) is { } section ? (section.IsLead || section.Number is null ? content.Report.NameOf(section) : $"{content.Report.NameOf(section)} {section.Title}")
        : content.Pages.FirstOrDefault(page => ContentFiles.Page(page.Id) == path) is { } page ? page.Title
        : path;

    /// <summary>The section that this file holds.</summary>
    public static Section? SectionOf(string path, Report report) =>
        report.Sections.FirstOrDefault(section => PathOf(section) == path);

    public static string PathOf(Section section) => $"report/{section.Key.Replace($"{Section.WholeReport}/", "", StringComparison.Ordinal)}.md";

    public static string PathOf(StandingPage page) => ContentFiles.Page(page.Id);
}
