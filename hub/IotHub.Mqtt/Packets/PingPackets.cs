namespace IotHub.Mqtt.Packets;

/// <summary>PINGREQ (section 3.12).</summary>
public sealed record PingreqPacket : MqttPacket
{
    /// <summary>The one there is.</summary>
    public static PingreqPacket Instance { get; } = new();

    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Pingreq;
}

/// <summary>PINGRESP (section 3.13).</summary>
public sealed record PingrespPacket : MqttPacket
{
    /// <summary>The one there is.</summary>
    public static PingrespPacket Instance { get; } = new();

    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Pingresp;
}
