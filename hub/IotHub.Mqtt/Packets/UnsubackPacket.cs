using System.Collections.Immutable;

namespace IotHub.Mqtt.Packets;

/// <summary>UNSUBACK (section 3.11).</summary>
public sealed record UnsubackPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Unsuback;

    /// <summary>Packet id of the UNSUBSCRIBE.</summary>
    public required ushort PacketId { get; init; }

    /// <summary>One code for each filter, in order; empty in 3.1.1, which has none.</summary>
    public ImmutableArray<ReasonCode> ReasonCodes { get; init; } = [];

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
