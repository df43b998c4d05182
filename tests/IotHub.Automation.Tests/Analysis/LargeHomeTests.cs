using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using IotHub.Automation.Analysis;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Sun;
using Xunit.Abstractions;

namespace IotHub.Automation.Tests.Analysis;

/// <summary>A home far larger than any: fifty rooms with ten automations each.</summary>
public sealed class LargeHomeTests(ITestOutputHelper output)
{
    private const int Rooms = 50;

    private static readonly string[] Templates =
    [
        """{"triggers":[{"property":"motion-R/motion-sensor.motion-state","becomes":true}],"conditions":[{"sun":"down"},{"property":"motion-R/motion-sensor.illumination","below":80}],"actions":[{"set":{"light-R/light.on":true,"light-R/light.brightness":70}}]}""",
        """{"triggers":[{"property":"motion-R/motion-sensor.motion-state","becomes":false,"for":"5m"}],"actions":[{"set":{"light-R/light.on":false}}]}""",
        """{"triggers":[{"property":"climate-R/temperature-humidity-sensor.temperature","below":19}],"conditions":[{"presence":"home","person":"anyone"}],"actions":[{"set":{"heater-R/heater.on":true}}]}""",
        """{"triggers":[{"property":"climate-R/temperature-humidity-sensor.temperature","above":21},{"presence":"last-leaves"}],"actions":[{"set":{"heater-R/heater.on":false}}]}""",
        """{"triggers":[{"property":"window-R/contact-sensor.contact-state","becomes":true,"for":"2m"}],"actions":[{"set":{"heater-R/heater.on":false}},{"notify":{"message":"A window is open."}}]}""",
        """{"triggers":[{"time":"07:00","days":["mon","tue","wed","thu","fri"]}],"actions":[{"set":{"curtain-R/curtain.target-position":100}}]}""",
        """{"triggers":[{"sun":"sunset","offset":"20m"}],"actions":[{"set":{"curtain-R/curtain.target-position":0}}]}""",
        """{"triggers":[{"event":"button-R/switch-sensor.click"}],"actions":[{"toggle":"light-R/light.on"}]}""",
        """{"triggers":[{"expression":"climate-R/temperature-humidity-sensor.relative-humidity > 70 and time() >= 08:00"}],"actions":[{"set":{"fan-R/fan.on":true}},{"wait":"15m"},{"set":{"fan-R/fan.on":false}}]}""",
        """{"triggers":[{"time":"23:30"}],"conditions":[{"any":[{"property":"light-R/light.on","is":true},{"property":"fan-R/fan.on","is":true}]}],"actions":[{"if":{"property":"light-R/light.brightness","above":50},"then":[{"set":{"light-R/light.brightness":20}}],"else":[{"set":{"light-R/light.on":false}}]}]}""",
    ];

    // One room in ten has one more, against the first of its own.
    private const string Against = """{"triggers":[{"property":"motion-R/motion-sensor.motion-state","becomes":true}],"actions":[{"set":{"light-R/light.brightness":10}}]}""";

    [Fact]
    public void Check_FiveHundredAutomations_LooksAtAllAndSaysTheSameAgain()
    {
        var (plans, home) = Create();
        _ = AutomationAnalysis.Check(plans, home);

        var begun = TimeProvider.System.GetTimestamp();
        var result = AutomationAnalysis.Check(plans, home);
        var taken = TimeProvider.System.GetElapsedTime(begun);
        var begunOne = TimeProvider.System.GetTimestamp();
        var one = AutomationAnalysis.Check(plans, home, "a-7-3");
        var takenOne = TimeProvider.System.GetElapsedTime(begunOne);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{plans.Length} automations: {taken.TotalMilliseconds:F0} ms, {result.Findings.Length} findings, {result.Dropped} dropped; one of them: {takenOne.TotalMilliseconds:F0} ms"));
        foreach (var group in result.Findings.GroupBy(finding => finding.Kind))
        {
            output.WriteLine($"{group.Key} {group.Count()}: {group.First().Sentence}");
        }

        Assert.Equal(0, result.Unchecked);
        Assert.Equal(505, plans.Length);
        Assert.Equal(5, result.Findings.Length);
        Assert.Equal(result.Findings.Select(finding => finding.Sentence), AutomationAnalysis.Check(plans, home).Findings.Select(finding => finding.Sentence));
        Assert.All(one.Findings, finding => Assert.Contains("a-7-3", finding.Automations));
    }

    private static (ImmutableArray<AutomationPlan> Plans, AnalysisHome Home) Create()
    {
        var home = new MemoryHome(CorpusSet.Now);
        for (var room = 0; room < Rooms; room++)
        {
            foreach (var (name, kind) in new[] { ("motion", "motion-sensor"), ("light", "light"), ("climate", "temperature-humidity-sensor"), ("heater", "heater"), ("window", "contact-sensor"), ("curtain", "curtain"), ("button", "button"), ("fan", "fan") })
            {
                home.With($"{name}-{room}", MemoryHome.ContractOf(kind), $"Room {room}", $"{name} {room}");
            }
        }

        ImmutableArray<AutomationPlan> plans =
        [
            .. Enumerable.Range(0, Rooms).SelectMany(room => (room % 10 == 0 ? Templates.Append(Against) : Templates).Select((template, index) => AutomationCompiler.Compile(
                Encoding.UTF8.GetBytes(template.Replace("-R/", $"-{room}/", StringComparison.Ordinal)), $"a-{room}-{index}", home, KnownNames.None).Plan!)),
        ];
        var place = new HomePlace { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), Position = GeoPosition.TryCreate(52.5, 13.4, out _) };
        return (plans, new AnalysisHome { Home = home, Place = place, Now = CorpusSet.Now, People = ["anna", "ben"] });
    }
}
