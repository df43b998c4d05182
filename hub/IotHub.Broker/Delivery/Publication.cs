using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Delivery;

/// <summary>One message on its way to its receivers. Its bytes belong to the receive buffer until somebody needs to keep them.</summary>
internal sealed class Publication(
    ReadOnlyMemory<byte> topic, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> properties, MqttQos qos, bool retain, long? expiresAt, string publisher)
{
    public ReadOnlyMemory<byte> Topic { get; private set; } = topic;

    public ReadOnlyMemory<byte> Payload { get; private set; } = payload;

    /// <summary>Properties that are passed on, encoded, without their length.</summary>
    public ReadOnlyMemory<byte> Properties { get; private set; } = properties;

    public MqttQos Qos { get; private set; } = qos;

    public bool Retain { get; private set; } = retain;

    /// <summary>Milliseconds of the broker's clock at which it expires; null for never.</summary>
    public long? ExpiresAt { get; private set; } = expiresAt;

    public string Publisher { get; private set; } = publisher;

    /// <summary>The copy that owns its bytes; null until somebody needed one.</summary>
    public StoredMessage? Stored { get; init; }

    private StoredMessage? _stored;

    /// <summary>Makes this the next message of a connection, which uses one object for all.</summary>
    public void Set(
        ReadOnlyMemory<byte> topic, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> properties, MqttQos qos, bool retain, long? expiresAt)
    {
        Topic = topic;
        Payload = payload;
        Properties = properties;
        Qos = qos;
        Retain = retain;
        ExpiresAt = expiresAt;
        _stored = null;
    }

    /// <summary>Copies the bytes once, for all who keep the message.</summary>
    public StoredMessage Store() =>
        _stored ??= Stored ?? new StoredMessage(Topic.ToArray(), Payload.ToArray(), Properties.ToArray(), Qos, Retain, ExpiresAt, Publisher);
}
