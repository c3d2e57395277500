using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HepingReport.Editing.Forms;

/// <summary>Writes values as the content files have them, so that a form changes no more than its own lines.</summary>
internal static partial class YamlText
{
    /// <summary>An entry of a list. Comments within the former text are put before it.</summary>
    public static string Entry(FileSpec spec, Func<FieldSpec, string?> written, string former)
    {
        var keys = spec.Fields.Select(field => (field.Key, Value: written(field))).Where(pair => pair.Value is not null).ToList();
        var inline = former.Length == 0 ? spec.IsInline : former.StartsWith("- {", StringComparison.Ordinal);
        var entry = inline
            ? $"- {{ {string.Join(", ", keys.Select(pair => $"{pair.Key}: {pair.Value}"))} }}"
            : "- " + string.Join("\n  ", keys.Select(pair => $"{pair.Key}:{(pair.Value!.StartsWith('\n') ? pair.Value.Replace("\n", "\n  ", StringComparison.Ordinal) : " " + pair.Value)}"));
        return string.Concat(CommentsIn(former).Select(comment => $"# {comment}\n")) + entry;
    }

    /// <summary>A key of a file that is one mapping.</summary>
    public static string Line(string key, string value) => value.StartsWith('\n') ? $"{key}:{value}" : $"{key}: {value}";

    public static string List(IEnumerable<string> values, bool isLong)
    {
        var list = values.ToList();
        return isLong && list.Count > 0 ? string.Concat(list.Select(value => $"\n  - {Scalar(value, inFlow: false)}")) : $"[{string.Join(", ", list.Select(value => Scalar(value, inFlow: true)))}]";
    }

    public static string Rows(IEnumerable<IEnumerable<(string Key, string Value)>> rows, bool isLong)
    {
        var list = rows.Select(row => isLong ? string.Join("\n    ", row.Select(pair => $"{pair.Key}: {Scalar(pair.Value, inFlow: false)}")) : Map(row)).ToList();
        return list.Count == 0 ? "[]" : string.Concat(list.Select(row => $"\n  - {row}"));
    }

    public static string Map(IEnumerable<(string Key, string Value)> values) => $"{{ {string.Join(", ", values.Select(pair => $"{pair.Key}: {Scalar(pair.Value, inFlow: true)}"))} }}";

    /// <summary>Plain where YAML reads it so, else within quotation marks.</summary>
    public static string Scalar(string value, bool inFlow)
    {
        if (value.Any(IsUnseen))
        {
            return $"\"{string.Concat(value.Select(Escape))}\"";
        }

        return value.Length == 0 || Unplain().IsMatch(value) || (inFlow && value.AsSpan().ContainsAny(",[]{}")) ? $"'{value.Replace("'", "''", StringComparison.Ordinal)}'" : value;
    }

    /// <summary>Controls, and spaces that look like plain ones or like nothing: in the file they shall be seen.</summary>
    private static bool IsUnseen(char c) => c is < ' ' or (>= '\u007f' and <= '\u00a0') or (>= '\u2000' and <= '\u200f') or (>= '\u2028' and <= '\u202f') or (>= '\u205f' and <= '\u2064') or '\ufeff';

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        _ when IsUnseen(c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
        _ => c.ToString(),
    };

    private static List<string> CommentsIn(string text)
    {
        var comments = new List<string>();
        if (text.Contains('#', StringComparison.Ordinal))
        {
            var events = new Parser(new Scanner(new StringReader(text), skipComments: false));
            while (events.MoveNext())
            {
                if (events.Current is Comment comment)
                {
                    comments.Add(comment.Value);
                }
            }
        }

        return comments;
    }

    // An indicator at the start, a space at an end, what begins a comment or looks like a key.
    [GeneratedRegex(@"\A[-?:,\[\]{}#&*!|>'""%@`~]|\A\s|\s\z|: |:\z| #")]
    private static partial Regex Unplain();
}
