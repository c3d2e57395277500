using System.Reflection;
using System.Text.RegularExpressions;
using HepingReport.Content;

namespace HepingReport.Tests;

/// <summary>What a content writer is told: every spec of Content/Specs, word for word, and that no problem is without one.</summary>
public sealed partial class ContentProblemTests
{
    /// <summary>Marks a test as the one that shows a problem which no spec can, because it needs real files.</summary>
    public const string Trait = "Problem";

    public static TheoryData<string> Specs => [.. ContentSpec.Names];

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_writer_is_told_everything_that_is_wrong(string spec)
    {
        var load = ContentLoader.Load(ContentSpec.Read(spec).Content());

        Assert.Equal(string.Join('\n', ContentSpec.Read(spec).Problems), string.Join('\n', load.Problems));
        Assert.Equal(load.Problems.Any(problem => problem.Level == ProblemLevel.Error), load.Snapshot is null);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Staff_see_content_with_errors_as_far_as_it_could_be_read(string spec)
    {
        var load = ContentLoader.Load(ContentSpec.Read(spec).Content());

        Assert.Equal(load.Draft is null, load.Problems.Any(problem => problem.MayCauseOthers || problem.Code is "source-lines-invalid"));
        Assert.True(load.Snapshot is null || ReferenceEquals(load.Snapshot, load.Draft));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Every_spec_says_what_it_is_about(string spec) => Assert.NotEmpty(ContentSpec.Read(spec).About);

    [Fact]
    public void The_small_report_has_no_problem() => Assert.Empty(ContentLoader.Load(TestContent.Small).Problems);

    [Fact]
    public void Every_problem_of_the_catalogue_has_a_spec_or_a_test()
    {
        var shown = ContentSpec.Names.SelectMany(name => ContentSpec.Read(name).Problems).Select(problem => Code().Match(problem).Groups[1].Value)
            .Concat(CodesNamedByTests())
            .ToHashSet();

        Assert.Empty(CatalogueCodes().Except(shown));
    }

    [Fact]
    public void Every_code_belongs_to_one_problem()
    {
        var codes = CatalogueCodes();

        Assert.Equal(codes.Distinct(), codes);
    }

    [Fact]
    public void A_spec_is_named_after_the_problem_it_shows()
    {
        foreach (var name in ContentSpec.Names)
        {
            var codes = ContentSpec.Read(name).Problems.Select(problem => Code().Match(problem).Groups[1].Value).ToList();
            Assert.True(codes.Count == 0 || codes.Exists(name.StartsWith), $"{name} shows only {string.Join("、", codes)}.");
        }
    }

    private static List<string> CatalogueCodes() =>
        [.. typeof(ContentProblems).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(factory => ((ContentProblem)factory.Invoke(null, AnyArguments(factory))!).Code)];

    private static object[] AnyArguments(MethodInfo factory) =>
        [.. factory.GetParameters().Select(parameter => parameter.ParameterType switch
        {
            var type when type == typeof(string) => "x",
            var type when type == typeof(int) || type == typeof(int?) => (object)1,
            var type when type == typeof(ContentPlace) => new ContentPlace("x", 1, 1),
            _ => Array.Empty<string>(),
        })];

    private static IEnumerable<string> CodesNamedByTests() =>
        typeof(ContentProblemTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributesData())
            .Where(attribute => attribute.AttributeType == typeof(TraitAttribute) && (string?)attribute.ConstructorArguments[0].Value == Trait)
            .Select(attribute => (string)attribute.ConstructorArguments[1].Value!);

    [GeneratedRegex("［(.+?)］")]
    private static partial Regex Code();
}
