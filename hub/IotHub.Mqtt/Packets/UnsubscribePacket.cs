using System.Collections.Immutable;

namespace IotHub.Mqtt.Packets;

/// <summary>UNSUBSCRIBE (section 3.10).</summary>
public sealed record UnsubscribePacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Unsubscribe;

    /// <summary>Packet id, 1 or more.</summary>
    public required ushort PacketId { get; init; }

    /// <summary>Topic filters, one or more, in order.</summary>
    public required ImmutableArray<string> Filters { get; init; }

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
