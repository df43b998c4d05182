using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Delivery;

/// <summary>A message that owns its bytes and is shared by all sessions that wait for it.</summary>
internal sealed class StoredMessage(byte[] topic, byte[] payload, byte[] properties, MqttQos qos, bool retain, long? expiresAt, string publisher)
{
    /// <summary>Object, arrays and queue entry, roughly: so that many empty messages count too.</summary>
    private const int OverheadBytes = 128;

    public byte[] Topic { get; } = topic;

    public byte[] Payload { get; } = payload;

    public byte[] Properties { get; } = properties;

    public MqttQos Qos { get; } = qos;

    public bool Retain { get; } = retain;

    /// <summary>Clock ticks (see <see cref="Publication.ExpiresAt"/>); null for never.</summary>
    public long? ExpiresAt { get; } = expiresAt;

    public string Publisher { get; } = publisher;

    public int Bytes => Topic.Length + Payload.Length + Properties.Length + OverheadBytes;

    public Publication AsPublication() => new(Topic, Payload, Properties, Qos, Retain, ExpiresAt, Publisher) { Stored = this };
}
