using System.Collections.Frozen;
using HepingReport.Search;

namespace HepingReport.Content;

/// <summary>Everything that is published, at one moment: immutable, checked, versioned by the hash of the files it came from.</summary>
public sealed class ContentSnapshot
{
    public required string Hash { get; init; }

    public required Report Report { get; init; }

    public required SiteIdentity Site { get; init; }

    public required Fidelity Fidelity { get; init; }

    public required IReadOnlyList<Correction> Corrections { get; init; }

    public required IReadOnlyList<Doubt> Doubts { get; init; }

    /// <summary>本站注释, in the order of terms.yml.</summary>
    public required IReadOnlyList<Term> Terms { get; init; }

    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Places and institutions the report names, in the order of places.yml.</summary>
    public IReadOnlyList<Place> Places { get; init; } = [];

    /// <summary>Residents' own words for what the report says in others.</summary>
    public IReadOnlyList<Synonym> Synonyms { get; init; } = [];

    /// <summary>How headings, topics, terms, notes and places are found by Latin letters.</summary>
    public IReadOnlyList<PinyinEntry> Pinyin { get; init; } = [];

    public required IndicatorCatalogue Indicators { get; init; }

    /// <summary>All of this, to be found by words.</summary>
    public required SearchIndex Search { get; init; }

    /// <summary>The figures of the home page, in the order of report.yml.</summary>
    public required IReadOnlyList<Indicator> KeyFigures { get; init; }

    public required IReadOnlyList<StandingPage> Pages { get; init; }

    /// <summary>How numbers and symbols of the report are said aloud.</summary>
    public SpokenForms Spoken { get; init; } = SpokenForms.None;

    /// <summary>By section key: the second at which each line of a person's recording begins, where somebody noted it.</summary>
    public FrozenDictionary<string, IReadOnlyList<double>> RecordingTimes { get; init; } = FrozenDictionary<string, IReadOnlyList<double>>.Empty;

    /// <summary>Null until the accessibility tests were recorded.</summary>
    public AccessibilityResults? AccessibilityResults { get; init; }

    /// <summary>Old address → new address, both as paths; the new one may carry a fragment.</summary>
    public required FrozenDictionary<string, string> Redirects { get; init; }

    /// <summary>Addresses of all pages, in the order of the site map.</summary>
    public IEnumerable<string> PageAddresses => Links.AllPages(Report, Terms, Topics, Indicators, Pages);

    /// <summary>The reviewed pinyin of exactly these words; what has none yet is put behind all that have.</summary>
    public string PinyinOf(string words) => Pinyin.FirstOrDefault(entry => entry.Words == words) is { } entry ? string.Join(' ', entry.Syllables) : "~" + words;

    public Term? FindTerm(string id) => Terms.FirstOrDefault(term => term.Id == id);

    public Topic? FindTopic(string id) => Topics.FirstOrDefault(topic => topic.Id == id);

    public StandingPage? FindPage(string id) => Pages.FirstOrDefault(page => page.Id == id);

    /// <summary>What readers call a correction's or doubt's place, and its address.</summary>
    public (string Name, string Address) Locate(string place)
    {
        if (Report.FindParagraph(place) is { } found)
        {
            return ($"{Report.NameOf(found.Section)}第{found.Paragraph.Number}段", Links.Paragraph(found));
        }

        if (Report.Notes.FirstOrDefault(note => note.Place == place) is { } note)
        {
            return ($"附注{note.Number}", Links.Note(note.Number));
        }

        var section = Report.FindSection(place) ?? Report.FindChapter(place)?.Lead;
        return section is null ? ("附注的标题", Links.Glossary) : (Report.NameOf(section), Links.Section(section));
    }
}

/// <summary>What loading gave: a snapshot unless there was an error, and every problem of every file.</summary>
public sealed record ContentLoad(ContentSnapshot? Snapshot, IReadOnlyList<ContentProblem> Problems, ContentSource Source)
{
    /// <summary>Where the text departs from the source without a reason, each also a problem.</summary>
    public IReadOnlyList<Departure> Departures { get; init; } = [];

    /// <summary>For a preview only, never for readers: with its errors, as far as it could be read; null where too little could.</summary>
    public ContentSnapshot? Draft => Snapshot ?? Faulty?.Value;

    /// <summary>Made when somebody asks to see it.</summary>
    internal Lazy<ContentSnapshot>? Faulty { get; init; }
}
