using System.Text.Json;
using HepingReport.Content;
using HepingReport.Search;

namespace HepingReport.Web.Endpoints;

// What the API says. The names are a contract.

/// <summary>The report and the addresses of its sections.</summary>
public sealed record ApiReport(string Title, DateOnly IssueDate, string Issuer, string ContentHash, IReadOnlyList<ApiSectionLink> Sections);

public sealed record ApiSectionLink(string Chapter, string Section, string? Number, string Title, string Url);

/// <summary>A section's own text, paragraph by paragraph. Summary and key points are the site's words, not the report's.</summary>
public sealed record ApiSection(string Chapter, string Section, string? Number, string Title, string? Summary, IReadOnlyList<string> KeyPoints, string Url, string Sha256, IReadOnlyList<ApiParagraph> Paragraphs)
{
    public static ApiSection Of(Section section, SiteAddress address) => new(
        section.ChapterId, section.Id, section.Number, section.Title, section.Summary, section.KeyPoints, address.Absolute(Links.Section(section)), Fidelity.Sha256(section.Text),
        [.. section.Paragraphs.Select(paragraph => new ApiParagraph(paragraph.Id, paragraph.Text, paragraph.Lead, address.Absolute(Links.Paragraph(section, paragraph)), [.. paragraph.Marks.OfType<NoteReference>().Select(note => note.Note)]))]);
}

/// <summary>One paragraph, the topic sentence it begins with, and the numbers of the notes it uses.</summary>
public sealed record ApiParagraph(string Id, string Text, string? Lead, string Url, IReadOnlyList<int> Notes);

/// <summary>A figure of the report: a 2017 actual or a 2018 target, with the sentence that states it.</summary>
public sealed record ApiIndicator(
    string Id, string Name, int Year, decimal Value, string Unit, string? Qualifier, string Kind, string Topic, string Chapter, string Section, string Paragraph,
    string Quote, string Url, IReadOnlyList<string>? ComparesWith)
{
    public static ApiIndicator Of(Indicator indicator, ContentSnapshot content, SiteAddress address)
    {
        var (section, paragraph) = indicator.Place;
        var counterparts = content.Indicators.CounterpartsOf(indicator).Select(other => other.Id).ToList();
        return new ApiIndicator(
            indicator.Id, indicator.Name, indicator.Year, indicator.Value, indicator.Unit, indicator.Qualifier, indicator.Kind.Code(), indicator.Topic,
            section.ChapterId, section.Id, paragraph.Id, indicator.Quote, address.Absolute(Links.Indicator(indicator)), counterparts.Count == 0 ? null : counterparts);
    }
}

/// <summary>A 2017 figure beside the 2018 target it belongs to, and how far they compare.</summary>
public sealed record ApiComparison(ApiIndicator From, ApiIndicator To, string Class, string Reason, decimal? Difference)
{
    public static ApiComparison Of(Comparison comparison, ContentSnapshot content, SiteAddress address) => new(
        ApiIndicator.Of(comparison.From, content, address), ApiIndicator.Of(comparison.To, content, address),
        comparison.Class.Name(), comparison.Reason, comparison.Difference);
}

/// <summary>One of the report's own notes, and the paragraphs that use its term.</summary>
public sealed record ApiNote(int Number, string Term, string Definition, string Url, IReadOnlyList<string> Paragraphs)
{
    public static ApiNote Of(Note note, SiteAddress address) => new(
        note.Number, note.Term, note.Definition, address.Absolute(Links.Note(note.Number)), [.. note.Uses.Select(use => use.Paragraph.Id)]);
}

/// <summary>Something a search found: its kind, where in the report it stands (null for what is not of the report's text), and the words around the first hit.</summary>
public sealed record ApiSearchHit(string Kind, string Title, string? Chapter, string? Section, string? Paragraph, string Url, string Snippet, IReadOnlyList<ApiMark> Marks)
{
    public static ApiSearchHit Of(SearchHit hit, SiteAddress address)
    {
        var found = hit.Document;
        return new ApiSearchHit(
            JsonNamingPolicy.KebabCaseLower.ConvertName(found.Kind.ToString()), found.Title, found.Section?.ChapterId, found.Section?.Id, found.Paragraph?.Id,
            address.Absolute(hit.Address), hit.Snippet, [.. hit.Marks.Select(mark => new ApiMark(mark.Start, mark.Length))]);
    }
}

/// <summary>A run of characters, counted in UTF-16 units from 0.</summary>
public sealed record ApiMark(int Start, int Length);

/// <summary>One of the site's own explanations of words the report does not explain, and the paragraphs that use them first in their sections.</summary>
public sealed record ApiTerm(string Id, string Term, string Definition, string Source, string Url, IReadOnlyList<string> Paragraphs)
{
    public static ApiTerm Of(Term term, SiteAddress address) => new(
        term.Id, term.Name, term.Definition, term.Source, address.Absolute(Links.Term(term)), [.. term.Uses.Select(use => use.Paragraph.Id)]);
}

/// <summary>A place or institution, the paragraphs that name it, and the numbers of the notes that do.</summary>
public sealed record ApiPlace(string Id, string Name, IReadOnlyList<string> OtherNames, string Kind, string Url, IReadOnlyList<string> Paragraphs, IReadOnlyList<int> Notes)
{
    public static ApiPlace Of(Place place, SiteAddress address) => new(
        place.Id, place.Name, place.OtherNames, place.Kind.Name(), address.Absolute(Links.Place(place)),
        [.. place.Mentions.Select(mention => mention.Paragraph.Id).Distinct()], [.. place.Notes.Select(note => note.Number)]);
}
