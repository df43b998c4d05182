namespace IotHub.Mqtt.Packets;

/// <summary>What PUBACK, PUBREC, PUBREL and PUBCOMP have in common (sections 3.4 to 3.7).</summary>
public abstract record PublishResponsePacket : MqttPacket
{
    private protected PublishResponsePacket()
    {
    }

    /// <summary>Packet id of the PUBLISH this belongs to, 1 or more.</summary>
    public required ushort PacketId { get; init; }

    /// <summary>What became of it, 5.0 only; success when absent.</summary>
    public ReasonCode ReasonCode { get; init; }

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}

/// <summary>PUBACK: a QoS 1 message was taken.</summary>
public sealed record PubackPacket : PublishResponsePacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Puback;
}

/// <summary>PUBREC: a QoS 2 message was received.</summary>
public sealed record PubrecPacket : PublishResponsePacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Pubrec;
}

/// <summary>PUBREL: the sender of a QoS 2 message lets go of it.</summary>
public sealed record PubrelPacket : PublishResponsePacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Pubrel;
}

/// <summary>PUBCOMP: a QoS 2 delivery is complete.</summary>
public sealed record PubcompPacket : PublishResponsePacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Pubcomp;
}
