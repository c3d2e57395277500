using HepingReport.Files;

namespace HepingReport;

/// <summary>Every address of the site, as a method. Paths only: no host, lower case, no trailing slash, no extension for pages.</summary>
public static class Links
{
    public const string Home = "/";
    public const string CareHome = "/?view=care";
    public const string Outline = "/report";
    public const string FullReport = "/report/full";
    public const string Glossary = "/glossary";
    public const string Topics = "/topics";
    public const string Indicators = "/indicators";
    public const string Compare = "/compare";
    public const string Downloads = "/downloads";
    public const string Search = "/search";
    public const string Places = "/places";
    public const string Feedback = "/feedback";
    public const string FeedbackSent = "/feedback/sent";
    public const string FeedbackStatus = "/feedback/status";
    public const string Staff = "/staff";
    public const string StaffSignIn = "/staff/sign-in";
    public const string StaffCode = "/staff/sign-in/code";
    public const string StaffFirst = "/staff/first";
    public const string StaffAccounts = "/staff/accounts";
    public const string StaffAudit = "/staff/audit";
    public const string StaffAccount = "/staff/account";
    public const string StaffFiles = "/staff/files";
    public const string StaffDrafts = "/staff/drafts";
    public const string StaffReview = "/staff/review";
    public const string StaffPublish = "/staff/publish";
    public const string StaffHistory = "/staff/history";
    public const string StaffHistoryCompare = "/staff/history/compare";
    public const string StaffReports = "/staff/reports";
    public const string StaffPreviews = "/staff/preview";
    public const string StaffPrintStyles = "/staff/preview/print.css";
    public const string Changes = "/changes";
    public const string Feed = "/feed.xml";
    public const string Api = "/api/v1";
    public const string IndicatorsCsv = "/data/indicators.csv";
    public const string IndicatorsJson = "/data/indicators.json";
    public const string IndicatorsCsvMetadata = "/data/indicators.csv-metadata.json";
    public const string OpenApi = "/openapi/v1.json";
    public const string Fidelity = "/fidelity";
    public const string SourceText = "/fidelity/source.txt";
    public const string RestoredText = "/fidelity/restored.txt";
    public const string PrintedText = "/fidelity/report.txt";
    public const string SiteMap = "/sitemap";
    public const string SiteMapXml = "/sitemap.xml";
    public const string Robots = "/robots.txt";
    public const string ReadingSettings = "/reading";
    public const string Care = "/care";
    public const string Manifest = "/manifest.webmanifest";
    public const string Health = "/health";
    public const string SecurityTxt = "/.well-known/security.txt";

    /// <summary>What can be had besides pages.</summary>
    public static readonly IReadOnlyList<string> Files = [SourceText, RestoredText, PrintedText, SiteMapXml, IndicatorsCsv, IndicatorsJson, IndicatorsCsvMetadata, OpenApi, Manifest, Feed, .. ReportFormat.All.Select(ReportFile)];

    /// <summary>Pages with a fixed address and content of the report's or the site's own.</summary>
    public static readonly IReadOnlyList<string> FixedPages = [Home, Search, Outline, FullReport, Indicators, Compare, Topics, Places, Glossary, Downloads, Changes, Fidelity, Feedback, FeedbackStatus, SiteMap, ReadingSettings];

    /// <summary>Pages that are nobody's search result.</summary>
    public static readonly IReadOnlyList<string> Unlisted = [Search, FeedbackStatus, ReadingSettings];

    public static string Chapter(Chapter chapter) => $"/report/{chapter.Id}";

    /// <summary>A chapter's lead stands on the chapter's own page, the report's opening and closing directly below /report.</summary>
    public static string Section(Section section) => (section.ChapterId, section.Id) switch
    {
        (HepingReport.Section.WholeReport, _) => $"/report/{section.Id}",
        (_, HepingReport.Section.LeadId) => $"/report/{section.ChapterId}",
        _ => $"/report/{section.ChapterId}/{section.Id}",
    };

    public static string Paragraph(ParagraphPlace place) => Paragraph(place.Section, place.Paragraph);

    public static string Paragraph(Section section, Paragraph paragraph) => $"{Section(section)}#{paragraph.Id}";

    /// <summary>A page of the care view in a static export, which has an address of its own for each view.</summary>
    public static string InCare(string address) => Care + (address is Home or ['/', '?' or '#', ..] ? address[1..] : address);

    /// <summary>What is said when the section is read aloud.</summary>
    public static string Speech(Section section) => $"{Api}/sections/{section.Key}/speech";

    public static string Note(int number) => $"/glossary/{number}";

    /// <summary>The whole report as a file.</summary>
    public static string ReportFile(ReportFormat format) => $"{Downloads}/{format.FileName}";

    public static string Recording(Section section) => $"/audio/{section.Key}.mp3";

    public static string Term(Term term) => $"{Glossary}/{term.Id}";

    public static string Indicator(Indicator indicator) => $"{Indicators}/{indicator.Id}";

    /// <summary>The place on the page of all places.</summary>
    public static string Place(Place place) => $"{Places}#{place.Id}";

    public static string Topic(Topic topic) => $"/topics/{topic.Id}";

    /// <summary>How to cite a section and send it on.</summary>
    public static string Share(Section section) => $"/share/{section.Key}";

    public static string Share(Paragraph paragraph) => $"/share/{paragraph.Id}";

    /// <summary>The reading settings, which lead back to where they were opened.</summary>
    public static string ReadingSettingsFrom(string address) => $"{ReadingSettings}?from={Uri.EscapeDataString(address)}";

    public static string SearchFor(string words, bool exact = false, int page = 1) =>
        WithWords(Search, words, exact) + (page > 1 ? $"&page={page}" : "");

    /// <summary>A page with the words looked for, which it marks.</summary>
    public static string WithWords(string address, string words, bool exact = false)
    {
        var fragment = address.IndexOf('#', StringComparison.Ordinal);
        var path = fragment < 0 ? address : address[..fragment];
        return $"{path}?q={Uri.EscapeDataString(words)}{(exact ? "&exact=true" : "")}{(fragment < 0 ? "" : address[fragment..])}";
    }

    /// <summary>我要纠错, with the paragraph and its words filled in.</summary>
    public static string FeedbackOn(Paragraph paragraph) => $"{Feedback}?paragraph={paragraph.Id}";

    /// <summary>我要纠错, with the page filled in.</summary>
    public static string FeedbackFrom(string address) => $"{Feedback}?from={Uri.EscapeDataString(address)}";

    /// <summary>Signing in, which leads back to the page that asked for it.</summary>
    public static string StaffSignInFrom(string? address) => From(StaffSignIn, address);

    public static string StaffCodeFrom(string? address) => From(StaffCode, address);

    /// <summary>The link for a first sign-in.</summary>
    public static string StaffFirstBy(string link) => $"{StaffFirst}?link={link}";

    public static string StaffAuditPage(int page) => page > 1 ? $"{StaffAudit}?page={page}" : StaffAudit;

    /// <summary>The form for a content file, or for one entry of it.</summary>
    public static string StaffEdit(string path, string? entry = null) => $"{Staff}/edit/{path}{(entry is null ? "" : $"?entry={Uri.EscapeDataString(entry)}")}";

    /// <summary>The whole file as text.</summary>
    public static string StaffEditRaw(string path) => $"{Staff}/edit/{path}?raw=true";

    public static string StaffDraft(Guid draft) => $"{StaffDrafts}/{draft}";

    /// <summary>Both texts of a draft side by side, with a copy that came too late or with the published text.</summary>
    public static string StaffMerge(Guid draft, Guid? copy = null) => $"{StaffDrafts}/{draft}/merge{(copy is null ? "" : $"?copy={copy}")}";

    /// <summary>A page of the site as it would be with the open drafts of this one's owner.</summary>
    public static string StaffPreview(Guid draft, string page) => $"{StaffPreviews}/{draft}{(page is Home or ['/', '?' or '#', ..] ? page[1..] : page)}";

    /// <summary>A page of the staff that says what was done there.</summary>
    public static string StaffDone(string page, string done) => $"{page}?done={done}";

    /// <summary>One report of a resident.</summary>
    public static string StaffReport(string id) => $"{StaffReports}/{id}";

    public static string StaffRevision(int number) => $"{StaffHistory}/{number}";

    public static string StaffHistoryOf(string path) => $"{StaffHistory}?path={Uri.EscapeDataString(path)}";

    /// <summary>The next page of the history: what came before this revision.</summary>
    public static string StaffHistoryBefore(int number, string? path) => $"{StaffHistory}?before={number}{(path is null ? "" : $"&path={Uri.EscapeDataString(path)}")}";

    /// <summary>One file at two revisions.</summary>
    public static string StaffCompare(string path, int from, int to) => $"{StaffHistoryCompare}?path={Uri.EscapeDataString(path)}&from={from}&to={to}";

    public static string StandingPage(string id) => $"/{id}";

    /// <summary>The pages for citing and sending on: one for each section and paragraph, not for search engines.</summary>
    public static IEnumerable<string> SharePages(Report report) => [.. report.Sections.Select(Share), .. report.Paragraphs.Select(Share)];

    /// <summary>All pages a reader can visit, in the order of the site map.</summary>
    public static IEnumerable<string> AllPages(Report report, IEnumerable<Term> terms, IEnumerable<Topic> topics, IndicatorCatalogue indicators, IEnumerable<StandingPage> pages) =>
    [
        .. FixedPages,
        .. report.Sections.Select(Section),
        .. report.Notes.Select(note => Note(note.Number)),
        .. terms.Select(Term),
        .. topics.Select(Topic),
        .. indicators.All.Select(Indicator),
        .. pages.Select(page => StandingPage(page.Id)),
    ];

    private static string From(string page, string? address) => address is null ? page : $"{page}?from={Uri.EscapeDataString(address)}";
}
