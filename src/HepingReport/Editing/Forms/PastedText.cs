using System.Text.RegularExpressions;
using HepingReport.Content;

namespace HepingReport.Editing.Forms;

/// <summary>Something that came along with a text from Word, WPS or a web page and does not belong into it.</summary>
public sealed record Stray(string Name, int Count);

/// <summary>What pasted texts bring with them. It is named and counted, and taken out only when somebody asks for it.</summary>
/// <param name="Text">Without what is named.</param>
public sealed partial record PastedText(string Text, IReadOnlyList<Stray> Strays)
{
    private const string HalfWidth = ",:;!?()";
    private const string FullWidth = "，：；！？（）";

    /// <param name="isOneLine">Line ends are strays, too.</param>
    public static PastedText Of(string text, bool isOneLine)
    {
        var strays = new List<Stray>();
        if (isOneLine)
        {
            Take("换行", LineEnd(), match => Between(text, match) ? "" : " ");
        }

        Take("看不见的字符", Invisible(), _ => "");
        Take("特殊空格", OddSpace(), match => Between(text, match) ? "" : " ");
        Take("汉字之间的空格", SpaceBetween(), _ => "");
        Take("半角标点", HalfMark(), match => FullWidth[HalfWidth.IndexOf(match.Value[0], StringComparison.Ordinal)].ToString());
        Take("直引号", StraightQuotes(), match => $"“{match.Groups["words"].Value}”");
        Take("全角数字和字母", FullDigit(), match => string.Concat(match.Value.Select(c => (char)(c - '！' + '!'))));
        return new PastedText(text, strays);

        void Take(string name, Regex pattern, MatchEvaluator instead)
        {
            if (pattern.Count(text) is > 0 and var count)
            {
                strays.Add(new Stray(name, count));
                text = pattern.Replace(text, instead);
            }
        }
    }

    /// <summary>What came along into a field; the register of corrections holds the source's own characters.</summary>
    public static PastedText In(FormField field, FileForm form) => form.Path == ContentFiles.Corrections || field.Spec.Kind is not (FieldKind.Line or FieldKind.Text or FieldKind.Lines or FieldKind.Quote)
        ? new PastedText(field.Value, [])
        : Of(field.Value, isOneLine: field.Spec.Kind != FieldKind.Lines && form.Kind != FormKind.Page);

    private static bool Between(string text, Match match) => Han().IsMatch(text.AsSpan(Math.Max(0, match.Index - 1), Math.Min(1, match.Index))) || Han().IsMatch(text.AsSpan(Math.Min(text.Length, match.Index + match.Length), Math.Min(1, text.Length - match.Index - match.Length)));

    [GeneratedRegex(@"[ \t]*\n\s*")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")]
    private static partial Regex Invisible();

    [GeneratedRegex(@"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")]
    private static partial Regex OddSpace();

    [GeneratedRegex(@"(?<=[\u4e00-\u9fff，。、；：！？“”（）]) +(?=[\u4e00-\u9fff，。、；：！？“”（）])")]
    private static partial Regex SpaceBetween();

    // Beside a Chinese character or mark; not within a number, an address or a time.
    [GeneratedRegex(@"(?<=[\u4e00-\u9fff”）%])[,:;!?()]|[,:;!?()](?=[\u4e00-\u9fff“（])")]
    private static partial Regex HalfMark();

    [GeneratedRegex("\"(?<words>[^\"\n]*[\u4e00-\u9fff][^\"\n]*)\"")]
    private static partial Regex StraightQuotes();

    [GeneratedRegex(@"[０-９Ａ-Ｚａ-ｚ]+")]
    private static partial Regex FullDigit();

    [GeneratedRegex(@"\A[\u4e00-\u9fff，。、；：！？“”（）]\z")]
    private static partial Regex Han();
}
