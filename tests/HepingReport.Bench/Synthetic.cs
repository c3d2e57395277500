using System.Text;
using System.Text.RegularExpressions;
using HepingReport.Content;
using HepingReport.Search;

namespace HepingReport.Bench;

/// <summary>Today's content with a part of it many times over.</summary>
internal static partial class Synthetic
{
    private static readonly (char Published, char Printed)[] Marks = [(',', '，'), (':', '：'), (';', '；'), ('!', '！'), ('(', '（'), (')', '）')];

    /// <summary>
    /// The content files with every chapter so many times: the copies have chapters, paragraphs, figures and comparisons of their own, and their text
    /// stands in the published source too, so that the loader finds nothing wrong. What was corrected stands corrected in this source.
    /// </summary>
    public static ContentSource Files(ContentLoad today, int times)
    {
        var content = today.Snapshot!;
        var files = today.Source.Files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetString(file.Bytes.Span));
        var chapters = content.Report.Chapters.Select(chapter => chapter.Id).ToList();
        var copies = Enumerable.Range(1, times - 1).Select(copy => $"-x{copy}").ToList();
        var sections = files.Where(file => chapters.Any(chapter => file.Key.StartsWith($"report/{chapter}/", StringComparison.Ordinal))).ToList();
        var own = sections.SelectMany(section => ParagraphId().Matches(section.Value).Select(match => match.Groups[1].Value)).Concat(chapters).ToHashSet();
        foreach (var (path, text) in sections)
        {
            foreach (var copy in copies)
            {
                files[path.Replace("/", $"{copy}/", StringComparison.Ordinal).Replace($"report{copy}", "report", StringComparison.Ordinal)] =
                    KeyFigures().Replace(ParagraphId().Replace(text, $"{{#$1{copy}}}"), figures => Figure().Replace(figures.Value, $"$1{copy}-$2"));
            }
        }

        foreach (var path in (string[])["indicators.yml", "numbers-not-indicators.yml", "comparisons.yml"])
        {
            var entries = string.Join('\n', files[path].Split('\n').Where(line => !line.StartsWith('#'))) + "\n";
            var all = new StringBuilder(entries);
            foreach (var copy in copies)
            {
                all.Append(Paragraph().Replace(FigureKey().Replace(entries, $"$1$2{copy}-$3"), match => own.Contains(match.Groups[2].Value) ? match.Value + copy : match.Value));
            }

            files[path] = all.ToString();
        }

        // What is of the opening and the closing is not copied, and its numbers are listed once.
        var report = files["report/report.yml"];
        var lines = report.Split('\n').ToList();
        var list = string.Join('\n', lines.SkipWhile(line => !line.StartsWith("chapters:", StringComparison.Ordinal)).Skip(1)).TrimEnd();
        var source = files["source/report-2018.txt"].Split('\n');
        var printed = content.Fidelity.Printed;
        var (first, last) = (printed.IndexOf(content.Report.Chapters[0].Heading, StringComparison.Ordinal), printed.IndexOf(content.Report.Sections[^1].Paragraphs[0].Text, StringComparison.Ordinal));
        var body = Reverse(printed[..first] + string.Concat(Enumerable.Repeat(printed[first..last], times)) + printed[last..]).Split('\n');
        files["source/report-2018.txt"] = string.Join('\n', [.. source.Take(content.Fidelity.FirstLine - 1), .. body, .. source.Skip(content.Fidelity.LastLine)]);
        files["report/report.yml"] = string.Join('\n', lines
            .TakeWhile(line => !line.StartsWith("chapters:", StringComparison.Ordinal)).Where(line => !line.TrimStart().StartsWith("sha256:", StringComparison.Ordinal))
            .Select(line => line.Contains("last-line:", StringComparison.Ordinal) ? $"  last-line: {content.Fidelity.FirstLine + body.Length - 1}" : line))
            + "\nchapters:\n" + list + "\n" + string.Concat(copies.Select(copy => ChapterId().Replace(list, $"$1$2{copy}") + "\n"));
        files["corrections.yml"] = "# none\n";

        // The ledger names the source's line of each paragraph; what comes after the copies stands so much lower.
        var height = printed[first..last].Count(c => c == '\n');
        var end = content.Fidelity.FirstLine + printed[..last].Count(c => c == '\n');
        var known = files["ids.txt"].Split('\n').Select(line => line.Split(' ')).Where(entry => entry is [_, var number] && int.TryParse(number, out _)).Select(entry => (Id: entry[0], Line: int.Parse(entry[1]))).ToList();
        files["ids.txt"] = string.Concat(known.SelectMany(entry => own.Contains(entry.Id)
            ? Enumerable.Range(0, times).Select(copy => $"{entry.Id}{(copy == 0 ? "" : copies[copy - 1])} {entry.Line + (copy * height)}\n")
            : [$"{entry.Id} {(entry.Line < end ? entry.Line : entry.Line + ((times - 1) * height))}\n"]));
        return ContentSource.Of(files);
    }

    private static string Reverse(string printed)
    {
        var text = new StringBuilder(printed);
        foreach (var (published, mark) in Marks)
        {
            text.Replace(mark, published);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\{#([A-Za-z0-9-]+)\}")]
    private static partial Regex ParagraphId();

    [GeneratedRegex(@"(?m)^key-figures:.*$")]
    private static partial Regex KeyFigures();

    [GeneratedRegex(@"([a-z][a-z0-9-]*)-(2017|2018)")]
    private static partial Regex Figure();

    [GeneratedRegex(@"(\bid: |\bfrom: |\bto: )([a-z][a-z0-9-]*)-(2017|2018)")]
    private static partial Regex FigureKey();

    [GeneratedRegex(@"(paragraph: )([A-Za-z0-9-]+)")]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"(- id: )([a-z0-9-]+)")]
    private static partial Regex ChapterId();

    public static ContentSnapshot Of(ContentSnapshot today, string hash, IndicatorCatalogue indicators, SearchIndex search) => new()
    {
        Hash = hash,
        Report = today.Report,
        Site = today.Site,
        Fidelity = today.Fidelity,
        Corrections = today.Corrections,
        Doubts = today.Doubts,
        Terms = today.Terms,
        Topics = today.Topics,
        Places = today.Places,
        Synonyms = today.Synonyms,
        Pinyin = today.Pinyin,
        Indicators = indicators,
        Search = search,
        KeyFigures = today.KeyFigures,
        Pages = today.Pages,
        Redirects = today.Redirects,
    };

    /// <summary>What can be found, so many times over: each copy has the sentences of a text in another order, and the copies of a chapter are a chapter each.</summary>
    public static List<(SearchDocument Document, SearchGroup Group)> Multiply(IReadOnlyList<(SearchDocument Document, SearchGroup Group)> entries, int times) =>
    [
        .. Enumerable.Range(0, times).SelectMany(copy => entries.Select(entry => copy == 0
            ? entry
            : (entry.Document with { Text = Turn(entry.Document.Text, copy), LeadLength = 0, Names = [] }, entry.Group with { Id = $"{entry.Group.Id}-{copy}" }))),
    ];

    private static string Turn(string text, int by)
    {
        var sentences = text.Split('。');
        return string.Join('。', sentences.Skip(by % sentences.Length).Concat(sentences.Take(by % sentences.Length)));
    }
}
