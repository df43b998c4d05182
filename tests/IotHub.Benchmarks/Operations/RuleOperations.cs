using System.Globalization;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime;

namespace IotHub.Benchmarks.Operations;

/// <summary>A step for a report that one rule watches, in homes with few rules and with many: it costs what its own rule costs.</summary>
internal static class RuleOperations
{
    // In every home as many, so that only rules differ.
    private const int Lights = 2_500;

    // Properties of a light that rules watch: enough for 10,000 rules.
    private static readonly string[] Watched = ["light.on", "light.brightness", "light.color-temperature", "light.color"];

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The sizes that are compared.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [10, 100, 1_000, 10_000];

    public static IEnumerable<Operation> All => new[] { 10, 10_000 }.SelectMany(Of);

    /// <summary>The operations in a home of this many rules.</summary>
    public static IEnumerable<Operation> Of(int rules) =>
    [
        new(Name("rules: step that fires 1 of", rules), Step(rules, fires: true)),
        new(Name("rules: step that 1 rule watches and refuses, of", rules), Step(rules, fires: false)),
        new(Name("rules: message on a topic that 1 rule hears, of", rules), Message(rules)),
    ];

    private static string Name(string what, int rules) => string.Create(CultureInfo.InvariantCulture, $"{what} {rules:N0}");

    private static Action Step(int rules, bool fires)
    {
        // What refuses asks for a value that the last light never has.
        var condition = fires ? string.Empty : """ "conditions": [ { "property": "target/light.brightness", "is": 77 } ],""";
        var loop = Home(rules, i => $$"""
            { "triggers": [ { "property": "{{Lamp(i % Lights)}}/{{Watched[i / Lights]}}", "changes": true } ],{{condition}} "actions": [ { "set": { "target/light.on": true } } ] }
            """);
        Take(loop, "target", "light.brightness", PropertyValue.FromInteger(1), Start);
        var now = Start;
        var steps = 0;
        HubInput[] inputs = [.. Enumerable.Range(0, 10).SelectMany(i => new[] { Reported(rules, i, true), Reported(rules, i, false) })];

        // Far enough apart that each value goes out, and that no rule runs too often.
        void Run() => loop.Step(inputs[steps++ % inputs.Length], now = now.AddMilliseconds(200));
        var sent = loop.RequestsSent;
        for (var i = 0; i < inputs.Length; i++)
        {
            Run();
        }

        return loop.RequestsSent - sent == (fires ? inputs.Length : 0) ? Run : throw new InvalidOperationException($"{inputs.Length} steps sent {loop.RequestsSent - sent} commands.");
    }

    private static Action Message(int rules)
    {
        // Every other one with a wildcard.
        var loop = Home(rules, i => $$"""
            { "triggers": [ { "mqtt": "{{(i % 2 == 0 ? $"home/{i:D5}/state" : $"home/{i:D5}/+")}}" } ], "actions": [ { "set": { "target/light.on": true } } ] }
            """);
        var now = Start;
        var steps = 0;
        HubInput[] inputs = [.. Enumerable.Range(0, 10).Select(i => new HubInput.MessageArrived($"home/{Spread(rules, i):D5}/state", "on"))];
        return () => loop.Step(inputs[steps++ % inputs.Length], now = now.AddMilliseconds(200));
    }

    private static HubLoop Home(int rules, Func<int, string> rule)
    {
        var loop = new HubLoop(new HubLoopOptions { AdoptsAnnounced = true, AutomationsMax = rules, Devices = new DeviceLimits { DevicesMax = Lights + 1 } });
        foreach (var name in Enumerable.Range(0, Lights).Select(Lamp).Append("target"))
        {
            var announce = new AnnounceMessage(MessageOperations.Light.Type.Text, Label: name);
            loop.Step(new HubInput.FromDevice(new DeviceAnnounced(name, announce, MessageOperations.Light)), Start);

            // Most are away: questions to silent ones are no matter of rules, and would be most of what is measured.
            loop.Step(new HubInput.FromDevice(new DeviceStatusChanged(name, name == "target")), Start);
        }

        for (var i = 0; i < rules; i++)
        {
            var answer = loop.Step(new HubInput.PutAutomation($"rule-{i:D5}", rule(i), "budget"), Start).OfType<HubOutput.Answered>().Single().Answer;
            if (!answer.Accepted)
            {
                throw new InvalidOperationException(answer.Message);
            }
        }

        return loop;
    }

    // Names and texts are as long in every home, so that bytes can be compared.
    private static string Lamp(int number) => string.Create(CultureInfo.InvariantCulture, $"lamp-{number:D4}");

    // Ten rules, spread over the home, each by a light of its own and by the same property.
    private static int Spread(int rules, int number) => number * Math.Min(rules / 10, Lights / 10);

    private static HubInput.FromDevice Reported(int rules, int number, bool isOn) => Report(Lamp(Spread(rules, number)), Watched[0], PropertyValue.FromBoolean(isOn));

    private static void Take(HubLoop loop, string device, string key, PropertyValue value, DateTimeOffset now) => loop.Step(Report(device, key, value), now);

    private static HubInput.FromDevice Report(string device, string key, PropertyValue value) => MessageOperations.Light.TryGetProperty(key, out var property)
        ? new HubInput.FromDevice(new DevicePropertiesReported(device, new PropertiesMessage([new PropertyReading(property, value)])))
        : throw new InvalidOperationException($"The light has no {key}.");
}
