using System.Text;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;

namespace IotHub.Certification.Tests.Firmware;

/// <summary>Faults of announcement, status, Will and full report.</summary>
internal static class BugsOfArrival
{
    private const DeviceTopicKind Announce = DeviceTopicKind.Announce;
    private const DeviceTopicKind Status = DeviceTopicKind.Status;

    public static IEnumerable<Bug> All =>
    [
        new("announcement is not retained", Clauses.Announced, Change(Announce, wire => wire with { Retain = false })),
        new("announces nothing", Clauses.Announced, Lose(wire => wire.Kind == Announce)),
        new("says online before it announces itself", Clauses.AnnounceFirst, Hold(Announce, TimeSpan.FromMilliseconds(100))),
        new("announces another contract", Clauses.Contract, Json(Announce, json => json["contract"] = "urn:miot-spec-v2:device:light:0000A001:iothub-light:1")),
        new("announces another version of its contract", Clauses.Contract, Json(Announce, json => json["contract"] = "urn:iothub-spec:device:probe:00000001:iothub-probe:2")),
        new("announces no contract", Clauses.Contract, Json(Announce, json => json.Remove("contract"))),
        new("announces a label of 300 characters", Clauses.AnnounceTexts, Json(Announce, json => json["label"] = new string('l', 300))),
        new("announces its serial as a number", Clauses.AnnounceTexts, Json(Announce, json => json["serial"] = 12345)),
        new("announcement ends in a zero byte", Clauses.Json, Change(Announce, wire => wire with { Payload = (byte[])[.. wire.Payload.Span, 0] })),
        new("status is not retained", Clauses.Online, Change(Status, wire => wire with { Retain = false })),
        new("status is JSON text", Clauses.Online, Change(Status, wire => BuggyWire.With(wire, $"\"{BuggyWire.Text(wire)}\""))),
        new("status is in capitals", Clauses.Online, Change(Status, wire => BuggyWire.With(wire, BuggyWire.Text(wire).ToUpperInvariant()))),
        new("never says online", Clauses.Online, Lose(wire => wire.Kind == Status && BuggyWire.Text(wire) == "online")),
        new("has no Will", Clauses.Will, new BuggyWire { OnWill = _ => null }),
        new("Will is not retained", Clauses.Will, new BuggyWire { OnWill = will => will with { Retain = false } }),
        new("Will goes to another topic", Clauses.Will, new BuggyWire { OnWill = will => will with { Topic = will.Topic.Replace("status", "state", StringComparison.Ordinal) } }),
        new("Will says gone", Clauses.Will, new BuggyWire { OnWill = will => will with { Payload = "gone"u8.ToArray() } }),
        new("Will has QoS 0", Clauses.Will, new BuggyWire { OnWill = will => will with { Qos = MqttQos.AtMostOnce } }),
        new("leaves without saying offline", Clauses.Goodbye, Lose(wire => wire.Kind == Status && BuggyWire.Text(wire) == "offline")),
        new("offline is not retained", Clauses.Goodbye, Change(Status, wire => wire with { Retain = BuggyWire.Text(wire) == "online" })),
        new("says offline now and then", Clauses.StaysOnline, _ => new OfflineNowAndThen()),
        new("reports nothing after connecting", Clauses.FullReport, _ => new WithoutFirstReport(1)),
        new("reports only after its first connect", Clauses.FullReport, _ => new WithoutFirstReport(2)),
        new("leaves a property out of the full report", Clauses.FullReport, Json(DeviceTopicKind.Properties, json => _ = json.Count > 3 && json.Remove("workshop.offset"))),
        new("leaves its notify-only property out", Clauses.FullReport, new BuggyWire { OnJson = (kind, json) => kind != DeviceTopicKind.Properties || !json.Remove("workshop.pulse") || json.Count > 0 }),
        new("full report comes 8 s late", Clauses.FullReport, Hold(DeviceTopicKind.Properties, TimeSpan.FromSeconds(8))),
        new("is deaf for the first 5 s", Clauses.Hears, time => new DeafAtFirst(time)),
        new("is deaf after it was dropped", Clauses.Hears, _ => new DeafAfterDrop()),
    ];

    public static BuggyWire Change(DeviceTopicKind kind, Func<DeviceWire, DeviceWire> change) =>
        new() { OnSend = wire => wire.Kind == kind ? [new TamperedMessage(change(wire))] : null };

    public static BuggyWire Hold(DeviceTopicKind kind, TimeSpan delay) => new() { OnSend = wire => wire.Kind == kind ? [new TamperedMessage(wire, delay)] : null };

    public static BuggyWire Lose(Func<DeviceWire, bool> which) => new() { OnSend = wire => which(wire) ? [] : null };

    public static BuggyWire Json(DeviceTopicKind kind, Action<System.Text.Json.Nodes.JsonObject> change) => new()
    {
        OnJson = (of, json) =>
        {
            if (of == kind)
            {
                change(json);
            }

            return true;
        },
    };

    private sealed class OfflineNowAndThen : IWireTamper
    {
        private int _count;

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => ++_count % 10 == 0
            ? [new(message), new(new DeviceWire(Status, message.Topic[..(message.Topic.IndexOf("probe-1", StringComparison.Ordinal) + 7)] + "/status", Encoding.UTF8.GetBytes("offline"), MqttQos.AtLeastOnce, true))]
            : [new(message)];
    }

    private sealed class WithoutFirstReport(int fromConnect) : IWireTamper
    {
        private int _connects;
        private bool _isNext;

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            if (message.Kind == Status)
            {
                _isNext = ++_connects >= fromConnect;
            }
            else if (message.Kind == DeviceTopicKind.Properties && _isNext)
            {
                _isNext = false;
                return [];
            }

            return [new(message)];
        }
    }

    private sealed class DeafAtFirst(TimeProvider time) : IWireTamper
    {
        private long _since;

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            _since = message.Kind == Announce ? time.GetTimestamp() : _since;
            return [new(message)];
        }

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => time.GetElapsedTime(_since) < TimeSpan.FromSeconds(5) ? [] : [new(message)];
    }

    private sealed class DeafAfterDrop : IWireTamper
    {
        private int _connects;

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            _connects += message.Kind == Announce ? 1 : 0;
            return [new(message)];
        }

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => _connects > 1 ? [] : [new(message)];
    }
}
