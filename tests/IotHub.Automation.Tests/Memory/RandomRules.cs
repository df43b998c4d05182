using System.Globalization;

namespace IotHub.Automation.Tests.Memory;

/// <summary>Automations of the whole language that wait in every way there is, and what happens in the home meanwhile; the same for the same seed.</summary>
internal sealed class RandomRules(int seed)
{
    private static readonly string[] Modes = ["single", "restart", "queued", "parallel"];
    private readonly Random _random = new(seed);

    public List<(string Id, string Json)> Documents()
    {
        var documents = new List<(string Id, string Json)>();
        var count = _random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"rule-{i}");
            documents.Add((id, Document(i)));
        }

        return documents;
    }

    public Action<CutHome> Input() => _random.Next(10) switch
    {
        0 or 1 => At(home => home.Report("door", "contact-sensor.contact-state", Boolean())),
        2 or 3 => At(home => home.Report("motion", "motion-sensor.motion-state", Boolean())),
        4 => At(Temperature()),
        5 => At(Availability()),
        6 or 7 => At(Hook()),
        _ => Nothing,
    };

    public TimeSpan Pause() => TimeSpan.FromMilliseconds(_random.Next(4) switch
    {
        0 => _random.Next(0, 400),
        1 => _random.Next(400, 5_000),
        2 => _random.Next(5_000, 30_000),
        _ => _random.Next(30_000, 120_000),
    });

    public int Pick(int below) => _random.Next(below);

    private static Action<CutHome> At(Action<CutHome> what) => what;

    private Contracts.Values.PropertyValue Boolean() => Contracts.Values.PropertyValue.FromBoolean(_random.Next(2) == 0);

    private Action<CutHome> Temperature()
    {
        var value = Contracts.Values.PropertyValue.FromNumber(_random.Next(18, 30));
        return home => home.Report("climate", "temperature-humidity-sensor.temperature", value);
    }

    private Action<CutHome> Availability()
    {
        var value = _random.Next(2) == 0 ? Devices.Availability.DeviceAvailability.Offline : Devices.Availability.DeviceAvailability.Online;
        return home => home.Become("door", value);
    }

    private Action<CutHome> Hook()
    {
        var body = _random.Next(1, 9).ToString(CultureInfo.InvariantCulture);
        return home => home.Call("hook-of-the-test", body);
    }

    private string Document(int index)
    {
        var mode = Modes[_random.Next(Modes.Length)];
        var max = mode is "queued" or "parallel" ? $", \"max\": {_random.Next(2, 5)}, \"onMax\": \"{(_random.Next(2) == 0 ? "drop-oldest" : "drop-new")}\"" : string.Empty;
        var cooldown = _random.Next(5) == 0 ? ", \"cooldown\": \"7s\"" : string.Empty;
        var triggers = string.Join(", ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Trigger(index, isWait: false)));
        return $$"""{ "mode": "{{mode}}"{{max}}{{cooldown}}, "variables": { "level": 3, "half": { "=": "1 / 2" }, "item": 0, "pause": { "=": "3s" } }, "triggers": [ {{triggers}} ], "actions": [ {{Actions(3)}} ] }""";
    }

    private string Trigger(int index, bool isWait) => _random.Next(isWait ? 8 : 11) switch
    {
        0 => """{ "property": "door/contact-sensor.contact-state", "becomes": true }""",
        1 => """{ "property": "motion/motion-sensor.motion-state", "becomes": true, "for": "9s" }""",
        2 => """{ "property": [ "door/contact-sensor.contact-state", "motion/motion-sensor.motion-state" ], "becomes": true, "rule": "all", "for": "4s" }""",
        3 => """{ "property": "climate/temperature-humidity-sensor.temperature", "above": 24, "hysteresis": 3 }""",
        4 => """{ "property": "motion/motion-sensor.motion-state", "changes": true, "for": "6s" }""",
        5 => """{ "every": "37s" }""",
        6 => """{ "expression": "climate/temperature-humidity-sensor.temperature > 22 and door/contact-sensor.contact-state", "for": "5s" }""",
        7 => """{ "device": "door", "becomes": "offline", "for": "3s" }""",
        8 => index > 0 ? """{ "automation": "rule-0", "run": "finished" }""" : """{ "expression": "age(climate/temperature-humidity-sensor.temperature) > 61s" }""",
        _ => """{ "webhook": "hook-of-the-test" }""",
    };

    private string Actions(int depth) => string.Join(", ", Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Action(depth)));

    private string Action(int depth) => _random.Next(depth > 0 ? 21 : 14) switch
    {
        0 or 1 => $"{{ \"wait\": \"{_random.Next(1, 20_000)}ms\" }}",
        2 => """{ "wait": { "=": "pause * level" } }""",
        3 => $$"""{ "set": { "lamp/light.on": true, "lamp/light.brightness": {{_random.Next(1, 100)}} } }""",
        4 => """{ "set": { "lamp-2/light.brightness": { "=": "min(100, level * 9 + run.number)" } } }""",
        5 => $$"""{ "set": { "lamp/light.brightness": {{_random.Next(1, 100)}}, "lamp-2/light.brightness": 50 }, "transition": "{{_random.Next(2, 9)}}s" }""",
        6 => $$"""{ "call": "feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": {{_random.Next(1, 9)}} }, "out": "meal" }, { "log": "=" }""".Replace("\"=\"", "\"{{ meal.done }} {{ meal.served-portions }}\"", StringComparison.Ordinal),
        7 => """{ "call": "feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": 2 } }""",
        8 => """{ "wait": { "until": { "property": "door/contact-sensor.contact-state", "is": false, "for": "8s" }, "timeout": "45s" } }""",
        9 => $$"""{ "wait": { "for": [ {{Trigger(0, isWait: true)}}, {{Trigger(0, isWait: true)}} ], "timeout": "70s", "onTimeout": "{{(_random.Next(3) == 0 ? "stop" : "continue")}}" } }""",
        10 => """{ "wait": { "until": "climate/temperature-humidity-sensor.temperature > 23 or lamp/light.on" , "timeout": "50s" } }""",
        11 => """{ "publish": { "topic": "out/{{ level }}", "payload": "{{ run.number }} {{ trigger.value }} {{ trigger.payload }} {{ wait.completed }} {{ wait.trigger }} {{ item }}" } }""",
        12 => """{ "variables": { "level": { "=": "level + 1" }, "half": { "=": "level / 4" } } }""",
        13 => """{ "snapshot": "before", "of": [ "lamp", "lamp-2" ] }""",
        14 => """{ "restore": "before", "transition": "4s" }""",
        15 or 16 => $$"""{ "parallel": [ [ {{Actions(depth - 1)}} ], [ {{Actions(depth - 1)}} ] ] }""",
        17 => $$"""{ "repeat": { "count": {{_random.Next(1, 4)}}, "actions": [ {{Actions(depth - 1)}} ] } }""",
        18 => $$"""{ "repeat": { "forEach": [ 7, 8, 9 ], "actions": [ {{Actions(depth - 1)}}, { "wait": "2s" } ] } }""",
        19 => $$"""{ "repeat": { "until": "level > 4 or index > 3", "actions": [ {{Actions(depth - 1)}}, { "wait": "1500ms" }, { "variables": { "level": { "=": "level + 1" } } } ] } }""",
        _ => $$"""{ "if": { "property": "door/contact-sensor.contact-state", "is": true }, "then": [ {{Actions(depth - 1)}} ], "else": [ {{Actions(depth - 1)}} ] }""",
    };

    private static void Nothing(CutHome home)
    {
        // Time goes by, and that is all.
    }
}
