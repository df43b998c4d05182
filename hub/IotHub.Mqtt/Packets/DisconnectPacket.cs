namespace IotHub.Mqtt.Packets;

/// <summary>DISCONNECT (section 3.14); in 3.1.1 only a client sends it, and without a reason.</summary>
public sealed record DisconnectPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Disconnect;

    /// <summary>Why, 5.0 only.</summary>
    public ReasonCode ReasonCode { get; init; }

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
