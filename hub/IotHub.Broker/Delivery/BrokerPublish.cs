using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Delivery;

/// <summary>A message the hub itself publishes.</summary>
public sealed record BrokerPublish
{
    /// <summary>Topic name.</summary>
    public required string Topic { get; init; }

    /// <summary>Payload; must not change until the publish has completed.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>QoS.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>Whether to retain it; an empty payload clears what is retained.</summary>
    public bool Retain { get; init; }

    /// <summary>Properties for 5.0 receivers; topic alias and subscription identifiers may not be set.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
