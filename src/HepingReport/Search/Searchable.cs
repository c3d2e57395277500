namespace HepingReport.Search;

/// <summary>What of a snapshot can be found, in reading order.</summary>
public static class Searchable
{
    private static readonly SearchGroup report = new("report", "开场和结尾");
    private static readonly SearchGroup aboutTheReport = new("topics", "专题和地点");
    private static readonly SearchGroup explanations = new("glossary", "附注和本站注释");
    private static readonly SearchGroup site = new("site", "本站页面");

    /// <summary>
    /// Pages of the site with the words by which people look for them. 关怀版 has more names in use than any other;
    /// the standard for such pages wants it found by each of them.
    /// </summary>
    private static readonly (string Title, string Address, string[] Words, string About)[] pages =
    [
        ("关怀版", Links.CareHome, ["长辈版", "老年版", "大字版", "亲情版", "关爱版", "适老版", "老人版", "无障碍版"], "大字、大按钮，一屏只做一件事。打开以后一直这样显示，随时可以返回标准版。"),
        ("阅读设置", Links.ReadingSettings, ["字号", "放大", "配色", "深色", "夜间模式", "网站无障碍"], "字的大小、配色、间距、拼音、朗读速度都可以选。"),
        ("报告全文", Links.Outline, ["目录"], "全文的目录，按章节往下读。"),
        ("一页看全文", Links.FullReport, ["打印"], "全文在一页上，可以打印。"),
        ("主要指标", Links.Indicators, ["数据", "指标", "数字"], "报告里的全部数据，可以筛选。"),
        ("对比", Links.Compare, ["对照", "比较"], "2017年的实绩和2018年的目标放在一起看。"),
        ("专题", Links.Topics, ["与我有关"], "按居民关心的方面，看报告里有关的每一句话。"),
        ("地点索引", Links.Places, ["地点", "地名"], "报告提到的地点和机构，各在哪几句。"),
        ("附注", Links.Glossary, ["名词解释", "注释"], "报告自带的附注和本站的注释。"),
        ("下载", Links.Downloads, ["文件"], "报告的文件和数据，可以取走。"),
        ("我要纠错", Links.Feedback, ["纠错", "反馈", "意见"], "发现错字、数字或者链接有误，请告诉我们。"),
        ("更改记录", Links.Changes, ["更新", "更新记录", "更正"], "本站改过什么，什么时候改的，为什么改。"),
        ("文本核验", Links.Fidelity, ["核验", "原文"], "本站文字与发布的原文逐字核对的结果。"),
        ("网站地图", Links.SiteMap, ["地图"], "本站的全部页面。"),
        ("朗读", Links.StandingPage("help") + "#read-aloud", ["听报告", "念给我听", "语音"], "每一节都可以读出来听。"),
    ];

    public static IReadOnlyList<(SearchDocument, SearchGroup)> Everything(
        Report report, IEnumerable<Term> terms, IEnumerable<Topic> topics, IEnumerable<Place> places, IndicatorCatalogue indicators, IEnumerable<StandingPage> standingPages) =>
    [
        .. report.Sections.SelectMany(section => OfSection(report, section, indicators)),
        .. topics.Select(topic => (OfTopic(topic), aboutTheReport)),
        .. places.Select(place => (OfPlace(place), aboutTheReport)),
        .. report.Notes.Select(note => (OfNote(note), explanations)),
        .. terms.Select(term => (OfTerm(term), explanations)),
        .. pages.Select(page => (OfPage(page.Title, page.Address, page.Words, page.About), site)),
        .. standingPages.Select(page => (OfPage(page.Title, Links.StandingPage(page.Id), [], page.Text), site)),
    ];

    private static IEnumerable<(SearchDocument, SearchGroup)> OfSection(Report whole, Section section, IndicatorCatalogue indicators)
    {
        var chapter = whole.ChapterOf(section);
        var group = chapter is null ? report : new SearchGroup(chapter.Id, chapter.Heading);
        var name = whole.NameOf(section);
        var heading = section.IsLead ? chapter!.Heading : section.Heading;
        yield return (new SearchDocument { Kind = SearchKind.Heading, Title = heading, Address = Links.Section(section), Text = heading, Section = section, MarksWords = true }, group);
        foreach (var paragraph in section.Paragraphs)
        {
            yield return (new SearchDocument
            {
                Kind = SearchKind.Paragraph,
                Title = $"{name}第{paragraph.Number}段",
                Address = Links.Paragraph(section, paragraph),
                Text = paragraph.Text,
                LeadLength = paragraph.LeadLength,
                Section = section,
                Paragraph = paragraph,
                MarksWords = true,
            }, group);
            foreach (var indicator in indicators.In(paragraph))
            {
                yield return (OfFigure(indicator), group);
            }
        }
    }

    private static SearchDocument OfFigure(Indicator indicator)
    {
        var text = $"{indicator.Year}年{indicator.Name}：{indicator.Amount}";
        return new SearchDocument
        {
            Kind = SearchKind.Figure,
            Title = text,
            Address = Links.Indicator(indicator),
            Text = text,
            LeadLength = text.Length,
            Names = [indicator.Name],
            Section = indicator.Place.Section,
            Paragraph = indicator.Place.Paragraph,
        };
    }

    private static SearchDocument OfTopic(Topic topic)
    {
        var text = $"{topic.Name}：{topic.Summary}";
        return new SearchDocument { Kind = SearchKind.Topic, Title = $"专题：{topic.Name}", Address = Links.Topic(topic), Text = text, LeadLength = topic.Name.Length, Names = [topic.Name] };
    }

    private static SearchDocument OfPlace(Place place)
    {
        var text = string.Join('、', place.Names);
        return new SearchDocument { Kind = SearchKind.Place, Title = place.Name, Address = Links.Place(place), Text = text, LeadLength = text.Length, Names = [.. place.Names] };
    }

    private static SearchDocument OfNote(Note note)
    {
        var lead = note.Text.Length - note.Definition.Length;
        return new SearchDocument { Kind = SearchKind.Note, Title = $"附注{note.Number}：{note.Term}", Address = Links.Note(note.Number), Text = note.Text, LeadLength = lead, Names = [note.Term], MarksWords = true };
    }

    private static SearchDocument OfTerm(Term term)
    {
        var text = $"{term.Name}：{term.Definition}";
        return new SearchDocument { Kind = SearchKind.Term, Title = $"本站注释：{term.Name}", Address = Links.Term(term), Text = text, LeadLength = term.Name.Length, Names = [term.Name], MarksWords = true };
    }

    private static SearchDocument OfPage(string title, string address, string[] words, string about)
    {
        var lead = words.Length == 0 ? title : $"{title}（{string.Join('、', words)}）";
        return new SearchDocument { Kind = SearchKind.Page, Title = title, Address = address, Text = $"{lead}\n{about}", LeadLength = lead.Length, Names = [title, .. words] };
    }
}
