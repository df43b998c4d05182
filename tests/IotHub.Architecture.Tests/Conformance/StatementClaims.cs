using System.Text.RegularExpressions;

namespace IotHub.Architecture.Tests.Conformance;

/// <summary>A test that says by its trait that it holds a statement.</summary>
/// <param name="Trait">"Statement" for 5.0, "Statement311" for 3.1.1.</param>
/// <param name="Statement">Number, such as MQTT-3.1.0-1.</param>
/// <param name="Test">Class and method.</param>
/// <param name="Runs">False for what is no test, or is skipped.</param>
internal sealed record StatementClaim(string Trait, string Statement, string Test, bool Runs);

/// <summary>Reads the claims out of the sources of all tests.</summary>
internal static partial class StatementClaims
{
    public static IReadOnlyList<StatementClaim> All { get; } =
    [
        .. TrackedFiles.WithEnding(".cs")
            .Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && !path.StartsWith("tests/IotHub.Architecture.Tests/Conformance/Statement", StringComparison.Ordinal))
            .SelectMany(path => In(TrackedFiles.Read(path))),
    ];

    /// <summary>The claims of one source; a claim on something other than a method has its line as test.</summary>
    public static IEnumerable<StatementClaim> In(string source)
    {
        var type = "";
        var waiting = new List<(string Trait, string Statement)>();
        var attributes = "";
        foreach (var line in source.Split('\n'))
        {
            if (TypeLine().Match(line) is { Success: true } typeLine)
            {
                type = typeLine.Groups[1].Value;
            }

            if (line.TrimStart().StartsWith('['))
            {
                attributes += line;
                waiting.AddRange(TraitAttribute().Matches(line).Select(match => (match.Groups[1].Value, match.Groups[2].Value)));
                continue;
            }

            if (waiting.Count > 0)
            {
                var method = MethodLine().Match(line);
                var runs = method.Success && TestAttribute().IsMatch(attributes) && !attributes.Contains("Skip", StringComparison.Ordinal);
                foreach (var (trait, statement) in waiting)
                {
                    yield return new StatementClaim(trait, statement, method.Success ? $"{type}.{method.Groups[1].Value}" : line.Trim(), runs);
                }

                waiting.Clear();
            }

            attributes = "";
        }
    }

    [GeneratedRegex(@"^\s*(?:(?:public|internal|sealed|static|abstract|partial)\s+)+class\s+(\w+)")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\s+public\s+(?:(?:static|async|override)\s+)*[\w<>?]+\s+(\w+)\(")]
    private static partial Regex MethodLine();

    [GeneratedRegex(@"Trait\(""(Statement(?:311)?)"",\s*""([^""]*)""\)")]
    private static partial Regex TraitAttribute();

    [GeneratedRegex(@"\[(?:\w+, )?\w*(?:Fact|Theory)\b")]
    private static partial Regex TestAttribute();
}
