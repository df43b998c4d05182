using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.AzureEmulator.Devices;
using IotHub.AzureEmulator.Records;
using IotHub.Mqtt.Packets;

namespace IotHub.AzureEmulator.Connections;

/// <summary>A device's connection to the hub: every documented topic, and none else. All under the hub's lock.</summary>
internal sealed class DeviceConnection(EmulatedHub hub, DeviceRecord device, MqttPeer peer, ConnectPacket connect) : IMqttEndpoint
{
    private const string TwinGet = "$iothub/twin/GET/";
    private const string TwinReport = "$iothub/twin/PATCH/properties/reported/";
    private const string TwinAnswers = "$iothub/twin/res/#";
    private const string DesiredChanges = "$iothub/twin/PATCH/properties/desired/#";
    private const string Methods = "$iothub/methods/POST/#";
    private const string MethodAnswer = "$iothub/methods/res/";
    private const int SubscriptionsMax = 5;
    private const int MessageBytesMax = 256 * 1024;

    private ushort _packetId;

    /// <summary>Ends it with the token that opened it; null with a certificate.</summary>
    public IDisposable? Expiry { get; set; }

    private string Telemetry => device.Root + "/messages/events/";

    private string FromCloud => device.Root + "/messages/devicebound/#";

    public void Take(MqttPacket packet)
    {
        lock (hub.Gate)
        {
            if (device.Connection != this)
            {
                return;
            }

            switch (packet)
            {
                case PublishPacket publish:
                    Take(publish);
                    break;
                case SubscribePacket subscribe:
                    Take(subscribe);
                    break;
                case UnsubscribePacket unsubscribe:
                    foreach (var filter in unsubscribe.Filters)
                    {
                        device.Subscriptions.Remove(filter);
                        hub.Record.Add($"{device.Id} unsubscribed {filter}");
                    }

                    // Bridges unsubscribe from what they never had, and wait for the answer.
                    peer.Send(new UnsubackPacket { PacketId = unsubscribe.PacketId });
                    break;
                case PubackPacket puback:
                    device.Pending.RemoveAll(message => message.PacketId == puback.PacketId);
                    hub.Record.Add($"{device.Id} acknowledged");
                    break;
                default:
                    peer.Close();
                    break;
            }
        }
    }

    public void Ended(bool isGraceful)
    {
        lock (hub.Gate)
        {
            Expiry?.Dispose();
            hub.Record.Add($"{device.Id} {(isGraceful ? "disconnected" : "lost")}");
            if (!isGraceful && connect.Will is { } will && will.Topic.StartsWith(Telemetry, StringComparison.Ordinal))
            {
                var (system, application) = PropertyBag.Read(will.Topic[Telemetry.Length..]);
                Keep(will.Payload.ToArray(), system, application.SetItem("iothub-MessageType", "Will"), 0, false);
            }

            if (device.Connection != this)
            {
                return;
            }

            device.Connection = null;
            if (connect.CleanStart || hub.Faults.ForgetSessions)
            {
                device.HasSession = false;
                device.Subscriptions.Clear();
            }
        }
    }

    /// <summary>Closes the connection, as another of the same device or an operator does.</summary>
    public void Close_NeedsLock() => peer.Close();

    /// <summary>Sends what waits for the device, if it listens.</summary>
    public void Deliver_NeedsLock()
    {
        device.Pending.RemoveAll(message => message.ExpiresAt <= hub.Now);
        if (!device.Subscriptions.TryGetValue(FromCloud, out var qos))
        {
            return;
        }

        foreach (var message in device.Pending.Where(message => message.PacketId == 0).ToList())
        {
            message.PacketId = NextPacketId();
            var bag = PropertyBag.Write([
                new("$.to", $"/{device.Root}/messages/devicebound"), new("$.mid", message.MessageId), .. message.Properties]);
            peer.Send(PublishPacket.Create($"{device.Root}/messages/devicebound/{bag}", message.Body, qos, packetId: qos == MqttQos.AtMostOnce ? (ushort)0 : message.PacketId));
            if (qos == MqttQos.AtMostOnce)
            {
                device.Pending.Remove(message);
            }
        }
    }

    /// <summary>Asks the device for a direct method; false where it does not listen.</summary>
    public bool Call_NeedsLock(string name, string rid, string payload)
    {
        if (!device.Subscriptions.ContainsKey(Methods))
        {
            return false;
        }

        // No payload is "null": an empty body is no JSON, and clients refuse it.
        peer.Send(PublishPacket.Create($"$iothub/methods/POST/{name}/?$rid={rid}", Encoding.UTF8.GetBytes(payload.Length == 0 ? "null" : payload)));
        return true;
    }

    /// <summary>Tells the device what the cloud desires, if it listens.</summary>
    public void Desire_NeedsLock(JsonObject patch, int version)
    {
        if (device.Subscriptions.ContainsKey(DesiredChanges) && !hub.Faults.TakeLostDesired())
        {
            var body = patch.DeepClone().AsObject();
            body["$version"] = version;
            peer.Send(PublishPacket.Create($"$iothub/twin/PATCH/properties/desired/?$version={version}", JsonSerializer.SerializeToUtf8Bytes(body)));
        }
    }

    private void Take(PublishPacket publish)
    {
        var topic = publish.GetTopicText();
        if (publish.Qos == MqttQos.ExactlyOnce)
        {
            hub.Record.Add($"{device.Id} closed: QoS 2");
            peer.Close();
        }
        else if (topic.StartsWith(Telemetry, StringComparison.Ordinal) || topic + "/" == Telemetry)
        {
            TakeTelemetry(publish, topic.Length < Telemetry.Length ? "" : topic[Telemetry.Length..]);
        }
        else if (topic.StartsWith(TwinGet, StringComparison.Ordinal))
        {
            AnswerTwin(publish, topic, () => (200, device.Twin.ForDevice(), null));
        }
        else if (topic.StartsWith(TwinReport, StringComparison.Ordinal))
        {
            AnswerTwin(publish, topic, () => Report(publish.Payload));
        }
        else if (topic.StartsWith(MethodAnswer, StringComparison.Ordinal))
        {
            Acknowledge(publish);
            if (!hub.Faults.TakeMethodSilence() && topic[MethodAnswer.Length..].Split('/') is [var status, var query]
                && int.TryParse(status, CultureInfo.InvariantCulture, out var code))
            {
                hub.Calls.Answer(Rid(query), code, Encoding.UTF8.GetString(publish.Payload.Span));
            }
        }
        else
        {
            hub.Record.Add($"{device.Id} closed: {topic}");
            peer.Close();
        }
    }

    private void TakeTelemetry(PublishPacket publish, string bag)
    {
        var (system, application) = PropertyBag.Read(bag);
        if (publish.Retain)
        {
            application = application.SetItem("mqtt-retain", "true");
        }

        var bytes = publish.Payload.Length + system.Values.Sum(Bytes) + application.Sum(item => Bytes(item.Key) + Bytes(item.Value));
        if (bytes > MessageBytesMax || hub.Faults.TakeThrottle())
        {
            hub.Record.Add($"{device.Id} closed: {(bytes > MessageBytesMax ? $"message of {bytes} bytes" : "throttled")}");
            peer.Close();
            return;
        }

        Keep(publish.Payload, system, application, publish.PacketId, publish.Dup);
        if (hub.Faults.TakeCloseOnPublish())
        {
            peer.Close();
        }
        else if (!hub.Faults.TakeDropPuback())
        {
            Acknowledge(publish);
        }
    }

    private void Keep(
        ReadOnlyMemory<byte> body, ImmutableSortedDictionary<string, string?> system, ImmutableSortedDictionary<string, string?> application, int packetId, bool isDup) =>
        hub.Record.Add(number => new RecordedMessage(number, device.Id, body, system, application, packetId, isDup));

    private (int Status, JsonObject? Body, int? Version) Report(ReadOnlyMemory<byte> payload)
    {
        JsonNode? patch;
        try
        {
            patch = JsonNode.Parse(payload.Span);
        }
        catch (JsonException)
        {
            return (400, Error(400_004, "The body is no JSON."), null);
        }

        return device.Twin.Report(patch) is { } fault
            ? (400, Error(400_004, fault), null)
            : (204, null, device.Twin.ReportedVersion);
    }

    private void AnswerTwin(PublishPacket publish, string topic, Func<(int Status, JsonObject? Body, int? Version)> answer)
    {
        Acknowledge(publish);
        var (status, body, version) = hub.Faults.TakeTwinThrottled() ? (429, Error(429_001, "Too many requests."), null) : answer();
        hub.Record.Add($"{device.Id} twin {status}");
        if (!device.Subscriptions.ContainsKey(TwinAnswers))
        {
            return;
        }

        var query = version is { } number ? $"&$version={number}" : "";

        // QoS 0: the official client takes its answers so, and asks again where one was lost.
        peer.Send(PublishPacket.Create(
            $"$iothub/twin/res/{status}/?$rid={Rid(topic[(topic.LastIndexOf('/') + 1)..])}{query}",
            body is null ? ReadOnlyMemory<byte>.Empty : JsonSerializer.SerializeToUtf8Bytes(body)));
    }

    /// <summary>The official client looks at the code in the body and not at the status in the topic, and cannot do without.</summary>
    private JsonObject Error(int code, string message) => new()
    {
        ["errorCode"] = code,
        ["trackingId"] = $"emulated-{hub.Now.ToUnixTimeMilliseconds()}",
        ["message"] = message,
        ["timestampUtc"] = hub.Now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
    };

    private void Take(SubscribePacket subscribe)
    {
        var codes = ImmutableArray.CreateBuilder<ReasonCode>();
        foreach (var request in subscribe.Subscriptions)
        {
            var isKnown = request.Filter == FromCloud || request.Filter is TwinAnswers or DesiredChanges or Methods;
            var isRoom = device.Subscriptions.ContainsKey(request.Filter) || device.Subscriptions.Count < SubscriptionsMax;
            var qos = (MqttQos)Math.Min((int)request.Qos, 1);
            if (isKnown && isRoom)
            {
                device.Subscriptions[request.Filter] = qos;
            }

            codes.Add(isKnown && isRoom ? (ReasonCode)(int)qos : ReasonCode.UnspecifiedError);
            hub.Record.Add($"{device.Id} {(isKnown && isRoom ? "subscribed" : "refused")} {request.Filter}");
        }

        peer.Send(new SubackPacket { PacketId = subscribe.PacketId, ReasonCodes = codes.ToImmutable() });
        Deliver_NeedsLock();
    }

    private void Acknowledge(PublishPacket publish)
    {
        if (publish.Qos == MqttQos.AtLeastOnce)
        {
            peer.Send(new PubackPacket { PacketId = publish.PacketId });
        }
    }

    private ushort NextPacketId() => _packetId = _packetId == ushort.MaxValue ? (ushort)1 : (ushort)(_packetId + 1);

    private static string Rid(string query) => query.TrimStart('?').Split('&').FirstOrDefault(item => item.StartsWith("$rid=", StringComparison.Ordinal)) is { } rid ? rid["$rid=".Length..] : "";

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
