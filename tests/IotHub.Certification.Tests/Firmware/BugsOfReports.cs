using System.Text.Json.Nodes;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;

namespace IotHub.Certification.Tests.Firmware;

/// <summary>Faults of what a device says by itself: properties and events.</summary>
internal static class BugsOfReports
{
    private const string Brightness = "light.brightness";
    private const DeviceTopicKind Properties = DeviceTopicKind.Properties;
    private const DeviceTopicKind Event = DeviceTopicKind.Event;

    public static IEnumerable<Bug> All =>
    [
        new("reports on a misspelt address", Clauses.Address, BugsOfArrival.Json(Properties, json => Rename(json, Brightness, "light.brightnes"))),
        new("reports a write-only property", Clauses.Address, BugsOfArrival.Json(Properties, json => json["workshop.code"] = "1234")),
        new("reports an argument", Clauses.Address, BugsOfArrival.Json(Properties, json => json["workshop.hint"] = "x")),
        new("reports nothing at all in a message", Clauses.Address, BugsOfArrival.Json(Properties, json => json.Clear())),
        new("writes an address twice", Clauses.Address, new BuggyWire { OnSend = wire => wire.Kind == Properties && wire.Payload.Length > 60 ? [new(BuggyWire.With(wire, $"{{\"light.on\":true,{BuggyWire.Text(wire)[1..]}"))] : null }),
        new("reports numbers as text", Clauses.Type, OnBrightness(value => JsonValue.Create(value.ToString()))),
        new("reports whole numbers with a fraction", Clauses.Type, OnBrightness(value => JsonValue.Create(value.GetValue<int>() + 0.5))),
        new("reports null", Clauses.Type, OnBrightness(_ => null)),
        new("reports on and off as text", Clauses.Type, BugsOfArrival.Json(Properties, json => Replace(json, "light.on", value => JsonValue.Create(value.GetValue<bool>() ? "on" : "off")))),
        new("reports an object for a value", Clauses.Type, OnBrightness(value => new JsonObject { ["value"] = value.DeepClone() })),
        new("reports above the range", Clauses.Range, OnBrightness(_ => JsonValue.Create(255))),
        new("reports below the range", Clauses.Range, OnBrightness(_ => JsonValue.Create(0))),
        new("reports a value that is not in the list", Clauses.Range, BugsOfArrival.Json(Properties, json => Replace(json, "light.mode", _ => JsonValue.Create(3)))),
        new("reports text that is too long", Clauses.Range, BugsOfArrival.Json(Properties, json => Replace(json, "workshop.label", _ => JsonValue.Create(new string('t', 17))))),
        new("never reports a change", Clauses.Change, _ => new OnlyFirstReports(1)),
        new("reports only the first three changes", Clauses.Change, _ => new OnlyFirstReports(4)),
        new("reports a change after 5 s", Clauses.Change, _ => new LateReports()),
        new("reports the value from before", [Clauses.Change, Clauses.True], _ => new StaleReports()),
        new("reports the new value and then the old one", Clauses.True, _ => new FlickeringReports()),
        new("never reports brightness", [Clauses.Change, Clauses.FullReport], _ => BugsOfArrival.Json(Properties, json => json.Remove(Brightness))),
        new("properties are retained", Clauses.Retained, BugsOfArrival.Change(Properties, wire => wire with { Retain = true })),
        new("answers are retained", Clauses.Retained, BugsOfArrival.Change(DeviceTopicKind.Responses, wire => wire with { Retain = true })),
        new("properties have QoS 0", Clauses.QosOne, BugsOfArrival.Change(Properties, wire => wire with { Qos = MqttQos.AtMostOnce })),
        new("answers have QoS 0", Clauses.QosOne, BugsOfArrival.Change(DeviceTopicKind.Responses, wire => wire with { Qos = MqttQos.AtMostOnce })),
        new("says everything sixty times", Clauses.Rate, new BuggyWire { OnSend = wire => wire.Kind == Properties ? Enumerable.Repeat(new TamperedMessage(wire), 60) : null }),
        new("is silent beyond its report interval", [Clauses.Interval, Clauses.PropertyInterval], time => new SilentUnlessAsked(time)),
        new("leaves the promised property out of its reports", Clauses.PropertyInterval, time => new WithoutCount(time)),
        new("publishes under another did", Clauses.OwnTopics, BugsOfArrival.Change(Properties, wire => wire with { Topic = "devices/probe-2/properties" })),
        new("publishes on a topic of its own invention", Clauses.OwnTopics, new BuggyWire { OnSend = wire => wire.Kind == Properties ? [new(wire), new(wire with { Topic = "devices/probe-1/log" })] : null }),
        new("sends malformed JSON now and then", Clauses.Json, _ => new MalformedNowAndThen()),
        new("puts a comma too many", Clauses.Json, new BuggyWire { OnSend = wire => wire.Kind == Properties ? [new(BuggyWire.With(wire, BuggyWire.Text(wire)[..^1] + ",}"))] : null }),
        new("writes text in Latin-1", Clauses.Json, BugsOfArrival.Change(Properties, wire => wire with { Payload = (byte[])[.. wire.Payload.Span[..^1], .. ",\"workshop.label\":\""u8, 0xE4, .. "\"}"u8] })),
        new("sends an array", Clauses.Json, BugsOfArrival.Change(Properties, wire => BuggyWire.With(wire, $"[{BuggyWire.Text(wire)}]"))),
        new("sends more than 64 KiB", Clauses.Json, BugsOfArrival.Change(Properties, wire => BuggyWire.With(wire, BuggyWire.Text(wire) + new string(' ', 70_000)))),

        new("event has another address", Clauses.EventAddress, BugsOfArrival.Change(Event, wire => wire with { Topic = wire.Topic.Replace("bumped", "bump", StringComparison.Ordinal) })),
        new("event has no arguments", Clauses.EventArguments, BugsOfArrival.Json(Event, json => json.Remove("arguments"))),
        new("event is an empty payload", Clauses.EventArguments, BugsOfArrival.Change(Event, wire => wire with { Payload = ReadOnlyMemory<byte>.Empty })),
        new("event has an argument too many", Clauses.EventArguments, BugsOfArrival.Json(Event, json => json["arguments"]![Brightness] = 5)),
        new("event's argument is out of range", Clauses.EventArguments, BugsOfArrival.Json(Event, json => json["arguments"]!["workshop.strength"] = 11)),
        new("event's argument is text", Clauses.EventArguments, BugsOfArrival.Json(Event, json => json["arguments"]!["workshop.strength"] = "5")),
        new("event's time has no offset", Clauses.EventTime, BugsOfArrival.Json(Event, json => json["at"] = "2026-01-05T07:00:00")),
        new("event's time is of 1970", Clauses.EventTime, BugsOfArrival.Json(Event, json => json["at"] = "1970-01-01T00:00:12Z")),
        new("event's time is a number", Clauses.EventTime, BugsOfArrival.Json(Event, json => json["at"] = 1767596400)),
        new("event is sent twice", Clauses.EventHappens, new BuggyWire { OnSend = wire => wire.Kind == Event ? [new(wire), new(wire)] : null }),
        new("event is not sent", Clauses.EventHappens, BugsOfArrival.Lose(wire => wire.Kind == Event)),
    ];

    private static BuggyWire OnBrightness(Func<JsonNode, JsonNode?> change) => BugsOfArrival.Json(Properties, json => Replace(json, Brightness, change));

    private static void Replace(JsonObject json, string key, Func<JsonNode, JsonNode?> change)
    {
        if (json[key] is { } value)
        {
            json[key] = change(value);
        }
    }

    private static void Rename(JsonObject json, string key, string name)
    {
        if (json[key] is { } value)
        {
            json[name] = value.DeepClone();
            json.Remove(key);
        }
    }

    private sealed class OnlyFirstReports(int count) : IWireTamper
    {
        private int _reports;

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            _reports = message.Kind == DeviceTopicKind.Status ? 0 : _reports;
            return message.Kind == Properties && ++_reports > count ? [] : [new(message)];
        }
    }

    private sealed class LateReports : IWireTamper
    {
        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) =>
            [new(message, message.Kind == Properties && message.Payload.Length < 60 ? TimeSpan.FromSeconds(5) : TimeSpan.Zero)];
    }

    private sealed class StaleReports : IWireTamper
    {
        private readonly JsonObject _last = [];

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            if (message.Kind != Properties)
            {
                return [new(message)];
            }

            var json = JsonNode.Parse(message.Payload.Span)!.AsObject();
            var stale = new JsonObject();
            foreach (var (key, value) in json)
            {
                stale[key] = (_last[key] ?? value)?.DeepClone();
                _last[key] = value?.DeepClone();
            }

            return [new(BuggyWire.With(message, stale))];
        }
    }

    private sealed class FlickeringReports : IWireTamper
    {
        private readonly JsonObject _last = [];

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            if (message.Kind != Properties)
            {
                return [new(message)];
            }

            var json = JsonNode.Parse(message.Payload.Span)!.AsObject();
            var old = new JsonObject();
            foreach (var (key, value) in json)
            {
                old[key] = (_last[key] ?? value)?.DeepClone();
                _last[key] = value?.DeepClone();
            }

            return [new(message), new(BuggyWire.With(message, old))];
        }
    }

    private sealed class SilentUnlessAsked(TimeProvider time) : IWireTamper
    {
        private long _askedAt = time.GetTimestamp();

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
        {
            _askedAt = time.GetTimestamp();
            return [new(message)];
        }

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => message.Kind == Properties && time.GetElapsedTime(_askedAt) > TimeSpan.FromSeconds(1) ? [] : [new(message)];
    }

    private sealed class WithoutCount(TimeProvider time) : IWireTamper
    {
        private readonly long _began = time.GetTimestamp();

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            if (message.Kind != Properties || time.GetElapsedTime(_began) < TimeSpan.FromSeconds(5))
            {
                return [new(message)];
            }

            var json = JsonNode.Parse(message.Payload.Span)!.AsObject();
            json.Remove("workshop.count");
            return json.Count == 0 ? [] : [new(BuggyWire.With(message, json))];
        }
    }

    private sealed class MalformedNowAndThen : IWireTamper
    {
        private int _count;

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) =>
            message.Kind == Properties && ++_count % 7 == 0 ? [new(BuggyWire.With(message, BuggyWire.Text(message)[..^1]))] : [new(message)];
    }
}
