namespace HepingReport.Content;

/// <summary>The names of the content files, below the content folder.</summary>
internal static class ContentFiles
{
    public const string Site = "site.yml";
    public const string Report = "report/report.yml";
    public const string Opening = "report/opening.md";
    public const string Closing = "report/closing.md";
    public const string Notes = "notes.yml";
    public const string Terms = "terms.yml";
    public const string Pronunciations = "pronunciations.yml";
    public const string Spoken = "spoken.yml";
    public const string AccessibilityResults = "accessibility-results.yml";
    public const string Corrections = "corrections.yml";
    public const string Doubts = "doubts.yml";
    public const string Topics = "topics.yml";
    public const string Places = "places.yml";
    public const string Synonyms = "synonyms.yml";
    public const string Pinyin = "pinyin.yml";
    public const string Indicators = "indicators.yml";
    public const string Comparisons = "comparisons.yml";
    public const string OtherNumbers = "numbers-not-indicators.yml";
    public const string Ids = "ids.txt";
    public const string Redirects = "redirects.yml";

    public static readonly IReadOnlyList<string> StandingPages = ["legal", "about", "help", "accessibility"];

    /// <summary>When each line of a person's recording begins; the recording itself, an MP3 of the same name, lies beside it.</summary>
    public static string RecordingTimes(string sectionKey) => $"audio/{sectionKey}.yml";

    public static string Page(string id) => $"pages/{id}.md";

    public static string Section(string chapter, string section) => $"report/{chapter}/{section}.md";
}
