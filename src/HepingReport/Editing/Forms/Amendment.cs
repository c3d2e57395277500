using System.Globalization;
using HepingReport.Changes;
using HepingReport.Content;

namespace HepingReport.Editing.Forms;

/// <summary>Why the site's text shall depart from the source: an entry of corrections.yml, as somebody gives it beside the text.</summary>
public sealed record Amendment(string Kind, string Reason, string NoticeTitle, string NoticeNumber, string NoticeDate, DateOnly Date)
{
    /// <summary>Characters of the paragraph on each side, so that a reader of the register finds the place.</summary>
    private const int Around = 4;

    private static readonly string[] Quoting = [ContentFiles.Topics, ContentFiles.Indicators, ContentFiles.OtherNumbers, ContentFiles.Doubts];

    private bool IsIssuers => Kind == "issuer-amendment";

    /// <summary>What is still to be filled in, said to whoever fills it in; null where nothing is.</summary>
    public string? Missing =>
        CorrectionKinds.Parse(Kind) is null ? "请选这处更正的种类。"
        : string.IsNullOrWhiteSpace(Reason) ? "请写理由，给读者看的一句话。"
        : IsIssuers && (string.IsNullOrWhiteSpace(NoticeTitle) || string.IsNullOrWhiteSpace(NoticeNumber)) ? "发布机关更正要写明公告的标题和文号。"
        : IsIssuers && !DateOnly.TryParseExact(NoticeDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? "请写公告的日期，写成 2018-03-01 的样子。"
        : null;

    /// <summary>
    /// The files that change with it: the register, and those that quote the very words. Each departure of the paragraph is an entry of its own.
    /// </summary>
    /// <returns>Null where it touches an earlier correction, which has to be changed itself.</returns>
    public IReadOnlyDictionary<string, string>? Explain(Departure departure, ContentSource source)
    {
        var changed = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ContentCheck.TextOf(source.Find(ContentFiles.Corrections)) is not { } text)
        {
            return null;
        }

        var register = FileForm.Of(ContentFiles.Corrections, text);
        var closed = new List<(int Start, int End)>();
        var quoted = departure.Expected;
        foreach (var entry in register.Entries.Where(entry => entry.Find("place")!.Value == departure.Name).Reverse().ToList())
        {
            var corrected = entry.Find("corrected")!.Value;
            var start = departure.Actual.IndexOf(corrected, StringComparison.Ordinal);
            if (start < 0)
            {
                // Its words are no longer there: what it explained is explained anew.
                register = FileForm.Of(ContentFiles.Corrections, register.Without(entry.Key));
                quoted = quoted.Replace(PunctuationRule.Apply(entry.Find("source")!.Value), corrected, StringComparison.Ordinal);
            }
            else
            {
                closed.Add((start, start + corrected.Length));
            }
        }

        var spots = Spot.In(departure.Expected, departure.Actual);
        foreach (var (i, spot) in spots.Index())
        {
            if (spot.Widened(departure, [.. closed, .. spots.Skip(i + 1).Select(later => (later.ActualStart, later.ActualEnd))]) is not { } wide)
            {
                return null;
            }

            closed.Add((wide.ActualStart, wide.ActualEnd));

            register = FileForm.Of(ContentFiles.Corrections, register.With("", "", new FormValues(
            [
                new("place", departure.Name),
                new("source", PunctuationRule.Reverse(departure.Expected[wide.Start..wide.End])),
                new("corrected", departure.Actual[wide.ActualStart..wide.ActualEnd]),
                new("kind", Kind),
                new("reason", Reason),
                new("date", Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                .. IsIssuers ? [new("notice.title", NoticeTitle), new("notice.number", NoticeNumber), new("notice.date", NoticeDate)] : Array.Empty<KeyValuePair<string, string>>(),
            ])));
        }

        changed[ContentFiles.Corrections] = register.ToString();
        foreach (var path in Quoting)
        {
            if (ContentCheck.TextOf(source.Find(path)) is { } before && WithQuotes(FileForm.Of(path, before), departure with { Expected = quoted }) is var after && after != before)
            {
                changed[path] = after;
            }
        }

        return changed;
    }

    /// <summary>The file with each quote of the paragraph in the words that stand there now.</summary>
    /// <param name="departure">From the words that were quoted.</param>
    private static string WithQuotes(FileForm form, Departure departure)
    {
        var (path, text) = (form.Path, form.ToString());
        for (var i = 0; i < form.Entries.Count; i++)
        {
            var entry = form.Entries[i];
            var all = entry.AllFields.ToDictionary(field => field.Name);
            var values = new FormValues(all.Values.Where(field => field.Rows.Count == 0).Select(field => KeyValuePair.Create(field.Name, field.Value)));
            var sent = values;
            foreach (var quote in all.Values.Where(field => field.Spec.Kind == FieldKind.Quote))
            {
                var row = quote.Name[..^quote.Spec.Key.Length];
                var place = all.GetValueOrDefault(row + "paragraph") ?? all.GetValueOrDefault(row + "place");
                if (place?.Value == departure.Name && Follow(quote.Value, departure) is { } now)
                {
                    sent = sent.With(quote.Name, now);
                }
            }

            if (!ReferenceEquals(sent, values))
            {
                text = form.With(entry.Key, entry.Hash, sent);
                form = FileForm.Of(path, text);
            }
        }

        return text;
    }

    /// <summary>What the quoted words are now; null where they have not changed, or do not stand there once.</summary>
    private static string? Follow(string quote, Departure departure)
    {
        if (FidelityCheck.Occurrences(departure.Expected, quote) != 1)
        {
            return null;
        }

        var start = departure.Expected.IndexOf(quote, StringComparison.Ordinal);
        var now = new System.Text.StringBuilder();
        var at = 0;
        foreach (var run in TextDifference.Between(departure.Expected, departure.Actual))
        {
            if (run.Kind == RunKind.Added)
            {
                now.Append(at > start && at < start + quote.Length ? run.Text : "");
                continue;
            }

            var (from, to) = (Math.Max(at, start), Math.Min(at + run.Text.Length, start + quote.Length));
            if (run.Kind == RunKind.Kept && from < to)
            {
                now.Append(run.Text, from - at, to - from);
            }

            at += run.Text.Length;
        }

        return now.ToString() is var words && words != quote && words.Length > 0 ? words : null;
    }

    /// <summary>Where both texts differ: a stretch of each.</summary>
    private sealed record Spot(int Start, int End, int ActualStart, int ActualEnd)
    {
        public static List<Spot> In(string expected, string actual)
        {
            var spots = new List<Spot>();
            var (at, actualAt) = (0, 0);
            foreach (var run in TextDifference.Between(expected, actual))
            {
                var (length, actualLength) = (run.Kind == RunKind.Added ? 0 : run.Text.Length, run.Kind == RunKind.Removed ? 0 : run.Text.Length);
                if (run.Kind != RunKind.Kept)
                {
                    // What lies close together is one correction.
                    var near = spots.Count > 0 && at - spots[^1].End < Around;
                    var spot = new Spot(near ? spots[^1].Start : at, at + length, near ? spots[^1].ActualStart : actualAt, actualAt + actualLength);
                    spots.RemoveRange(near ? spots.Count - 1 : spots.Count, near ? 1 : 0);
                    spots.Add(spot);
                }

                at += length;
                actualAt += actualLength;
            }

            return spots;
        }

        /// <summary>With the words around it, until it stands only once in each text; null where others are in the way.</summary>
        public Spot? Widened(Departure departure, List<(int Start, int End)> closed)
        {
            if (closed.Exists(other => ActualStart < other.End && other.Start < ActualEnd) || closed.Exists(other => ActualStart == ActualEnd && other.Start < ActualStart && ActualStart < other.End))
            {
                return null;
            }

            var left = ActualStart - closed.Where(other => other.End <= ActualStart).Select(other => other.End).DefaultIfEmpty(0).Max();
            var right = closed.Where(other => other.Start >= ActualEnd).Select(other => other.Start).DefaultIfEmpty(departure.Actual.Length).Min() - ActualEnd;
            for (var around = Around; ; around++)
            {
                var (before, after) = (Math.Min(around, left), Math.Min(around, right));
                var wide = new Spot(Start - before, End + after, ActualStart - before, ActualEnd + after);
                if (FidelityCheck.Occurrences(departure.Expected, departure.Expected[wide.Start..wide.End]) == 1 && FidelityCheck.Occurrences(departure.Actual, departure.Actual[wide.ActualStart..wide.ActualEnd]) == 1)
                {
                    return wide;
                }

                if (around >= left && around >= right)
                {
                    return null;
                }
            }
        }
    }
}
