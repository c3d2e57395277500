using HepingReport.Content;

namespace HepingReport.Editing.Forms;

/// <summary>The forms of the YAML files: their values, in the order in which the files have them.</summary>
internal static class FileSpecs
{
    private static readonly FieldSpec Id = new("id", "编号", FieldKind.Line, "小写英文字母、数字和连字符。它是网址的一部分，公布以后不再改。") { IsIdentity = true };
    private static readonly FieldSpec Reason = new("reason", "理由", FieldKind.Text, "给读者看的一句话。");
    private static readonly FieldSpec Paragraph = new("paragraph", "所在的段落", FieldKind.Paragraph);
    private static readonly FieldSpec Occurrence = new("occurrence", "第几个", FieldKind.Line, "引文里同一个数出现几次时，写它是第几个；只有一次的不写。") { IsOptional = true };

    public static readonly IReadOnlyDictionary<string, FileSpec> All = new Dictionary<string, FileSpec>(StringComparer.Ordinal)
    {
        [ContentFiles.Site] = new("", "网站的名称，和原页面页头、页脚里的主办单位、备案。除名称、介绍和公布日期外都是原文。", IsInline: false,
        [
            new("name", "网站名称", FieldKind.Line),
            new("description", "介绍", FieldKind.Text, "搜索引擎的结果里显示。"),
            Official("organiser", "主办单位"),
            Official("copyright", "版权所有"),
            Official("police-filing", "公安备案号"),
            Official("icp-filing", "ICP 备案号"),
            Official("site-code", "网站标识码"),
            Official("reporting-phone", "违法和不良信息举报电话"),
            Official("reporting-email", "违法和不良信息举报邮箱"),
            new("accounts", "政务新媒体", FieldKind.Rows, "有了网址再填；没有网址时只显示名称。") { IsLong = true, Fields = [new("name", "名称", FieldKind.Line), new("address", "网址", FieldKind.Line, "以 https:// 开头。") { IsOptional = true }] },
            new("published", "本站公布的日子", FieldKind.Line, "写成 2026-11-24 的样子。没有写日期的更正，“更改记录”里都算这一天的。"),
        ]),
        [ContentFiles.Report] = new("", "报告的题名、日期，和首页上的几个数。章节的次序和原文的出处请用原文视图改。", IsInline: false,
        [
            Official("title", "题名"),
            Official("issue-date", "发布日期"),
            Official("issuer", "发布者"),
            new("key-figures", "首页上的指标", FieldKind.Lines, "一行一个指标的编号，显示的先后照这里。"),
        ]),
        [ContentFiles.Notes] = new("附注", "报告自带的 18 条附注，都是报告原文。", IsInline: false,
        [
            new("number", "编号", FieldKind.Line) { IsOfficial = true, IsIdentity = true },
            Official("term", "词"),
            new("phrases", "正文里的词", FieldKind.Lines, "一行一个，逐字照抄；每一处都会标出。"),
            new("definition", "解释", FieldKind.Text) { IsOfficial = true },
        ]),
        [ContentFiles.Terms] = new("本站注释", "报告用了、自己没有解释的词。这里的话是本站写的，页面上都有标明。", IsInline: false,
        [
            Id,
            new("term", "词", FieldKind.Line),
            new("phrases", "正文里的词", FieldKind.Lines, "一行一个，逐字照抄；每节里第一次出现的一处会标出。"),
            new("definition", "解释", FieldKind.Text, "一到三句平实的话，不评价，不超过 120 字。写报告发布时的情况。"),
            new("source", "依据", FieldKind.Line, "公开文件的标题、发布机关、年份。拿不准有没有这份文件，就不要收这个词。"),
        ]),
        [ContentFiles.Pronunciations] = new("词", "少见的字、容易念错的多音字和地名。读者打开“难字拼音”时显示。", IsInline: true,
        [
            new("word", "词", FieldKind.Line, "照正文逐字抄，写整个词。"),
            new("pinyin", "拼音", FieldKind.Line, "标声调；地名、人名开头大写，例如 Dàgū Běilù。"),
            new("reason", "为什么标", FieldKind.Line, "几个字。"),
        ]),
        [ContentFiles.Spoken] = new("读法", "朗读时数字和符号怎样念。只给朗读用，不显示在页面上。", IsInline: true,
        [
            new("words", "网站上的字", FieldKind.Line, "从数字的第一位抄起，连单位一起抄。"),
            new("spoken", "念成", FieldKind.Line, "写成汉字。"),
            new("paragraph", "只在这一处", FieldKind.Line, "平常不写。只在某一段这样念的，写段落编号；附注写 note-10 的样子。") { IsOptional = true },
        ]),
        [ContentFiles.Corrections] = new("更正", "网站文字和原文不同的地方，每处一条。在正文里改动以后登记，比在这里直接写省事。", IsInline: false,
        [
            new("place", "在哪里", FieldKind.Place),
            new("source", "原文", FieldKind.Line, "照抄原文的字，写到在那一段里只有一处。"),
            new("corrected", "改成", FieldKind.Line, "网站上的字，也要写到只有一处。"),
            Of("kind", "种类", [.. CorrectionKinds.Choices]),
            Reason,
            new("notice", "更正公告", FieldKind.Group, "只有“发布机关更正”要填。")
            {
                IsOptional = true,
                Fields = [new("title", "公告标题", FieldKind.Line), new("number", "文号", FieldKind.Line), new("date", "公告日期", FieldKind.Line, "写成 2018-03-01 的样子。")],
            },
            new("date", "本站更正的日子", FieldKind.Line, "写成 2026-11-24 的样子。") { IsOptional = true },
        ]),
        [ContentFiles.Doubts] = new("原文如此", "文字照原文不动，只在旁边标“原文如此”，用一句话说明。", IsInline: false,
        [
            new("place", "在哪里", FieldKind.Place),
            new("words", "哪几个字", FieldKind.Quote, "照抄网站上的字，写到在那一段里只有一处。"),
            new("note", "说明", FieldKind.Text, "以“原文如此。”开头。"),
        ]),
        [ContentFiles.Topics] = new("专题", "居民关心的题目，每个列出报告里和它有关的句子。句子逐字是报告原文。", IsInline: false,
        [
            Id,
            new("name", "名称", FieldKind.Line),
            new("summary", "一句话介绍", FieldKind.Text),
            new("search", "搜索用的词", FieldKind.Lines, "一行一个，两三个就够，都是报告里逐字有的。"),
            new("sentences", "句子", FieldKind.Rows, "按它们在报告里的先后。")
            {
                Fields = [Paragraph, Of("side", "哪一边", [("2017", "2017年已做"), ("2018", "2018年要做")]), new("quote", "句子", FieldKind.Quote)],
            },
        ]),
        [ContentFiles.Places] = new("地点或机构", "报告里写到名字的地点和机构。每一处由网站自己找。", IsInline: true,
        [
            Id,
            new("name", "名称", FieldKind.Line, "报告里的写法，逐字相同。"),
            new("names", "其他写法", FieldKind.Lines, "一行一个；没有就不写。") { IsOptional = true },
            Of("kind", "种类", [.. PlaceKinds.Names.Select(name => (name, name))]),
        ]),
        [ContentFiles.Synonyms] = new("一组说法", "居民的说法和报告的说法。读者搜前面的词，网站把后面的词也一起搜。", IsInline: true,
        [
            new("words", "居民的说法", FieldKind.Lines, "一行一个，报告里没有的才写。"),
            new("find", "报告的说法", FieldKind.Lines, "一行一个，报告里逐字有的。"),
        ]),
        [ContentFiles.Pinyin] = new("词", "用字母搜索时的拼音。", IsInline: true,
        [
            new("words", "词", FieldKind.Line),
            new("pinyin", "拼音", FieldKind.Line, "一个字一个音节，小写，不标声调，ü 写作 v，之间空一格。"),
        ]),
        [ContentFiles.Indicators] = new("指标", "报告正文里的全部数据，每件事实一条。", IsInline: false,
        [
            Id with { Hint = "以 -2017 或 -2018 结尾。公布以后不再改。" },
            new("name", "名称", FieldKind.Line, "照统计的叫法写；本站所拟，不是报告原文。"),
            Of("year", "年份", [("2017", "2017年的实绩"), ("2018", "2018年的目标")]),
            new("value", "数值", FieldKind.Line, "报告印的数，只用数字和小数点。"),
            new("unit", "单位", FieldKind.Line, "报告印的单位；没有就空着。") { MayBeEmpty = true },
            new("qualifier", "限定词", FieldKind.Line, "预计、左右、以上、以内……；没有就空着，几个用顿号连接。") { IsOptional = true },
            Of("kind", "种类", [.. IndicatorKinds.All.Select(kind => (kind.Code(), kind.Name()))]),
            new("topic", "专题", FieldKind.Topic) { IsOptional = true },
            Paragraph,
            new("quote", "引文", FieldKind.Quote, "这一段里逐字的原文，只出现一次，含这个数。"),
            new("number", "引文里的数", FieldKind.Line, "逐字照抄。") { IsOptional = true },
            Occurrence,
        ]),
        [ContentFiles.Comparisons] = new("一组对比", "2017年的实绩和2018年与它对应的目标。", IsInline: true,
        [
            new("from", "2017年的指标", FieldKind.Indicator),
            new("to", "2018年的指标", FieldKind.Indicator),
            Of("class", "能比到什么程度", [.. new[] { "可比", "增速可比", "口径不同", "不可比" }.Select(name => (name, name))]),
            Reason,
        ]),
        [ContentFiles.OtherNumbers] = new("数字", "正文里不是数据的数字：年份、名称、编号，各有理由。", IsInline: true,
        [
            Paragraph,
            new("number", "数字", FieldKind.Line),
            new("words", "连着的字", FieldKind.Quote, "段落里只出现一次的一段原文，含这个数。"),
            new("reason", "理由", FieldKind.Line),
            Occurrence,
        ]),
        [ContentFiles.Redirects] = new("旧地址", "页面搬家或段落换编号时，从旧地址到新地址。", IsInline: true,
        [
            new("from", "旧地址", FieldKind.Line),
            new("to", "新地址", FieldKind.Line),
        ]),
    };

    public static readonly IReadOnlyList<FieldSpec> Section =
    [
        new("number", "节号", FieldKind.Line) { IsOfficial = true, IsOptional = true },
        Official("title", "标题"),
        new("summary", "提要", FieldKind.Text, "一句话，这一节讲什么，显示在搜索引擎的结果和转发的卡片里；没有要点的节，也显示在页面上。本站所写。") { IsOptional = true },
        new("keypoints", "要点", FieldKind.Lines, "一行一条，三到六条，最有用的放最前面。本站所写，不是报告原文。") { IsOptional = true, IsLong = true },
        new("key-figures", "开头的指标", FieldKind.Lines, "一行一个指标的编号。") { IsOptional = true },
    ];

    public static readonly IReadOnlyList<FieldSpec> Page =
    [
        new("title", "标题", FieldKind.Line),
        new("summary", "一句话介绍", FieldKind.Text, "显示在标题下面和搜索引擎的结果里。"),
    ];

    private static FieldSpec Official(string key, string label) => new(key, label, FieldKind.Line) { IsOfficial = true };

    private static FieldSpec Of(string key, string label, IReadOnlyList<(string, string)> choices) => new(key, label, FieldKind.Choice) { Choices = choices };
}
