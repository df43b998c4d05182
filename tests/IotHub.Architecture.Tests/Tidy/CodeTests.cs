using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace IotHub.Architecture.Tests.Tidy;

/// <summary>Rules for C# that no analyzer knows.</summary>
public sealed partial class CodeTests(ITestOutputHelper output)
{
    private const int LinesMax = 400;

    /// <summary>Files that may be longer, each with its reason: one table or one codec, never three jobs.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
        ["hub/IotHub.Api/Live/LiveFeed.cs"] = "one lock guards picture, log and clients together, so that a client never sees them apart",
        ["tests/IotHub.Simulation.Tests/Run/HomeSimulation.cs"] = "the simulated world's one step, a method for each thing that can happen",
    };

    private static IEnumerable<string> Sources => TrackedFiles.WithEnding(".cs");

    [Fact]
    public void EverySourceFile_IsShortOrHasAReason()
    {
        var lengths = Sources.Select(path => (path, lines: TrackedFiles.Lines(path).Count())).OrderByDescending(file => file.lines).ToList();
        output.WriteLine("longest files:");
        foreach (var (path, lines) in lengths.Take(10))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines,5} {path}"));
        }

        Faults.AssertNone(lengths
            .Where(file => file.lines > LinesMax && !LongFiles.ContainsKey(file.path))
            .Select(file => $"{file.path}: {file.lines} lines; split it by the state each part owns, or give a reason in {nameof(CodeTests)}"));
        Faults.AssertNone(LongFiles.Keys
            .Where(path => lengths.All(file => file.path != path || file.lines <= LinesMax))
            .Select(path => $"{path} is short or gone: remove it from the list"));
    }

    [Fact]
    public void EveryType_HasANameThatSaysWhatItIs() =>
        Faults.AssertNone(Sources
            .SelectMany(path => VagueType().Matches(TrackedFiles.Read(path)).Select(match => $"{path}: {match.Groups[1].Value}")));

    [Fact]
    public void EveryLogMessage_HasAnEventIdOfItsOwn()
    {
        var all = Sources.Where(path => !path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => LogMessage().Matches(TrackedFiles.Read(path))
                .Select(match => (path, id: EventId().Match(match.Value) is { Success: true } id ? id.Groups[1].Value : "")))
            .ToList();

        Faults.AssertNone(all.Where(item => item.id.Length == 0).Select(item => $"{item.path}: a log message without a literal EventId"));
        Faults.AssertNone(all.Where(item => item.id.Length > 0).GroupBy(item => item.id).Where(group => group.Count() > 1)
            .Select(group => $"event id {group.Key} is used {group.Count()} times: {string.Join(", ", group.Select(item => item.path).Distinct())}"));
    }

    [Fact]
    public void EveryEventIdBlock_BelongsToOneProject()
    {
        var blocks = Sources.Where(path => !path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => LogMessage().Matches(TrackedFiles.Read(path))
                .Select(match => EventId().Match(match.Value))
                .Where(id => id.Success)
                .Select(id => (block: int.Parse(id.Groups[1].Value, CultureInfo.InvariantCulture) / 100, project: Project(path))));

        Faults.AssertNone(blocks.Distinct().GroupBy(item => item.block).Where(group => group.Count() > 1)
            .Select(group => $"event ids {group.Key * 100}-{(group.Key * 100) + 99} are used by {string.Join(" and ", group.Select(item => item.project))}"));
    }

    private static string Project(string path) => path.Split('/') is [_, var project, ..] ? project : path;

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly|file)\s+)*(?:class|record(?: struct)?|struct|interface|enum)\s+(Hub|\w*(?:Manager|Helper|Helpers|Utils|Util|Utilities))\b", RegexOptions.Multiline)]
    private static partial Regex VagueType();

    [GeneratedRegex(@"\[LoggerMessage\((?:[^\]""]|""(?:[^""\\]|\\.)*"")*\]", RegexOptions.Singleline)]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"(?:EventId\s*=\s*|\[LoggerMessage\(\s*)(\d+)")]
    private static partial Regex EventId();
}
