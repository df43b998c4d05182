using System.Text;

namespace IotHub.Mqtt.Packets;

/// <summary>
/// PUBLISH (section 3.3). When decoded, <see cref="Topic"/> and <see cref="Payload"/> may be slices of the receive buffer: they are valid
/// only until the buffer is advanced; copy what must live longer.
/// </summary>
public sealed record PublishPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Publish;

    /// <summary>Topic name in UTF-8, checked; empty only in 5.0 with a topic alias.</summary>
    public required ReadOnlyMemory<byte> Topic { get; init; }

    /// <summary>Payload, may be empty.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>QoS of this delivery.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>True when this may be a repeat; always false for QoS 0.</summary>
    public bool Dup { get; init; }

    /// <summary>Retain flag.</summary>
    public bool Retain { get; init; }

    /// <summary>Packet id, 1 or more for QoS 1 and 2; 0 for QoS 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Properties, 5.0 only; they own their bytes.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;

    /// <summary>The topic as text; makes a new string each time.</summary>
    public string GetTopicText() => Encoding.UTF8.GetString(Topic.Span);

    /// <summary>Makes a packet from a topic as text.</summary>
    public static PublishPacket Create(string topic, ReadOnlyMemory<byte> payload, MqttQos qos = MqttQos.AtMostOnce, bool retain = false, ushort packetId = 0) =>
        new() { Topic = Encoding.UTF8.GetBytes(topic), Payload = payload, Qos = qos, Retain = retain, PacketId = packetId };
}
