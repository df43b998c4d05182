using System.Collections.Immutable;

namespace IotHub.Mqtt.Packets;

/// <summary>SUBSCRIBE (section 3.8).</summary>
public sealed record SubscribePacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Subscribe;

    /// <summary>Packet id, 1 or more.</summary>
    public required ushort PacketId { get; init; }

    /// <summary>What is asked for, one or more, in order.</summary>
    public required ImmutableArray<SubscriptionRequest> Subscriptions { get; init; }

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
