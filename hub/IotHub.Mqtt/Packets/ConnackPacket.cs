namespace IotHub.Mqtt.Packets;

/// <summary>CONNACK (section 3.2).</summary>
public sealed record ConnackPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Connack;

    /// <summary>True when the server holds a session of this client.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>What became of the connection; 3.1.1 return codes are translated (1 → 0x84, 2 → 0x85, 3 → 0x88, 4 → 0x86, 5 → 0x87).</summary>
    public ReasonCode ReasonCode { get; init; }

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
