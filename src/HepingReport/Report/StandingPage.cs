namespace HepingReport;

/// <summary>A page of the site's own words: 法律声明, 关于我们, 使用帮助, 无障碍声明 (pages/*.md).</summary>
/// <param name="Id">The file's name and the address.</param>
/// <param name="Html">Rendered once at load; raw HTML in the file comes out as text.</param>
/// <param name="Text">Its words alone, a line for each block, for the search.</param>
/// <param name="Headings">The second-level headings, for the list of contents.</param>
public sealed record StandingPage(string Id, string Title, string Summary, string Html, string Text, IReadOnlyList<PageHeading> Headings);

public sealed record PageHeading(string Id, string Text);
