namespace IotHub.Mqtt.Packets;

/// <summary>A decoded control packet. All but <see cref="PublishPacket"/> own their bytes.</summary>
public abstract record MqttPacket
{
    private protected MqttPacket()
    {
    }

    /// <summary>Type on the wire.</summary>
    public abstract MqttPacketType Type { get; }
}
