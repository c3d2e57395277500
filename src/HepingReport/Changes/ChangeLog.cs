using HepingReport.Content;

namespace HepingReport.Changes;

/// <summary>Everything that was changed since the site was first published: the register of corrections and the recorded edits, newest first.</summary>
public static class ChangeLog
{
    public const string NoReason = "内容文件有改动，没有写明理由。";

    public static IReadOnlyList<PublishedChange> Of(ContentSnapshot content, IReadOnlyList<PublishedRevision> revisions)
    {
        var registered = content.Corrections.ToDictionary(correction => RegisteredCorrection.KeyOf(correction.Place, correction.Source, correction.Corrected));
        return
        [
            .. registered.Select(entry => OfCorrection(entry.Key, entry.Value))
                .Concat(revisions.Where(revision => !registered.ContainsKey(revision.Key)).Select(OfRevision))
                .OrderByDescending(change => change.When),
        ];

        PublishedChange OfCorrection(string key, Correction correction)
        {
            var (place, address) = content.Locate(correction.Place);
            var day = correction.Date ?? content.Site.Published;
            var when = correction.Date is null && revisions.LastOrDefault(revision => revision.Key == key) is { } recorded ? recorded.When : PublishedChange.StartOf(day);
            var reason = correction.Notice is { } notice ? $"{correction.Reason}依据：{notice}。" : correction.Reason;
            return new PublishedChange(key, when, place, address, PunctuationRule.Apply(correction.Source), correction.Corrected, correction.Kind.Name(), reason, ChangeSource.Corrections);
        }
    }

    private static PublishedChange OfRevision(PublishedRevision revision)
    {
        var change = new PublishedChange($"{revision.To}:{revision.Key}", revision.When, revision.Place, revision.Address, revision.Before ?? "", revision.After ?? "", revision.Kind, revision.Reason ?? NoReason, ChangeSource.Revision);
        return revision is { Before: not null, After: not null } && TextDifference.IsOnlyPunctuation(change.Difference) ? change with { Kind = $"{change.Kind}（只改标点）" } : change;
    }
}
