using IotHub.Automation.Analysis.Rules;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>
/// Finds what the home switches on by itself and never off. Left out is what people undo by hand: what buttons, scenes, hooks and messages set going.
/// Left out as well are alarms, what only keeps something on that must not go off, and devices that were told to switch off by themselves.
/// </summary>
internal sealed class UndoneCheck(Inspection inspection)
{
    private static readonly string[] Lights = ["light.on"];

    private static readonly string[] Appliances =
        ["switch.on", "heater.on", "air-conditioner.on", "fan.on", "humidifier.on", "dehumidifier.on", "air-purifier.on", "water-heater.on"];

    private static readonly string[] Dangers = ["smoke-sensor.", "gas-sensor.", "submersion-sensor."];

    private static readonly string[] Hands = ["switch-sensor", "doorbell", "video-doorbell"];

    public void Run()
    {
        var offByScene = inspection.Home.Scenes.SelectMany(scene => scene.Devices.SelectMany(device => device.Values
            .Where(reading => !reading.Value.AsBoolean || device.Computed.Length > 0).Select(reading => $"{device.Device.Name}/{reading.Property.Key}"))).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in inspection.Rules.Rules.Where(rule => inspection.Concerns(rule) && !rule.Plan.IsSafety))
        {
            var left = rule.Writes
                .Where(write => write.Value.AsBoolean && IsActuator(write.Reference.Property.Key) && !offByScene.Contains(write.Reference.Address))
                .DistinctBy(write => write.Reference.Address)
                .Where(write => !IsEverOff(write) && !rule.Stimuli.All(stimulus => IsExempt(stimulus, write)))
                .ToList();
            if (left.Count > 0)
            {
                Report(rule, left);
            }
        }
    }

    private bool IsEverOff(RuleWrite on) =>
        inspection.Rules.WritersOf[on.Reference.Address].Any(rule => rule.Writes.Any(write => write.Reference.Address == on.Reference.Address && !write.Value.AsBoolean))
        || inspection.Rules.Rules.Any(rule => rule.Writes.Any(write => write.Reference.Device.Name == on.Reference.Device.Name
            && (write.Reference.Property.Key.EndsWith(".off-delay-time", StringComparison.Ordinal) || write.Reference.Property.Key.EndsWith(".countdown-time", StringComparison.Ordinal))));

    private static bool IsExempt(Stimulus stimulus, RuleWrite write) => stimulus switch
    {
        Stimulus.Event happening => Hands.Any(service => happening.Source.Happening.Key.StartsWith(service, StringComparison.Ordinal)) || IsDanger(happening.Source.Happening.Key),
        Stimulus.Scene or Stimulus.Webhook or Stimulus.Message => true,
        Stimulus.Value value => IsDanger(value.Reference.Property.Key)
            || (value.Reference.Address == write.Reference.Address && !value.After.Contains(PropertyValue.FromBoolean(true))),
        _ => false,
    };

    private static bool IsDanger(string key) => Dangers.Any(service => key.StartsWith(service, StringComparison.Ordinal));

    private static bool IsActuator(string key) => Lights.Contains(Plain(key)) || Appliances.Contains(Plain(key));

    // The second socket of a strip is switch-2.on.
    private static string Plain(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var dash = dot < 2 ? -1 : key.LastIndexOf('-', dot - 1);
        return dash > 0 && char.IsAsciiDigit(key[dash + 1]) ? key[..dash] + key[dot..] : key;
    }

    private void Report(RuleModel rule, IReadOnlyList<RuleWrite> left)
    {
        var examples = rule.Stimuli.SelectMany(stimulus => rule.Ways(stimulus).Select(way => inspection.Situations.Build(stimulus, way, [rule], rule.Length + TimeSpan.FromDays(7))));
        var found = inspection.Replay(examples, replay => left.Any(write => replay.ValueOf(write.Reference).AsBoolean
            && replay.Lines.Any(line => line.Automation == rule.Id && line.Sets.Any(set => set.Address == write.Reference.Address && set.Value.AsBoolean))));
        if (found is not null)
        {
            inspection.Report(
                FindingKind.NeverUndone, left.All(write => Lights.Contains(Plain(write.Reference.Property.Key))) ? FindingSeverity.Notice : FindingSeverity.Warning,
                [rule], left.Select(write => new FindingPlace(rule.Id, write.Path)), left.Select(write => write.Reference.Address),
                FindingTexts.NeverUndone(rule, [.. left.Select(write => write.Reference.Address)]), found);
        }
    }
}
