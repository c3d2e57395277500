namespace HepingReport;

/// <summary>A place or institution that the report names (places.yml), with every sentence's words that name it.</summary>
/// <param name="Id">Its anchor on the page of places: <c>kunming-road</c>.</param>
/// <param name="Name">As the report writes it.</param>
/// <param name="OtherNames">Other words by which the report names it.</param>
public sealed record Place(string Id, string Name, PlaceKind Kind, IReadOnlyList<string> OtherNames)
{
    public IEnumerable<string> Names => [Name, .. OtherNames];

    /// <summary>Where the paragraphs name it, in reading order.</summary>
    public IReadOnlyList<PlaceMention> Mentions { get; init; } = [];

    /// <summary>The report's own notes that name it.</summary>
    public IReadOnlyList<Note> Notes { get; init; } = [];

    /// <summary>One of this place's names is a part of the other's: 解放北路 of 解放北路金融创新示范区.</summary>
    public bool NameIsPartOf(Place other) => other.Id != Id && other.Names.Any(name => Names.Any(part => name.Contains(part, StringComparison.Ordinal)));
}

/// <summary>One naming of a place; start and length count UTF-16 units of the paragraph's text.</summary>
public sealed record PlaceMention(Section Section, Paragraph Paragraph, int Start, int Length) : Mark(Start, Length);

/// <summary>In the order in which the page of places shows them.</summary>
public enum PlaceKind
{
    Road,
    Building,
    Park,
    School,
    Health,
    Culture,
    PublicBody,
    BusinessArea,
    Company,
    Elsewhere,
}

public static class PlaceKinds
{
    private static readonly (PlaceKind Kind, string Name)[] Named =
    [
        (PlaceKind.Road, "道路与地铁"),
        (PlaceKind.Building, "街区与楼宇"),
        (PlaceKind.Park, "公园、广场与河道"),
        (PlaceKind.School, "学校与幼儿园"),
        (PlaceKind.Health, "医院与卫生机构"),
        (PlaceKind.Culture, "文化与体育"),
        (PlaceKind.PublicBody, "公共服务机构"),
        (PlaceKind.BusinessArea, "产业园区与商圈"),
        (PlaceKind.Company, "企业"),
        (PlaceKind.Elsewhere, "外区与外地"),
    ];

    /// <summary>The words used in places.yml, for messages.</summary>
    public static string AllNames => string.Join("；", Names);

    public static IEnumerable<string> Names => Named.Select(kind => kind.Name);

    public static string Name(this PlaceKind kind) => Named.First(entry => entry.Kind == kind).Name;

    public static PlaceKind? Parse(string name) => Named.Where(entry => entry.Name == name).Select(entry => (PlaceKind?)entry.Kind).FirstOrDefault();
}
