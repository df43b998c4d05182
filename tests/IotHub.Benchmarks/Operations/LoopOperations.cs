using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime;

namespace IotHub.Benchmarks.Operations;

/// <summary>The loop's share of a message: one step for one reported change, with and without a rule that it fires.</summary>
internal static class LoopOperations
{
    private const string Rule = """
        {
          "name": "The second lamp follows the first",
          "triggers": [{ "property": "lamp-1/light.on", "changes": true }],
          "actions": [{ "set": { "lamp-2/light.on": true } }]
        }
        """;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Operation> All =>
    [
        new("loop: step for a report, no rule", Report(rule: null)),
        new("loop: step for a report, one rule fires", Report(Rule)),
    ];

    private static Action Report(string? rule)
    {
        var loop = new HubLoop(new HubLoopOptions { AdoptsAnnounced = true });
        foreach (var name in (string[])["lamp-1", "lamp-2"])
        {
            var announce = new AnnounceMessage(MessageOperations.Light.Type.Text, Label: name);
            loop.Step(new HubInput.FromDevice(new DeviceAnnounced(name, announce, MessageOperations.Light)), Start);
            loop.Step(new HubInput.FromDevice(new DeviceStatusChanged(name, true)), Start);
        }

        if (rule is not null)
        {
            loop.Step(new HubInput.PutAutomation("follow", rule, "budget"), Start);
        }

        var on = Reported(true);
        var off = Reported(false);
        var steps = 0;

        // With a rule far enough apart that each value goes out, and that the rule does not run too often for long.
        var apart = rule is null ? 1 : 300;
        void Run() => loop.Step(++steps % 2 == 0 ? off : on, Start.AddMilliseconds((double)steps * apart));
        Run();
        var sent = loop.RequestsSent;
        Run();
        return loop.RequestsSent - sent == (rule is null ? 0 : 1)
            ? Run
            : throw new InvalidOperationException($"A step sent {loop.RequestsSent - sent} command(s) {(rule is null ? "without" : "with")} a rule.");
    }

    private static HubInput.FromDevice Reported(bool isOn) =>
        MessageOperations.Light.TryGetProperty("light.on", out var on)
            ? new HubInput.FromDevice(new DevicePropertiesReported(
                "lamp-1", new PropertiesMessage([new PropertyReading(on, PropertyValue.FromBoolean(isOn))])))
            : throw new InvalidOperationException("The light has no light.on.");
}
