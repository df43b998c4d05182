using IotHub.Automation.Analysis;
using IotHub.Automation.Traces;

namespace IotHub.Api.Automations;

/// <summary>Findings as bodies.</summary>
internal static class FindingText
{
    public static FindingsBody Compose(AnalysisResult result) => new([.. result.Findings.Select(Compose)], result.Unchecked);

    private static FindingBody Compose(Finding finding) => new(
        finding.Kind switch
        {
            FindingKind.Loop => "loop",
            FindingKind.Fight => "fight",
            FindingKind.NeverHolds => "neverHolds",
            FindingKind.Shadowed => "shadowed",
            FindingKind.ClockChange => "clockChange",
            FindingKind.NeverUndone => "neverUndone",
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Kind, "Not a kind of finding."),
        },
        finding.Severity == FindingSeverity.Warning ? "warning" : "notice",
        finding.Automations,
        [.. finding.Places.Select(place => new PlaceBody(place.Automation, place.Pointer))],
        finding.Properties,
        finding.Sentence,
        Compose(finding.CounterExample));

    private static CounterExampleBody Compose(CounterExample example) => new(
        example.Start,
        example.Known.DistinctBy(report => (report.Device, report.Property)).ToDictionary(report => $"{report.Device}/{report.Property}", report => report.Value, StringComparer.Ordinal),
        example.AtHome,
        [.. example.Inputs.Where(input => input is not ReplayInput.Until).Select(input => new HappeningBody(input.At, Text(input)))],
        [.. example.Then.Select(line => new ConsequenceBody(
            line.At,
            line.Automation,
            DecisionJson.NameOf(line.Kind),
            line.Text,
            line.Sets.IsEmpty ? null : line.Sets.DistinctBy(set => set.Address).ToDictionary(set => set.Address, set => set.Value, StringComparer.Ordinal)))]);

    private static string Text(ReplayInput input) => input switch
    {
        ReplayInput.Report report => $"{report.Device}/{report.Property} is {report.Value}",
        ReplayInput.Event happening => $"{happening.Device}/{happening.Name} happens",
        ReplayInput.DeviceStanding standing => $"{standing.Device} is {Live.AvailabilityText.Of(standing.Becomes)}",
        ReplayInput.Person person => person.IsHome ? $"{person.Id} comes home" : $"{person.Id} leaves",
        ReplayInput.Scene scene => $"somebody runs the scene {scene.Id}",
        ReplayInput.Run run => $"somebody runs {run.Id}",
        ReplayInput.Message message => $"the message {message.Payload} arrives on {message.Topic}",
        ReplayInput.Webhook hook => $"the hook {hook.Hook} is called by {hook.Method}",
        ReplayInput.Started => "the hub starts",
        _ => string.Empty,
    };
}
