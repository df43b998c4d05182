using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;

namespace IotHub.Certification.Tests.Firmware;

/// <summary>A firmware that differs from the right one in what its members say. Whatever is not set, is right.</summary>
internal sealed class BuggyWire : IWireTamper
{
    // As the simulator writes: a plus sign stays one.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, JsonObject> _asked = [];

    /// <summary>What goes out in place of a message of a kind.</summary>
    public Func<DeviceWire, IEnumerable<TamperedMessage>?>? OnSend { get; init; }

    /// <summary>Changes the JSON of what goes out; false to lose it.</summary>
    public Func<DeviceTopicKind, JsonObject, bool>? OnJson { get; init; }

    /// <summary>Changes an answer, given its request as it came; false to lose it.</summary>
    public Func<JsonObject, JsonObject, bool>? OnAnswer { get; init; }

    /// <summary>What comes in in place of a request.</summary>
    public Func<DeviceWire, IEnumerable<TamperedMessage>?>? OnReceive { get; init; }

    /// <summary>Changes a request before the right firmware hears it; false to lose it.</summary>
    public Func<JsonObject, bool>? OnRequest { get; init; }

    public Func<WillMessage, WillMessage?>? OnWill { get; init; }

    public static DeviceWire With(DeviceWire wire, JsonNode json) => wire with { Payload = Encoding.UTF8.GetBytes(json.ToJsonString(Plain)) };

    public static DeviceWire With(DeviceWire wire, string text) => wire with { Payload = Encoding.UTF8.GetBytes(text) };

    public static string Text(DeviceWire wire) => Encoding.UTF8.GetString(wire.Payload.Span);

    public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
    {
        if (OnSend?.Invoke(message) is { } replaced)
        {
            return [.. replaced];
        }

        if (message.Kind == DeviceTopicKind.Status || Parse(message) is not { } json)
        {
            return [new TamperedMessage(message)];
        }

        var stays = OnJson?.Invoke(message.Kind, json) ?? true;
        if (message.Kind == DeviceTopicKind.Responses && OnAnswer is not null && json["id"]?.GetValueKind() == JsonValueKind.String
            && _asked.GetValueOrDefault(json["id"]!.GetValue<string>()) is { } asked)
        {
            stays &= OnAnswer(asked, json);
        }

        return stays ? [new TamperedMessage(With(message, json))] : [];
    }

    public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
    {
        if (OnReceive?.Invoke(message) is { } replaced)
        {
            return [.. replaced];
        }

        if (Parse(message) is not { } json)
        {
            return [new TamperedMessage(message)];
        }

        if (json["id"]?.GetValueKind() == JsonValueKind.String)
        {
            _asked[json["id"]!.GetValue<string>()] = json.DeepClone().AsObject();
        }

        return OnRequest is null ? [new TamperedMessage(message)] : OnRequest(json) ? [new TamperedMessage(With(message, json))] : [];
    }

    public WillMessage? TamperWill(WillMessage will) => OnWill is null ? will : OnWill(will);

    private static JsonObject? Parse(DeviceWire message)
    {
        try
        {
            return message.Payload.Length > 4_096 ? null : JsonNode.Parse(message.Payload.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
