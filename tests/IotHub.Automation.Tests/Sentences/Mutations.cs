using System.Text.Json.Nodes;

namespace IotHub.Automation.Tests.Sentences;

/// <summary>Every document that differs from a given one in a single member: left out, or with another value that could stand there.</summary>
internal static class Mutations
{
    private static readonly string[][] Alternatives =
    [
        ["single", "restart", "queued", "parallel"], ["drop-new", "drop-oldest"], ["safety", "comfort"], ["each", "first", "all", "any"], ["online", "silent", "offline", "unavailable"],
        ["arrives", "leaves", "first-arrives", "last-leaves"], ["home", "away"], ["started", "finished", "failed", "stopped"], ["enabled", "disabled", "running", "idle"], ["begins", "ends"],
        ["post", "put", "get"], ["low", "normal", "high"], ["continue", "stop"], ["up", "down"], ["skip", "run-once", "run-if-within: 3h"], ["White", "Color", "Night"], ["at-jump", "shifted"], ["first", "second"],
        ["anna", "ben", "anyone", "everyone"], ["1", "2"], ["evening", "film", "all-off"], ["night-light", "away", "alarm", "morning"], ["mon", "tue", "wed"], ["workday", "weekend", "holiday", "school"],
        ["sunrise", "sunset", "dawn", "dusk", "noon", "nautical-dusk"], ["sunset-30m", "dusk", "dawn+10m", "sunrise"], ["Hall", "Kitchen", "Lounge", "Bedroom"], ["light", "light-ct", "light-color"], ["hall-light", "kitchen-light", "tv", "washer"],
        ["1s", "5m", "90s", "1h30m", "2h", "250ms", "3d"], ["-30m", "1h", "15m", "-6h"], ["06:30", "07:00", "22:15", "21:30", "06:00", "07:30"], ["12-24", "2026-12-24", "12-24..01-06"], ["0 7 * * mon-fri", "*/15 * * * *", "30 6 1 * *"],
        ["hall-light/light.on", "kitchen-light/light.on", "hood/switch.on"], ["hall-light/light.mode", "bedroom-light/light.mode"],
        ["kitchen-climate/temperature-humidity-sensor.temperature", "lounge-climate/temperature-humidity-sensor.relative-humidity"],
        ["hall-motion/motion-sensor.motion-state", "kitchen-motion/motion-sensor.motion-state"], ["hall-button/switch-sensor.click", "hall-button/switch-sensor.double-click"],
        ["peopleHome() > 1", "isWorkday()", "weekday() = 'mon'"], ["level", "peopleHome() + 1", "20 + peopleHome()"], ["a/b", "c/d", "garage/+/state", "weather/#"], ["before", "other"], ["result", "fed"], ["item", "light"],
        ["tv/television.channel-up", "tv/television.channel-down"],
        ["nursery-camera/motion-detection.sound-detected", "garden-camera/motion-detection.sound-detected"], ["https://example.org/a", "https://example.org/b"], ["a1b2c3d4-hook", "other-hook-5678"],
    ];

    public static IEnumerable<(string[] Path, JsonObject Mutant)> Of(JsonObject document)
    {
        foreach (var path in Paths(document, []))
        {
            var names = path.OfType<string>().ToArray();
            if (path[^1] is string)
            {
                yield return (names, Changed(document, path, _ => null));
            }

            foreach (var other in Others(Find(document, path)!))
            {
                yield return (names, Changed(document, path, _ => other));
            }
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] path) => node switch
    {
        JsonObject map => map.SelectMany(member => Paths(member.Value, [.. path, member.Key]).Prepend([.. path, member.Key])),
        JsonArray list => list.SelectMany((item, index) => Paths(item, [.. path, index]).Prepend([.. path, index])),
        _ => [],
    };

    private static JsonNode? Find(JsonNode node, object[] path) => path.Aggregate((JsonNode?)node, (at, part) => part is string name ? at![name] : at![(int)part]);

    private static JsonObject Changed(JsonObject document, object[] path, Func<JsonNode?, JsonNode?> change)
    {
        var copy = (JsonObject)document.DeepClone();
        var parent = Find(copy, path[..^1])!;
        var value = change(Find(copy, path));
        switch (path[^1])
        {
            case string name when value is null:
                ((JsonObject)parent).Remove(name);
                break;
            case string name:
                ((JsonObject)parent)[name] = value.DeepClone();
                break;
            default:
                ((JsonArray)parent)[(int)path[^1]] = value?.DeepClone();
                break;
        }

        return copy;
    }

    private static IEnumerable<JsonNode> Others(JsonNode node)
    {
        switch (node)
        {
            case JsonArray { Count: > 1 } list:
                // One item fewer, and the same ones the other way round.
                yield return new JsonArray([.. list.Skip(1).Select(item => item?.DeepClone())]);
                yield return new JsonArray([.. list.Reverse().Select(item => item?.DeepClone())]);
                break;
            case JsonArray { Count: 1 } list:
                yield return new JsonArray(list[0]!.DeepClone(), list[0]!.DeepClone());
                break;
            case JsonValue value when value.TryGetValue(out bool flag):
                yield return !flag;
                break;
            case JsonValue value when value.TryGetValue(out double number):
                yield return number + 1;
                yield return number + 0.5;
                break;
            case JsonValue value when value.TryGetValue(out string? text):
                foreach (var other in Alternatives.Where(group => group.Contains(text)).SelectMany(group => group).Where(other => other != text).Distinct().DefaultIfEmpty(text + "x"))
                {
                    yield return other;
                }

                break;
        }
    }
}
