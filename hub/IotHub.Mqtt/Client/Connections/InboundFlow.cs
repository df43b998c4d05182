using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>What the server may send on one connection: topic aliases within the announced number, and no more than Receive Maximum at a time.</summary>
internal sealed class InboundFlow(MqttClientOptions options)
{
    private readonly Lock _lock = new();
    private readonly ReadOnlyMemory<byte>[] _aliases = new ReadOnlyMemory<byte>[options.ReceivedTopicAliasMax + 1];
    private readonly HashSet<ushort> _unacknowledged = [];

    /// <summary>Takes a message and puts its topic in where an alias stands for it.</summary>
    /// <exception cref="MqttConnectionException">The server may not send this.</exception>
    public PublishPacket Take(PublishPacket packet)
    {
        if (packet.Qos != MqttQos.AtMostOnce && options.Version == MqttProtocolVersion.V50)
        {
            lock (_lock)
            {
                if (_unacknowledged.Add(packet.PacketId) && _unacknowledged.Count > options.ReceivedMax)
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
        }
    }
}
