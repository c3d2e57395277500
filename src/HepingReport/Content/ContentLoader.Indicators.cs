using System.Globalization;
using System.Text.RegularExpressions;

namespace HepingReport.Content;

// The figures: each proven by its quote, and no number of the body without a figure or a reason.
public static partial class ContentLoader
{
    private const string ChineseNumerals = "零一二三四五六七八九十";

    /// <summary>An indicator as indicators.yml has it, with the place of its number in the paragraph once that is found.</summary>
    private sealed record IndicatorEntry(Indicator Unplaced, string Paragraph, ContentPlace TopicPlace, bool Found);

    private sealed partial class Loading
    {
        private Dictionary<string, ParagraphDraft>? draftsById;

        /// <summary>All units of the file: 亿 beside 850亿元 is too short where another indicator has 亿元.</summary>
        private HashSet<string> units = [];

        private List<IndicatorEntry> ReadIndicators(Outline outline)
        {
            draftsById = outline.Sections.SelectMany(section => section.File.Paragraphs).DistinctBy(paragraph => paragraph.Id).ToDictionary(paragraph => paragraph.Id);
            var entries = new List<IndicatorEntry>();
            var ids = new HashSet<string>(StringComparer.Ordinal);
            var list = List(ContentFiles.Indicators);
            units = [.. list.Select(keys => keys.Peek("unit")).OfType<string>()];
            foreach (var keys in list)
            {
                if (ReadIndicator(keys, entries.Count) is not { } entry)
                {
                    continue;
                }

                if (ids.Add(entry.Unplaced.Id))
                {
                    entries.Add(entry);
                }
                else
                {
                    problems.Add(ContentProblems.Duplicate(keys.PlaceOf("id"), "指标编号", entry.Unplaced.Id));
                }
            }

            return entries;
        }

        private IndicatorEntry? ReadIndicator(YamlMap keys, int order)
        {
            keys.Allow("id", "name", "year", "value", "unit", "qualifier", "kind", "topic", "paragraph", "quote", "number", "occurrence");
            var id = keys.Text("id");
            var name = keys.Text("name");
            var year = keys.WholeNumber("year");
            var value = keys.Decimal("value");
            var unit = keys.TextOrEmpty("unit");
            var qualifier = keys.OptionalText("qualifier");
            var kindCode = keys.Text("kind");
            var topic = keys.Text("topic");
            var paragraph = keys.Text("paragraph");
            var quote = keys.Text("quote");
            var number = keys.Text("number");
            var occurrence = keys.Has("occurrence") ? keys.WholeNumber("occurrence") ?? 1 : 1;
            if (id is null || name is null || year is null || value is null || unit is null || kindCode is null || topic is null || paragraph is null || quote is null || number is null)
            {
                return null;
            }

            if (year is not (2017 or 2018))
            {
                problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("year"), "year", $"{year}", "2017 或 2018"));
            }

            if (!IndicatorId().IsMatch(id) || !id.EndsWith($"-{year}", StringComparison.Ordinal))
            {
                problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("id"), "id", id, $"小写英文、数字和连字符，并以 -{year} 结尾"));
            }

            if (IndicatorKinds.Parse(kindCode) is not { } kind)
            {
                problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("kind"), "kind", kindCode, $"其中一个：{IndicatorKinds.Codes}"));
                return null;
            }

            var indicator = new Indicator
            {
                Id = id,
                Name = name,
                Year = year.Value,
                Value = value.Value,
                Unit = unit,
                Qualifier = qualifier,
                Kind = kind,
                Topic = topic,
                Quote = quote,
                Place = Unplaced,
                Start = 0,
                Length = 0,
                Order = order,
            };
            CheckKindAndQualifier(indicator, keys);
            var (start, length) = FindNumber(indicator, paragraph, number, occurrence, keys);
            return new IndicatorEntry(indicator with { Start = start, Length = length }, paragraph, keys.PlaceOf("topic"), length > 0);
        }

        private static readonly ParagraphPlace Unplaced = new(
            new Section { ChapterId = "", Id = "", Title = "", Paragraphs = [] },
            new Paragraph { Id = "", Number = 0, Text = "" });

        private void CheckKindAndQualifier(Indicator indicator, YamlMap keys)
        {
            foreach (var word in indicator.Words.Where(word => !Qualifiers.All.Contains(word)))
            {
                problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("qualifier"), "qualifier", word, $"这些词，几个之间用顿号：{string.Join("、", Qualifiers.All)}"));
            }

            var isCeiling = indicator.Words.Any(word => word is "以内" or "以下");
            if (isCeiling != (indicator.Kind == IndicatorKind.Limit))
            {
                problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("kind"), "kind", indicator.Kind.Code(), "limit，当且仅当限定词有“以内”或“以下”"));
            }
        }

        /// <summary>Finds the number in its quote, and the quote in its paragraph; value, unit and qualifiers have to agree with the words there.</summary>
        private (int Start, int Length) FindNumber(Indicator indicator, string paragraph, string number, int occurrence, YamlMap keys)
        {
            if (!draftsById!.TryGetValue(paragraph, out var draft))
            {
                ReportUnknownParagraph(keys, paragraph);
                return default;
            }

            var count = FidelityCheck.Occurrences(draft.Text, indicator.Quote);
            if (count != 1)
            {
                problems.Add(ContentProblems.WordsNotOnce(keys.PlaceOf("quote"), $"“{paragraph}”", indicator.Quote, count));
                return default;
            }

            var quoteStart = draft.Text.IndexOf(indicator.Quote, StringComparison.Ordinal);
            var start = PositionOf(number, occurrence, draft.Text, quoteStart, quoteStart + indicator.Quote.Length);
            if (start < 0)
            {
                problems.Add(ContentProblems.QuoteWithoutNumber(keys.PlaceOf("number"), number));
                return default;
            }

            if (ValueOf(number) != indicator.Value)
            {
                problems.Add(ContentProblems.ValueDiffers(keys.PlaceOf("value"), indicator.ValueText, number));
            }

            var end = start + number.Length;
            if (!IsUnitAt(draft.Text, end, indicator))
            {
                problems.Add(ContentProblems.UnitDiffers(keys.PlaceOf("unit"), indicator.UnitWithQualifier, draft.Text[end..Math.Min(end + 8, draft.Text.Length)]));
                return (start, number.Length);
            }

            end += indicator.UnitWithQualifier.Length;
            foreach (var word in indicator.Words)
            {
                var stands = Qualifiers.Behind.Contains(word)
                    ? draft.Text.AsSpan(end).StartsWith(word)
                    : word == Qualifiers.Within || draft.Text.AsSpan(quoteStart, start - quoteStart).Contains(word, StringComparison.Ordinal);
                if (!stands)
                {
                    problems.Add(ContentProblems.QualifierAbsent(keys.PlaceOf("qualifier"), word, number));
                }
            }

            var unstated = Qualifiers.Behind.FirstOrDefault(word => draft.Text.AsSpan(end).StartsWith(word) && !indicator.Words.Contains(word))
                ?? Qualifiers.Telling.FirstOrDefault(word => draft.Text.AsSpan(quoteStart, start - quoteStart).Contains(word, StringComparison.Ordinal) && !indicator.Words.Contains(word));
            if (unstated is not null)
            {
                problems.Add(ContentProblems.QualifierMissing(keys.PlaceOf("value"), unstated, number));
            }

            return (start, end - start);
        }

        /// <summary>While report.yml cannot be read no paragraph is known, and none is unknown.</summary>
        private void ReportUnknownParagraph(YamlMap keys, string paragraph)
        {
            if (draftsById!.Count > 0)
            {
                problems.Add(ContentProblems.PlaceUnknown(keys.PlaceOf("paragraph"), paragraph));
            }
        }

        private bool IsUnitAt(string text, int position, Indicator indicator)
        {
            var rest = text.AsSpan(position);
            if (!rest.StartsWith(indicator.UnitWithQualifier))
            {
                return false;
            }

            foreach (var longer in units.Where(unit => unit.Length > indicator.Unit.Length && unit.StartsWith(indicator.Unit, StringComparison.Ordinal)))
            {
                if (rest.StartsWith(Qualifiers.Inside(longer, indicator.Words.Contains(Qualifiers.Within))))
                {
                    return false;
                }
            }

            return true;
        }

        private static decimal? ValueOf(string number)
        {
            if (decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }

            var numeral = number == "两" ? 2 : ChineseNumerals.IndexOf(number, StringComparison.Ordinal);
            return number.Length == 1 && numeral >= 0 ? numeral : null;
        }

        /// <summary>The start of a number's n-th occurrence between two positions; digits count as whole tokens, so that 6 is not found in 16.</summary>
        private static int PositionOf(string number, int occurrence, string text, int from, int to)
        {
            var positions = char.IsAsciiDigit(number[0])
                ? DigitToken().Matches(text).Where(token => token.Value == number).Select(token => token.Index)
                : Enumerable.Range(0, text.Length).Where(i => text.AsSpan(i).StartsWith(number));
            return positions.Where(start => start >= from && start + number.Length <= to).Skip(occurrence - 1).FirstOrDefault(-1);
        }

        /// <param name="listed">All ids of indicators.yml: an indicator with a fault of its own is not reported once more here.</param>
        private List<Comparison> ReadComparisons(IndicatorCatalogue indicators, HashSet<string> listed)
        {
            var comparisons = new List<Comparison>();
            var pairs = new HashSet<(string, string)>();
            foreach (var keys in List(ContentFiles.Comparisons))
            {
                keys.Allow("from", "to", "class", "reason");
                var from = Side("from", 2017);
                var to = Side("to", 2018);
                var className = keys.Text("class");
                var reason = keys.Text("reason");
                if (from is null || to is null || className is null || reason is null)
                {
                    continue;
                }

                if (Comparabilities.Parse(className) is not { } comparability)
                {
                    problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("class"), "class", className, $"其中一个：{Comparabilities.Names}"));
                    continue;
                }

                if (comparability is Comparability.Comparable or Comparability.GrowthComparable && (from.Unit != to.Unit || from.Kind != to.Kind))
                {
                    problems.Add(ContentProblems.ComparisonUnlike(keys.PlaceOf("class"), className));
                }

                if (!pairs.Add((from.Id, to.Id)))
                {
                    problems.Add(ContentProblems.Duplicate(keys.PlaceOf("to"), "对比", $"{from.Id} → {to.Id}"));
                    continue;
                }

                comparisons.Add(new Comparison(from, to, comparability, reason));

                Indicator? Side(string key, int year)
                {
                    if (keys.Text(key) is not { } id)
                    {
                        return null;
                    }

                    var found = indicators.Find(id);
                    if (found?.Year == year)
                    {
                        return found;
                    }

                    if (found is not null || !listed.Contains(id))
                    {
                        problems.Add(ContentProblems.IndicatorUnknown(keys.PlaceOf(key), id, year));
                    }

                    return null;
                }
            }

            return comparisons;
        }

        private IndicatorCatalogue BuildIndicators(Outline outline, Report report, List<IndicatorEntry> entries, List<Topic> topics)
        {
            // Without any topic the fault lies in topics.yml, and is told there.
            foreach (var entry in entries.Where(entry => topics.Count > 0 && topics.TrueForAll(topic => topic.Id != entry.Unplaced.Topic)))
            {
                problems.Add(ContentProblems.ValueInvalid(entry.TopicPlace, "topic", entry.Unplaced.Topic, "topics.yml 里的一个专题编号"));
            }

            var placed = entries.Where(entry => entry.Found && report.FindParagraph(entry.Paragraph) is not null)
                .Select(entry => entry.Unplaced with { Place = report.FindParagraph(entry.Paragraph)! })
                .OrderBy(indicator => report.PositionOf(indicator.Place.Section)).ThenBy(indicator => indicator.Place.Paragraph.Number).ThenBy(indicator => indicator.Start)
                .Select((indicator, order) => indicator with { Order = order })
                .ToList();
            var listed = entries.Select(entry => entry.Unplaced.Id).ToHashSet(StringComparer.Ordinal);
            var comparisons = ReadComparisons(new IndicatorCatalogue(placed, []), listed);
            CheckKeyFigures(outline, listed);
            return new IndicatorCatalogue(placed, comparisons);
        }

        /// <summary>Every digit token of the body is a figure or stands on the reasoned list; none is on both, none on neither.</summary>
        private void CheckCoverage(List<ReportBlock> blocks, List<IndicatorEntry> indicators)
        {
            if (Text(ContentFiles.Indicators) is null)
            {
                return;
            }

            var figures = indicators.Where(entry => entry.Found).Select(entry => (entry.Paragraph, entry.Unplaced.Start)).ToHashSet();
            var others = ReadOtherNumbers(blocks);
            foreach (var block in blocks.TakeWhile(block => block.Place != "notes"))
            {
                foreach (Match token in DigitToken().Matches(block.Text))
                {
                    var isFigure = figures.Contains((block.Place, token.Index));
                    var isOther = others.Contains((block.Place, token.Index));
                    if (isFigure == isOther)
                    {
                        var place = block.Origin.PlaceOf(token.Index);
                        var sentence = SentenceAt(block.Text, token.Index);
                        problems.Add(isFigure ? ContentProblems.NumberListedTwice(place, token.Value, sentence) : ContentProblems.NumberUncovered(place, token.Value, sentence));
                    }
                }
            }
        }

        private HashSet<(string Place, int Start)> ReadOtherNumbers(List<ReportBlock> blocks)
        {
            var found = new HashSet<(string, int)>();
            var byPlace = blocks.DistinctBy(block => block.Place).ToDictionary(block => block.Place, StringComparer.Ordinal);
            foreach (var keys in List(ContentFiles.OtherNumbers))
            {
                keys.Allow("paragraph", "number", "words", "reason", "occurrence");
                keys.Text("reason");
                var occurrence = keys.Has("occurrence") ? keys.WholeNumber("occurrence") ?? 1 : 1;
                if (keys.Text("paragraph") is not { } place || keys.Text("number") is not { Length: > 0 } number || keys.Text("words") is not { } words)
                {
                    continue;
                }

                if (!byPlace.TryGetValue(place, out var block))
                {
                    ReportUnknownParagraph(keys, place);
                    continue;
                }

                var count = FidelityCheck.Occurrences(block.Text, words);
                var wordsStart = block.Text.IndexOf(words, StringComparison.Ordinal);
                var start = count == 1 ? PositionOf(number, occurrence, block.Text, wordsStart, wordsStart + words.Length) : -1;
                if (count != 1)
                {
                    problems.Add(ContentProblems.WordsNotOnce(keys.PlaceOf("words"), $"“{place}”", words, count));
                }
                else if (start < 0)
                {
                    problems.Add(ContentProblems.QuoteWithoutNumber(keys.PlaceOf("number"), number));
                }
                else if (!found.Add((place, start)))
                {
                    problems.Add(ContentProblems.Duplicate(keys.PlaceOf("words"), "数字", words));
                }
            }

            return found;
        }

        /// <summary>The clause around a number, no further than a message could show: a text without punctuation is one endless clause for each of its numbers.</summary>
        private static string SentenceAt(string text, int position)
        {
            const int Around = 60;
            var from = Math.Max(0, position - Around);
            var to = Math.Min(text.Length, position + Around);
            var start = text.LastIndexOfAny(['。', '；', '，'], position, position - from + 1) + 1;
            var end = text.IndexOfAny(['。', '；', '，'], position, to - position);
            return text[Math.Max(from, start)..(end < 0 ? to : end)];
        }

        /// <summary>Ids of key figures named in a section's or the report's head.</summary>
        private void CheckKeyFigures(Outline outline, HashSet<string> listed)
        {
            var named = outline.KeyFigures.Concat(outline.Sections.SelectMany(section => section.File.KeyFigures));
            foreach (var figure in named.Where(figure => !listed.Contains(figure.Text)))
            {
                problems.Add(ContentProblems.IndicatorUnknown(figure.Place, figure.Text, year: null));
            }
        }

        [GeneratedRegex(@"[0-9]+(\.[0-9]+)?")]
        private static partial Regex DigitToken();

        [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
        private static partial Regex IndicatorId();
    }
}
