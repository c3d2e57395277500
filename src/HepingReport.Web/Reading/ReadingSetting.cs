namespace HepingReport.Web.Reading;

/// <summary>
/// One thing a reader may set. Cookie, form, announcements and the attributes of <c>&lt;html&gt;</c> all follow from <see cref="All"/>;
/// what a setting does to a page is CSS on its attribute.
/// </summary>
/// <param name="Key">Its name in the cookie and the form; the attribute is <c>data-</c> and this.</param>
/// <param name="Name">What readers call it.</param>
/// <param name="Default">The value of a reader who has chosen nothing.</param>
public sealed record ReadingSetting(string Key, string Name, string Default, IReadOnlyList<ReadingValue> Values)
{
    /// <summary>One line for the form, where the name does not say it.</summary>
    public string? Explanation { get; init; }

    /// <summary>Its attribute stands on every page, also with the default.</summary>
    public bool AlwaysOnPage { get; init; }

    /// <summary>In the order of the form.</summary>
    public static IReadOnlyList<ReadingSetting> All { get; } =
    [
        new("view", "版面", "standard", [new("standard", "标准版"), new("care", "关怀版", "大字、大按钮、一栏")]) { AlwaysOnPage = true },
        new("size", "字号", "1", [new("1", "标准"), new("2", "稍大"), new("3", "大"), new("4", "更大"), new("5", "特大"), new("6", "最大")]) { AlwaysOnPage = true },
        new("theme", "配色", "auto",
        [
            new("auto", "跟随设备"), new("paper", "米色纸面"), new("white", "白底深灰字"), new("dark", "深色"), new("black-on-white", "白底黑字"),
            new("yellow-on-black", "黑底黄字"), new("black-on-yellow", "黄底黑字"), new("yellow-on-blue", "蓝底黄字"), new("white-on-blue", "蓝底白字"),
        ]) { AlwaysOnPage = true },
        new("spacing", "行距和段距", "standard", [new("standard", "标准"), new("loose", "宽松"), new("looser", "更宽")]),
        new("weight", "笔画", "standard", [new("standard", "标准"), new("bold", "加粗")]),
        new("column", "每行字数", "standard", [new("narrow", "窄", "约25字"), new("standard", "标准", "约35字"), new("wide", "宽", "约38字")]) { Explanation = "屏幕窄时，按屏幕宽度。" },
        OnOff("ruler", "阅读尺", "标出正在读的一行，跟着鼠标或键盘走。"),
        OnOff("pointer", "大指针", "鼠标指针变大。"),
        OnOff("links", "链接加下划线", "所有链接都加下划线。"),
        new("motion", "动画", "auto", [new("auto", "跟随设备"), new("reduce", "减少动画")]),
        OnOff("pinyin", "难字拼音", "在难读的字词上标注拼音。"),
        OnOff("subtitles", "大字幕", "朗读时，把正在读的句子用大字显示。"),
        new("rate", "朗读语速", "1", [new("0.75", "慢"), new("1", "正常"), new("1.25", "稍快"), new("1.5", "快")]),
    ];

    public static ReadingSetting? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);

    public bool Allows(string value) => Values.Any(allowed => allowed.Id == value);

    public string NameOf(string value) => Values.First(allowed => allowed.Id == value).Name;

    private static ReadingSetting OnOff(string key, string name, string explanation) =>
        new(key, name, "off", [new("off", "关闭"), new("on", "打开")]) { Explanation = explanation };
}

/// <summary>One of the values a setting can have, by the name readers know it.</summary>
public sealed record ReadingValue(string Id, string Name, string? Explanation = null);
