using System.Globalization;

namespace HepingReport.Content;

/// <summary>
/// The catalogue of everything that can be wrong in the content files. Each entry has a stable code and one sentence or two
/// that say what is wrong and how to mend it; the doc comment shows content that brings it about.
/// </summary>
public static class ContentProblems
{
    // Files

    /// <summary>Content:Path names a folder that is not there.</summary>
    public static ContentProblem FolderMissing(string folder) =>
        Error("folder-missing", new ContentPlace(folder, 1, 1), "找不到内容文件夹。请检查配置 Content:Path，或把文件夹放回原处。");

    /// <summary>The machine stopped while a set of files was being published, and the disk is full now.</summary>
    public static ContentProblem PublishingUnfinished(string journal, string reason) =>
        Error("publishing-unfinished", Top(journal), reason);

    /// <summary>notes.yml was deleted or renamed.</summary>
    public static ContentProblem FileMissing(string path) =>
        Error("file-missing", Top(path), "缺少这个文件。请从备份或版本库里取回，文件名要一字不差。");

    /// <summary>An editor crashed while saving.</summary>
    public static ContentProblem FileEmpty(string path) =>
        Error("file-empty", Top(path), "文件是空的。请从备份或版本库里取回内容。");

    /// <summary>A video saved as report.md.</summary>
    public static ContentProblem FileTooLarge(string path, string megabytes) =>
        Error("file-too-large", Top(path), $"文件有 {megabytes} MB，超过 2 MB 的上限，没有读取。请确认放对了文件。");

    /// <summary>The file's permissions do not let the site read it.</summary>
    public static ContentProblem FileUnreadable(string path, string reason) =>
        Error("file-unreadable", Top(path), $"文件读不出来（{reason}）。请检查文件权限，或稍后再试。");

    /// <summary>notes.yml is a link to /etc/passwd.</summary>
    public static ContentProblem FileLeadsOutside(string path) =>
        Error("file-outside", Top(path), "这是一个指向内容文件夹之外的链接，没有读取。请换成文件本身。");

    /// <summary>Saved as GB18030 or UTF-16 by an office program.</summary>
    public static ContentProblem FileEncoding(ContentPlace place, string guess) =>
        Error("file-encoding", place, $"文件不是 UTF-8 编码（像是 {guess}），从这里起读不出来。请用编辑器“另存为”，编码选 UTF-8。");

    /// <summary>Saved as “UTF-8 with BOM”.</summary>
    public static ContentProblem FileByteOrderMark(string path) =>
        Warning("file-bom", Top(path), "文件开头有 BOM 标记，已忽略。下次保存时编码请选“UTF-8（无 BOM）”。");

    /// <summary>“economy 副本.md” beside economy.md.</summary>
    public static ContentProblem FileUnknown(string path) =>
        Warning("file-unknown", Top(path), "网站不认识这个文件，没有使用。如果是多余的副本，请删掉；如果是新的一节，请写进 report/report.yml。");

    // YAML

    /// <summary><c>title: "没有收尾的引号</c></summary>
    public static ContentProblem YamlBroken(ContentPlace place, string detail) =>
        Error("yaml-broken", place, $"YAML 格式有误，从这里起读不懂（{detail}）。请检查缩进、引号和冒号后的空格。");

    /// <summary>A single mapping where a list of entries is expected.</summary>
    public static ContentProblem YamlShape(ContentPlace place, string expected) =>
        Error("yaml-shape", place, $"这里应当是{expected}。请对照编辑指南里“各文件的样子”改。");

    /// <summary>A note without its definition.</summary>
    public static ContentProblem KeyMissing(ContentPlace place, string key) =>
        Error("key-missing", place, $"缺少“{key}”。请补上一行“{key}: …”。");

    /// <summary><c>titel: …</c></summary>
    public static ContentProblem KeyUnknown(ContentPlace place, string key, IEnumerable<string> known) =>
        Error("key-unknown", place, $"不认识“{key}”。这里可以写的有：{string.Join("、", known)}。请检查拼写，或删掉这一行。");

    /// <summary><c>title:</c> with nothing behind it.</summary>
    public static ContentProblem ValueEmpty(ContentPlace place, string key) =>
        Error("value-empty", place, $"“{key}”后面是空的。请填上内容，或删掉这一行。");

    /// <summary><c>issue-date: 二月七日</c></summary>
    public static ContentProblem ValueInvalid(ContentPlace place, string key, string value, string expected) =>
        Error("value-invalid", place, $"“{key}”写的是“{Short(value)}”，应当是{expected}。");

    /// <summary>Two topics with the id elderly.</summary>
    public static ContentProblem Duplicate(ContentPlace place, string what, string value) =>
        Error("duplicate", place, $"{what}“{Short(value)}”前面已经有了。每一个只能出现一次，请改名或删掉一个。");

    // Section files

    /// <summary>A section file that starts with its text.</summary>
    public static ContentProblem FrontMatterMissing(ContentPlace place) =>
        Error("front-matter-missing", place, "文件要以两行“---”之间的题头开始（title: …），再写正文。");

    /// <summary><c>一段文字</c> without <c>{#id}</c>.</summary>
    public static ContentProblem ParagraphWithoutId(ContentPlace place, string text) =>
        Error("paragraph-without-id", place, $"这一段（“{Short(text)}”）末尾没有编号。请在段末加上“ {{#编号}}”，原有的编号在 ids.txt 里。");

    /// <summary><c>{#第一段}</c></summary>
    public static ContentProblem ParagraphIdInvalid(ContentPlace place, string id) =>
        Error("paragraph-id-invalid", place, $"段落编号“{Short(id)}”不合规矩。编号只用小写英文字母、数字和连字符，以字母开头。");

    /// <summary>Two paragraphs end in <c>{#economy-quality}</c>.</summary>
    public static ContentProblem ParagraphIdTwice(ContentPlace place, string id, ContentPlace first) =>
        Error("paragraph-id-twice", place, $"段落编号“{id}”在 {first} 已经用过。请改回这一段原来的编号。");

    /// <summary>A list, a heading or a link in the report's text.</summary>
    public static ContentProblem SectionMarkup(ContentPlace place, string what) =>
        Error("section-markup", place, $"报告正文里不用{what}。除段首主题句的 **粗体** 和段末的编号外，请只写文字。");

    /// <summary><c>&lt;script&gt;</c> or <c>&lt;b&gt;</c> in a text.</summary>
    public static ContentProblem RawHtml(ContentPlace place, string html) =>
        Warning("raw-html", place, $"这里写了 HTML“{Short(html)}”，网站把它当普通文字显示。请删掉，或改用文字。");

    /// <summary>Bold words in the middle of a paragraph, or a topic sentence without its full stop.</summary>
    public static ContentProblem LeadMisplaced(ContentPlace place) =>
        Error("lead-misplaced", place, "粗体只用于段首的主题句，并且要连句号一起放在两对 ** 之间。");

    // Notes

    /// <summary>Note 3 follows note 1.</summary>
    public static ContentProblem NoteOutOfOrder(ContentPlace place, int expected, int actual) =>
        Error("note-out-of-order", place, $"附注应当按 1、2、3……排列：这里应是 {expected}，写的是 {actual}。");

    /// <summary>A phrase that no paragraph contains.</summary>
    public static ContentProblem NotePhraseAbsent(ContentPlace place, string phrase) =>
        Error("note-phrase-absent", place, $"正文里找不到“{Short(phrase)}”，读者看不到这条附注。请改成正文里逐字相同的词。");

    /// <summary>The phrases of two notes share words of the text.</summary>
    public static ContentProblem NotePhraseOverlaps(ContentPlace place, string phrase, int other) =>
        Error("note-phrase-overlaps", place, $"“{Short(phrase)}”和附注 {other} 的词在正文里重叠。请把其中一个写得更准。");

    // 要点, 本站注释, readings

    /// <summary>A term, a reading or a spoken form of words that the report does not have, or only within those of a note or of longer words.</summary>
    public static ContentProblem WordsAbsent(ContentPlace place, string words) =>
        Warning("words-absent", place, $"报告里找不到可以用上这一条的“{Short(words)}”：没有这几个字，或者每一处都已归附注或更长的词。请逐字照抄，或删掉这一条。");

    /// <summary><c>keypoints: [新增就业8万人]</c> where the section says 7万人.</summary>
    public static ContentProblem KeyPointNumberAbsent(ContentPlace place, string number) =>
        Error("key-point-number-absent", place, $"要点里的数字 {number} 在这一节的正文里找不到。要点里的数字要和正文一样，请核对。");

    /// <summary>A 要点 that is longer than the sentences it should spare the reader.</summary>
    public static ContentProblem KeyPointLong(ContentPlace place, int length, int most) =>
        Warning("key-point-long", place, $"这条要点有 {length} 个字。要点请写得短一些，不超过 {most} 个字，或拆成两条。");

    /// <summary>A number for whose reading aloud spoken.yml has no entry.</summary>
    public static ContentProblem SpokenMissing(ContentPlace place, string number, string sentence) =>
        Warning("spoken-missing", place, $"“{Short(sentence)}”里的 {number} 还没有写读法，朗读时由语音自己决定。请在 spoken.yml 加一条。");

    /// <summary>Nine times for a section of ten sentences, or one that goes back.</summary>
    public static ContentProblem RecordingTimesWrong(ContentPlace place, int expected, int actual) =>
        Error("recording-times-wrong", place, $"这一节要写 {expected} 个时间：标题一个，每句一个，都是秒数，一个比一个大；这里有 {actual} 个。请改正，或删掉这个文件（录音照样能用，只是不标出读到哪一句）。");

    // Places, residents' own words, pinyin

    /// <summary>A place whose name the report does not have, or only within the longer name of another.</summary>
    public static ContentProblem PlaceAbsent(ContentPlace place, string name) =>
        Error("place-absent", place, $"报告里找不到“{Short(name)}”：没有这几个字，或者每一处都在另一个更长的名称里。请照报告逐字写，或删掉这个名称。");

    /// <summary><c>words: [停车]</c>: the report itself says 停车.</summary>
    public static ContentProblem SynonymInReport(ContentPlace place, string words) =>
        Warning("synonym-in-report", place, $"报告里本来就有“{Short(words)}”，直接搜得到。words 只写报告里没有的说法，请删掉这个词。");

    /// <summary><c>find: [停车位]</c>, or a topic's <c>search: [停车位]</c>, where the report says 停车泊位.</summary>
    public static ContentProblem SearchWordAbsent(ContentPlace place, string words) =>
        Warning("search-word-absent", place, $"报告里没有“{Short(words)}”，按它搜不到什么。这里要写报告里逐字有的词。");

    /// <summary>Three syllables for 昆明路 in which one has a tone, or two of them.</summary>
    public static ContentProblem PinyinWrong(ContentPlace place, string words, int expected, int actual) =>
        Error("pinyin-wrong", place, expected == actual
            ? $"“{Short(words)}”的拼音只用小写字母，不标声调，ü 写作 v，音节之间空一格；数字和英文字母照写（小写）。"
            : $"“{Short(words)}”要写 {expected} 个音节，一个字一个，连着的数字或英文字母算一个，之间空一格；这里有 {actual} 个。");

    /// <summary>A new place without its pinyin.</summary>
    public static ContentProblem PinyinMissing(ContentPlace place, string words) =>
        Warning("pinyin-missing", place, $"“{Short(words)}”还没有拼音，用字母搜不到它。请在 pinyin.yml 加一条。");

    // Corrections and doubts

    /// <summary><c>place: economy-refrom</c></summary>
    public static ContentProblem PlaceUnknown(ContentPlace place, string name) =>
        Error("place-unknown", place, $"没有叫“{Short(name)}”的地方。请写段落编号、章或节（plan-2018、plan-2018/reform）、notes 或 note-1 这样的附注。");

    /// <summary>The words stand twice in their paragraph, or not at all.</summary>
    public static ContentProblem WordsNotOnce(ContentPlace place, string what, string words, int count) =>
        Error("words-not-once", place, count == 0
            ? $"{what}里找不到“{Short(words)}”。请逐字照抄。"
            : $"“{Short(words)}”在{what}里出现了 {count.ToString(CultureInfo.InvariantCulture)} 次。请多抄几个字，写到只有一处。");

    /// <summary><c>source</c> equals <c>corrected</c>.</summary>
    public static ContentProblem CorrectionIdle(ContentPlace place) =>
        Error("correction-idle", place, "source 和 corrected 一样，没有更正什么。请删掉这一条，或写上改后的文字。");

    /// <summary>A word changed by an entry of kind lost-punctuation.</summary>
    public static ContentProblem CorrectionChangesWords(ContentPlace place, string kind, string allowed) =>
        Error("correction-changes-words", place, $"“{kind}”只能增减{allowed}，这一条还改了别的字。官方文字不能这样改：请撤销，或按发布机关的更正登记（issuer-amendment）。");

    /// <summary>An issuer-amendment without its notice.</summary>
    public static ContentProblem CorrectionNeedsNotice(ContentPlace place) =>
        Error("correction-needs-notice", place, "发布机关更正要写明依据：notice: { title: 更正公告的标题, number: 文号, date: 2018-03-01 }。");

    /// <summary>Two corrections touch the same characters.</summary>
    public static ContentProblem CorrectionsOverlap(ContentPlace place) =>
        Error("corrections-overlap", place, "这一条和另一条更正改了同样的字。请合并成一条。");

    // Fidelity

    /// <summary>report.yml names lines that the source does not have, or that are empty.</summary>
    public static ContentProblem SourceLinesInvalid(ContentPlace place, int lines) =>
        Error("source-lines-invalid", place, $"原文文件只有 {lines} 行，报告正文和附注的第一行、最后一行都不是空行；report.yml 里写的行号不对。请改正 first-line 和 last-line。");

    /// <summary>The source file was edited, or another one put in its place.</summary>
    public static ContentProblem SourceChanged(ContentPlace place, string file) =>
        Error("source-changed", place, $"原文文件 {file} 被改动过，校验值对不上。原文任何时候都不能改：请从备份或版本库里取回。");

    /// <summary>A character of the official text was changed.</summary>
    public static ContentProblem TextDiffers(ContentPlace place, int sourceLine, string expected, string actual) =>
        Error("text-differs", place, $"与原文第 {sourceLine} 行不同：原文是“{expected}”，这里是“{actual}”。请改回来；如确需更正，请在 corrections.yml 登记。");

    /// <summary>A paragraph that the source does not have.</summary>
    public static ContentProblem ParagraphNotInSource(ContentPlace place, string text) =>
        Error("paragraph-not-in-source", place, $"原文里没有这一段（“{Short(text)}”）。请删掉，或检查是不是拆错了段、放错了位置。");

    /// <summary>A paragraph of the source that no file has.</summary>
    public static ContentProblem SourceNotInContent(ContentPlace place, int sourceLine, string text) =>
        Error("source-not-in-content", place, $"原文第 {sourceLine} 行（“{Short(text)}”）在内容文件里没有。请补上这一段，位置要和原文一样。");

    /// <summary>Full-width commas in the source itself: the punctuation rule would turn them into half-width ones on the way back.</summary>
    public static ContentProblem TextNotRestored(ContentPlace place, int sourceLine) =>
        Error("text-not-restored", place, $"从这一段倒推不回原文第 {sourceLine} 行，“文本核验”就不成立。请检查原文文件是否被改过，和这一段在 corrections.yml 里的更正。");

    /// <summary>The phone number in site.yml is not the one in the source's foot.</summary>
    public static ContentProblem IdentityDiffers(ContentPlace place, string expected) =>
        Error("identity-differs", place, $"原文的页头页脚里没有“{Short(expected)}”。请照原文改正。");

    // Figures

    /// <summary>A number of the body that is no indicator and stands on no list.</summary>
    public static ContentProblem NumberUncovered(ContentPlace place, string number, string sentence) =>
        Error("number-uncovered", place, $"“{Short(sentence)}”里的数字 {number} 还没有登记。是数据就写进 indicators.yml，不是（年份、名称、编号……）就写进 numbers-not-indicators.yml 并注明原因。");

    /// <summary>A number that is an indicator and also stands on the list of those that are none.</summary>
    public static ContentProblem NumberListedTwice(ContentPlace place, string number, string sentence) =>
        Error("number-listed-twice", place, $"“{Short(sentence)}”里的数字 {number} 既是指标，又列在 numbers-not-indicators.yml。请删掉其中一处。");

    /// <summary>A quote that does not hold its number.</summary>
    public static ContentProblem QuoteWithoutNumber(ContentPlace place, string number) =>
        Error("quote-without-number", place, $"引文里没有“{Short(number)}”这个数。请照引文抄写，同一个数出现几次时用 occurrence 写明第几个。");

    /// <summary><c>value: 860</c> beside <c>number: 850</c>.</summary>
    public static ContentProblem ValueDiffers(ContentPlace place, string value, string number) =>
        Error("value-differs", place, $"value 写的是 {value}，引文里的数是 {number}。两者要相等。");

    /// <summary><c>unit: 万元</c> beside 850亿元.</summary>
    public static ContentProblem UnitDiffers(ContentPlace place, string unit, string actual) =>
        Error("unit-differs", place, $"单位写的是“{unit}”，引文里数字后面是“{Short(actual)}”。请照原文写。");

    /// <summary>A qualifier that the quote does not have in its place.</summary>
    public static ContentProblem QualifierAbsent(ContentPlace place, string qualifier, string number) =>
        Error("qualifier-absent", place, $"引文里 {number} 的前后没有限定词“{qualifier}”。请照原文写，或删掉它。");

    /// <summary>40家以上 without its 以上.</summary>
    public static ContentProblem QualifierMissing(ContentPlace place, string qualifier, string number) =>
        Error("qualifier-missing", place, $"原文在 {number} 后面写着“{qualifier}”。请加上 qualifier: {qualifier}。");

    /// <summary>A comparison, or a list of key figures, with an id that no indicator has.</summary>
    public static ContentProblem IndicatorUnknown(ContentPlace place, string id, int? year) =>
        Error("indicator-unknown", place, $"没有编号为“{Short(id)}”的{(year is null ? "" : $"{year}年")}指标。请照 indicators.yml 里的编号写。");

    /// <summary>可比 between 亿元 and %.</summary>
    public static ContentProblem ComparisonUnlike(ContentPlace place, string comparability) =>
        Error("comparison-unlike", place, $"两边的单位或类型不同，不能算“{comparability}”。请改成“口径不同”或“不可比”，并写明原因。");

    // Ids and addresses

    /// <summary>A published paragraph id that no paragraph carries any more.</summary>
    public static ContentProblem IdGone(ContentPlace place, string id) =>
        Error("id-gone", place, $"已公布的段落编号“{id}”不见了，读者保存的链接会失效。请把它放回原来的段落，或在 redirects.yml 里写明去处。");

    /// <summary>A published id stands at another paragraph of the source.</summary>
    public static ContentProblem IdReused(ContentPlace place, string id, int publishedLine) =>
        Error("id-reused", place, $"段落编号“{id}”属于原文第 {publishedLine} 行那一段，不能用在别处。请改回各段原来的编号。");

    /// <summary>A paragraph id that ids.txt does not list.</summary>
    /// <param name="sourceLine">Null while paragraphs and source do not yet match one to one.</param>
    public static ContentProblem IdNotInLedger(ContentPlace place, string id, int? sourceLine) =>
        Error("id-not-in-ledger", place, $"段落编号“{id}”还没有登记。请在 ids.txt 末尾加一行“{id} {sourceLine?.ToString(CultureInfo.InvariantCulture) ?? "原文行号"}”。");

    /// <summary>A page whose address ids.txt lists was renamed.</summary>
    public static ContentProblem AddressGone(ContentPlace place, string address) =>
        Error("address-gone", place, $"已公布的地址“{Short(address)}”不见了，读者保存的链接会失效。请把页面放回原处，或在 redirects.yml 里写明去处。");

    /// <summary><c>{#main}</c>: the page itself has an element of that id.</summary>
    public static ContentProblem IdReserved(ContentPlace place, string id) =>
        Error("id-reserved", place, $"编号“{id}”是页面自己要用的，不能用在这里。请换一个。");

    /// <summary>A line of ids.txt without a number.</summary>
    public static ContentProblem LedgerLineBroken(ContentPlace place) =>
        Error("ledger-line-broken", place, "这一行应当是“编号 原文行号”，中间一个空格，或是一个以 / 开头的地址。");

    /// <summary>A redirect to a page that is not there.</summary>
    public static ContentProblem LinkNowhere(ContentPlace place, string address) =>
        Error("link-nowhere", place, $"网站里没有“{Short(address)}”这个地址。请改正链接。");

    /// <summary><c>[点这里](javascript:alert(1))</c></summary>
    public static ContentProblem LinkScheme(ContentPlace place, string address) =>
        Error("link-scheme", place, $"不能链接到“{Short(address)}”。链接只用站内地址（以 / 或 # 开头）、https、http 或 mailto。");

    /// <summary>A redirect from a page that still stands.</summary>
    public static ContentProblem RedirectFromInUse(ContentPlace place, string address) =>
        Error("redirect-from-in-use", place, $"“{Short(address)}”现在仍是一个页面，不能改道。请删掉这一条。");

    /// <summary><c># 标题</c> in a page that has its title in the front matter.</summary>
    public static ContentProblem PageHeadingLevel(ContentPlace place) =>
        Error("page-heading-level", place, "页面的大标题写在题头的 title 里，正文里的标题用两个或三个 # 号。");

    /// <summary>A picture in a page.</summary>
    public static ContentProblem PageImage(ContentPlace place) =>
        Error("page-image", place, "说明页里不用图片。请改用文字说明。");

    /// <summary>Text nested deeper than any reader could follow, or thousands of asterisks.</summary>
    public static ContentProblem TextTooTangled(ContentPlace place) =>
        Error("text-too-tangled", place, "这个文件的格式符号太多，或者套得太深，读不懂。请改成普通的段落、标题和列表。");

    /// <summary>Enough of a text to recognise it in a message; line feeds made visible.</summary>
    internal static string Short(string text)
    {
        var line = text.Replace("\n", "↵", StringComparison.Ordinal);
        return line.Length <= 30 ? line : line[..28] + "……";
    }

    private static ContentPlace Top(string path) => new(path, 1, 1);

    private static ContentProblem Error(string code, ContentPlace place, string message) => new(ProblemLevel.Error, code, place, message);

    private static ContentProblem Warning(string code, ContentPlace place, string message) => new(ProblemLevel.Warning, code, place, message);
}
