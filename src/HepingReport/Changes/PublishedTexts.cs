using System.Security.Cryptography;
using System.Text;
using HepingReport.Content;

namespace HepingReport.Changes;

/// <summary>
/// The texts of one snapshot whose changes are told to readers: the report's own words, and what the site writes beside them.
/// Small enough to keep in a file, so that an edit made while the site was off is noticed too.
/// </summary>
/// <param name="Form">Raised when other texts are kept: a copy of another form tells nothing about edits.</param>
internal sealed record PublishedTexts(int Form, IReadOnlyDictionary<string, PublishedPassage> Passages, IReadOnlyList<RegisteredCorrection> Corrections)
{
    public const int CurrentForm = 1;

    /// <summary>The version of all these texts.</summary>
    public string Hash
    {
        get
        {
            var all = Passages.OrderBy(passage => passage.Key, StringComparer.Ordinal).SelectMany(passage => new[] { passage.Key, passage.Value.Text })
                .Concat(Corrections.Select(correction => correction.Key).Order(StringComparer.Ordinal));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', all))))[..16];
        }
    }

    public static PublishedTexts Of(ContentSnapshot content)
    {
        var passages = new Dictionary<string, PublishedPassage>(StringComparer.Ordinal);
        foreach (var section in content.Report.Sections)
        {
            var (name, address) = (content.Report.NameOf(section), Links.Section(section));
            if (section.Number is not null)
            {
                passages[$"heading:{section.Key}"] = new PublishedPassage("标题", name, address, section.Heading, section.IsLead ? section.ChapterId : section.Key);
            }

            if (section.Summary is { } summary)
            {
                passages[$"summary:{section.Key}"] = new PublishedPassage("提要", name, address, summary);
            }

            if (section.KeyPoints.Count > 0)
            {
                passages[$"keypoints:{section.Key}"] = new PublishedPassage("要点", name, address, string.Concat(section.KeyPoints));
            }

            foreach (var paragraph in section.Paragraphs)
            {
                passages[$"paragraph:{paragraph.Id}"] = new PublishedPassage("正文", $"{name}第{paragraph.Number}段", Links.Paragraph(section, paragraph), paragraph.Text, paragraph.Id);
            }
        }

        foreach (var note in content.Report.Notes)
        {
            passages[$"note:{note.Number}"] = new PublishedPassage("附注", $"附注{note.Number}", Links.Note(note.Number), note.Text, note.Place);
        }

        foreach (var term in content.Terms)
        {
            passages[$"term:{term.Id}"] = new PublishedPassage("本站注释", $"“{term.Name}”", Links.Term(term), $"{term.Name}：{term.Definition}");
        }

        foreach (var indicator in content.Indicators.All)
        {
            passages[$"indicator:{indicator.Id}"] = new PublishedPassage("指标", $"“{indicator.Name}”（{indicator.Year}年）", Links.Indicator(indicator), $"{indicator.Name}：{indicator.Amount}", indicator.Place.Paragraph.Id);
        }

        var corrections = content.Corrections.Select(correction =>
        {
            var (name, address) = content.Locate(correction.Place);
            return new RegisteredCorrection(correction.Place, correction.Source, correction.Corrected, correction.Reason, name, address);
        });
        return new PublishedTexts(CurrentForm, passages, [.. corrections]);
    }

    /// <summary>What changed between these texts and later ones. A text that changed by a correction alone is told by the correction.</summary>
    /// <param name="reason">Why, where no correction tells it.</param>
    public IEnumerable<PublishedRevision> ChangesTo(PublishedTexts next, DateTimeOffset when, string? reason = null)
    {
        var came = next.Corrections.ExceptBy(Corrections.Select(correction => correction.Key), correction => correction.Key).ToList();
        var went = Corrections.ExceptBy(next.Corrections.Select(correction => correction.Key), correction => correction.Key).ToList();
        var to = next.Hash;
        foreach (var key in next.Passages.Keys.Union(Passages.Keys))
        {
            var before = Passages.GetValueOrDefault(key);
            var after = next.Passages.GetValueOrDefault(key);
            var passage = (after ?? before)!;
            if (before?.Text == after?.Text || (before is not null && after is not null && IsCorrectedOnly(before, after)))
            {
                continue;
            }

            var verb = before is null ? "新增" : after is null ? "删去" : "修改";
            var reasons = came.Where(correction => correction.Place == passage.CorrectionPlace).Select(correction => correction.Reason).ToList();
            yield return new PublishedRevision(when, key, verb + passage.Kind, passage.Name, after?.Address, before?.Text, after?.Text, reasons.Count == 0 ? reason : string.Concat(reasons), to);
        }

        foreach (var correction in came)
        {
            yield return new PublishedRevision(when, correction.Key, "登记更正", correction.Name, correction.Address, correction.Printed, correction.Corrected, correction.Reason, to);
        }

        foreach (var correction in went)
        {
            yield return new PublishedRevision(when, correction.Key, "撤销更正", correction.Name, correction.Address, correction.Corrected, correction.Printed, reason, to);
        }

        bool IsCorrectedOnly(PublishedPassage before, PublishedPassage after) =>
            before.CorrectionPlace is { } place && Without(went, place, before.Text) == Without(came, place, after.Text);
    }

    private static string Without(List<RegisteredCorrection> corrections, string place, string text) =>
        corrections.Where(correction => correction.Place == place).Aggregate(text, (words, correction) => words.Replace(correction.Corrected, correction.Printed, StringComparison.Ordinal)).Trim();
}

/// <summary>One text, and what readers call its place.</summary>
/// <param name="CorrectionPlace">The place by which corrections.yml names it; null where none can.</param>
internal sealed record PublishedPassage(string Kind, string Name, string Address, string Text, string? CorrectionPlace = null);

internal sealed record RegisteredCorrection(string Place, string Source, string Corrected, string Reason, string Name, string Address)
{
    public string Key => KeyOf(Place, Source, Corrected);

    /// <summary>The published characters with the site's punctuation, so that only the correction itself differs.</summary>
    public string Printed => PunctuationRule.Apply(Source);

    public static string KeyOf(string place, string source, string corrected) => $"correction:{place}|{source}|{corrected}";
}
