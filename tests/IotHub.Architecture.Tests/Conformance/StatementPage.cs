namespace IotHub.Architecture.Tests.Conformance;

/// <summary>A row of the page: a statement in our words, whom it binds, and the tests that hold it.</summary>
internal sealed record StatementRow(string Statement, string Words, string Who, string Tests);

/// <summary>docs/mqtt-conformance.md, read and written.</summary>
internal static class StatementPage
{
    public const string Path = "docs/mqtt-conformance.md";

    /// <summary>Stands for the tests of a statement that no test can hold; the reason is in the page's last section.</summary>
    public const string NoTest = "none, see below";

    private const string Version311 = "## MQTT 3.1.1";

    private const string Version5 = "## MQTT 5.0";

    private const string WithoutTest = "## Statements without a test";

    /// <summary>The rows of one version: "Statement" for 5.0, "Statement311" for 3.1.1.</summary>
    public static IReadOnlyList<StatementRow> Rows(string trait) =>
        [.. Section(trait == "Statement" ? Version5 : Version311).Select(Row).OfType<StatementRow>()];

    /// <summary>The statements of the last section, each "5.0 MQTT-…" or "3.1.1 MQTT-…", with their reasons.</summary>
    public static IReadOnlyList<(string Statement, string Reason)> Reasons() =>
    [
        .. Section(WithoutTest).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line =>
        {
            var parts = line[2..].Split(": ", 2);
            return (parts[0], parts.Length > 1 ? parts[1] : "");
        }),
    ];

    /// <summary>The page with each row's tests taken from a function of trait and statement.</summary>
    public static string WithTests(Func<string, string, string> tests)
    {
        var trait = "";
        return string.Join('\n', Lines().Select(line =>
        {
            trait = line.StartsWith("## ", StringComparison.Ordinal) ? (line == Version5 ? "Statement" : line == Version311 ? "Statement311" : "") : trait;
            return trait.Length > 0 && Row(line) is { } row && row.Tests != NoTest
                ? $"| {row.Statement} | {row.Words} | {row.Who} | {tests(trait, row.Statement)} |"
                : line;
        }));
    }

    private static string[] Lines() => TrackedFiles.Read(Path).Split('\n');

    private static IEnumerable<string> Section(string heading) =>
        Lines().SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    private static StatementRow? Row(string line)
    {
        var cells = line.Split('|');
        return cells.Length == 6 && cells[1].StartsWith(" MQTT-", StringComparison.Ordinal)
            ? new StatementRow(cells[1].Trim(), cells[2].Trim(), cells[3].Trim(), cells[4].Trim())
            : null;
    }
}
