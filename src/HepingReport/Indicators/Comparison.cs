namespace HepingReport;

/// <summary>A 2017 statement and a 2018 target that belong together, and how far they compare (comparisons.yml).</summary>
/// <param name="From">2017.</param>
/// <param name="To">2018.</param>
/// <param name="Reason">One sentence for readers.</param>
public sealed record Comparison(Indicator From, Indicator To, Comparability Class, string Reason)
{
    /// <summary>May the two stand on one scale?</summary>
    public bool IsDrawable => Class is Comparability.Comparable or Comparability.GrowthComparable;

    /// <summary>2018 less 2017; only within 可比, where measure, scope and unit are the same. Always shown as 本站计算.</summary>
    public decimal? Difference => Class == Comparability.Comparable ? To.Value - From.Value : null;
}

public enum Comparability
{
    /// <summary>可比: the same measure, scope and unit.</summary>
    Comparable,

    /// <summary>增速可比: both are growth rates of one measure.</summary>
    GrowthComparable,

    /// <summary>口径不同: akin, but printed with another scope or measure.</summary>
    DifferentScope,

    /// <summary>不可比: they only look alike.</summary>
    NotComparable,
}

public static class Comparabilities
{
    private static readonly (Comparability Class, string Name)[] Known =
    [
        (Comparability.Comparable, "可比"),
        (Comparability.GrowthComparable, "增速可比"),
        (Comparability.DifferentScope, "口径不同"),
        (Comparability.NotComparable, "不可比"),
    ];

    public static IEnumerable<Comparability> All => Known.Select(entry => entry.Class);

    public static string Names => string.Join("、", Known.Select(entry => entry.Name));

    public static string Name(this Comparability comparability) => Known.First(entry => entry.Class == comparability).Name;

    public static Comparability? Parse(string name) =>
        Known.Where(entry => entry.Name == name).Select(entry => (Comparability?)entry.Class).FirstOrDefault();
}
