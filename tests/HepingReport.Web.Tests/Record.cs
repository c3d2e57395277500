using Xunit.Abstractions;

namespace HepingReport.Web.Tests;

/// <summary>A line for content/accessibility-results.yml, which <c>tests/run --record</c> writes when every test has passed.</summary>
public static class Record
{
    public static void RecordCheck(this ITestOutputHelper output, string name, string tool, string scope, string result) =>
        output.WriteLine($$"""RECORD - { name: "{{name}}", tool: "{{tool}}", scope: "{{scope}}", result: "{{result}}" }""");
}
