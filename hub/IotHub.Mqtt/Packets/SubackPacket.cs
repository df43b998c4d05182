using System.Collections.Immutable;

namespace IotHub.Mqtt.Packets;

/// <summary>SUBACK (section 3.9).</summary>
public sealed record SubackPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Suback;

    /// <summary>Packet id of the SUBSCRIBE.</summary>
    public required ushort PacketId { get; init; }

    /// <summary>One code for each filter, in order: granted QoS, or a failure. 3.1.1 knows one failure, 0x80: others are written as that.</summary>
    public required ImmutableArray<ReasonCode> ReasonCodes { get; init; }

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
