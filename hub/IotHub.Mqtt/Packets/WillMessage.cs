namespace IotHub.Mqtt.Packets;

/// <summary>The message a server publishes when the client is lost (section 3.1.2.5).</summary>
public sealed record WillMessage
{
    /// <summary>Topic name, without wildcards.</summary>
    public required string Topic { get; init; }

    /// <summary>Payload, may be empty.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>QoS of the message.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>Whether it is retained.</summary>
    public bool Retain { get; init; }

    /// <summary>Will properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
