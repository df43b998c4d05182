namespace IotHub.Mqtt.Packets;

/// <summary>CONNECT (section 3.1).</summary>
public sealed record ConnectPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Connect;

    /// <summary>Version the client speaks.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V311;

    /// <summary>True when the high bit of the protocol level is set: the private sign of a bridge between brokers (3.1 and 3.1.1).</summary>
    public bool IsBridge { get; init; }

    /// <summary>True to start without an old session (3.1.1: clean session).</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Seconds between signs of life; 0 for none.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>Client id; empty asks the server to choose one.</summary>
    public required string ClientId { get; init; }

    /// <summary>Will; null for none.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>User name; null when absent.</summary>
    public string? UserName { get; init; }

    /// <summary>Password; null when absent.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>Properties, 5.0 only.</summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;
}
