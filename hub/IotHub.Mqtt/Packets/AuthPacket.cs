namespace IotHub.Mqtt.Packets;

/// <summary>AUTH, 5.0 only (section 3.15).</summary>
public sealed record AuthPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Auth;

    /// <summary>Success, continue or re-authenticate.</summary>
    public ReasonCode ReasonCode { get; init; }

    /// <summary>Properties.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
