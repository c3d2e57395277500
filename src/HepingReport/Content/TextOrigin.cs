namespace HepingReport.Content;

/// <summary>Where each character of a text stands in its file: runs that were taken over unbroken, in order.</summary>
internal sealed class TextOrigin
{
    private readonly List<(int Start, ContentPlace Place)> runs = [];

    public static TextOrigin At(ContentPlace place)
    {
        var origin = new TextOrigin();
        origin.Add(0, place);
        return origin;
    }

    public void Add(int start, ContentPlace place) => runs.Add((start, place));

    public ContentPlace PlaceOf(int offset)
    {
        var run = runs.FindLast(run => run.Start <= offset);
        return run.Place with { Column = run.Place.Column + offset - run.Start };
    }
}
