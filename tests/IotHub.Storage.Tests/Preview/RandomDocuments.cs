using System.Globalization;

namespace IotHub.Storage.Tests.Preview;

/// <summary>Automations of the whole language, the same for the same seed.</summary>
internal sealed class RandomDocuments(Random random)
{
    private static readonly string[] Modes = ["single", "restart", "queued", "parallel"];

    public string Document(int index)
    {
        var mode = Modes[random.Next(Modes.Length)];
        var max = mode is "queued" or "parallel" ? $", \"max\": {random.Next(2, 5)}, \"onMax\": \"{(random.Next(2) == 0 ? "drop-oldest" : "drop-new")}\"" : string.Empty;
        var cooldown = random.Next(5) == 0 ? ", \"cooldown\": \"47s\"" : string.Empty;
        var conditions = random.Next(3) == 0 ? $", \"conditions\": [ {Condition(index)} ]" : string.Empty;
        var triggers = string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Trigger(index, isWait: false)));
        return $$"""{ "mode": "{{mode}}"{{max}}{{cooldown}}, "variables": { "level": 3, "item": 0, "pause": { "=": "31s" } }, "triggers": [ {{triggers}} ]{{conditions}}, "actions": [ {{Actions(index, 3)}} ] }""";
    }

    private string Condition(int index) => random.Next(index > 0 ? 7 : 5) switch
    {
        0 => """{ "property": "door/contact-sensor.contact-state", "is": true }""",
        1 => """{ "device": "door", "is": "online" }""",
        2 => """{ "property": "lamp/light.on", "is": true, "for": "40s" }""",
        3 => """{ "any": [ { "after": "06:00", "before": "18:00" }, "climate/temperature-humidity-sensor.relative-humidity > 50" ] }""",
        4 => """{ "not": { "property": "climate/temperature-humidity-sensor.temperature", "above": 26 } }""",
        5 => """{ "automation": "rule-0", "is": "running" }""",
        _ => """{ "automation": "rule-0", "is": "idle" }""",
    };

    private string Trigger(int index, bool isWait) => random.Next(isWait ? 10 : 16) switch
    {
        0 => """{ "property": "door/contact-sensor.contact-state", "becomes": true }""",
        1 => """{ "property": "motion/motion-sensor.motion-state", "becomes": true, "for": "90s" }""",
        2 => """{ "property": [ "door/contact-sensor.contact-state", "motion/motion-sensor.motion-state" ], "becomes": true, "rule": "all", "for": "4s" }""",
        3 => """{ "property": "climate/temperature-humidity-sensor.temperature", "above": 24, "hysteresis": 3 }""",
        4 => """{ "property": "motion/motion-sensor.motion-state", "changes": true, "for": "6s" }""",
        5 => """{ "every": "37m" }""",
        6 => """{ "expression": "climate/temperature-humidity-sensor.temperature > 22 and door/contact-sensor.contact-state", "for": "5s" }""",
        7 => """{ "device": "door", "becomes": "unavailable", "for": "3s" }""",
        8 => """{ "event": "button/switch-sensor.click" }""",
        9 => """{ "mqtt": "garden/+/moisture" }""",
        10 when index > 0 => """{ "automation": "rule-0", "run": "finished" }""",
        11 => """{ "scene": "evening" }""",
        12 => """{ "hub": "started" }""",
        13 => """{ "event": "button/switch-sensor.long-press-released", "arguments": { "press-duration": 2000 } }""",
        14 => """{ "property": "lamp/light.brightness", "changes": true }""",
        _ => """{ "webhook": "hook-of-the-test" }""",
    };

    private string Actions(int index, int depth) => string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Action(index, depth)));

    private string Action(int index, int depth) => random.Next(depth > 0 ? 24 : 17) switch
    {
        0 or 1 => string.Create(CultureInfo.InvariantCulture, $"{{ \"wait\": \"{random.Next(1, 90_000)}ms\" }}"),
        2 => """{ "wait": { "=": "pause * level" } }""",
        3 => $$"""{ "set": { "lamp/light.on": true, "lamp/light.brightness": {{random.Next(1, 100)}} } }""",
        4 => """{ "set": { "lamp-2/light.brightness": { "=": "min(100, level * 9 + (run.number - 1) % 9)" } } }""",
        5 => $$"""{ "set": { "lamp/light.brightness": {{random.Next(1, 100)}}, "lamp-2/light.brightness": 50 }, "transition": "{{random.Next(2, 9)}}s" }""",
        6 => $$"""{ "call": "feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": {{random.Next(1, 9)}} }, "out": "meal" }, { "log": "=" }""".Replace("\"=\"", "\"{{ meal.done }} {{ meal.served-portions }}\"", StringComparison.Ordinal),
        7 => """{ "call": "feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": 2 }, "out": "served" }, { "wait": { "=": "served.done ? 7s : 70s" } }""",
        8 => """{ "wait": { "until": { "property": "door/contact-sensor.contact-state", "is": false, "for": "8s" }, "timeout": "45s" } }""",
        9 => $$"""{ "wait": { "for": [ {{Trigger(0, isWait: true)}}, {{Trigger(0, isWait: true)}} ], "timeout": "170s", "onTimeout": "{{(random.Next(3) == 0 ? "stop" : "continue")}}" } }""",
        10 => """{ "wait": { "until": "climate/temperature-humidity-sensor.temperature > 23 or lamp/light.on" , "timeout": "50s" } }""",
        11 => """{ "publish": { "topic": "out/{{ level }}", "payload": "{{ run.number }} {{ trigger.value }} {{ trigger.payload }} {{ wait.completed }} {{ wait.trigger }} {{ item }}" } }""",
        12 => """{ "variables": { "level": { "=": "level + 1" } } }""",
        13 => """{ "snapshot": "before", "of": [ "lamp", "lamp-2" ] }""",
        14 => """{ "toggle": "lamp-2/light.on" }""",
        15 => """{ "scene": "evening" }""",
        16 when index > 0 => """{ "run": "rule-0", "with": { "level": { "=": "level + 5" } }, "conditions": true }""",
        17 => """{ "restore": "before", "transition": "4s" }""",
        18 or 19 => $$"""{ "parallel": [ [ {{Actions(index, depth - 1)}} ], [ {{Actions(index, depth - 1)}} ] ] }""",
        20 => $$"""{ "repeat": { "count": {{random.Next(1, 4)}}, "actions": [ {{Actions(index, depth - 1)}} ] } }""",
        21 => $$"""{ "repeat": { "until": "level > 4 or index > 3", "actions": [ {{Actions(index, depth - 1)}}, { "wait": "1500ms" }, { "variables": { "level": { "=": "level + 1" } } } ] } }""",
        _ => $$"""{ "if": {{Condition(index)}}, "then": [ {{Actions(index, depth - 1)}} ], "else": [ {{Actions(index, depth - 1)}} ] }""",
    };
}
