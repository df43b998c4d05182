using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>
/// What the server may send on one connection: topic aliases within the announced number, and no more than Receive Maximum at a time. What it
/// repeats from an earlier connection is counted apart, within the same number: Mosquitto 2.0 leaves that out of its count, and a client that
/// went away over it would be sent the same again, without end.
/// </summary>
internal sealed class InboundFlow(MqttClientOptions options)
{
    private readonly Lock _lock = new();
    private readonly ReadOnlyMemory<byte>[] _aliases = new ReadOnlyMemory<byte>[options.ReceivedTopicAliasMax + 1];
    private readonly HashSet<ushort> _unacknowledged = [];
    private readonly HashSet<ushort> _repeated = [];

    /// <summary>Takes a message and puts its topic in where an alias stands for it.</summary>
    /// <exception cref="MqttConnectionException">The server may not send this.</exception>
    public PublishPacket Take(PublishPacket packet)
    {
        if (packet.Qos != MqttQos.AtMostOnce && options.Version == MqttProtocolVersion.V50)
        {
            lock (_lock)
            {
                var counted = packet.Dup ? _repeated : _unacknowledged;
                if (counted.Add(packet.PacketId) && counted.Count > options.ReceivedMax)
                {
                    throw MqttConnectionException.Broken(
                        ReasonCode.ReceiveMaximumExceeded, "MQTT-3.3.4-9", $"More than {options.ReceivedMax} messages are not acknowledged");
                }
            }
        }

        if (packet.Properties.TopicAlias is not { } alias)
        {
            return packet;
        }

        if (alias > options.ReceivedTopicAliasMax)
        {
            throw MqttConnectionException.Broken(
                ReasonCode.TopicAliasInvalid, "MQTT-3.1.2-26", $"Topic alias {alias} is above {options.ReceivedTopicAliasMax}");
        }

        if (!packet.Topic.IsEmpty)
        {
            _aliases[alias] = packet.Topic;
            return packet;
        }

        return _aliases[alias] is { IsEmpty: false } topic
            ? packet with { Topic = topic }
            : throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "3.3.2.3.4", $"Topic alias {alias} stands for nothing yet");
    }

    /// <summary>PUBACK or PUBCOMP goes out.</summary>
    public void Done(ushort packetId)
    {
        lock (_lock)
        {
            _unacknowledged.Remove(packetId);
            _repeated.Remove(packetId);
        }
    }
}
