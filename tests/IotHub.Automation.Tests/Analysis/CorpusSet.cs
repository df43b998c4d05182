using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IotHub.Automation.Actions;
using IotHub.Automation.Analysis;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Analysis;

/// <summary>A home of the corpus: devices, people, scenes, automations, and what is known to be wrong with them.</summary>
public sealed record CorpusSet(string Name, ImmutableArray<AutomationPlan> Plans, AnalysisHome Home, ImmutableArray<string> Expected)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>All sets of a part of the corpus: <c>tuned</c>, which the checks were written with, or <c>held-out</c>, which they were not.</summary>
    public static IEnumerable<CorpusSet> Read(string part)
    {
        var folder = RepositoryFiles.Path("tests", "IotHub.Automation.Tests", "Analysis", "Corpus");
        foreach (var file in Directory.GetFiles(folder, part + "-*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var set in document.RootElement.EnumerateArray())
            {
                yield return Read(set);
            }
        }
    }

    /// <summary>A finding as the corpus writes it; in which order automations are named does not count.</summary>
    public static string Label(string kind, IEnumerable<string> automations) => $"{kind}: {string.Join(' ', automations.Order(StringComparer.Ordinal))}";

    public static string Label(Finding finding) => Label(KindOf(finding.Kind), finding.Automations);

    private static string KindOf(FindingKind kind) => string.Concat(kind.ToString().Select((letter, index) =>
        char.IsUpper(letter) && index > 0 ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString(CultureInfo.InvariantCulture)));

    private static CorpusSet Read(JsonElement set)
    {
        var name = set.GetProperty("name").GetString()!;
        var home = new MemoryHome(Now);
        foreach (var device in set.GetProperty("devices").EnumerateObject())
        {
            var room = device.Value.TryGetProperty("room", out var written) ? written.GetString()! : string.Empty;
            home.With(device.Name, MemoryHome.ContractOf(device.Value.GetProperty("kind").GetString()!), room, device.Name);
        }

        ImmutableArray<string> people = [.. set.GetProperty("people").EnumerateArray().Select(person => person.GetString()!)];
        var place = new HomePlace
        {
            Zone = TimeZoneInfo.FindSystemTimeZoneById(set.GetProperty("zone").GetString()!),
            Position = GeoPosition.TryCreate(52.5, 13.4, out _),

            // Without a day file no holiday would ever come, and saying so would be right.
            Calendar = HomeCalendar.Plain with { Holidays = DatePattern.TryParse("12-25..12-26", out var holidays, out _) ? new DaySet([new DayEntry(holidays, "Christmas")]) : DaySet.Empty },
        };
        var scenes = ImmutableArray<ScenePlan>.Empty;
        if (set.TryGetProperty("scenes", out var sceneTexts))
        {
            scenes = [.. sceneTexts.EnumerateObject().Select(scene => SceneCompiler.Compile(Bytes(scene.Value), scene.Name, home) is { Plan: { } plan } ? plan
                : throw new InvalidDataException($"{name}: scene {scene.Name}"))];
        }

        var plans = set.GetProperty("automations").EnumerateObject().Select(automation =>
        {
            var result = AutomationCompiler.Compile(Bytes(automation.Value), automation.Name, home, KnownNames.None);
            return result.Plan ?? throw new InvalidDataException($"{name}: {automation.Name}: {string.Join("; ", result.Diagnostics.Select(diagnostic => diagnostic.ToString()))}");
        });
        return new CorpusSet(
            name,
            [.. plans],
            new AnalysisHome { Home = home, Place = place, Now = Now, People = people, Scenes = scenes },
            [.. set.GetProperty("findings").EnumerateArray().Select(finding =>
                Label(finding.GetProperty("kind").GetString()!, finding.GetProperty("automations").EnumerateArray().Select(id => id.GetString()!)))]);
    }

    private static byte[] Bytes(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());
}
